"""The catalogue of trainings: what can be learnt, in how many hours, and which need it answers."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q

from kinerja.development.scope import check_runs_trainings
from kinerja.needs.need import Need
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.rules.label import Labelled
from kinerja.rules.training import TrainingForm

MOST_HOURS = Decimal(2_000)  # JP of one training; a typing error above that
HOURS = (MinValueValidator(Decimal("0.5")), MaxValueValidator(MOST_HOURS))


class TrainingKind(Labelled):
    """What sort of training it is."""

    TECHNICAL = "technical", "Teknis"
    FUNCTIONAL = "functional", "Fungsional"
    LEADERSHIP = "leadership", "Kepemimpinan"
    LANGUAGE = "language", "Bahasa"
    BASIC = "basic", "Dasar"
    OTHER = "other", "Lainnya"


class TrainingQuerySet(models.QuerySet["Training"]):
    def visible_to(self, person: Person) -> Self:
        """The catalogue is open to everybody who works there."""
        return self.all()

    def offered(self) -> Self:
        return self.filter(retired_on=None)

    def teaching(self, codes: Iterable[str]) -> Self:
        """Those that teach one of these competencies."""
        return self.filter(competencies__overlap=[*codes])


class Training(models.Model):
    """One entry of the catalogue. Hours that nobody knows are empty, never zero."""

    name = models.CharField("nama pelatihan", max_length=200)
    kind = models.CharField("jenis", max_length=10, choices=TrainingKind.choices())
    form = models.CharField("bentuk", max_length=13, choices=TrainingForm.choices())
    hours_jp = models.DecimalField(
        "lama (JP)", max_digits=6, decimal_places=1, null=True, blank=True, validators=HOURS
    )
    provider = models.CharField("penyelenggara", max_length=150, blank=True)
    aim = models.TextField("tujuan", max_length=2_000, blank=True)
    target_group = models.CharField("sasaran peserta", max_length=150, blank=True)
    # Codes of `rules.competency` or of technical competencies.
    competencies = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    need = models.ForeignKey(
        Need,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name="kebutuhan yang dijawab",
    )
    source = models.CharField("sumber", max_length=200, blank=True)  # of an entry taken over
    retired_on = models.DateField("tidak ditawarkan sejak", null=True, blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="training_has_name"),
            models.UniqueConstraint(
                fields=["name", "form"],
                condition=Q(retired_on=None),
                name="training_offered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


TRAINING_FIELDS = (
    *("name", "kind", "form", "hours_jp", "provider", "aim", "target_group", "competencies"),
    *("need", "source"),
)


@transaction.atomic
def add_training(
    *,
    name: str,
    kind: str,
    form: str,
    by: Person | None,
    on: date,
    hours_jp: Decimal | None = None,
    provider: str = "",
    aim: str = "",
    target_group: str = "",
    competencies: Sequence[str] = (),
    need: Need | None = None,
    source: str = "",
) -> Training:
    """Put a training into the catalogue. Errors: NotAllowed, InvalidInput (also a name twice)."""
    check_runs_trainings(by, on)
    training = Training(
        name=name,
        kind=kind,
        form=form,
        hours_jp=hours_jp,
        provider=provider,
        aim=aim,
        target_group=target_group,
        competencies=[*competencies],
        need=need,
        source=source,
    )
    _check(training)
    training.save(force_insert=True)
    record("training.added", about=training, by=by, data=_said(training))
    return training


@transaction.atomic
def edit_training(*, training: Training, by: Person, on: date, **fields: Any) -> Training:
    """Change an entry; `fields` are those of `TRAINING_FIELDS`. Said twice: once.

    Errors: NotAllowed, InvalidInput.
    """
    check_runs_trainings(by, on)
    if unknown := fields.keys() - set(TRAINING_FIELDS):
        raise TypeError(f"no fields of a training: {sorted(unknown)}")
    held = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    before = _said(held)
    for name, value in fields.items():
        setattr(held, name, value)
    _check(held)
    after = _said(held)
    if after != before:
        held.save()
        changed = {key: [before[key], after[key]] for key in after if after[key] != before[key]}
        record("training.edited", about=held, by=by, data=changed)
    return held


@transaction.atomic
def retire_training(*, training: Training, by: Person, on: date) -> Training:
    """Take it out of the catalogue; its sessions and results stay. Said twice: once."""
    check_runs_trainings(by, on)
    held = Training.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if held.retired_on is None:
        held.retired_on = on
        held.save(update_fields=["retired_on"])
        record("training.retired", about=held, by=by)
    return held


@dataclass(frozen=True)
class StartEntry:
    """One training that the product knows, with where it was read."""

    code: str
    name: str
    kind: str
    target_group: str
    competency: str
    hours_jp: Decimal | None
    year: int
    source: str
    confidence: str


@cache
def start_catalogue() -> tuple[StartEntry, ...]:
    """Trainings that agencies name in public, as facts: no hours where none are printed."""
    file = resources.files("kinerja.development").joinpath("data/trainings.csv")
    with file.open(encoding="utf-8") as lines:
        return tuple(
            StartEntry(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                target_group=row["target_group"],
                competency=row["competency"],
                hours_jp=Decimal(row["hours_jp"]) if row["hours_jp"] else None,
                year=int(row["year"]),
                source=row["source"],
                confidence=row["confidence"],
            )
            for row in csv.DictReader(lines)
        )


@transaction.atomic
def take_start_catalogue(
    *, codes: Sequence[str], form: str, by: Person, on: date
) -> list[Training]:
    """Take entries over into the agency's own catalogue; those of the same name stay as they are.

    The sources do not say in which form they are held: that is for the agency.

    Errors: NotAllowed.
    """
    check_runs_trainings(by, on)
    known = set(Training.objects.offered().values_list("name", flat=True))
    return [
        add_training(
            name=entry.name,
            kind=entry.kind,
            form=form,
            hours_jp=entry.hours_jp,
            target_group=entry.target_group,
            competencies=[entry.competency] if entry.competency else [],
            source=f"{entry.source} ({entry.year})"[:200],
            by=by,
            on=on,
        )
        for entry in start_catalogue()
        if entry.code in codes and entry.name not in known
    ]


def _check(training: Training) -> None:
    training.name = " ".join(training.name.split())
    training.provider = " ".join(training.provider.split())
    training.target_group = " ".join(training.target_group.split())
    training.aim = training.aim.replace("\x00", "").strip()
    training.competencies = sorted({code.strip().upper() for code in training.competencies} - {""})
    check_fields(training)
    same = Training.objects.offered().filter(name=training.name, form=training.form)
    if training.retired_on is None and same.exclude(pk=training.pk).exists():
        raise InvalidInput("Pelatihan dengan nama dan bentuk ini sudah ada di katalog.")


def _said(training: Training) -> dict[str, Any]:
    return {
        "name": training.name,
        "kind": str(training.kind),
        "form": str(training.form),
        "hours_jp": str(training.hours_jp.normalize()) if training.hours_jp is not None else None,
        "provider": training.provider,
        "aim": training.aim,
        "target_group": training.target_group,
        "competencies": list(training.competencies),
        "need": training.need_id,
        "source": training.source,
    }
