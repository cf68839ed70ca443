"""The policy for help: everybody who is signed in reads it and may say whether it helped."""

from tests.access.policy import SIGNED_IN, Rule, get, post

GUIDE = (("guide", "laporan"),)

RULES: list[Rule] = [
    get("help", SIGNED_IN),
    get("help_guide", SIGNED_IN, at=GUIDE),
    post("help_guide", SIGNED_IN, at=GUIDE),
]
BODIES = {("help_guide", ""): lambda asked: {"helped": "ya", "words": "Jelas."}}
