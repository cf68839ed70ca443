"""The standard of a post: which level of which competency it asks for, from when to when.

A standard is for one title ("Bidan Terampil") or for all posts of a level ("Pengawas"); of two that
speak of the same competency the one for the title counts.
"""

import csv
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower

from kinerja.development.competency import Competency
from kinerja.development.sight import check_keeps_dictionary
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.refusals import InvalidInput, WrongDates, check_fields
from kinerja.records.event import Happening, record, record_many
from kinerja.rules.competency import HIGHEST_LEVEL, LOWEST_LEVEL, CompetencyKind
from kinerja.rules.date_words import date_in_words

PATTERN = "Pola contoh, belum diverifikasi"


class StandardQuerySet(models.QuerySet["CompetencyStandard"]):
    def visible_to(self, person: Person) -> Self:
        """Open to everybody who works there: one should know what one's post asks for."""
        return self.all()

    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def of_post(self, position: Position, on: date) -> list["CompetencyStandard"]:
        """What the post asks for on that day, one for each competency, as the dictionary is
        ordered. One query."""
        rows = self.on(on).filter(
            Q(title_key=position.title.lower()) | Q(level=position.level, title_key="")
        )
        rows = rows.filter(competency__retired_on=None).select_related("competency")
        found: dict[int, CompetencyStandard] = {}
        for row in rows.order_by("title_key"):  # the level first, the title has the last word
            found[row.competency_id] = row
        return sorted(found.values(), key=lambda one: (one.competency.place, one.competency.name))


