"""The whole policy: every address of the site, with the requests that the acts need."""

from tests.access import (
    rules_account,
    rules_api,
    rules_competency,
    rules_complaint,
    rules_evaluation,
    rules_feedback,
    rules_guiding,
    rules_hub,
    rules_inbox,
    rules_leading,
    rules_need,
    rules_people,
    rules_planning,
    rules_recognition,
    rules_round360,
    rules_service_data,
    rules_survey,
    rules_time,
    rules_training,
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
    rules_survey,
    rules_complaint,
    rules_service_data,
    rules_need,
    rules_competency,
    rules_training,
    rules_hub,
)
RULES = [rule for part in PARTS for rule in part.RULES]
BODIES = {key: body for part in PARTS for key, body in part.BODIES.items()}
