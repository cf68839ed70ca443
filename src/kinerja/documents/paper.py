"""Papers set by Typst: tagged PDF/A that a screen reader can read and an archive can keep.

The text comes from a file in `papers/`, the data only through `sys.inputs`, so that nothing that a
person has typed is ever read as Typst. No font of the machine is used: the same page everywhere.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import local
from typing import Any, cast

import typst
from django.conf import settings

PAPERS = Path(__file__).parent / "papers"

_own = local()  # a compiler is not safe to share between threads


def paper(name: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of `papers/<name>.typ`, which reads `data` (plain JSON values) as `sys.inputs.data`.

    `at` is written into the file as the moment at which it was made.
    Errors: typst.TypstError, which is a fault of the paper, never of the data.
    """
    said = {"data": json.dumps(data, ensure_ascii=False)}
    if settings.KINERJA_PRACTICE:
        said["practice"] = "yes"  # a mark across each page
    made = _compiler().compile(
        PAPERS / f"{name}.typ",
        format="pdf",
        sys_inputs=said,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    return cast(bytes, made)


def _compiler() -> typst.Compiler:
    """The compiler of this thread; its fonts are read once."""
    known: typst.Compiler | None = getattr(_own, "compiler", None)
    if known is None:
        fonts = typst.Fonts(include_system_fonts=False)
        known = _own.compiler = typst.Compiler(root=PAPERS, font_paths=fonts)
    return known
