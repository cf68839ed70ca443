"""The policy for working time: calendars, leave, shifts, patterns of units."""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    OWNER,
    PERSONNEL_ADMIN,
    SCOPE,
    SIGNED_IN,
    SYSTEM_OPERATOR,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

KEEPERS = frozenset({PERSONNEL_ADMIN, UNIT_ADMIN})
OPERATORS = frozenset({SYSTEM_OPERATOR})
KEEP_THIS = frozenset({PERSONNEL_ADMIN, SCOPE})  # the time of that person

RULES: list[Rule] = [
    get("my_calendar", SIGNED_IN),
    # Outages are open to all; the operator announces maintenance
    get("outages", SIGNED_IN),
    post("outages", OPERATORS),
    get("outage_cancel", OPERATORS, thing="maintenance", answer=302),
    post("outage_cancel", OPERATORS, thing="maintenance"),
    get("leave_list", KEEPERS),
    get("leave_new", KEEPERS),
    post("leave_new", KEEP_THIS, thing="person", in_body=True, never=OWNER),
    *(
        rule(route, KEEP_THIS, thing="leave", never=OWNER)
        for route in ("leave_end", "leave_withdraw")
        for rule in (get, post)
    ),
    get("shift_list", KEEPERS),
    get("shift_new", KEEPERS),
    post("shift_new", KEEP_THIS, thing="person", in_body=True, never=OWNER),
    get("shift_remove", KEEP_THIS, thing="shift", never=OWNER, answer=302),
    post("shift_remove", KEEP_THIS, thing="shift", never=OWNER),
    get("pattern_list", KEEPERS),
    get("pattern_set", KEEPERS),
    post("pattern_set", KEEPERS),
]


def for_person(**data: str) -> Any:
    """A body for a page whose address names a person (`?pegawai=`)."""
    return lambda asked: data | {"?": {"pegawai": asked.arguments["person_id"]}}


def for_health(asked: Asked) -> dict[str, Any]:
    unit = asked.world.units["K.1.1"].pk
    return {"pattern": "roster", "on": "2026-10-05", "?": {"unit": unit}}


BODIES = {
    ("outages", ""): lambda asked: {
        "day": "2026-12-12",
        "starts": "20:00",
        "ends": "22:00",
        "reason": "Pemasangan versi baru",
    },
    ("leave_new", ""): for_person(kind="annual", starts_on="2026-12-07", ends_on="2026-12-08"),
    ("leave_end", ""): lambda asked: {"on": "2026-11-03"},
    ("leave_withdraw", ""): lambda asked: {"reason": "Salah catat"},
    ("shift_new", ""): for_person(
        first="2026-12-07", last="2026-12-08", starts_at="07:00", ends_at="14:00"
    ),
    ("pattern_set", ""): for_health,
}
