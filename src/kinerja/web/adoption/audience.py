"""To whom something is sent, as a part of a form: few units are ticked, among many one searches."""

from typing import Any

from django import forms
from django.http import HttpRequest

from kinerja.adoption.audience import MOST_UNITS, Audience
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope
from kinerja.people.unit import Unit, UnitQuerySet, inside
from kinerja.web.asked import number_in
from kinerja.web.forms import Form
from kinerja.web.people.choose import Question, asks

ONE, SEVERAL = "unit", "units"  # in the address: the unit just chosen, those chosen before
FEW = 25  # units that are simply ticked


def scoped_units(scope: UnitScope) -> UnitQuerySet:
    units = Unit.objects.open()
    return units if scope.everything else units.filter(inside(scope.paths))


def named_units(request: HttpRequest) -> list[int]:
    """Those that the address or the sent form names."""
    said = request.POST.getlist(SEVERAL) if request.method == "POST" else []
    said += [*request.GET.get(SEVERAL, "").split("-"), request.GET.get(ONE, "")]
    found = [number for text in said if (number := number_in(text)) is not None]
    return list(dict.fromkeys(found))[:MOST_UNITS]


def wants_unit(request: HttpRequest) -> bool:
    return asks(request, ONE)


def question(back_url: str, back: str) -> Question:
    return Question(ONE, "Untuk unit mana?", "Unit di bawahnya ikut menerima.", back_url, back)


class AudienceForm(Form):
    """Units, kinds of employee, leaders, tasks; what is empty does not narrow."""

    units = forms.ModelMultipleChoiceField(
        label="Unit",
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label="Jenis pegawai",
        choices=Person.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tanpa centang: semua jenis.",
    )
    leaders_only = forms.BooleanField(label="Hanya pimpinan unit", required=False)
    roles = forms.MultipleChoiceField(
        label="Tugas",
        choices=Role.Name.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tanpa centang: semua, dengan atau tanpa tugas.",
    )

    def __init__(self, *args: Any, scope: UnitScope, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = scoped_units(scope)
        few = list(units.order_by("path").values_list("pk", flat=True)[: FEW + 1])
        self.many_units = len(few) > FEW
        named = named_units(request)
        offered = named if self.many_units else few
        field: Any = self.fields["units"]
        field.queryset = units.filter(pk__in=offered).order_by("path")
        field.required = not scope.everything
        if not self.is_bound:
            # Who has one unit sends to it: one tap less.
            self.initial[SEVERAL] = named or ([] if scope.everything or len(few) > 1 else few)
        self.more_units = f"?{SEVERAL}={'-'.join(map(str, named))}&{ONE}=pilih"
        field.help_text = (
            "Unit di bawahnya ikut menerima. Tanpa unit: seluruh instansi."
            if scope.everything
            else "Unit di bawahnya ikut menerima."
        )
        self.hides_units = self.many_units and not named

    @property
    def narrowed(self) -> bool:
        """Whether more than the units was said."""
        return any(self[name].value() for name in ("kinds", "leaders_only", "roles"))

    def audience(self) -> Audience:
        """Takes its fields out of what was read."""
        said = self.cleaned_data
        return Audience(
            units=list(said.pop("units")),
            kinds=said.pop("kinds"),
            roles=said.pop("roles"),
            leaders_only=said.pop("leaders_only"),
        )
