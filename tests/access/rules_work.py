"""The policy for daily work: report, answer, feedback, team, inbox."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.contents import PDF
from tests.access.matrix import Asked
from tests.access.policy import (
    APPRAISER,
    NOTIFIED,
    OWNER,
    POSTED,
    READERS,
    REPORTED,
    SIGNED_IN,
    Rule,
    get,
    post,
)

from kinerja.work.report import Report

SENDERS = frozenset({POSTED})

RULES: list[Rule] = [
    get("home", SIGNED_IN),
    # Reporting: for oneself only
    get("report_new", SIGNED_IN),
    post("report_new", SENDERS, refused=422),
    post("report_new", SENDERS, act="with a file", refused=422),
    get("report_repeat", SIGNED_IN, answer=302),
    post("report_repeat", frozenset({REPORTED}), refused=409),
    get("report_list", SIGNED_IN),
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
    get("team", SIGNED_IN),
    get("team_numbers", SIGNED_IN),
    get("team_member", READERS, thing="person"),
    # Feedback: by those who see the work, to others
    get("feedback_give", READERS, thing="report_accepted", answer=302),
    post("feedback_give", READERS, thing="report_accepted", never=OWNER, known_to=OWNER),
    get("feedback_list", SIGNED_IN),
    # The inbox: one's own
    get("inbox", SIGNED_IN),
    get("inbox_open", OWNER, thing="notice", answer=302, writes=True),
    get("inbox_read", SIGNED_IN, answer=302),
    post("inbox_read", frozenset({NOTIFIED}), refused=302),
]


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


BODIES = {
    ("report_new", ""): a_report,
    ("report_new", "with a file"): with_a_file,
    ("report_repeat", ""): lambda asked: {"key": str(uuid4())},
    ("report_correct", ""): corrected,
    ("queue_answer", "accept"): answer("accept"),
    ("queue_answer", "ask"): answer("ask"),
    ("queue_answer", "return"): answer("return"),
    ("queue_accept", ""): ticked,
    ("queue_undo", ""): ticked,
    ("feedback_give", ""): lambda asked: {
        "tone": "positive",
        "text": "Rapi.",
        "key": str(uuid4()),
    },
}
