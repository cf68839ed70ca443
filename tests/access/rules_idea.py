"""The policy for ideas and spaces.

A space is read by those whom it asks, by who leads them and by who oversees the agency; an idea of
the box by all who work here. An idea is changed by its authors and answered by its owner alone.
"""

from typing import Any

from tests.access.matrix import Asked
from tests.access.policy import (
    DIRECT,
    HEAD_OF_REGION,
    INDIRECT,
    INSPECTOR,
    LEADER,
    LEADS,
    OWNER,
    PERSONNEL_ADMIN,
    PERSONNEL_VIEWER,
    POSTED,
    SCOPE,
    SELF,
    SIGNED_IN,
    SURVEY_OFFICER,
    UNIT_ADMIN,
    Rule,
    get,
    post,
)

ANSWERS = frozenset({DIRECT})  # Budi leads the unit that Sari's idea is about
WORKS = frozenset({POSTED})
OPENERS = frozenset({SURVEY_OFFICER, PERSONNEL_ADMIN, HEAD_OF_REGION, UNIT_ADMIN, LEADS})
ASKED = frozenset({SELF, LEADER})  # Budi, and Sari whom he leads
READERS = ASKED | {DIRECT, INDIRECT, PERSONNEL_ADMIN, PERSONNEL_VIEWER, INSPECTOR, HEAD_OF_REGION}
RUNS = frozenset({SELF, PERSONNEL_ADMIN})
IDEA: dict[str, Any] = {"thing": "idea", "known_to": SIGNED_IN}
ACCEPTED: dict[str, Any] = {"thing": "idea_accepted", "known_to": SIGNED_IN}
SPACE: dict[str, Any] = {"thing": "space", "known_to": READERS}
PLANNED: dict[str, Any] = {"thing": "space_planned", "known_to": READERS}
MOVERS = frozenset({DIRECT, INDIRECT, PERSONNEL_ADMIN})

RULES: list[Rule] = [
    get("ideas", SIGNED_IN),
    get("idea_new", WORKS, refused=403),
    post("idea_new", WORKS, refused=403),
    get("idea_settings", frozenset({PERSONNEL_ADMIN}), refused=403),
    post("idea_settings", frozenset({PERSONNEL_ADMIN}), refused=403),
    # One idea: of the box for all, a draft for its author
    get("idea", SIGNED_IN, thing="idea"),
    get("idea", OWNER, thing="idea_draft"),
    get("idea", READERS, thing="space_counted_idea"),
    get("idea_file", SIGNED_IN, thing="idea_file"),
    get("idea_version", SIGNED_IN, thing="idea_version"),
    get("idea_edit", OWNER, **IDEA),
    post("idea_edit", OWNER, **IDEA),
    get("idea_submit", SIGNED_IN, thing="idea_draft", answer=405),
    post("idea_submit", OWNER, thing="idea_draft"),
    get("idea_withdraw", SIGNED_IN, thing="idea", answer=405),
    post("idea_withdraw", OWNER, **IDEA),
    # Together
    get("idea_support", SIGNED_IN, thing="idea", answer=405),
    post("idea_support", WORKS, never=OWNER, **IDEA),
    get("idea_comment", SIGNED_IN, thing="idea", answer=405),
    post("idea_comment", WORKS, **IDEA),
    get("idea_comment_withdraw", SIGNED_IN, thing="idea_comment", answer=405),
    post("idea_comment_withdraw", OWNER, thing="idea_comment"),
    get("idea_invite", OWNER, **IDEA),
    post("idea_invite", OWNER, **IDEA),
    get("idea_invitation", SIGNED_IN, thing="idea_invited", answer=405),
    post("idea_invitation", OWNER, thing="idea_invited", known_to=SIGNED_IN),
    get("amendment_new", WORKS, never=OWNER | ANSWERS, **IDEA),
    post("amendment_new", WORKS, never=OWNER | ANSWERS, **IDEA),
    get("amendment", SIGNED_IN, thing="amendment"),
    post("amendment", OWNER, thing="amendment", known_to=SIGNED_IN),
    # The official answer, and what it became
    *(rule("idea_answer", ANSWERS, **IDEA) for rule in (get, post)),
    *(rule("idea_owner", MOVERS, **IDEA) for rule in (get, post)),
    *(rule("idea_done", ANSWERS, **ACCEPTED) for rule in (get, post)),
    *(
        rule("idea_link", ANSWERS | {PERSONNEL_ADMIN, UNIT_ADMIN}, **ACCEPTED)
        for rule in (get, post)
    ),
    get("idea_goal", frozenset({PERSONNEL_ADMIN, SCOPE}), **ACCEPTED),
    post("idea_goal", frozenset({PERSONNEL_ADMIN}), thing="idea_accepted", refused=(403, 422)),
    # Spaces
    get("spaces", SIGNED_IN),
    get("space_new", OPENERS, refused=403),
    post("space_new", frozenset({HEAD_OF_REGION}), refused=(403, 422)),
    get("space", READERS, thing="space"),
    get("space_decide", READERS, thing="space_counted"),
    get("space_votes", READERS, thing="space_counted"),
    get("space_vote", ASKED, thing="space_voting"),
    post("space_vote", ASKED, thing="space_voting"),
    *(rule("space_edit", RUNS, **PLANNED) for rule in (get, post)),
    get("space_unit", RUNS, **PLANNED),
    post("space_unit", RUNS, **PLANNED, writes=False),  # it is asked already
    *(rule("space_move", RUNS, **SPACE) for rule in (get, post)),
    *(rule("space_owner", RUNS, **SPACE) for rule in (get, post)),
    get("space_close", SIGNED_IN, thing="space_planned", answer=405),
    post("space_close", RUNS, **PLANNED),
]