class CompetencyStandard(models.Model):
    """One line of a standard (standar kompetensi jabatan)."""

    class Origin(models.TextChoices):
        AGENCY = "agency", "Ketetapan instansi"
        PATTERN = "pattern", "Ilustrasi, belum diverifikasi"

    title = models.CharField("nama jabatan", max_length=150, blank=True)
    title_key = models.CharField(max_length=150, blank=True, editable=False)  # in small letters
    level = models.CharField("jenjang", max_length=15, choices=Position.Level, blank=True)
    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="standards", verbose_name="kompetensi"
    )
    required = models.PositiveSmallIntegerField(
        "level yang disyaratkan",
        validators=[MinValueValidator(LOWEST_LEVEL), MaxValueValidator(HIGHEST_LEVEL)],
    )
    source = models.CharField("dasar", max_length=200)
    origin = models.CharField("asal", max_length=7, choices=Origin, default=Origin.AGENCY)
    starts_on = models.DateField("berlaku sejak")
    ends_on = models.DateField("sampai", null=True, blank=True)  # last day, included

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["title_key", "level", "competency__place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(title_key="") & ~Q(level="") | ~Q(title_key="") & Q(level=""),
                name="standard_for_title_or_level",
            ),
            models.CheckConstraint(
                condition=Q(title_key=Lower("title")), name="standard_key_is_the_title"
            ),
            models.CheckConstraint(
                condition=Q(required__gte=LOWEST_LEVEL, required__lte=HIGHEST_LEVEL),
                name="standard_level_exists",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="standard_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["title_key", "level", "competency"],
                condition=Q(ends_on=None),
                name="standard_runs_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.competency} {self.required}"

    @property
    def post(self) -> str:
        """Whose standard it is, in words."""
        return self.title or f"Semua {self.get_level_display()}"


@transaction.atomic
def set_standard(
    *,
    competency: Competency,
    required: int,
    source: str,
    by: Person | None,
    on: date,
    title: str = "",
    level: str = "",
    starts_on: date | None = None,
    origin: str = CompetencyStandard.Origin.AGENCY,
) -> CompetencyStandard:
    """Say what a title or a level of posts asks for; what ran until then ends the day before.

    The same again changes nothing. Errors: NotAllowed, InvalidInput, WrongDates.
    """
    check_keeps_dictionary(by, on)
    title, first = " ".join(title.split()), starts_on or on
    if bool(title) == bool(level):
        raise InvalidInput("Pilih satu: nama jabatan, atau jenjang jabatan.")
    if competency.retired_on is not None:
        raise InvalidInput(f"{competency.name} tidak dipakai lagi; pilih kompetensi lain.")
    if not source.strip():
        raise InvalidInput("Sebutkan dasar standar ini, misalnya nomor keputusannya.")
    Competency.objects.select_for_update(of=("self",)).get(pk=competency.pk)
    running = CompetencyStandard.objects.filter(
        title_key=title.lower(), level=level, competency=competency, ends_on=None
    ).first()
    fresh = CompetencyStandard(
        title=title,
        title_key=title.lower(),
        level=level,
        competency=competency,
        required=required,
        source=" ".join(source.split()),
        origin=origin,
        starts_on=first,
    )
    check_fields(fresh)
    before = None
    if running is not None:
        if (running.required, running.source) == (fresh.required, fresh.source):
            return running
        before = running.required
        _end_before(running, first)
    fresh.save(force_insert=True)
    data = {
        "post": fresh.post,
        "competency": competency.code,
        "required": required,
        "before": before,
        "starts_on": first.isoformat(),
    }
    record("competency_standard.set", about=fresh, by=by, data=data)
    return fresh


def _end_before(running: CompetencyStandard, first: date) -> None:
    """The standard that ran ends; one that began on that very day is replaced."""
    if first < running.starts_on:
        raise WrongDates(
            f"Standar yang berlaku mulai {date_in_words(running.starts_on)};"
            " pilih tanggal setelahnya."
        )
    if first == running.starts_on:
        running.delete()
        return
    running.ends_on = first - timedelta(days=1)
    running.save(update_fields=["ends_on"])


@transaction.atomic
def end_standard(
    *, standard: CompetencyStandard, by: Person | None, on: date
) -> CompetencyStandard:
    """The post no more asks for it: `on` is the last day. Said twice: once. Errors: NotAllowed."""
    check_keeps_dictionary(by, on)
    held = CompetencyStandard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
    if held.ends_on is None:
        held.ends_on = max(on, held.starts_on)
        held.save(update_fields=["ends_on"])
        data = {"post": held.post, "ends_on": held.ends_on.isoformat()}
        record("competency_standard.ended", about=held, by=by, data=data)
    return held


@cache
def pattern() -> dict[str, dict[str, int]]:
    """Levels of the ready-made pattern by level of the post and kind of competency (U)."""
    file = resources.files("kinerja.development").joinpath("data/standard_pattern.csv")
    kinds = (CompetencyKind.MANAGERIAL.value, CompetencyKind.SOCIOCULTURAL.value)
    return {
        row["level"]: {kind: int(row[kind]) for kind in kinds}
        for row in csv.DictReader(file.read_text().splitlines())
    }


@transaction.atomic
def use_pattern(*, by: Person | None, on: date) -> int:
    """Fill the levels of posts that have no standard with the ready-made pattern; how many lines.

    It illustrates and is marked so; what the agency set stays. Errors: NotAllowed.
    """
    check_keeps_dictionary(by, on)
    core = [one for one in Competency.objects.select_for_update().used() if one.is_core]
    rows = CompetencyStandard.objects.filter(ends_on=None).exclude(level="")
    known = set(rows.values_list("level", "competency"))
    fresh = [
        CompetencyStandard(
            level=level,
            competency=one,
            required=kinds[one.kind],
            source=PATTERN,
            origin=CompetencyStandard.Origin.PATTERN,
            starts_on=on,
        )
        for level, kinds in pattern().items()
        for one in core
        if (level, one.pk) not in known
    ]
    CompetencyStandard.objects.bulk_create(fresh)
    record_many(
        Happening(
            "competency_standard.set",
            about=one,
            by=by,
            data={
                "post": one.post,
                "competency": one.competency.code,
                "required": one.required,
                "before": None,
                "starts_on": on.isoformat(),
            },
        )
        for one in fresh
    )
    return len(fresh)
