"""The policy for programs: a token does what its person may do, and only for that person."""

from typing import Any
from uuid import uuid4

from tests.access.matrix import Asked
from tests.access.policy import (
    ABOVE,
    ALL,
    HEAD_OF_REGION,
    LEADS,
    NOBODY,
    OWNER,
    POSTED,
    SCOPE,
    SIGNED_IN,
    SURVEY_OFFICER,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)
from tests.access.rules_planning import PLANNERS

SENDERS = frozenset({POSTED})

RULES: list[Rule] = [
    get("api:openapi-json", ALL),
    get("api:api-root", NOBODY, public=True),  # nothing is there
    get("api:me", SIGNED_IN),
    get("api:results", SIGNED_IN),
    get("api:reports", SIGNED_IN),
    post("api:report_add", SENDERS, answer=201, refused=409),
    post("api:values", PLANNERS, thing="key_indicator", answer=201, refused=403),
    post(
        "api:complaint_add",
        frozenset({SURVEY_OFFICER, UNIT_ADMIN, LEADS, HEAD_OF_REGION}),
        answer=201,
        refused=403,
    ),
    get("api:complaint_state", ABOVE | OWNER | {SCOPE, SURVEY_OFFICER}, thing="complaint"),
    # The tokens themselves: made and revoked on pages, each by the owner alone
    get("tokens", SIGNED_IN),
    post("tokens", SIGNED_IN, answer=200),
    get("token_revoke", OWNER, thing="token", answer=302),
    post("token_revoke", OWNER, thing="token"),
]


def a_report(asked: Asked) -> dict[str, Any]:
    return {"text": f"Rapat koordinasi {uuid4()}.", "done_on": "2026-10-05"}


def a_value(asked: Asked) -> dict[str, Any]:
    return {"measured_on": "2026-09-30", "value": "91.25", "source": "Aplikasi layanan"}


BODIES = {
    ("api:report_add", ""): a_report,
    ("api:values", ""): a_value,
    ("api:complaint_add", ""): lambda asked: {"text": "Antre lama."},
    ("tokens", ""): lambda asked: {
        "name": "Lembar posyandu",
        "scopes": ["laporan"],
        "expires_on": "2026-12-31",
    },
}
