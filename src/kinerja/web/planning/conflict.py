"""What a form does when somebody else was faster: nothing is overwritten unseen.

The form keeps what was typed and shows what is stored now; sent once more, it wins knowingly.
"""

from django import forms
from django.db import models
from django.http import QueryDict

from kinerja.people.refusals import ChangedMeanwhile
from kinerja.rules.refusal import Refusal
from kinerja.web.forms import Form

OVERWRITE = (
    "Isi ini diubah di tempat lain selagi Anda mengetik. Bandingkan dengan isi yang tersimpan di"
    " bawah; simpan sekali lagi bila isian Anda yang benar."
)


class EditForm(Form):
    """A form that knows which state of the row it was filled from."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


def show_refusal(form: Form, refusal: Refusal, row: models.Model | None = None) -> bool:
    """Say why at the top of the form; true if `row` (read again) differs from what it showed."""
    if row is None or not isinstance(refusal, ChangedMeanwhile):
        form.add_error(None, str(refusal))
        return False
    row.refresh_from_db()
    form.add_error(None, OVERWRITE)
    data = form.data.copy() if isinstance(form.data, QueryDict) else QueryDict(mutable=True)
    data[form.add_prefix("revision")] = str(getattr(row, "revision", ""))
    form.data = data
    return True
