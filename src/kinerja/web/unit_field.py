"""One unit in a form: a list to choose from where there are few, words to search by where there
are many. Both send the key of the unit under the field's own name.

Without JavaScript the words are looked up when the form is sent: a single unit is taken, several
are laid out to choose from, with everything else that was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from kinerja.people.unit import Unit, UnitQuerySet
from kinerja.web.asked import row_in

FEW = 40  # units: a list of these is still read at a glance
MOST = 12  # that a search lays out
LONGEST = 200  # characters of a search
TYPED = "_cari"  # after the field's name: the words


@dataclass(frozen=True)
class Typed:
    """What came back from a search: the words, and the unit that was marked."""

    words: str
    marked: str


def words_of(text: str) -> list[str]:
    """The words to search for: few enough, and none that the database cannot read."""
    return text.replace("\x00", "")[:LONGEST].split()[:8]


@dataclass(frozen=True)
class Match:
    """One line of the result."""

    pk: int
    name: str
    place: str
    marked: bool


def matches(units: UnitQuerySet, text: str, marked: int | None = None) -> tuple[list[Match], bool]:
    """What fits the words, as the organisation is ordered; and whether more fits than is shown."""
    words = words_of(text)
    if not words:
        return [], False
    rows = list(units.named(words).select_related("parent")[: MOST + 1])
    return [_match(row, marked=row.pk == marked) for row in rows[:MOST]], len(rows) > MOST


def _match(unit: Unit, *, marked: bool) -> Match:
    """Units right below the top say nothing of it: everybody knows where they are."""
    place = unit.parent.name if unit.parent and unit.depth > 1 else ""
    return Match(unit.pk, unit.name, place, marked)


class UnitInput(forms.Select):
    """A select of few units, else a search."""

    search_template = "components/unit_search.html"
    choices: Any

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Any:
        words, marked = data.get(name + TYPED), data.get(name, "")
        return marked if words is None else Typed(str(words), str(marked))

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return name not in data and name + TYPED not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        units: UnitQuerySet = self.choices.queryset
        empty = self.choices.field.empty_label
        few = list(units[: FEW + 1])
        if len(few) <= FEW:
            self.choices = [
                *([] if empty is None else [("", empty)]),
                *((row.pk, row.name) for row in few),
            ]
            marked = value.marked if isinstance(value, Typed) else value
            return super().get_context(name, marked, attrs)
        context = forms.Widget.get_context(self, name, None, attrs)
        context["search"] = self._search(units, value)
        context["empty"] = "" if self.is_required else empty
        context["widget"]["template_name"] = self.search_template
        return context

    @staticmethod
    def _search(units: UnitQuerySet, value: Any) -> dict[str, Any]:
        if isinstance(value, Typed):
            marked = row_in(units, value.marked)
            found, more = matches(units, value.words, marked.pk if marked else None)
            return {"words": value.words, "found": found, "more": more}
        unit = row_in(units.select_related("parent"), str(value)) if value else None
        if unit is None:
            return {"words": "", "found": [], "more": False}
        return {"words": unit.name, "found": [_match(unit, marked=True)], "more": False}

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,
    ) -> Any:
        context = self.get_context(name, value, attrs)
        return self._render(context["widget"]["template_name"], context, renderer)  # type: ignore[attr-defined]


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the units of `queryset`, which the page sets to what this person may choose."""

    widget = UnitInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": "Unit ini sudah ditutup atau tidak termasuk pilihan Anda.",
        "nothing": "Tidak ada unit dengan kata itu di antara pilihan Anda. Periksa ejaannya.",
        "several": "Beberapa unit cocok. Pilih salah satu di bawah kolom ini.",
    }

    def __init__(self, *, queryset: UnitQuerySet | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Unit kerja")
        super().__init__(Unit.objects.none() if queryset is None else queryset, **kwargs)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, Typed):
            return super().to_python(value)
        words = words_of(value.words)
        if not words:
            return None
        units: Any = self.queryset
        fitting: UnitQuerySet = units.named(words)
        if marked := row_in(fitting, value.marked):
            return marked
        return self._only(list(fitting[: MOST + 1]), " ".join(words))

    def _only(self, found: Sequence[Unit], text: str) -> Unit:
        """The single unit, or the one with just this name or code."""
        exact = [row for row in found if text.lower() in (row.name.lower(), row.code.lower())]
        for only in (found, exact):
            if len(only) == 1:
                return only[0]
        kind = "several" if found else "nothing"
        raise ValidationError(self.error_messages[kind], code=kind)
