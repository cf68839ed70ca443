"""The policy for the tour, the box of wishes, and the review of the system: read by all, written
by those who look after it."""

from typing import Any

from tests.access.policy import PERSONNEL_ADMIN, SIGNED_IN, SYSTEM_OPERATOR, Rule, get, post

KEEPERS = frozenset({PERSONNEL_ADMIN, SYSTEM_OPERATOR})
DRAFT: dict[str, Any] = {"thing": "review_draft"}
PUBLISHED: dict[str, Any] = {"thing": "review_published", "known_to": SIGNED_IN}
ITEM: dict[str, Any] = {"thing": "review_item"}

RULES: list[Rule] = [
    get("tour", SIGNED_IN),
    post("tour", SIGNED_IN),
    get("suggestions", SIGNED_IN),
    post("suggestions", SIGNED_IN),
    get("system_reviews", SIGNED_IN),
    get("system_review_begin", SIGNED_IN, answer=405),
    post("system_review_begin", KEEPERS, writes=False),  # the draft that is there is opened
    get("system_review", SIGNED_IN, thing="review_published"),
    get("system_review", KEEPERS, **DRAFT),
    *(
        get(f"system_review_{act}", SIGNED_IN, **DRAFT, answer=405)
        for act in ("summary", "publish")
    ),
    post("system_review_summary", KEEPERS, **DRAFT),
    post("system_review_publish", KEEPERS, **DRAFT),
    get("system_review_renew", SIGNED_IN, thing="review_published", answer=405),
    post("system_review_renew", KEEPERS, **PUBLISHED),
    get("review_item_new", KEEPERS, **DRAFT),
    post("review_item_new", KEEPERS, **DRAFT),
    get("review_item", KEEPERS, **ITEM),
    post("review_item", KEEPERS, **ITEM),
    get("review_item_remove", SIGNED_IN, **ITEM, answer=405),
    post("review_item_remove", KEEPERS, **ITEM),
]
LINE = {"source": "office", "asked": "Tema gelap", "decision": "later", "reason": "Nanti."}

BODIES: dict[tuple[str, str], Any] = {
    ("tour", ""): lambda asked: {"act": "mulai"},
    ("suggestions", ""): lambda asked: {
        "kind": "wish",
        "text": "Tema gelap",
        "key": "9ee6f4b6-1f42-4d4a-8f5c-6d6dd9cdd8a4",
    },
    ("system_review_begin", ""): lambda asked: {},
    ("system_review_summary", ""): lambda asked: {"ringkas-summary": "Tahun yang berat."},
    ("system_review_publish", ""): lambda asked: {},
    ("system_review_renew", ""): lambda asked: {"baru-change": "Angka"},
    ("review_item_new", ""): lambda asked: LINE,
    ("review_item", ""): lambda asked: LINE,
    ("review_item_remove", ""): lambda asked: {},
}
