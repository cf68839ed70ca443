"""The policy for complaints and discussions."""

from typing import Any
from uuid import uuid4

from tests.access.matrix import Asked
from tests.access.policy import (
    ABOVE,
    ALL,
    HEAD_OF_REGION,
    LEADS,
    OWNER,
    PERSONNEL_ADMIN,
    SCOPE,
    SIGNED_IN,
    SURVEY_OFFICER,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

from kinerja.needs.complaint.complaint import Complaint
from kinerja.needs.discussion import DiscussionGroup

DESK = frozenset({SURVEY_OFFICER})  # of the whole agency
ROUTE = ABOVE | {SCOPE, SURVEY_OFFICER}  # the desk of the unit, and who leads it
READ = ROUTE | OWNER  # and who was made responsible
SOMEWHERE = frozenset({SURVEY_OFFICER, UNIT_ADMIN, LEADS, HEAD_OF_REGION})
WHOLE = frozenset({SURVEY_OFFICER, PERSONNEL_ADMIN, HEAD_OF_REGION})
ANALYSE = WHOLE | {UNIT_ADMIN, LEADS}
CASE: dict[str, Any] = {"thing": "complaint"}
NEW: dict[str, Any] = {"thing": "complaint_new", "never": OWNER}  # nobody is responsible yet
MEETING: dict[str, Any] = {"thing": "discussion", "known_to": SIGNED_IN}
STATEMENT: dict[str, Any] = {"thing": "discussion_statement", "known_to": SIGNED_IN}
TOLD: dict[str, Any] = {"public": True, "answer": 200}

RULES: list[Rule] = [
    # Citizens: no account, a ticket and its key
    get("complain", ALL, public=True),
    post("complain", ALL, **TOLD),
    get("complaint_find", ALL, public=True),
    post("complaint_find", ALL, **TOLD, thing="complaint_ticket", in_body=True, writes=False),
    get("complaint_ticket", ALL, thing="complaint_ticket", public=True),
    post("complaint_ticket", ALL, thing="complaint_ticket", **TOLD, writes=False),
    get("complaint_reply", ALL, thing="complaint_ticket", public=True, answer=405),
    post("complaint_reply", ALL, thing="complaint_ticket", **TOLD),
    get("complaint_content", ALL, thing="ticket_answered", public=True, answer=405),
    post("complaint_content", ALL, thing="ticket_answered", **TOLD),
    get("complaint_photo", ALL, thing="ticket_file", public=True, answer=405),
    post("complaint_photo", ALL, thing="ticket_file", **TOLD, writes=False),
    # The list holds what one may read
    get("complaints", SIGNED_IN),
    get("complaint_enter", SOMEWHERE, refused=403),
    post("complaint_enter", frozenset({SURVEY_OFFICER, HEAD_OF_REGION}), refused=(403, 422)),
    # One case
    get("complaint", READ, **CASE),
    get("complaint", ROUTE, **NEW),
    get("complaint_file", READ, thing="complaint_file"),
    get("complaint_forward", SIGNED_IN, **CASE, answer=405),
    post("complaint_forward", ROUTE, **NEW),
    get("complaint_appoint", SIGNED_IN, **CASE, answer=405),
    post("complaint_appoint", ROUTE, **CASE, known_to=READ),
    get("complaint_hand_over", SIGNED_IN, **CASE, answer=405),
    post("complaint_hand_over", ROUTE, **CASE, known_to=READ),
    get("complaint_take_up", SIGNED_IN, **CASE, answer=405),
    post("complaint_take_up", READ, **CASE),
    get("complaint_answer", SIGNED_IN, **CASE, answer=405),
    post("complaint_answer", READ, **CASE),
    get("complaint_note", SIGNED_IN, **CASE, answer=405),
    post("complaint_note", READ, **CASE),
    get("complaint_refuse", SIGNED_IN, **CASE, answer=405),
    post("complaint_refuse", ROUTE, **CASE, known_to=READ),
    get("complaint_duplicate", SIGNED_IN, **CASE, answer=405),
    post("complaint_duplicate", ROUTE, **NEW),
    # Numbers of the units that one leads or looks after
    get("complaint_figures", SOMEWHERE, refused=403),
    get("complaint_figures_sheet", SOMEWHERE, refused=403),
    get("complaint_finding", SIGNED_IN, answer=405),
    post("complaint_finding", ROUTE, thing="complaint_span", in_body=True, refused=(403, 404)),
    # Rules and files of the whole agency
    get("complaint_rules", DESK, refused=403),
    post("complaint_rules", DESK, refused=403),
    get("complaint_category_new", DESK, refused=403),
    post("complaint_category_new", DESK, refused=403),
    get("complaint_category", DESK, thing="complaint_category", refused=403),
    post("complaint_category", DESK, thing="complaint_category", refused=403),
    get("complaint_categories_usual", SIGNED_IN, answer=405),
    post("complaint_categories_usual", DESK, refused=403, writes=False),  # there are some
    get("complaint_import", DESK, refused=403),
    post("complaint_import", DESK, refused=403, answer=200, writes=False),  # no file yet
    get("complaint_import_store", SIGNED_IN, answer=405),
    post("complaint_import_store", DESK, refused=403, writes=False),  # no preview
    get("complaint_import_mapping", SIGNED_IN, answer=405),
    post("complaint_import_mapping", DESK, refused=403),
    get("complaint_import_template", DESK, refused=403),
    # Discussions are open to all who work there; names and files are not
    get("discussions", SIGNED_IN),
    get("discussion_new", ANALYSE, refused=403),
    post("discussion_new", WHOLE, refused=(403, 422)),
    get("discussion", SIGNED_IN, thing="discussion"),
    get("discussion_state", SIGNED_IN, thing="discussion", answer=405),
    post("discussion_state", WHOLE, **MEETING),
    get("discussion_unstate", SIGNED_IN, thing="discussion_statement", answer=405),
    post("discussion_unstate", WHOLE, **STATEMENT),
    get("discussion_finding", SIGNED_IN, thing="discussion_statement", answer=405),
    post("discussion_finding", WHOLE, **STATEMENT),
    get("discussion_minutes", SIGNED_IN, thing="discussion", answer=405),
    post("discussion_minutes", WHOLE, **MEETING),
    get("discussion_withdraw", SIGNED_IN, thing="discussion", answer=405),
    post("discussion_withdraw", WHOLE, **MEETING),
    get("discussion_file", WHOLE, thing="discussion_file"),
]


def _key(asked: Asked) -> dict[str, Any]:
    """The key of the ticket in the address."""
    code = asked.arguments["code"]
    return {"code": code, "secret": asked.world.things["ticket_key"].get(code, {}).get("key", "x")}


def _group(asked: Asked) -> dict[str, Any]:
    one = DiscussionGroup.objects.order_by("pk")[0]
    return {"group": one.pk, "text": "Kursi kurang.", "support": "9"}


def _span(asked: Asked) -> dict[str, Any]:
    span = asked.world.things["complaint_span"]["sari"]
    return {
        "unit": span["unit"],
        "kategori": span["category"],
        "dari": "2026-10-01",
        "sampai": "2026-10-31",
    }


def _category(asked: Asked) -> int:
    return int(asked.world.things["complaint_category"]["susi"]["category_id"])


RULE_FIELDS = {
    "form_open": "on",
    "verify": "2",
    "first_response": "5",
    "resolve_normative": "5",
    "resolve_non_supervisory": "14",
    "resolve_supervisory": "60",
    "auto_close": "10",
    "opens": "07:30",
    "closes": "16:00",
    "closes_on_friday": "16:30",
    "minimum_cases": "10",
    "keep_months": "12",
}

BODIES = {
    ("complain", ""): lambda asked: {"text": "Antre lama.", "key": str(uuid4())},
    ("complaint_find", ""): _key,
    ("complaint_ticket", ""): _key,
    ("complaint_reply", ""): lambda asked: _key(asked) | {"balas-text": "Masih lama."},
    ("complaint_content", ""): _key,
    ("complaint_photo", ""): _key,
    ("complaint_enter", ""): lambda asked: {
        "channel": "phone",
        "received_on": "2026-10-05",
        "received_time": "08:00",
        "text": "Antre lama.",
        "key": str(uuid4()),
    },
    ("complaint_forward", ""): lambda asked: {
        "teruskan-unit": asked.world.units["K.1.1"].pk,
        "teruskan-category": _category(asked),
        "teruskan-complaint_class": "normative",
    },
    ("complaint_appoint", ""): lambda asked: {
        "tunjuk-handler": asked.world.people["tono"].pk,
        "tunjuk-reason": "Sari cuti.",
    },
    ("complaint_hand_over", ""): lambda asked: {
        "alih-unit": asked.world.units["K.1.2"].pk,
        "alih-reason": "Wilayah Kuranji.",
    },
    ("complaint_answer", ""): lambda asked: {"jawab-text": "Sedang kami cek.", "jawab-final": "0"},
    ("complaint_note", ""): lambda asked: {"catat-text": "Tanya loket 2."},
    ("complaint_refuse", ""): lambda asked: {"tolak-reason": "Wewenang provinsi."},
    ("complaint_duplicate", ""): lambda asked: {
        "sama-first": Complaint.objects.get(
            pk=asked.world.things["complaint"]["sari"]["complaint_id"]
        ).code
    },
    ("complaint_finding", ""): _span,
    ("complaint_rules", ""): lambda asked: RULE_FIELDS,
    ("complaint_category_new", ""): lambda asked: {
        "kategori-name": "Parkir",
        "kategori-usual_class": "normative",
    },
    ("complaint_category", ""): lambda asked: {
        "kategori-name": "Waktu tunggu",
        "kategori-usual_class": "normative",
    },
    ("complaint_import_mapping", ""): lambda asked: {
        "nama-0": "No. Aduan",
        "jenis-0": "column",
        "untuk-0": "external_id",
    },
    ("discussion_new", ""): lambda asked: {
        "kind": "fgd",
        "title": "Antrean",
        "held_on": "2026-10-01",
        "place": "Aula",
        "groups": "Kader: 5",
        "key": str(uuid4()),
    },
    ("discussion_state", ""): _group,
    ("discussion_minutes", ""): lambda asked: {"notulen-minutes": "Rapat dibuka."},
    ("discussion_withdraw", ""): lambda asked: {"tarik-reason": "Salah catat."},
}
