"""The policy for pulses: those of the world ask leaders, and were asked by the personnel office."""

from typing import Any

from tests.access.policy import LEADS, PERSONNEL_ADMIN, SIGNED_IN, SURVEY_OFFICER, Rule, get, post

ASKERS = frozenset({PERSONNEL_ADMIN, SURVEY_OFFICER})
ASKED = frozenset({LEADS})
OPEN: dict[str, Any] = {"thing": "pulse", "known_to": ASKERS}
COUNTED: dict[str, Any] = {"thing": "pulse_counted", "known_to": ASKED}

RULES: list[Rule] = [
    get("pulses", SIGNED_IN),
    get("pulse_new", ASKERS, refused=403),
    post("pulse_new", ASKERS, refused=403),
    get("pulse", ASKED | ASKERS, thing="pulse"),
    get("pulse_answer", ASKED, **OPEN),
    post("pulse_answer", ASKED, **OPEN),
    get("pulse_put_off", SIGNED_IN, thing="pulse", answer=405),
    post("pulse_put_off", ASKED, **OPEN),
    get("pulse_publish", ASKERS, **COUNTED),
    post("pulse_publish", ASKERS, **COUNTED),
]

BODIES: dict[tuple[str, str], Any] = {
    ("pulse_new", ""): lambda asked: {
        "title": "Tiga bulan",
        "questions": "Kinerja memudahkan pekerjaan saya.",
        "sample_percent": "100",
        "closes_on": "2026-10-09",
        "key": "8ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
    },
    ("pulse_answer", ""): lambda asked: {"mood_0": "yes"},
    ("pulse_put_off", ""): lambda asked: {},
    ("pulse_publish", ""): lambda asked: {"heard": "Sinyal lemah.", "doing": "Mode luring."},
}
