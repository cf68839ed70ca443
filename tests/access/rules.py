"""The whole policy: every address of the site, with the requests that the acts need."""

from tests.access import (
    rules_account,
    rules_evaluation,
    rules_people,
    rules_planning,
    rules_work,
)

PARTS = (rules_account, rules_work, rules_planning, rules_evaluation, rules_people)
RULES = [rule for part in PARTS for rule in part.RULES]
BODIES = {key: body for part in PARTS for key, body in part.BODIES.items()}
