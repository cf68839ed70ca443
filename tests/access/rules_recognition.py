"""The policy for thanks, initiatives and honours."""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    APPRAISER,
    AUTHORISED_OFFICIAL,
    HEAD_OF_REGION,
    OWNER,
    PERSONNEL_ADMIN,
    READERS,
    SIGNED_IN,
    Rule,
    get,
    post,
)

from kinerja.feedback.appreciation import Appreciation
from kinerja.recognition.honour import Candidate

KEEPERS = frozenset({PERSONNEL_ADMIN})
DECIDING = frozenset({AUTHORISED_OFFICIAL, HEAD_OF_REGION})
HONOURING = KEEPERS | DECIDING
THANKS: dict[str, Any] = {"thing": "appreciation"}
OTHERS: dict[str, Any] = {"thing": "initiative", "never": OWNER, "known_to": READERS}
OWN: dict[str, Any] = {"thing": "initiative", "known_to": READERS}

RULES: list[Rule] = [
    # Thanks: the feed is the agency's, the words are read as the receiver allows
    get("appreciations", SIGNED_IN),
    get("appreciation_give", SIGNED_IN),
    post("appreciation_give", SIGNED_IN, answer=200, writes=False),  # nobody is named yet
    get("appreciation", SIGNED_IN, **THANKS),
    get("appreciation_watch", KEEPERS),
    *(
        get(f"appreciation_{act}", SIGNED_IN, **THANKS, answer=405)
        for act in ("tie", "publish", "withdraw", "report", "judge")
    ),
    post("appreciation_tie", OWNER, **THANKS, known_to=SIGNED_IN),
    post("appreciation_publish", OWNER, **THANKS, known_to=SIGNED_IN),
    post("appreciation_withdraw", APPRAISER, **THANKS, known_to=SIGNED_IN),  # who gave it
    post("appreciation_report", SIGNED_IN, **THANKS),
    post("appreciation_judge", KEEPERS, **THANKS, known_to=SIGNED_IN),
    # Initiatives that are not shared
    get("initiatives", SIGNED_IN),
    get("initiative_new", SIGNED_IN),
    post("initiative_new", SIGNED_IN, answer=422, writes=False),  # without evidence
    get("initiative", READERS, thing="initiative"),
    get("initiative_file", READERS, thing="initiative_file"),
    *(
        get(f"initiative_{act}", SIGNED_IN, thing="initiative", answer=405)
        for act in ("speak", "outside", "share", "withdraw")
    ),
    post("initiative_speak", READERS, **OTHERS),
    post("initiative_outside", OWNER, **OWN, answer=422, writes=False),  # without its proof
    post("initiative_share", OWNER, **OWN),
    post("initiative_withdraw", OWNER, **OWN),
    # Badges: the rules are published to all, one's own are one's own
    get("badges", SIGNED_IN),
    get("badge_rule", KEEPERS),
    post("badge_rule", KEEPERS),
    get("badge_award", SIGNED_IN, answer=405),
    post("badge_award", KEEPERS),
    # Employee of the period: prepared by the office, decided by the authorised official
    get("honours", SIGNED_IN),
    get("honour_open", KEEPERS),
    post("honour_open", KEEPERS),
    get("honour", SIGNED_IN, thing="honour_decided"),
    get("honour", HONOURING, thing="honour_open"),
    post("honour", DECIDING, thing="honour_open", known_to=HONOURING),
    get("honour_certificate", OWNER | HONOURING, thing="honour_decided"),
]


def tied(asked: Asked) -> dict[str, Any]:
    """The report that it is tied to already, named once more."""
    one = Appreciation.objects.filter(pk=asked.arguments["appreciation_id"]).first()
    return {"thing": f"report-{one.report_id}" if one else ""}


def chosen(asked: Asked) -> dict[str, Any]:
    """A candidate who stands near to none of those who may decide."""
    rows = Candidate.objects.filter(honour=asked.arguments["honour_id"])
    one = rows.filter(person__name__startswith="Sari").first()
    return {"winner": str(one.person_id) if one else "", "reason": "Antrean tertib."}


BODIES = {
    ("badge_rule", ""): lambda asked: {
        "valid_from": "2026-11-01",
        "least_steps": "3",
        "on_time_percent": "90",
        "change_percent": "15",
    },
    ("badge_award", ""): lambda asked: {},
    ("honour_open", ""): lambda asked: {"code": "2026-08"},
    ("honour", ""): chosen,
    ("appreciation_give", ""): lambda asked: {"work": "Posyandu", "text": "Tertib."},
    ("appreciation_tie", ""): tied,
    ("appreciation_publish", ""): lambda asked: {"buka": "1"},
    ("appreciation_withdraw", ""): lambda asked: {},
    ("appreciation_report", ""): lambda asked: {"reason": "Tidak pernah terjadi."},
    ("appreciation_judge", ""): lambda asked: {"verdict": "keep", "reason": "Wajar."},
    ("initiative_new", ""): lambda asked: {"title": "Antrean lewat pesan"},
    ("initiative_speak", ""): lambda asked: {"words": "Antrean lebih pendek."},
    ("initiative_outside", ""): lambda asked: {"luar-words": "Cepat."},
    ("initiative_share", ""): lambda asked: {"buka": "1"},
    ("initiative_withdraw", ""): lambda asked: {},
}
