"""The policy for daily work: report, answer, feedback, team, inbox."""

from typing import Any
from uuid import uuid4

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.contents import PDF
from tests.access.matrix import Asked
from tests.access.policy import (
    ABOVE,
    ALL,
    APPRAISER,
    AUTHORISED_OFFICIAL,
    HEAD_OF_REGION,
    INSPECTOR,
    LEADS,
    NOBODY,
    OVERSIGHT,
    OWNER,
    PERSONNEL_ADMIN,
    POSTED,
    READERS,
    REPORTED,
    SIGNED_IN,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)
from tests.access.world import TODAY

from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.web.work.bulk_entry import SALT
from kinerja.work.report import Report

SENDERS = frozenset({POSTED})
INSPECTS = frozenset({INSPECTOR})

WATCHERS = OVERSIGHT | frozenset({LEADS, UNIT_ADMIN})

RULES: list[Rule] = [
    get("home", SIGNED_IN),
    # Reporting: for oneself only
    get("report_new", SIGNED_IN),
    post("report_new", SENDERS, refused=422),
    post("report_new", SENDERS, act="with a file", refused=422),
    get("report_repeat", SIGNED_IN, answer=302),
    post("report_repeat", frozenset({REPORTED}), refused=409),
    get("evidence_known", SIGNED_IN),
    get("report_list", SIGNED_IN),
    # From a sheet: one's own
    get("report_bulk", SIGNED_IN),
    post("report_bulk", SIGNED_IN, answer=200, writes=False),
    get("report_bulk_sheet", SIGNED_IN),
    get("report_bulk_file", SIGNED_IN, answer=302),
    post("report_bulk_file", SENDERS, refused=302),
    # Recurring work: one's own
    get("routines", SIGNED_IN),
    get("routine_add", READERS, thing="report_waiting", answer=302),
    post("routine_add", OWNER, thing="report_waiting", known_to=READERS),
    get("routine_edit", OWNER, thing="routine"),
    post("routine_edit", OWNER, thing="routine"),
    get("routine_remove", OWNER, thing="routine", answer=302),
    post("routine_remove", OWNER, thing="routine"),
    # Without a network: the same page for everybody; what waited is handed in by its author
    get("offline_shell", ALL),
    get("service_worker", ALL),
    get("manifest", ALL),
    get("report_send", SIGNED_IN),
    post("report_send", SENDERS, answer=201, refused=409),
    post("report_send", NOBODY, act="of another account", refused=403),
    *(
        get("report_detail", READERS, thing=f"report_{kind}")
        for kind in ("waiting", "returned", "accepted")
    ),
    get("evidence_file", READERS, thing="photo"),
    get("evidence_file", READERS, thing="file"),
    get("evidence_thumbnail", READERS, thing="photo"),
    get("report_correct", READERS, thing="report_waiting", answer=302),
    post("report_correct", OWNER, thing="report_waiting", known_to=READERS),
    post("report_correct", OWNER, thing="report_returned", known_to=READERS),
    get("report_withdraw", READERS, thing="report_waiting", answer=302),
    post("report_withdraw", OWNER, thing="report_waiting", known_to=READERS),
    # The leader's answer: the appraiser of today, nobody else, nobody to oneself
    get("queue", SIGNED_IN),
    get("queue_unchecked", SIGNED_IN),
    get("queue_answer", READERS, thing="report_waiting", answer=302),
    *(
        post(
            "queue_answer",
            APPRAISER,
            thing="report_waiting",
            act=act,
            known_to=READERS,
            never=OWNER,
        )
        for act in ("accept", "ask", "return")
    ),
    get("queue_open", READERS, thing="report_waiting", answer=302),
    # Who answers while the leader is away: asked by the leader, agreed to by the person asked
    get("delegations", SIGNED_IN),
    post(
        "delegations",
        frozenset({LEADS}),
        refused=(403, 422),
        never=frozenset({AUTHORISED_OFFICIAL}),
    ),
    get("delegation_answer", OWNER | APPRAISER, thing="delegation", answer=302),
    post("delegation_answer", OWNER, thing="delegation", known_to=APPRAISER),
    get("delegation_end", OWNER | APPRAISER, thing="delegation", answer=302),
    post("delegation_end", OWNER | APPRAISER, thing="delegation"),
    get("queue_accept", SIGNED_IN, answer=302),
    post(
        "queue_accept",
        APPRAISER,
        thing="report_waiting",
        in_body=True,
        known_to=READERS,
        never=OWNER,
    ),
    get("queue_undo", SIGNED_IN, answer=302),
    post(
        "queue_undo",
        APPRAISER,
        thing="report_accepted",
        in_body=True,
        known_to=READERS,
        never=OWNER,
    ),
    # Orders: the giver and who has a part in it, nobody else
    get("orders", SIGNED_IN),
    get("order_new", frozenset({LEADS}), refused=403, never=frozenset({AUTHORISED_OFFICIAL})),
    post("order_new", frozenset({LEADS}), refused=403, never=frozenset({AUTHORISED_OFFICIAL})),
    get("order_note", SENDERS, refused=403, never=frozenset({HEAD_OF_REGION})),
    post("order_note", SENDERS, refused=403, never=frozenset({HEAD_OF_REGION})),
    get("order_detail", OWNER | APPRAISER, thing="order"),
    get("order_file", OWNER | APPRAISER, thing="order"),
    get("order_step", OWNER | APPRAISER, thing="duty", answer=302),
    post("order_step", OWNER, thing="duty", act="take up", known_to=APPRAISER),
    post("order_step", APPRAISER, thing="duty", act="cancel", known_to=OWNER),
    get("order_pass", OWNER | APPRAISER, thing="duty", answer=302),
    post("order_pass", OWNER, thing="led_duty", known_to=APPRAISER),
    # The inspector's sample: drawn by the inspector, answered by author and verifier
    get("audits", SIGNED_IN),
    get("audit_new", INSPECTS, refused=403),
    post("audit_new", INSPECTS, refused=403),
    get("audit_detail", INSPECTS, thing="audit"),
    get("audit_item", OWNER | APPRAISER | INSPECTS, thing="finding"),
    post("audit_item", INSPECTS, thing="finding", known_to=OWNER | APPRAISER),
    get("audit_answer", OWNER | APPRAISER | INSPECTS, thing="finding", answer=302),
    post("audit_answer", OWNER | APPRAISER, thing="finding", known_to=INSPECTS),
    get("audit_close", OWNER | APPRAISER | INSPECTS, thing="finding", answer=302),
    post("audit_close", INSPECTS, thing="finding", known_to=OWNER | APPRAISER),
    get("team", SIGNED_IN),
    get("team_numbers", SIGNED_IN),
    get("live_team", SIGNED_IN, answer=204),  # no streams from the client of the tests
    get("team_member", READERS, thing="person"),
    # Watching units: their head, those above, the offices; and what hinders
    get("watch", SIGNED_IN),
    # Signals of data quality: to those who see the work and may ask, never to its author
    get("data_quality", SIGNED_IN),
    get("data_quality_signal", READERS - OWNER, thing="quality_signal", never=OWNER),
    post("data_quality_signal", READERS - OWNER, thing="quality_signal", never=OWNER),
    get("watch_unit", READERS, thing="watched_unit"),
    get("watch_print", READERS, thing="watched_unit"),
    *(act("watch_limits", frozenset({PERSONNEL_ADMIN})) for act in (get, post)),
    get("recap", SIGNED_IN),
    get("recap_sheet", WATCHERS),
    get("recap_pdf", WATCHERS),
    get("recap_ask", WATCHERS, answer=302),
    post("recap_ask", WATCHERS),
    get("recap_file", OWNER, thing="recap_file"),
    get("recap_take", OWNER, thing="recap_file"),
    get("factors", SIGNED_IN),
    *(
        act("factor_new", OWNER | APPRAISER, thing="hindered_result", known_to=READERS)
        for act in (get, post)
    ),
    get("factor", READERS, thing="factor"),
    post("factor", OWNER | ABOVE, thing="factor", known_to=READERS),
    # The inbox: one's own
    get("inbox", SIGNED_IN),
    get("inbox_open", OWNER, thing="notice", answer=302, writes=True),
    get("inbox_read", SIGNED_IN, answer=302),
    post("inbox_read", SIGNED_IN),
]


