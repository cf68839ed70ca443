"""The policy for the figures of adoption and for coaching: those who watch a unit, who coach it."""

from typing import Any

from tests.access.policy import (
    ABOVE,
    AUTHORISED_OFFICIAL,
    HEAD_OF_REGION,
    INSPECTOR,
    LEADER,
    LEADS,
    PERSONNEL_ADMIN,
    PERSONNEL_VIEWER,
    READERS,
    SCOPE,
    SELF,
    SIGNED_IN,
    TRAINING_OFFICER,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

OFFICE = frozenset({PERSONNEL_ADMIN, TRAINING_OFFICER})
COACHES = OFFICE | {SCOPE}  # of this unit
WATCHERS = OFFICE | {
    *(LEADS, UNIT_ADMIN, PERSONNEL_VIEWER, AUTHORISED_OFFICIAL, INSPECTOR, HEAD_OF_REGION),
}
OF_UNIT = READERS | OFFICE
INVITED = COACHES | ABOVE | {SELF, LEADER}  # the head, those led there, leaders above
UNIT: dict[str, Any] = {"thing": "usage_unit", "known_to": OF_UNIT}
ONE: dict[str, Any] = {"thing": "coaching", "known_to": INVITED}

RULES: list[Rule] = [
    get("usage", WATCHERS),
    get("usage_unit", OF_UNIT, thing="usage_unit"),
    get("coachings", OFFICE | {UNIT_ADMIN}),
    get("coaching_new", COACHES, **UNIT),
    post("coaching_new", COACHES, **UNIT),
    get("coaching", INVITED, thing="coaching"),
    *(
        get(f"coaching_{act}", SIGNED_IN, thing="coaching", answer=405)
        for act in ("hold", "cancel")
    ),
    post("coaching_hold", COACHES, **ONE),
    post("coaching_cancel", COACHES, **ONE),
]

BODIES: dict[tuple[str, str], Any] = {
    ("coaching_new", ""): lambda asked: {
        "day": "2026-10-09",
        "topic": "Antrean",
        "place": "Aula",
        "key": "7ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
    },
    ("coaching_hold", ""): lambda asked: {"hasil-agreed": "Lapor bersama tiap Jumat."},
    ("coaching_cancel", ""): lambda asked: {"batal-reason": "Hujan."},
}
