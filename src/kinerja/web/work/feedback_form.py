"""The form for feedback."""

from typing import Any
from uuid import uuid4

from django import forms

from kinerja.web.forms import Form, TextField
from kinerja.work.feedback import LONGEST_TEXT, Feedback


class FeedbackForm(Form):
    """Words about somebody's work, by name."""

    tone = forms.ChoiceField(
        label="Isinya",
        choices=Feedback.Tone.choices,
        initial=Feedback.Tone.POSITIVE,
        widget=forms.RadioSelect,
    )
    text = TextField(label="Umpan balik", rows=2, max_length=LONGEST_TEXT)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": uuid4()}, auto_id="umpan_%s", **kwargs)
