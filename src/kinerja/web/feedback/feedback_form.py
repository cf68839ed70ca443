"""The forms for feedback: what it is for is said before anything is written."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from kinerja.feedback.feedback import LONGEST_TEXT, Feedback
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.feedback import FeedbackPurpose, FeedbackWay
from kinerja.web.forms import Form, TextField
from kinerja.web.indonesian import tanggal

PURPOSES = [
    (
        FeedbackPurpose.RATING.value,
        "Bahan penilaian: dibaca penilai dan atasannya, ikut dipertimbangkan saat menilai",
    ),
    (
        FeedbackPurpose.DEVELOPMENT.value,
        "Pengembangan: hanya dibaca pemberi dan penerima, tidak pernah masuk penilaian",
    ),
]


def purpose_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Untuk apa",
        choices=PURPOSES,
        initial=FeedbackPurpose.RATING.value,
        widget=forms.RadioSelect,
    )


def tone_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Isinya",
        choices=Feedback.Tone.choices,
        initial=Feedback.Tone.POSITIVE,
        widget=forms.RadioSelect,
    )


class FeedbackForm(Form):
    """Words about somebody's work, by name."""

    refused_at = "text"

    purpose = purpose_field()
    tone = tone_field()
    text = TextField(label="Umpan balik", rows=2, max_length=LONGEST_TEXT)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, auto_id="umpan_%s", **kwargs)


class GiveForm(FeedbackForm):
    """The same on a page of its own: about a behaviour, said face to face, as it was agreed."""

    value = forms.ChoiceField(
        label="Tentang perilaku",
        choices=[("", "Tidak khusus"), *CoreValue.choices()],
        required=False,
    )
    way = forms.ChoiceField(
        label="Disampaikan",
        choices=[
            (FeedbackWay.INDIRECT.value, "Lewat Kinerja"),
            (FeedbackWay.DIRECT.value, "Langsung, tatap muka; ini catatannya"),
        ],
        initial=FeedbackWay.INDIRECT.value,
        widget=forms.RadioSelect,
    )
    scheduled = forms.BooleanField(required=False)

    def __init__(self, *args: Any, due_on: date | None = None, **kwargs: Any) -> None:
        """`due_on`: the turn of the agreement that is open; None: nothing was agreed on."""
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 5
        self.order_fields(["purpose", "tone", "text", "value", "way", "scheduled", "key"])
        if due_on is None:
            del self.fields["scheduled"]
        else:
            label = f"Ini umpan balik berkala yang disepakati, batas {tanggal(due_on)}"
            self.fields["scheduled"].label = label
            self.fields["scheduled"].initial = True


class ReplyForm(Form):
    """One answer in the conversation."""

    refused_at = "text"

    text = TextField(label="Tanggapan Anda", rows=3, max_length=LONGEST_TEXT)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, **kwargs)
