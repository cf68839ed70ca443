"""A small file of rows: choose, look at every row, confirm. What the pages of such imports share.

Nothing is stored before the person has seen what would become of each row; what was seen goes
along in the page, signed (`web/preview.py`).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from kinerja.rules.label import Labelled
from kinerja.web.attempt import made, refusal_of
from kinerja.web.forms import FilesField, Form
from kinerja.web.page import PageRequest
from kinerja.web.parts import Tab
from kinerja.web.preview import confirmed, sealed

SHEETS = (".xlsx", ".xls", ".ods", ".csv")
KEPT = 2 * 60 * 60  # seconds until a preview has to be made anew
SHOWN = 200  # rows of a preview; those with a problem first

Read = TypeVar("Read")
Stored = TypeVar("Stored")


class Row(Protocol):
    """One row of a file and what becomes of it. `why` is empty when nothing is wrong."""

    @property
    def outcome(self) -> Labelled: ...
    @property
    def why(self) -> str: ...


class ConfirmForm(Form):
    rows = forms.CharField(widget=forms.HiddenInput)


def sheet_field(label: str, help_text: str) -> FilesField:
    """The field `file` of a form that sends one sheet."""
    return FilesField(label=label, accept=SHEETS, most=1, help_text=help_text)


def read_sent(request: PageRequest, form: Form, preview: Callable[..., Read]) -> Read | None:
    """What the verb `preview` says of the file that was sent; None while there is none, or when it
    is refused, which then stands at the form."""

    def read() -> Read:
        file: UploadedFile = form.cleaned_data["file"][0]
        return preview(
            content=file.read(),
            file_name=file.name or "berkas",
            by=request.person,
            on=timezone.localdate(),
        )

    return made(form, read)


def shown_rows(
    request: PageRequest, salt: str, rows: Sequence[Row], outcomes: type[Labelled], packed: Any
) -> dict[str, Any]:
    """For the page of a preview: its rows, those with a problem first; how many became what; and
    the form that confirms `packed`."""
    counts = Counter(row.outcome for row in rows)
    first = [row for row in rows if row.why]
    rest = [row for row in rows if not row.why]
    return {
        "rows": [*first, *rest][:SHOWN],
        "more": max(len(rows) - SHOWN, 0),
        "counts": [Tab(one.label, "", count=counts[one]) for one in outcomes if counts[one]],
        "form": ConfirmForm(initial={"rows": sealed(request, salt, packed)}),
    }


def confirmed_rows(request: PageRequest, salt: str) -> Any | None:
    """What the preview packed; None when nothing was sent, or too late (the person is told)."""
    return confirmed(request, salt, KEPT) if request.method == "POST" else None


def stored(request: PageRequest, act: Callable[[], Stored]) -> Stored | None:
    """What the act returns; None when it was refused, and the person is told why."""
    kept: list[Stored] = []
    refused = refusal_of(lambda: kept.append(act()))
    if refused:
        messages.error(request, str(refused))
    return kept[0] if kept else None