TEXT = {"title": "Loket kedua", "problem": "Antrean panjang.", "proposal": "Buka loket kedua."}
SPACE_FORM = {
    "question": "Bagaimana antrean berkurang?",
    "collect_from": "2026-10-12",
    "discuss_from": "2026-10-19",
    "decide_from": "2026-10-26",
    "report_from": "2026-11-02",
    "ballot": "none",
    "votes_each": "1",
    "quorum": "10",
    "supports_each": "3",
}


def whom(asked: Asked, name: str) -> dict[str, Any]:
    return {"orang": asked.world.people[name].pk}


BODIES = {
    ("idea_new", ""): lambda asked: TEXT | {"konsep": "1"},
    ("idea_settings", ""): lambda asked: {"answer_days": "12", "supports_each": "4"},
    ("idea_edit", ""): lambda asked: TEXT,
    ("idea_submit", ""): lambda asked: {},
    ("idea_withdraw", ""): lambda asked: {"reason": "Sudah ada."},
    ("idea_support", ""): lambda asked: {},
    ("idea_comment", ""): lambda asked: {"text": "Setuju."},
    ("idea_comment_withdraw", ""): lambda asked: {},
    ("idea_invite", ""): lambda asked: {"?": whom(asked, "tono")},
    ("idea_invitation", ""): lambda asked: {"jawab": "ya"},
    ("amendment_new", ""): lambda asked: TEXT | {"why": "Lebih jelas."},
    ("amendment", ""): lambda asked: {"terima": "1"},
    ("idea_answer", ""): lambda asked: {"answer": "trial", "reason": "Dicoba."},
    ("idea_owner", ""): lambda asked: {"?": whom(asked, "rina"), "reason": "Lintas unit."},
    ("idea_done", ""): lambda asked: {"words": "Dibuka sejak Senin."},
    ("idea_link", ""): lambda asked: {
        "?": {"sasaran": asked.world.things["goal"]["health"]["goal_id"]},
        "hubungkan": "1",
    },
    ("idea_goal", ""): lambda asked: {
        "title": "Antrean pendek",
        "level": "activity",
        "year_from": "2026",
        "year_to": "2026",
        "measure": "Waktu tunggu",
        "unit_of_measure": "menit",
        "polarity": "minimise",
    },
    ("space_new", ""): lambda asked: {"?": {"unit": "semua"}} | SPACE_FORM,
    ("space_vote", ""): lambda asked: {
        "ideas": [asked.world.things["space_voting_idea"]["budi"]["idea_id"]]
    },
    ("space_edit", ""): lambda asked: SPACE_FORM,
    ("space_unit", ""): lambda asked: {"?": {"unit": asked.world.units["K.1.1"].pk}},
    ("space_move", ""): lambda asked: {"first_day": "2026-10-14", "reason": "Masih masuk."},
    ("space_owner", ""): lambda asked: {"?": whom(asked, "rina"), "reason": "Lintas unit."},
    ("space_close", ""): lambda asked: {},
}
