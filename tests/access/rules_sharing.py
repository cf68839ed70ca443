"""The policy for goals that several units reach together.

Read by all, proposed by the owner's side, answered by the head who was asked.
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.matrix import Asked
from tests.access.policy import (
    LEADS,
    OWNER,
    PERSONNEL_ADMIN,
    SCOPE,
    SIGNED_IN,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

from kinerja.planning.sharing.agreement import SharePart

PROPOSE = OWNER | {SCOPE, PERSONNEL_ADMIN}  # the head of the unit that owns the goal, and planners
PLANNERS = frozenset({PERSONNEL_ADMIN, UNIT_ADMIN})
GOAL: dict[str, Any] = {"thing": "shared_goal", "known_to": SIGNED_IN}

RULES: list[Rule] = [
    get("sharings", SIGNED_IN),
    get("goal_sharing", SIGNED_IN, thing="shared_goal"),
    get("sharing_new", PROPOSE, **GOAL),
    post("sharing_new", PROPOSE, **GOAL),
    get("sharing_withdraw", SIGNED_IN, thing="share_proposal", answer=405),
    post("sharing_withdraw", PROPOSE, thing="share_proposal"),
    get("sharing_answer", OWNER, thing="share_part"),
    post("sharing_answer", OWNER, thing="share_part"),
    # Files to and from other agencies
    get("sharing_offer_file", PROPOSE, thing="share_offer"),
    get("sharing_answer_load", PLANNERS | {LEADS}, refused=403),
    post("sharing_answer_load", PLANNERS | {LEADS}, refused=403, answer=422, writes=False),
    get("sharing_offer_load", PLANNERS, refused=403),
    post("sharing_offer_load", PLANNERS, refused=403, answer=422, writes=False),
    get("received_offer", PROPOSE, thing="received_offer"),
    post("received_offer", OWNER, thing="received_offer", known_to=PROPOSE),
    get("received_offer_file", PROPOSE, thing="received_answered"),
]


def new_shares(asked: Asked) -> dict[str, Any]:
    """The same two units, other shares, from tomorrow on."""
    parts = SharePart.objects.filter(agreement__goal=asked.arguments["goal_id"])
    sent: dict[str, Any] = {"starts_on": "2026-10-06", "answer_by": "2026-10-16"}
    for pk in set(parts.values_list("unit", flat=True)):
        sent |= {f"role_{pk}": "Bersama", f"share_{pk}": "50"}
    return sent


def no_file(asked: Asked) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("jawaban.json", b"{}")}


BODIES = {
    ("sharing_new", ""): new_shares,
    ("sharing_withdraw", ""): lambda asked: {"reason": "Salah angka."},
    ("sharing_answer", ""): lambda asked: {"answer": "ya"},
    ("sharing_answer_load", ""): no_file,
    ("sharing_offer_load", ""): no_file,
    ("received_offer", ""): lambda asked: {"answer": "tidak", "reason": "Belum sanggup."},
}