ORDER = {"kind": "spoken", "subject": "Rapat koordinasi", "dated": "2026-10-05"}


def version(asked: Asked) -> str:
    """The one that the page showed; of what is not there: some."""
    report = Report.objects.filter(pk=asked.arguments["report_id"]).first()
    return str(report.version) if report else "1"


def a_report(asked: Asked) -> dict[str, Any]:
    return {
        "text": "Rapat koordinasi.",
        "result": "0",  # outside the plan
        "done_on": "2026-10-05",
        "key": str(uuid4()),
    }


def from_the_phone(asked: Asked) -> dict[str, Any]:
    return a_report(asked) | {"author": asked.person.pk if asked.person else ""}


def of_another_account(asked: Asked) -> dict[str, Any]:
    return a_report(asked) | {"author": "2000000000"}


def a_sheet(asked: Asked) -> dict[str, Any]:
    rows = b"Tanggal;Yang dikerjakan\n05-10-2026;Rapat koordinasi\n"
    return {"file": SimpleUploadedFile("laporan.csv", rows, "text/csv")}


def looked_at(asked: Asked) -> dict[str, Any]:
    """One row that this viewer's own preview accepted."""
    rows = [["2026-10-05", f"Rapat {uuid4()}", None, None]]
    person = asked.person.pk if asked.person else 0
    return {"rows": signing.dumps([person, rows], salt=SALT, compress=True)}


