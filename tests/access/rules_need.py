"""The policy for findings and needs of the whole agency: read by all, kept by analysts."""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    HEAD_OF_REGION,
    LEADS,
    PERSONNEL_ADMIN,
    SIGNED_IN,
    SURVEY_OFFICER,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

WHOLE = frozenset({SURVEY_OFFICER, PERSONNEL_ADMIN, HEAD_OF_REGION})  # analyse the agency
ANALYSE = WHOLE | {UNIT_ADMIN, LEADS}  # some for their units
PLANNERS = frozenset({PERSONNEL_ADMIN, UNIT_ADMIN})
LINKERS = WHOLE | PLANNERS  # the need is the agency's, the goal is one of the unit
FINDING: dict[str, Any] = {"thing": "need_finding", "known_to": SIGNED_IN}
NEED: dict[str, Any] = {"thing": "need", "known_to": SIGNED_IN}

RULES: list[Rule] = [
    # Findings
    get("findings", SIGNED_IN),
    get("finding_new", ANALYSE, refused=403),
    post("finding_new", WHOLE, refused=(403, 422)),
    get("finding", SIGNED_IN, thing="need_finding"),
    get("finding_withdraw", SIGNED_IN, thing="need_finding", answer=405),
    post("finding_withdraw", WHOLE, **FINDING),
    # Needs and their thread
    get("needs", SIGNED_IN),
    get("need_new", ANALYSE, refused=403),
    post("need_new", WHOLE, refused=(403, 422)),
    get("need", SIGNED_IN, thing="need"),
    *(get(f"need_{act}", WHOLE, **NEED) for act in ("edit", "close", "next")),
    *(post(f"need_{act}", WHOLE, **NEED) for act in ("edit", "close", "next")),
    get("need_goal", PLANNERS, **NEED),
    post("need_goal", frozenset({PERSONNEL_ADMIN}), thing="need", refused=(403, 422)),
    get("need_link", LINKERS, **NEED),
    post("need_link", LINKERS, **NEED, answer=422, writes=False),  # the goal serves it already
    get("need_unlink", SIGNED_IN, thing="need", answer=405),
    post("need_unlink", LINKERS, **NEED),
]


def a_need(asked: Asked) -> dict[str, Any]:
    """A need that rests on the finding of the world."""
    finding = asked.world.things["need_finding"]["susi"]["finding_id"]
    return {"statement": "Loket dekat", "review_on": "2027-09-01", "findings": [finding]}


def its_goal(asked: Asked) -> dict[str, Any]:
    return {"goal": asked.world.things["goal"]["health"]["goal_id"]}


BODIES = {
    ("finding_new", ""): lambda asked: {"statement": "Loket jauh", "said": "Denah."},
    ("finding_withdraw", ""): lambda asked: {"reason": "Salah hitung."},
    ("need_new", ""): a_need,
    ("need_edit", ""): a_need,
    ("need_next", ""): a_need,
    ("need_close", ""): lambda asked: {"state": "served", "reason": "Kini 25 menit."},
    ("need_goal", ""): lambda asked: {
        "title": "Waktu tunggu turun",
        "level": "objective",
        "year_from": "2026",
        "year_to": "2026",
        "measure": "Waktu tunggu",
        "unit_of_measure": "menit",
        "polarity": "minimise",
    },
    ("need_link", ""): its_goal,
    ("need_unlink", ""): its_goal,
}
