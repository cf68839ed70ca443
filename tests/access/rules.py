"""The whole policy: every address of the site, with the requests that the acts need."""

from tests.access import (
    rules_account,
    rules_api,
    rules_evaluation,
    rules_feedback,
    rules_guiding,
    rules_hub,
    rules_inbox,
    rules_leading,
    rules_people,
    rules_planning,
    rules_recognition,
    rules_round360,
    rules_time,
    rules_work,
)

PARTS = (
    rules_api,
    rules_account,
    rules_work,
    rules_feedback,
    rules_guiding,
    rules_inbox,
    rules_planning,
    rules_leading,
    rules_evaluation,
    rules_recognition,
    rules_round360,
    rules_people,
    rules_time,
    rules_hub,
)
RULES = [rule for part in PARTS for rule in part.RULES]
BODIES = {key: body for part in PARTS for key, body in part.BODIES.items()}
