"""The policy for feedback: who says what to whom, and who reads it."""

from uuid import uuid4

from tests.access.matrix import Asked
from tests.access.policy import (
    ALL,
    APPRAISER,
    LEADER,
    OWNER,
    PEER,
    READERS,
    SIGNED_IN,
    Rule,
    get,
    post,
)

BOTH = OWNER | APPRAISER  # who received it, and the leader who gave it
NEAR = READERS - OWNER | {LEADER, PEER}

RULES: list[Rule] = [
    get("feedback_list", SIGNED_IN),
    # By those who see the work, to others
    get("feedback_give", READERS, thing="report_accepted", answer=302),
    post("feedback_give", READERS, thing="report_accepted", never=OWNER, known_to=OWNER),
    # To anybody near, never to oneself
    get("feedback_whom", SIGNED_IN),
    get("feedback_new", NEAR, thing="colleague", never=OWNER),
    post("feedback_new", NEAR, thing="colleague", never=OWNER),
    # For the rating: read by those who see the person; for development: by the two
    get("feedback_show", READERS, thing="feedback"),
    post("feedback_show", BOTH, thing="feedback", known_to=READERS),
    get("feedback_show", BOTH, thing="feedback_private"),
    post("feedback_show", BOTH, thing="feedback_private"),
    get("feedback_close", READERS, thing="feedback", answer=302),
    post("feedback_close", BOTH, thing="feedback", known_to=READERS),
    get("feedback_purpose", BOTH, thing="feedback_private", answer=302),
    post("feedback_purpose", OWNER, thing="feedback_private", refused=(404, 409)),
    # Asked: the two of it; somebody outside by the link, without an account, never the asker
    get("feedback_requests", SIGNED_IN),
    get("feedback_ask_whom", SIGNED_IN),
    get("feedback_ask", NEAR, thing="colleague", never=OWNER),
    post("feedback_ask", NEAR, thing="colleague", never=OWNER),
    get("feedback_ask_outside", SIGNED_IN),
    post("feedback_ask_outside", SIGNED_IN),
    get("feedback_request", BOTH, thing="request_asked"),
    post("feedback_request", OWNER, thing="request_asked", known_to=APPRAISER),
    get("feedback_request", OWNER, thing="request_outside"),
    get("feedback_request_end", BOTH, thing="request_asked", answer=302),
    post("feedback_request_end", BOTH, thing="request_asked"),
    get("outside_answer", ALL, thing="link_outside", public=True),
    post(
        "outside_answer",
        ALL,
        thing="link_outside",
        public=True,
        answer=200,
        never=OWNER,
        refused=403,
    ),
    # What is agreed on: between the two
    get("feedback_schedules", SIGNED_IN),
    get("feedback_schedule", BOTH, thing="schedule_proposed"),
    post("feedback_schedule", OWNER, thing="schedule_proposed", known_to=APPRAISER, act="accept"),
    post("feedback_schedule", BOTH, thing="schedule_proposed", act="propose"),
]


def said(asked: Asked) -> dict[str, str]:
    return {"purpose": "rating", "tone": "positive", "text": "Rapi.", "key": str(uuid4())}


def question(asked: Asked) -> dict[str, str]:
    return {"question": "Apa?", "purpose": "rating", "days": "14", "key": str(uuid4())}


BODIES = {
    ("feedback_give", ""): said,
    ("feedback_new", ""): lambda asked: said(asked) | {"way": "direct"},
    ("feedback_ask", ""): lambda asked: question(asked),
    ("feedback_ask_outside", ""): lambda asked: question(asked) | {"outsider": "Ketua kader"},
    ("feedback_request", ""): lambda asked: {"tone": "positive", "text": "Sudah jelas."},
    ("outside_answer", ""): lambda asked: {
        "name": "Ibu Rahma",
        "role": "kader",
        "tone": "positive",
        "text": "Ramah.",
    },
    ("feedback_show", ""): lambda asked: {"text": "Terima kasih.", "key": str(uuid4())},
    ("feedback_schedule", "propose"): lambda asked: {"rhythm": "quarter"},
}
