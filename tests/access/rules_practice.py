"""The policy for practice mode: to practise is everybody's own, and a note is its owner's."""

from tests.access.policy import ALL, NOBODY, OWNER, SIGNED_IN, Rule, get, post

RULES: list[Rule] = [
    get("practice", SIGNED_IN),
    get("practice_enter", NOBODY, thing="exercise"),  # no practice site beside this one
    get(
        "practice_begin", NOBODY, thing="practice_ticket", public=True
    ),  # the practice site takes it
    get("practice_closed", ALL, answer=302),
    get("practice_return", OWNER, thing="practice_note"),
    post("practice_return", OWNER, thing="practice_note"),
]
BODIES = {}
