"""What a form does when somebody else was faster: nothing is overwritten unseen.

The form keeps what was typed and shows what is stored now; sent once more, it wins knowingly.
"""

from typing import Any, ClassVar

from django import forms
from django.db import models

from kinerja.rules.refusal import ChangedMeanwhile, Refusal
from kinerja.web.forms import Form

OVERWRITE = (
    "Isi ini diubah di tempat lain selagi Anda mengetik. Bandingkan dengan isi yang tersimpan di"
    " bawah; simpan sekali lagi bila isian Anda yang benar."
)


class EditForm(Form):
    """A form that knows which state of the row it was filled from.

    `row` is what the form changes; `newer` is true once somebody else was faster: the row, read
    again, then differs from what the form showed.
    """

    overwrite: ClassVar[str] = OVERWRITE
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: models.Model | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.newer = row, False

    def refuse(self, refusal: Refusal) -> None:
        if self.row is None or not isinstance(refusal, ChangedMeanwhile):
            super().refuse(refusal)
            return
        self.row.refresh_from_db()
        self.newer = True
        self.add_error(None, self.overwrite)
        self.take_as_read("revision", getattr(self.row, "revision", ""))
