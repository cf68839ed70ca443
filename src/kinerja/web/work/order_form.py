"""The forms of an order: giving it, noting it, passing it on, one step."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, cast

from django import forms

from kinerja.people.person import Person
from kinerja.web.forms import DOCUMENTS, PHOTOS, FilesField, Form, TanggalField
from kinerja.work.duty import STEPS
from kinerja.work.order import Order
from kinerja.work.refusals import TextMissing, WrongPeople, WrongSpan


class PeopleField(forms.TypedMultipleChoiceField):
    """People of a list, ticked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, coerce=int, **kwargs)

    def offer(self, people: Mapping[int, Person]) -> None:
        self.choices = [(pk, person.name) for pk, person in people.items()]
        self.coerce = lambda value: people[int(value)]


class OrderForm(Form):
    """What an order says."""

    refused_at = "file"
    places: ClassVar = {TextMissing: "subject", WrongSpan: "due_on"}

    kind = forms.ChoiceField(label="Jenis", choices=Order.Kind.choices)
    subject = forms.CharField(label="Perihal", max_length=300)
    dated = TanggalField(label="Tanggal perintah")
    due_on = TanggalField(label="Batas waktu", required=False)
    number = forms.CharField(label="Nomor surat", max_length=100, required=False)
    origin = forms.CharField(
        label="Asal surat", max_length=200, required=False, help_text="Siapa yang berkirim surat."
    )
    file = FilesField(label="Berkas surat", required=False, most=1, accept=(*PHOTOS, *DOCUMENTS))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"dated": today}, **kwargs)

    def said(self) -> dict[str, Any]:
        """The words for the verb."""
        said = dict(self.cleaned_data)
        files = said.pop("file")
        said["file"] = (files[0].name or "surat", files[0].read()) if files else None
        return said


class GiveForm(OrderForm):
    """An order to one's own people."""

    places: ClassVar = {**OrderForm.places, WrongPeople: "people"}

    people = PeopleField(label="Kepada")
    note = forms.CharField(label="Catatan", max_length=500, required=False)

    def __init__(self, *args: Any, people: Mapping[int, Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PeopleField, self.fields["people"]).offer(people)


class NoteForm(OrderForm):
    """An order that one was given by word of mouth."""

    places: ClassVar = {**OrderForm.places, WrongPeople: "giver"}

    giver = forms.TypedChoiceField(label="Pemberi perintah", empty_value=None)

    def __init__(self, *args: Any, leaders: Mapping[int, Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedChoiceField, self.fields["giver"])
        field.choices = [(pk, person.name) for pk, person in leaders.items()]
        field.coerce = lambda value: leaders[int(value)]


class PassForm(Form):
    """To whom it goes on."""

    refused_at = "people"

    people = PeopleField(label="Teruskan kepada")
    note = forms.CharField(label="Catatan", max_length=500, required=False)

    def __init__(self, *args: Any, people: Mapping[int, Person], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="teruskan_%s", **kwargs)
        cast(PeopleField, self.fields["people"]).offer(people)


class StepForm(Form):
    """One step, with the reason where it needs one."""

    step = forms.ChoiceField(choices=[(step, step) for step in STEPS])
    reason = forms.CharField(label="Alasan", max_length=500, required=False)
