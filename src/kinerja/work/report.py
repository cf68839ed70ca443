"""A daily report (catatan harian): what was done, for which result, with which quantity."""

from typing import Self

from django.db import models
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.indicator import Indicator
from kinerja.planning.work_result import WorkResult
from kinerja.work.delegation import lent_people


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, those of people whom one may see, and what one answers for somebody away."""
        seen = Q(person=person) | Q(person__in=Person.objects.visible_to(person))
        if (lent := lent_people(person)) is not None:
            answered = Report.objects.filter(verifications__by=person).values("pk")
            seen |= Q(person__in=lent) & (Q(state=Report.State.FILED) | Q(pk__in=answered))
        return self.filter(seen)

    def of(self, person: Person) -> Self:
        """One's own, newest work first."""
        return self.filter(person=person).order_by("-done_on", "-pk")

    def standing(self) -> Self:
        """Those that their authors did not take back."""
        return self.exclude(state=Report.State.WITHDRAWN)

    def waiting(self) -> Self:
        """Not yet answered by the leader."""
        return self.filter(state=Report.State.FILED)

    def given_back(self) -> Self:
        """Asked about or returned: the author has the next word."""
        return self.filter(state__in=[Report.State.ASKED, Report.State.RETURNED])

    def unchecked(self) -> Self:
        """Noted without an answer, because the leader stayed silent too long."""
        return self.filter(unchecked_at__isnull=False)

    def accepted(self) -> Self:
        return self.filter(state__in=[Report.State.NOTED, Report.State.FROZEN])


class Report(models.Model):
    """One entry of the documentation of work (pendokumentasian kinerja, 6/2022 Pasal 16).

    `key` is made on the phone: the same key twice is the same report. `unit` is the unit on the
    day of the work: people move, history does not. `version` grows with each correction.
    """

    class State(models.TextChoices):
        FILED = "filed", "Terkirim"
        ASKED = "asked", "Ditanya"
        NOTED = "noted", "Diterima"
        RETURNED = "returned", "Dikembalikan"
        FROZEN = "frozen", "Dikunci"
        WITHDRAWN = "withdrawn", "Ditarik"

    OPEN = (State.FILED, State.ASKED, State.RETURNED)  # its author may still change it

    person = models.ForeignKey(Person, models.PROTECT, related_name="reports", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", db_index=False)
    result = models.ForeignKey(
        WorkResult, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="reports"
    )  # the one that `quantity` counts for
    order = models.ForeignKey(
        "work.Order", models.PROTECT, null=True, blank=True, related_name="reports"
    )  # where the work came from, if it was ordered
    text = models.TextField("yang dikerjakan")
    quantity = models.DecimalField("jumlah", max_digits=14, decimal_places=2, null=True, blank=True)
    done_on = models.DateField("tanggal kerja")
    filed_at = models.DateTimeField("dikirim")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.FILED)
    key = models.UUIDField(unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    # When it began to wait for the leader, if later than `filed_at`: corrected, an answer undone.
    waiting_since = models.DateTimeField(null=True, blank=True)
    # When it was noted because the leader stayed silent; empty again once the leader answers.
    unchecked_at = models.DateTimeField("dicatat tanpa pemeriksaan", null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="report_has_text"),
            models.CheckConstraint(
                condition=Q(quantity=None, indicator=None)
                | Q(quantity__gte=0, indicator__isnull=False),
                name="report_quantity_counts",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-done_on", "-id"], name="report_person_day"),
            models.Index(fields=["unit", "done_on"], name="report_unit_day"),
            models.Index(
                fields=["person", "done_on", "id"],
                condition=Q(state="filed"),
                name="report_waiting",
            ),
            models.Index(
                fields=["person", "done_on"],
                condition=Q(unchecked_at__isnull=False),
                name="report_unchecked",
            ),
            models.Index(
                fields=["person", "done_on"],
                condition=Q(state__in=["asked", "returned"]),
                name="report_given_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.done_on}: {self.text[:40]}"

    @property
    def receipt(self) -> str:
        """What the phone shows as proof: short, unique, speakable."""
        return f"{self.done_on:%y%m%d}-{self.pk}"

    @property
    def awaits_answer(self) -> bool:
        """Not yet answered: it waits, or was noted because nobody answered."""
        unchecked = self.state == self.State.NOTED and self.unchecked_at is not None
        return self.state == self.State.FILED or unchecked

    @property
    def is_open(self) -> bool:
        """May its author still change it?"""
        return self.state in self.OPEN


def may_correct(person: Person, report: Report) -> bool:
    """The author, until it is accepted or taken back."""
    return report.person_id == person.pk and report.is_open
