"""The policy for the 360 round: asked, named, approved, told."""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    APPRAISER,
    FORMER,
    HEAD_OF_REGION,
    OWNER,
    PERSONNEL_ADMIN,
    POSTED,
    SIGNED_IN,
    Rule,
    get,
    post,
)

from kinerja.evaluation.round360.rater import candidates_for
from kinerja.evaluation.round360.round import Round360, Subject360
from kinerja.rules.behaviour import CoreValue

KEEPERS = frozenset({PERSONNEL_ADMIN})
IN_THE_ROUND = frozenset({POSTED})
RUNNING: dict[str, Any] = {"at": (("code", "2026-S2"),)}
NAMING: dict[str, Any] = {"at": (("code", "2026-S1"),)}

RULES: list[Rule] = [
    get("round360", SIGNED_IN),
    # A question is of the one who is asked: not of the one spoken of, not of any superior
    get("round360_answer", OWNER, thing="question360"),
    post("round360_answer", OWNER, thing="question360"),
    get("round360_step_back", OWNER, thing="question360"),
    post("round360_step_back", OWNER, thing="question360"),
    # Names: everybody for oneself, the appraiser of the day when the round began decides
    get("round360_name", IN_THE_ROUND, never=frozenset({HEAD_OF_REGION})),
    post("round360_name", IN_THE_ROUND, act="own", never=frozenset({HEAD_OF_REGION})),
    get("round360_approvals", SIGNED_IN),
    get("round360_decide", APPRAISER, thing="proposal360"),
    post("round360_decide", APPRAISER, thing="proposal360"),
    # What was told: the person, and who appraised then or appraises today
    get("round360_results", SIGNED_IN),
    get("round360_result", OWNER | APPRAISER | {FORMER}, thing="result360"),
    # The personnel office
    get("round360_office", KEEPERS, **RUNNING),
    post("round360_office", KEEPERS, act="remind", **RUNNING),
    post("round360_office", KEEPERS, act="open", **NAMING),
]


def a_name(asked: Asked) -> dict[str, Any]:
    """A colleague whom this viewer may ask for, and has not named yet."""
    subjects = Subject360.objects.filter(round__state=Round360.State.NOMINATING)
    subject = subjects.filter(person=asked.person).first()
    if subject is None:
        return {"rater": "1"}
    colleagues = candidates_for(subject).exclude(asked360__subject=subject)
    return {"rater": str(colleagues[0].pk)}


BODIES = {
    ("round360_answer", ""): lambda asked: {value.value: "often" for value in CoreValue},
    ("round360_step_back", ""): lambda asked: {"reason": "Ipar"},
    ("round360_name", "own"): a_name,
    ("round360_decide", ""): lambda asked: {"putusan": "setuju"},
    ("round360_office", "remind"): lambda asked: {"langkah": "ingatkan"},
    ("round360_office", "open"): lambda asked: {"langkah": "buka"},
}
