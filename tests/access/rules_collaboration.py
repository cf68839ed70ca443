"""The policy for joint programmes: members, heads of its units, planners; partners theirs."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.matrix import Asked
from tests.access.policy import (
    ALL,
    DIRECT,
    INDIRECT,
    LEADS,
    NOBODY,
    OWNER,
    PERSONNEL_ADMIN,
    SCOPE,
    SIGNED_IN,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)
from tests.work.make import PDF

BEGIN = frozenset({LEADS, PERSONNEL_ADMIN, UNIT_ADMIN})
# rina leads the programme, and the unit that carries it; those above her see it
READ = OWNER | {SCOPE, PERSONNEL_ADMIN, DIRECT, INDIRECT}
ONE: dict[str, Any] = {"thing": "programme", "known_to": READ}

RULES: list[Rule] = [
    get("programmes", SIGNED_IN),
    get("programme_new", BEGIN, refused=403),
    post("programme_new", BEGIN, refused=403, answer=422, writes=False),  # without units
    get("programme", READ, thing="programme"),
    get("programme_edit", OWNER, **ONE),
    post("programme_edit", OWNER, **ONE),
    get("programme_close", SIGNED_IN, thing="programme", answer=405),
    post("programme_close", OWNER, **ONE),
    get("programme_invite", OWNER, **ONE),
    post("programme_invite", OWNER, **ONE, answer=200, writes=False),  # nobody is chosen yet
    get("task_new", OWNER, **ONE),
    post("task_new", OWNER, **ONE),
    get("task_edit", OWNER, thing="programme_task", known_to=READ),
    post("task_edit", OWNER, thing="programme_task", known_to=READ),
    get("task_drop", SIGNED_IN, thing="programme_task", answer=405),
    post("task_drop", OWNER, thing="programme_task", known_to=READ),
    get("task_move", SIGNED_IN, thing="programme_task", answer=405),
    post("task_move", OWNER, thing="programme_task", known_to=READ),
    get("task_comments", READ, thing="programme_task"),
    post("task_comments", OWNER, thing="programme_task", known_to=READ),
    get("programme_calendar", READ, thing="programme"),
    get("meeting_new", OWNER, **ONE),
    post("meeting_new", OWNER, **ONE),
    get("meeting_minutes", OWNER, thing="programme_meeting", known_to=READ),
    post("meeting_minutes", OWNER, thing="programme_meeting", known_to=READ),
    get("meeting_edit", OWNER, thing="programme_meeting", known_to=READ),
    post("meeting_edit", OWNER, thing="programme_meeting", known_to=READ),
    get("meeting_drop", SIGNED_IN, thing="programme_meeting", answer=405),
    post("meeting_drop", OWNER, thing="programme_meeting", known_to=READ),
    get("programme_files", OWNER, **ONE),
    post("programme_files", OWNER, **ONE),
    get("programme_file", READ, thing="programme_file"),
    get("contributions", SIGNED_IN),
    get("contribution_new", OWNER, **ONE),
    post("contribution_new", OWNER, **ONE, answer=422, writes=False),  # no report is chosen
    get("contribution_drop", SIGNED_IN, thing="contribution", answer=405),
    post("contribution_drop", OWNER, thing="contribution"),
    get("lead_word", OWNER, thing="lead_word", known_to=READ),
    post("lead_word", OWNER, thing="lead_word", known_to=READ),
    get("calendar_key", SIGNED_IN),
    post("calendar_key", SIGNED_IN, answer=200),
    get("calendar_feed", ALL, thing="calendar_feed", public=True),
    # Members: the appraiser of who was invited answers; the lead ends a role
    get("member_answer", frozenset({DIRECT}), thing="member_asked"),
    post("member_answer", frozenset({DIRECT}), thing="member_asked"),
    get("member_end", OWNER, thing="member", known_to=READ),
    post("member_end", OWNER, thing="member", known_to=READ),
    # Partners, as the lead keeps them
    get("partners", OWNER, **ONE),
    post("partners", OWNER, **ONE, answer=200),
    get("partner_link", SIGNED_IN, thing="partner", answer=405),
    post("partner_link", OWNER, thing="partner", known_to=READ, answer=200),
    get("partner_revoke", SIGNED_IN, thing="partner", answer=405),
    post("partner_revoke", OWNER, thing="partner", known_to=READ),
    # What partners see: nobody of the staff, and nobody without the cookie of a partner
    get("partner_home", NOBODY, public=True),
    get("partner_enter", ALL, thing="partner_link", public=True),
    post("partner_enter", ALL, thing="partner_link", public=True),
    get("partner_leave", ALL, public=True, answer=405),
    post("partner_leave", NOBODY, public=True),
    get("partner_finish", ALL, thing="partner_task", public=True, answer=405),
    post("partner_finish", NOBODY, thing="partner_task", public=True),
    get("partner_comment", ALL, thing="partner_task", public=True, answer=405),
    post("partner_comment", NOBODY, thing="partner_task", public=True),
    get("partner_file", NOBODY, thing="partner_file", public=True),
]


def its_days(asked: Asked) -> dict[str, Any]:
    return {"name": "Pekan Sehat", "starts_on": "2026-10-01", "ends_on": "2026-12-20"}


BODIES = {
    ("programme_new", ""): lambda asked: {"name": "Pekan"},
    ("programme_edit", ""): its_days,
    ("programme_close", ""): lambda asked: {},
    ("programme_invite", ""): lambda asked: {},
    ("task_new", ""): lambda asked: {
        "title": "Pasang tenda",
        "owner": f"u{asked.world.units['K.1'].pk}",
        "due_on": "2026-11-02",
    },
    ("task_move", ""): lambda asked: {"state": "doing"},
    ("task_edit", ""): lambda asked: {
        "title": "Undang kader lain",
        "owner": f"u{asked.world.units['K.1'].pk}",
        "due_on": "2026-11-03",
    },
    ("task_drop", ""): lambda asked: {},
    ("task_comments", ""): lambda asked: {"text": "Tenda sudah dipesan."},
    ("meeting_new", ""): lambda asked: {"title": "Rapat", "held_on": "2026-10-20"},
    ("meeting_minutes", ""): lambda asked: {"minutes": "Sepakat."},
    ("meeting_edit", ""): lambda asked: {"title": "Rapat kedua", "held_on": "2026-10-21"},
    ("meeting_drop", ""): lambda asked: {},
    ("programme_files", ""): lambda asked: {
        "berkas-documents": SimpleUploadedFile("denah.pdf", PDF)
    },
    ("contribution_new", ""): lambda asked: {"report": ""},
    ("contribution_drop", ""): lambda asked: {},
    ("lead_word", ""): lambda asked: {"judgement": "meets", "words": "Baik."},
    ("calendar_key", ""): lambda asked: {"act": "renew"},
    ("member_answer", ""): lambda asked: {"answer": "ya"},
    ("member_end", ""): lambda asked: {"last_day": "2026-11-30"},
    ("partners", ""): lambda asked: {
        "name": "Ibu Rahma",
        "organisation": "Kader",
        "ends_on": "2026-12-01",
    },
    ("partner_link", ""): lambda asked: {},
    ("partner_revoke", ""): lambda asked: {},
    ("partner_enter", ""): lambda asked: {},
    ("partner_leave", ""): lambda asked: {},
    ("partner_finish", ""): lambda asked: {},
    ("partner_comment", ""): lambda asked: {"text": "Siap."},
}
