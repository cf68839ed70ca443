"""The policy for reminders by mail: one's own."""

from tests.access.policy import OWNER, SIGNED_IN, Rule, get, post

RULES: list[Rule] = [
    get("mail_settings", SIGNED_IN),
    post("mail_settings", SIGNED_IN),
    get("mail_confirm", OWNER, thing="mail_link"),
    post("mail_confirm", OWNER, thing="mail_link"),
]
BODIES = {
    ("mail_settings", ""): lambda asked: {
        "address": "lain@contoh.go.id",
        "mode": "instant",
        "quiet_from": "19:00",
        "quiet_to": "05:00",
    },
}
