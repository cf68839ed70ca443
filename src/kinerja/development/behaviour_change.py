"""The third level: what changed at work some months later, by the participant and the leader."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Avg, Count

from kinerja.development.enrolment import Enrolment
from kinerja.development.refusals import NotForYou, NotNow
from kinerja.development.session import Session
from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.people.supervision import appraiser_of
from kinerja.records.event import record
from kinerja.rules.date_words import date_in_words
from kinerja.rules.training import (
    BEHAVIOUR_DAYS,
    BEHAVIOUR_MONTHS,
    HIGHEST_ANSWER,
    LEAST_ANSWERS,
    LOWEST_ANSWER,
    add_months,
)

LONGEST_EXAMPLE = 1_000  # characters


class BehaviourChange(models.Model):
    """One answer to "how far is it used at work?", with an example."""

    class Side(models.TextChoices):
        SELF = "self", "Peserta"
        LEADER = "leader", "Atasan"

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="changes", db_index=False)
    side = models.CharField("dari", max_length=6, choices=Side)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_on = models.DateField("tanggal")
    level = models.PositiveSmallIntegerField(
        "perubahan",
        validators=[MinValueValidator(LOWEST_ANSWER), MaxValueValidator(HIGHEST_ANSWER)],
    )
    example = models.TextField("contoh", max_length=LONGEST_EXAMPLE, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "side"], name="behaviour_side_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.level}"


def window(session: Session) -> tuple[date, date]:
    """The first and the last day of the question."""
    first = add_months(session.ends_on, BEHAVIOUR_MONTHS)
    return first, first + timedelta(days=BEHAVIOUR_DAYS)


def side_of(enrolment: Enrolment, person: Person, on: date) -> str:
    """As what the person answers for this participant; empty: not at all."""
    if enrolment.person_id == person.pk:
        return BehaviourChange.Side.SELF
    leads = appraiser_of(enrolment.person, on) == person
    return BehaviourChange.Side.LEADER if leads else ""


@transaction.atomic
def tell_change(
    *, enrolment: Enrolment, level: int, by: Person, on: date, example: str = ""
) -> BehaviourChange:
    """Say what changed; again: the later answer counts.

    Errors: NotForYou for others than the participant and the leader, NotNow, InvalidInput.
    """
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("session", "person")
    held = rows.get(pk=enrolment.pk)
    side = side_of(held, by, on)
    if not side or not held.passed:
        raise NotForYou("Pertanyaan ini untuk peserta yang lulus dan atasannya.")
    first, last = window(held.session)
    if not first <= on <= last:
        raise NotNow(f"Pertanyaan ini dibuka {date_in_words(first)} sampai {date_in_words(last)}.")
    change = BehaviourChange.objects.filter(enrolment=held, side=side).first()
    change = change or BehaviourChange(enrolment=held, side=side)
    change.given_by, change.given_on, change.level = by, on, level
    change.example = example.replace("\x00", "").strip()
    check_fields(change)
    change.save()
    data = {"side": str(side)}
    record("behaviour_change.told", about=held, person=held.person, by=by, data=data)
    return change


@dataclass(frozen=True)
class Changed:
    """The mean of one side over a session."""

    side: str
    answers: int
    mean: Decimal


def changes_of(session: Session) -> list[Changed]:
    """The sides from which enough answers came."""
    rows = BehaviourChange.objects.filter(enrolment__session=session).order_by("-side")
    found = rows.values("side").annotate(answers=Count("pk"), mean=Avg("level"))
    labels = dict(BehaviourChange.Side.choices)
    return [
        Changed(labels[one["side"]], one["answers"], Decimal(one["mean"]).quantize(Decimal("0.01")))
        for one in found
        if one["answers"] >= LEAST_ANSWERS
    ]
