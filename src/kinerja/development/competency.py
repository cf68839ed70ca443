"""The dictionary of competencies: nine for everybody, and technical ones that an agency adds.

What each level looks like is said in words; without them two assessors mean two things.
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q

from kinerja.development.sight import check_keeps_dictionary
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.rules.competency import HIGHEST_LEVEL, LOWEST_LEVEL, CompetencyKind
from kinerja.rules.competency import Competency as Core
from kinerja.rules.refusal import Refusal

LEVELS = range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)
LEVEL_SCOPES = {
    1: "Dasar: tugas sendiri",
    2: "Dalam tim",
    3: "Memimpin unit",
    4: "Seluruh instansi",
    5: "Nasional",
}
code_shape = RegexValidator(
    r"\A[A-Z0-9][A-Z0-9.-]{1,19}\Z", "Tulis kode dengan huruf besar, angka, titik, atau strip."
)


class CodeInUse(Refusal):
    """Another competency has this code."""


class CoreStays(Refusal):
    """The nine of the regulation are neither renamed nor retired."""


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def visible_to(self, person: Person) -> Self:
        """The dictionary is open to everybody who works there."""
        return self.all()

    def used(self) -> Self:
        """Those that are not retired."""
        return self.filter(retired_on=None)


class Competency(models.Model):
    """One competency. `code` is what files and trainings call it."""

    code = models.CharField("kode", max_length=20, unique=True, validators=[code_shape])
    name = models.CharField("nama", max_length=150)
    kind = models.CharField("jenis", max_length=13, choices=CompetencyKind.choices())
    definition = models.TextField("pengertian", max_length=2_000, blank=True)
    place = models.PositiveSmallIntegerField(default=100)  # the nine first, as the law lists them
    retired_on = models.DateField("tidak dipakai sejak", null=True, blank=True)

    objects = CompetencyQuerySet.as_manager()

    class Meta:
        ordering = ["place", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="competency_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_core(self) -> bool:
        return self.code in CORE_CODES


CORE_CODES = frozenset(one.value for one in Core)


class CompetencyLevel(models.Model):
    """What one sees of somebody who has this level."""

    competency = models.ForeignKey(
        Competency, models.CASCADE, related_name="levels", db_index=False
    )
    level = models.PositiveSmallIntegerField("level")
    text = models.TextField("gambaran", max_length=1_000)

    class Meta:
        ordering = ["competency", "level"]
        constraints = [
            models.UniqueConstraint(fields=["competency", "level"], name="competency_level_once"),
            models.CheckConstraint(
                condition=Q(level__gte=LOWEST_LEVEL, level__lte=HIGHEST_LEVEL) & ~Q(text=""),
                name="competency_level_is_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency} {self.level}"

    @property
    def scope(self) -> str:
        return LEVEL_SCOPES[self.level]


@cache
def core_texts() -> Mapping[str, Mapping[int, str]]:
    """Definition (0) and levels of the nine, in our own words, by code."""
    text = resources.files("kinerja.development").joinpath("data/competencies.csv").read_text()
    found: dict[str, dict[int, str]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["code"], {})[int(row["level"])] = row["text"]
    return found


def lay_out_core(**given: Any) -> None:
    """Put the nine into the dictionary after a migration, where they are missing; what the agency
    wrote about them stays."""
    known = set(Competency.objects.filter(code__in=CORE_CODES).values_list("code", flat=True))
    fresh = [
        Competency(
            code=one.value,
            name=one.label,
            kind=one.kind.value,
            definition=core_texts()[one.value][0],
            place=place,
        )
        for place, one in enumerate(Core, start=1)
        if one.value not in known
    ]
    Competency.objects.bulk_create(fresh)
    CompetencyLevel.objects.bulk_create(
        CompetencyLevel(competency=one, level=level, text=core_texts()[one.code][level])
        for one in fresh
        for level in LEVELS
    )


@transaction.atomic
def add_competency(
    *,
    code: str,
    name: str,
    definition: str,
    levels: Mapping[int, str],
    by: Person | None,
    on: date,
) -> Competency:
    """Add a technical competency with the words of its five levels.

    Errors: NotAllowed, InvalidInput (a level without words), CodeInUse.
    """
    check_keeps_dictionary(by, on)
    fresh = Competency(
        code=code.strip().upper(),
        name=" ".join(name.split()),
        kind=CompetencyKind.TECHNICAL.value,
        definition=definition.strip(),
    )
    if Competency.objects.filter(code=fresh.code).exists():
        raise CodeInUse(f"Kode {fresh.code} sudah dipakai; pilih kode lain.")
    check_fields(fresh)
    fresh.save(force_insert=True)
    _write_levels(fresh, levels)
    data = {"code": fresh.code, "name": fresh.name}
    record("competency.added", about=fresh, by=by, data=data)
    return fresh


@transaction.atomic
def describe_competency(
    *,
    competency: Competency,
    name: str,
    definition: str,
    levels: Mapping[int, str],
    by: Person | None,
    on: date,
) -> Competency:
    """Say anew what a competency and its levels mean; the event keeps the former words.

    Errors: NotAllowed, InvalidInput, CoreStays for another name of one of the nine.
    """
    check_keeps_dictionary(by, on)
    held = Competency.objects.select_for_update(of=("self",)).get(pk=competency.pk)
    before = {
        "name": held.name,
        "definition": held.definition,
        "levels": {str(one.level): one.text for one in held.levels.all()},
    }
    name = " ".join(name.split())
    if held.is_core and name != held.name:
        raise CoreStays("Nama kompetensi inti mengikuti peraturan dan tidak diubah.")
    held.name, held.definition = name, definition.strip()
    check_fields(held)
    held.save(update_fields=["name", "definition"])
    _write_levels(held, levels)
    record("competency.described", about=held, by=by, data={"before": before})
    return held


@transaction.atomic
def retire_competency(*, competency: Competency, by: Person | None, on: date) -> Competency:
    """Use a technical competency no more; what was measured stays. Said twice: once.

    Errors: NotAllowed, CoreStays.
    """
    check_keeps_dictionary(by, on)
    held = Competency.objects.select_for_update(of=("self",)).get(pk=competency.pk)
    if held.is_core:
        raise CoreStays("Sembilan kompetensi inti tetap dipakai.")
    if held.retired_on is None:
        held.retired_on = on
        held.save(update_fields=["retired_on"])
        record("competency.retired", about=held, by=by)
    return held


def _write_levels(competency: Competency, levels: Mapping[int, str]) -> None:
    said = {level: " ".join(levels.get(level, "").split()) for level in LEVELS}
    if missing := [str(level) for level, text in said.items() if not text]:
        raise InvalidInput(f"Tulis gambaran level {', '.join(missing)}.")
    for level, text in said.items():
        check_fields(CompetencyLevel(competency=competency, level=level, text=text))
        CompetencyLevel.objects.update_or_create(
            competency=competency, level=level, defaults={"text": text}
        )
