"""docs/operate/access.md says what the policy says."""

import os

from tests.access.summary import PAGE, page


def test_the_document_is_current() -> None:
    if os.environ.get("KINERJA_WRITE_DOCS"):
        PAGE.write_text(page(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew with KINERJA_WRITE_DOCS=1"
