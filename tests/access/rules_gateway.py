"""The policy for messages by gateways: one's own numbers; the link of a message stops its own."""

from tests.access.policy import ALL, SIGNED_IN, Rule, get, post

RULES: list[Rule] = [
    get("channels", SIGNED_IN),
    post("channels", SIGNED_IN, answer=200, writes=False),  # no gateway is set up
    get("channel_stop", ALL, thing="channel_link"),
    post("channel_stop", ALL, thing="channel_link", answer=200),
]
BODIES = {("channels", ""): lambda asked: {"kind": "telegram", "act": "stop"}}
