"""The policy for training."""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    ALL,
    APPRAISER,
    AUTHORISED_OFFICIAL,
    HEAD_OF_REGION,
    INSPECTOR,
    LEADS,
    OWNER,
    PERSONNEL_ADMIN,
    PERSONNEL_VIEWER,
    POSTED,
    READERS,
    SIGNED_IN,
    TRAINING_OFFICER,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

from kinerja.development.enrolment import Enrolment

KEEP = frozenset({TRAINING_OFFICER, PERSONNEL_ADMIN})
SEE = READERS | KEEP
WATCH = KEEP | {
    *(LEADS, UNIT_ADMIN, PERSONNEL_VIEWER, AUTHORISED_OFFICIAL, INSPECTOR, HEAD_OF_REGION)
}
FREE: dict[str, Any] = {"thing": "session_free"}
OVER: dict[str, Any] = {"thing": "session_over"}
TRAINING: dict[str, Any] = {"thing": "training"}


def kept(route: str, **more: Any) -> list[Rule]:
    """A page of who runs trainings, with its form."""
    return [get(route, KEEP, refused=403, **more), post(route, KEEP, refused=403, **more)]


RULES: list[Rule] = [
    # The calendar and the catalogue are everybody's
    *(get(name, SIGNED_IN) for name in ("trainings", "my_trainings", "training_catalogue")),
    get("training", SIGNED_IN, **TRAINING),
    get("training_session", SIGNED_IN, **FREE),
    get("training_effect", KEEP | {HEAD_OF_REGION}, **TRAINING, refused=403),
    # The catalogue and the sessions are kept by those who run trainings
    get("training_control", KEEP, refused=403),
    *kept("training_new"),
    *kept("training_start"),
    *kept("training_edit", **TRAINING),
    get("training_retire", SIGNED_IN, **TRAINING, answer=405),
    post("training_retire", KEEP, **TRAINING, refused=403),
    *kept("training_session_new", **TRAINING),
    *kept("training_session_edit", **FREE),
    *kept("training_session_cancel", **FREE),
    get("training_participants", KEEP, thing="session_listed", refused=403),
    *kept("training_attendance", **OVER),
    *kept("training_results", **OVER),
    get("training_settle", SIGNED_IN, **OVER, answer=405),
    post("training_settle", KEEP, **OVER, refused=403),
    get("training_hours", SIGNED_IN, thing="session_june", answer=405),
    post("training_hours", KEEP, thing="session_june", refused=403),
    get("training_evaluation", KEEP, **OVER, refused=403),
    # A place is asked for by who holds a post, or by the leader for his or her people
    get("training_ask", SIGNED_IN, **FREE, answer=302),
    post("training_ask", frozenset({POSTED}), **FREE, refused=422),
    get("training_propose", SIGNED_IN, thing="proposal", answer=302),
    post("training_propose", APPRAISER, thing="proposal", refused=(403, 422)),
    get("enrolment_answers", SIGNED_IN),
    get("enrolment_answer", SIGNED_IN, thing="enrolment_asked", answer=405),
    post("enrolment_answer", APPRAISER, thing="enrolment_asked", known_to=SEE),
    get("enrolment_decide", SIGNED_IN, thing="enrolment_approved", answer=405),
    post("enrolment_decide", KEEP, thing="enrolment_approved", known_to=SEE),
    get("enrolment_withdraw", SIGNED_IN, thing="enrolment_asked", answer=405),
    post("enrolment_withdraw", OWNER | KEEP, thing="enrolment_asked", known_to=SEE),
    # What comes after it
    get("training_react", OWNER, thing="enrolment_over", known_to=SEE),
    post("training_react", OWNER, thing="enrolment_over", known_to=SEE),
    get("training_change", OWNER | APPRAISER, thing="enrolment_passed", known_to=SEE),
    post("training_change", OWNER | APPRAISER, thing="enrolment_passed", known_to=SEE),
    get("training_certificate", SEE, thing="enrolment_passed"),
    get("training_check", ALL, thing="certificate", public=True),
    # Learning hours
    get("hours", SIGNED_IN),
    get("hours_note", SIGNED_IN),
    post("hours_note", SIGNED_IN, answer=422, writes=False),  # without its proof
    get("hours_evidence", SEE, thing="learning"),
    get("hours_withdraw", SIGNED_IN, thing="learning", answer=405),
    post("hours_withdraw", OWNER, thing="learning", known_to=SEE),
    get("hours_queue", KEEP, refused=403),
    get("hours_judge", SIGNED_IN, thing="learning", answer=405),
    post("hours_judge", KEEP, thing="learning", never=OWNER, refused=403),
    get("hours_people", WATCH, refused=403),
    get("hours_sheet", WATCH, refused=403),
    get("hours_person", SEE, thing="learner"),
    get("hours_import", KEEP, refused=403),
    post("hours_import", KEEP, refused=403, answer=422, writes=False),  # without a file
    get("hours_import_template", KEEP, refused=403),
    get("hours_import_store", KEEP, refused=403, answer=302),
    post("hours_import_store", KEEP, refused=403, writes=False),  # without a preview
]
ENTRY = {"name": "Arsip desa", "kind": "technical", "form": "classical"}
DAYS = {
    "starts_on": "2026-11-16",
    "ends_on": "2026-11-17",
    "place": "Aula",
    "quota": "10",
    "enrol_from": "2026-10-05",
    "enrol_until": "2026-11-10",
    "parts_a_day": "1",
}


def proposal(asked: Asked) -> dict[str, str]:
    return {"usul-person": str(asked.world.people[asked.owner].pk)}


BODIES = {
    ("training_new", ""): lambda asked: ENTRY,
    ("training_start", ""): lambda asked: {"codes": "TR-003", "form": "classical"},
    ("training_edit", ""): lambda asked: ENTRY,
    ("training_retire", ""): lambda asked: {},
    ("training_session_new", ""): lambda asked: DAYS,
    ("training_session_edit", ""): lambda asked: DAYS,
    ("training_session_cancel", ""): lambda asked: {"reason": "Pengajar sakit"},
    ("training_attendance", ""): lambda asked: {},
    ("training_results", ""): lambda asked: _scores(asked),
    ("training_settle", ""): lambda asked: {},
    ("training_hours", ""): lambda asked: {"hours_jp": "6"},
    ("training_ask", ""): lambda asked: {"reason": "Untuk loket"},
    ("training_propose", ""): proposal,
    ("enrolment_answer", ""): lambda asked: {"jawaban": "ya"},
    ("enrolment_decide", ""): lambda asked: {"jawaban": "ya"},
    ("enrolment_withdraw", ""): lambda asked: {},
    ("training_react", ""): lambda asked: dict.fromkeys(
        ("content", "trainer", "service", "use"), "4"
    ),
    ("training_change", ""): lambda asked: {"level": "4", "example": "Di loket"},
    ("hours_note", ""): lambda asked: {"title": "Seminar"},
    ("hours_withdraw", ""): lambda asked: {},
    ("hours_judge", ""): lambda asked: {"jawaban": "ya"},
    ("hours_import", ""): lambda asked: {"kirim": "1"},
    ("hours_import_store", ""): lambda asked: {"rows": ""},
}


def _scores(asked: Asked) -> dict[str, str]:
    rows = Enrolment.objects.filter(session_id=asked.arguments["session_id"])
    return {f"p{one.pk}-after": "80" for one in rows}
