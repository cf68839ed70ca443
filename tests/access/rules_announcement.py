"""The policy for announcements: those of the world go to leaders, the personnel office manages."""

from typing import Any

from tests.access.policy import LEADS, PERSONNEL_ADMIN, SIGNED_IN, UNIT_ADMIN, Rule, get, post

SENDERS = frozenset({LEADS, UNIT_ADMIN, PERSONNEL_ADMIN})
RECEIVERS = frozenset({LEADS})
MANAGERS = frozenset({PERSONNEL_ADMIN})
ONE: dict[str, Any] = {"thing": "announcement"}

RULES: list[Rule] = [
    get("announcements", SIGNED_IN),
    get("announcement_new", SENDERS, refused=403),
    # To the whole agency; others name a unit of theirs
    post("announcement_new", MANAGERS, refused=(403, 422)),
    get("announcement", RECEIVERS | MANAGERS, **ONE),
    get("announcement_file", RECEIVERS | MANAGERS, thing="announcement_file"),
    get("announcement_receivers", RECEIVERS | MANAGERS, **ONE),
    get("announcement_edit", MANAGERS, **ONE, known_to=RECEIVERS),
    post("announcement_edit", MANAGERS, **ONE, known_to=RECEIVERS),
    *(
        get(f"announcement_{act}", SIGNED_IN, **ONE, answer=405)
        for act in ("understood", "withdraw", "remind")
    ),
    post("announcement_understood", RECEIVERS, **ONE, known_to=MANAGERS),
    post("announcement_withdraw", MANAGERS, **ONE, known_to=RECEIVERS),
    post("announcement_remind", MANAGERS, **ONE, known_to=RECEIVERS),
]
WORDS = {"title": "Rapat pimpinan", "text": "Jumat pukul 9."}

BODIES: dict[tuple[str, str], Any] = {
    ("announcement_new", ""): lambda asked: {
        **WORDS,
        "starts_on": "2026-10-05",
        "key": "6ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
    },
    ("announcement_edit", ""): lambda asked: WORDS | {"substance": "0", "version": "1"},
    ("announcement_understood", ""): lambda asked: {"version": "1"},
    ("announcement_withdraw", ""): lambda asked: {"tarik-reason": "Keliru."},
    ("announcement_remind", ""): lambda asked: {},
}