def with_a_file(asked: Asked) -> dict[str, Any]:
    paper = SimpleUploadedFile("daftar.pdf", PDF, "application/pdf")
    return a_report(asked) | {"documents": paper}


def corrected(asked: Asked) -> dict[str, Any]:
    return {"text": "Diperbaiki: 14 orang.", "result": "0", "version": version(asked)}


def answer(verdict: str) -> Any:
    def body(asked: Asked) -> dict[str, Any]:
        return {"verdict": verdict, "note": "Tulis tempatnya.", "version": version(asked)}

    return body


def ticked(asked: Asked) -> dict[str, Any]:
    """The report in the list of those that are accepted, or waited for, together."""
    return {"report": [f"{asked.arguments['report_id']}:1"]}


def an_order(asked: Asked) -> dict[str, Any]:
    return ORDER | {"people": [a_delegation(asked)["to"]]}


def a_noted_order(asked: Asked) -> dict[str, Any]:
    person = asked.world.people.get(asked.viewer)
    leader = appraiser_of(person, TODAY) if person else None
    return ORDER | {"giver": leader.pk if leader else 1}


def a_delegation(asked: Asked) -> dict[str, Any]:
    """Next year, to one of the viewer's own people."""
    person = asked.world.people.get(asked.viewer)
    team = reports_of(person, TODAY).order_by("pk") if person else []
    to = team[0].pk if team else 1
    return {"to": to, "starts_on": "2027-01-04", "ends_on": "2027-01-08"}


BODIES = {
    ("data_quality_signal", ""): lambda asked: {"reason": "Sudah ditanyakan."},
    ("watch_limits", ""): lambda asked: {"silent_days": "4", "unverified_days": "4"},
    ("factor_new", ""): lambda asked: {"kind": "hinders", "text": "Vaksin habis."},
    ("factor", ""): lambda asked: {"akhir-state": "solved", "akhir-text": "Vaksin datang."},
    ("recap_ask", ""): lambda asked: {"bentuk": "pdf"},
    ("report_new", ""): a_report,
    ("report_new", "with a file"): with_a_file,
    ("report_send", ""): from_the_phone,
    ("report_send", "of another account"): of_another_account,
    ("report_bulk", ""): a_sheet,
    ("report_bulk_file", ""): looked_at,
    ("routine_edit", ""): lambda asked: {"name": "Kunjungan rumah"},
    ("report_repeat", ""): lambda asked: {"key": str(uuid4())},
    ("report_correct", ""): corrected,
    ("queue_answer", "accept"): answer("accept"),
    ("queue_answer", "ask"): answer("ask"),
    ("queue_answer", "return"): answer("return"),
    ("queue_accept", ""): ticked,
    ("queue_undo", ""): ticked,
    ("delegations", ""): a_delegation,
    ("audit_new", ""): lambda asked: {
        "starts_on": "2026-01-01",
        "ends_on": "2026-10-05",
        "size": "3",
    },
    ("audit_item", ""): lambda asked: {"verdict": "in_order"},
    ("audit_answer", ""): lambda asked: {"words": "Sudah dicocokkan dengan register."},
    ("audit_close", ""): lambda asked: {"words": "Selesai."},
    ("order_new", ""): an_order,
    ("order_note", ""): a_noted_order,
    ("order_step", "take up"): lambda asked: {"step": "take_up"},
    ("order_step", "cancel"): lambda asked: {"step": "cancel", "reason": "Rapat batal."},
    ("order_pass", ""): lambda asked: {"people": [a_delegation(asked)["to"]]},
    ("delegation_answer", ""): lambda asked: {"answer": "yes"},
}
