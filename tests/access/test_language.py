"""The whole interface speaks Indonesian: no page, no form that comes back, says an English word."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.urls import reverse
from tests.access.matrix import Walk
from tests.access.rules import RULES

from kinerja.web.page import routes

pytestmark = pytest.mark.django_db

# Words that English sentences cannot do without, and that no Indonesian one has; and what
# frameworks say by themselves.
ENGLISH = re.compile(
    r"\b(the|this|these|and|of|with|from|your?|please|must|have|has|been|was|were|are|is|not|"
    r"required|invalid|field|value|select|choose|submit|save|search|password|username|"
    r"sign|logout|forbidden|January|February|March|May|June|July|August|October|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
    re.IGNORECASE,
)
BESIDE_THE_WORDS = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", re.DOTALL)
TOLD_BY_ATTRIBUTES = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
READ_BY = ("budi", "wati", "oki")  # a leader, the personnel office, the operator
ADDRESSES = {route.name for route in routes() if route.guard in ("person", "account", "public")}


def english_in(page: bytes) -> set[str]:
    """The English words that somebody reads or hears there."""
    text = BESIDE_THE_WORDS.sub(" ", page.decode())
    heard = " ".join(TOLD_BY_ATTRIBUTES.findall(text))
    return set(ENGLISH.findall(unescape(TAG.sub(" ", text) + " " + heard)))


def pages(walk: Walk, name: str, method: str) -> Iterator[tuple[str, bytes]]:
    """All that need no row in their address; forms are sent empty, and come back."""
    for route in sorted(
        {
            rule.route
            for rule in RULES
            if rule.method == method.upper() and not rule.thing and not rule.at
        }
        & ADDRESSES - {"account_logout"}
    ):
        status, headers, content = walk.request(name, method, reverse(route))
        assert status != 500, f"{route}: {content.decode()}"
        if headers.get("Content-Type", "").startswith("text/html") and content:
            yield route, content


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", READ_BY)
def test_no_page_says_an_english_word(walk: Walk, name: str, method: str) -> None:
    seen = list(pages(walk, name, method))

    assert len(seen) > 20
    whole = [(route, content) for route, content in seen if b"<html" in content]
    assert [route for route, content in whole if b'<html lang="id"' not in content] == []
    assert {route: words for route, content in seen if (words := english_in(content))} == {}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (b"<p>This field is required.</p>", {"This", "field", "is", "required"}),
        (b'<button aria-label="Search"></button>', {"Search"}),
        (b'<p class="field">Isian ini wajib diisi.</p><script>if (this) {}</script>', set()),
    ],
)
def test_english_is_noticed(page: bytes, words: set[str]) -> None:
    assert english_in(page) == words
