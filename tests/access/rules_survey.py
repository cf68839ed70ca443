"""The policy for surveys: officers build, leaders of the unit read, citizens answer by a link."""

from collections.abc import Callable
from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import ALL, Rule, get, post
from tests.access.world import NOW

from kinerja.needs.survey.answer import door_of, new_visit

RULES: list[Rule] = [
    # Without an account: whoever holds the link
    get("survey_page", ALL, thing="survey_link", public=True),
    post("survey_page", ALL, thing="survey_link", public=True, answer=303),
    get("survey_done", ALL, thing="survey_link", public=True),
]


def answered(asked: Asked) -> dict[str, Any]:
    door = door_of(asked.arguments["code"])
    token = new_visit(door, NOW) if door else "tidak-ada"
    return {"kunjungan": token} | {f"U{number}": "3" for number in range(1, 10)}


BODIES: dict[tuple[str, str], Callable[[Asked], dict[str, Any]]] = {
    ("survey_page", ""): answered,
}
