"""An agreement on the shares of a goal that several units reach together, by version and by day.

The owner proposes, every other unit answers, and it is in force only when all have said yes. A
later one ends the one before it on the day before it begins; past days keep theirs.
"""

from datetime import date
from decimal import Decimal
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from kinerja.people.person import Person
from kinerja.people.supervision import led_units
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.rules.date_words import date_in_words
from kinerja.rules.refusal import Refusal


class UnfairShares(Refusal):
    """The shares of an agreement are not those of one whole."""


class AnswerTooLate(Refusal):
    """The last day on which the unit could answer has passed."""


class ProposalOpen(Refusal):
    """A proposal still waits for its answers."""


class WrongStart(Refusal):
    """An agreement cannot begin on that day."""


class ShareAgreementQuerySet(models.QuerySet["ShareAgreement"]):
    def visible_to(self, person: Person) -> Self:
        """Open like the goals that they are about."""
        return self.filter(goal__in=Goal.objects.visible_to(person))

    def in_force(self, day: date) -> Self:
        """At most one of each goal."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            state=ShareAgreement.State.AGREED,
            starts_on__lte=day,
        )

    def waiting(self) -> Self:
        return self.filter(state=ShareAgreement.State.ASKED)

    def outlived(self, day: date) -> Self:
        """In force, while one of its units is no more: a new one is needed."""
        closed = SharePart.objects.filter(agreement=OuterRef("pk"), unit__closed_on__lte=day)
        return self.in_force(day).filter(Exists(closed))


class ShareAgreement(models.Model):
    """One version of who has which share of a goal."""

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu jawaban"
        AGREED = "agreed", "Disepakati"
        REFUSED = "refused", "Ditolak"
        WITHDRAWN = "withdrawn", "Ditarik"
        LAPSED = "lapsed", "Lewat batas jawaban"

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="share_agreements", db_index=False)
    version = models.PositiveSmallIntegerField("versi")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)
    starts_on = models.DateField("berlaku mulai")
    ends_on = models.DateField("sampai", null=True, blank=True)  # last day, included
    answer_by = models.DateField("dijawab paling lambat")
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False
    )  # empty: another agency, whose offer was accepted here
    proposed_on = models.DateField("diusulkan")
    agreed_on = models.DateField("disepakati", null=True, blank=True)
    reason = models.CharField("alasan", max_length=500, blank=True)

    objects = ShareAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["goal_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "version"], name="share_agreement_version"),
            models.UniqueConstraint(
                fields=["goal"], condition=Q(state="asked"), name="share_agreement_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="share_agreement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", agreed_on__isnull=False)
                | ~Q(state="agreed") & Q(agreed_on=None, ends_on=None),
                name="share_agreement_agreed_on",
            ),
            ExclusionConstraint(
                name="share_agreement_one_a_day",
                expressions=[
                    (Func(F("goal"), F("goal"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"), "&&"),
                ],
                condition=Q(state="agreed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal}, kesepakatan {self.version}"

    def is_late(self, on: date) -> bool:
        """It waits, and the last day for answers is over."""
        return self.state == self.State.ASKED and on > self.answer_by


class SharePartQuerySet(models.QuerySet["SharePart"]):
    def to_answer(self, person: Person, on: date) -> Self:
        """Those that the person answers today, as the head of the unit that was asked."""
        return self.filter(
            state=SharePart.State.ASKED,
            agreement__state=ShareAgreement.State.ASKED,
            agreement__answer_by__gte=on,
            unit__in=led_units(person, on),
        )

    def in_force(self, day: date) -> Self:
        return self.filter(agreement__in=ShareAgreement.objects.in_force(day))

    def in_year(self, year: int) -> Self:
        """Of agreements in force on some day of the year."""
        return self.filter(
            Q(agreement__ends_on=None) | Q(agreement__ends_on__gte=date(year, 1, 1)),
            agreement__state=ShareAgreement.State.AGREED,
            agreement__starts_on__lte=date(year, 12, 31),
        )


class SharePart(models.Model):
    """What one unit, or another agency, does for the goal, and its share of the result."""

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu jawaban"
        ACCEPTED = "accepted", "Menerima"
        REFUSED = "refused", "Menolak"

    agreement = models.ForeignKey(
        ShareAgreement, models.CASCADE, related_name="parts", db_index=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="shares", verbose_name="unit"
    )
    # Another agency, which keeps the goal in its own installation; empty: a unit of ours.
    agency_code = models.CharField("kode instansi", max_length=20, blank=True)
    agency_name = models.CharField("nama instansi", max_length=150, blank=True)
    role = models.CharField("peran", max_length=200)
    share = models.DecimalField("bagian", max_digits=7, decimal_places=4)  # percent of the whole
    state = models.CharField("jawaban", max_length=10, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_on = models.DateField("dijawab", null=True, blank=True)
    reason = models.CharField("alasan", max_length=500, blank=True)
    offer_key = models.CharField(max_length=64, blank=True)  # seals the answer of another agency

    objects = SharePartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "unit", "agency_code"],
                nulls_distinct=False,
                name="share_part_once",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, agency_code="", agency_name="", offer_key="")
                | Q(unit=None) & ~Q(agency_code="") & ~Q(agency_name=""),
                name="share_part_of_one",
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100) & ~Q(role=""), name="share_part_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_on=None)
                | Q(state="accepted", answered_on__isnull=False)
                | Q(state="refused", answered_on__isnull=False) & ~Q(reason=""),
                name="share_part_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose}: {self.share}%"

    @property
    def whose(self) -> str:
        return self.unit.name if self.unit else self.agency_name

    @property
    def fraction(self) -> Decimal:
        """Of one whole: 0.3 for 30 percent."""
        return self.share / 100


def hold_agreement(agreement: ShareAgreement) -> ShareAgreement:
    """Locked with its goal, so that answers and proposals take turns."""
    Goal.objects.select_for_update(of=("self",)).get(pk=agreement.goal_id)
    rows = ShareAgreement.objects.select_for_update(of=("self",)).select_related("goal__unit")
    return rows.get(pk=agreement.pk)


def starts_after(before: ShareAgreement) -> str:
    """Why another cannot begin on the same day or earlier."""
    return (
        f"Kesepakatan versi {before.version} berlaku sejak {date_in_words(before.starts_on)}; yang"
        " baru mulai sesudahnya."
    )


def one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())
