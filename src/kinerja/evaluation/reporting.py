"""Signed results go up to the authorised official (Pejabat yang Berwenang), unit by unit.

Who signed reports, within 30 working days of the end of the window (PermenPANRB 6/2022 annex p.
115, 117, 119): a result that was returned or whose limit is over, one with an open objection under
that mark, and what a superior decided about an objection after that (form D.1.3). A semester is a
round of the agency and goes nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from kinerja.evaluation.delivery import Delivery
from kinerja.evaluation.follow_up import Clock, clock_around
from kinerja.evaluation.objection import Objection
from kinerja.evaluation.period import Period
from kinerja.evaluation.refusals import NotYours, WrongState
from kinerja.evaluation.review import Review, ReviewQuerySet, hold_reviews
from kinerja.people.access import may_manage_people
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import notify_many
from kinerja.rules.deadlines import (
    objection_decision_deadline,
    report_deadline,
    return_deadline,
    superior_return_deadline,
)
from kinerja.rules.reporting import Objected, Received, Standing, reported_as

UNIT_PATH = "plan__assignment__position__unit__path"


class ResultsReportQuerySet(models.QuerySet["ResultsReport"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own, those with results of the units of an authorised official, all for the
        personnel office."""
        if may_manage_people(person, on):
            return self
        return self.filter(Q(by=person) | Q(pk__in=self.received_by(person, on).values("pk")))

    def received_by(self, person: Person, on: date) -> Self:
        """Those that came to this person as an authorised official."""
        tasks = person.roles.on(on).filter(name=Role.Name.AUTHORISED_OFFICIAL)
        covered = Exists(tasks.covering(f"review__{UNIT_PATH}"))
        mine = ReportedResult.objects.filter(covered, report=OuterRef("pk"))
        return self.filter(Exists(mine)).exclude(by=person)

    def unread(self) -> Self:
        return self.filter(read_on=None)

    def with_count(self) -> Self:
        """With `results`, how many each of them names."""
        return self.annotate(results=Count("lines"))


class ResultsReport(models.Model):
    """The results of one period that one appraiser, or a superior, reported in one act."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="result_reports")
    by = models.ForeignKey(Person, models.PROTECT, related_name="result_reports")
    reported_on = models.DateField("dilaporkan")
    read_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    read_on = models.DateField("dibaca", null=True, blank=True)

    objects = ResultsReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_by=None, read_on=None)
                | Q(read_by__isnull=False, read_on__gte=F("reported_on")) & ~Q(read_by=F("by")),
                name="report_is_read_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}, {self.by}"


class ReportedResult(models.Model):
    """One result in a report, as it stood on that day; a decided objection adds a second line."""

    report = models.ForeignKey(ResultsReport, models.PROTECT, related_name="lines")
    review = models.ForeignKey(Review, models.PROTECT, related_name="reported", db_index=False)
    standing = models.CharField("keadaan", max_length=14, choices=Standing.choices())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=~Q(standing="decided"), name="reported_once"
            ),
            models.UniqueConstraint(
                fields=["review"], condition=Q(standing="decided"), name="decision_reported_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.get_standing_display()}"

    @property
    def waits_for_decision(self) -> bool:
        """It was reported with an open objection. `review__objection` says whether it still is."""
        return self.standing == Standing.OBJECTION_OPEN


@dataclass(frozen=True)
class ToReport:
    """One result that this person reports: with which mark today, or what it waits for."""

    review: Review
    report_by: date
    standing: Standing | None = None
    waits_until: date | None = None  # None while it waits: for the receipt, which has no limit

    @property
    def waits_for_receipt(self) -> bool:
        return self.standing is None and self.waits_until is None


def unreported_of(person: Person) -> ReviewQuerySet:
    """Signed results that this person has to report: the own signatures, and what became of
    objections that he or she decided."""
    lines = ReportedResult.objects.filter(review=OuterRef("pk"))
    decided = Q(came_from__decided_by=person) | Q(
        objection__decided_by=person, objection__ruling=Objection.Ruling.CONFIRMED
    )
    undecided = Q(objection=None) | Q(objection__ruling="")
    own = Q(appraiser=person, came_from=None) & undecided
    rows = Review.objects.released().exclude(period__kind=Period.Kind.SEMESTER)
    return rows.exclude(person=person).filter(
        own & ~Exists(lines) | decided & ~Exists(lines.filter(standing=Standing.DECIDED))
    )


def to_report(person: Person, on: date, period: Period | None = None) -> list[ToReport]:
    """What this person reports, the oldest period first; the number of queries is constant."""
    rows = unreported_of(person) if period is None else unreported_of(person).filter(period=period)
    related = ("person", "period", "delivery", "objection", "came_from")
    found = list(
        rows.select_related(*related, "plan__assignment__position__unit")
        .defer("snapshot", "came_from__reason", "objection__reason")
        .order_by("period__ends_on", "period_id", "person__name", "pk")
    )
    if not found:
        return []
    clock = clock_around(min(one.period.starts_on for one in found), on)
    return [_judged(one, clock, on) for one in found]


def _judged(review: Review, clock: Clock, on: date) -> ToReport:
    limits = review.period.rules.follow_up
    report_by = clock.last_day(review.period.last_day, report_deadline, limits)
    delivery: Delivery | None = getattr(review, "delivery", None)
    objected = _objected(review, clock)
    if delivery is None and not (objected and objected.is_decided):
        return ToReport(review, report_by)
    limit = superior_return_deadline if review.is_taken_over else return_deadline
    answer_by = clock.last_day(delivery.received_on, limit, limits) if delivery else on
    received = Received(delivery.answer if delivery else "", answer_by)
    standing = reported_as(on, report_by, received, objected)
    waits_until = objected.decide_by if objected else answer_by
    return ToReport(review, report_by, standing, None if standing else waits_until)


def _objected(review: Review, clock: Clock) -> Objected | None:
    """The objection to this result, or the one that it came out of."""
    objection: Objection | None = getattr(review, "came_from", None) or getattr(
        review, "objection", None
    )
    if objection is None:
        return None
    limits = review.period.rules.follow_up
    decide_by = clock.last_day(objection.filed_on, objection_decision_deadline, limits)
    return Objected(decide_by, objection.is_decided)


@transaction.atomic
def report_results(*, period: Period, by: Person, on: date) -> ResultsReport:
    """Report all results of the period that are ready, in one act; the others follow later.

    Errors: NotYours without any result to report; WrongState when none is ready yet, or nobody is
    the authorised official of one of the units.
    """
    hold_reviews(list(unreported_of(by).filter(period=period).values_list("pk", flat=True)))
    mine = to_report(by, on, period)  # read again: another window may have reported meanwhile
    if not mine:
        raise NotYours("Tidak ada hasil periode ini yang Anda laporkan.")
    ready = [(one.review, one.standing) for one in mine if one.standing]
    if not ready:
        raise WrongState(f"Belum ada hasil {period} yang siap dilaporkan.")
    told = _officials([review for review, _ in ready], on)
    report = ResultsReport.objects.create(period=period, by=by, reported_on=on)
    ReportedResult.objects.bulk_create(
        [ReportedResult(report=report, review=one, standing=mark.value) for one, mark in ready]
    )
    record_many(
        Happening(
            "review.reported",
            one,
            by,
            person=one.person,
            data={"report": report.pk, "standing": mark.value},
        )
        for one, mark in ready
    )
    text = f"{by.name} melaporkan {len(ready)} hasil penilaian {period}."
    notify_many([one for one in told if one != by], text, page_of(report))
    return report


@transaction.atomic
def read_report(*, report: ResultsReport, by: Person, on: date) -> ResultsReport:
    """An authorised official notes that the report was received and read; the first one counts.

    Errors: NotYours for everybody else, and for whoever reported it.
    """
    if not ResultsReport.objects.received_by(by, on).filter(pk=report.pk).exists():
        raise NotYours("Laporan hasil diterima Pejabat yang Berwenang untuk unit itu.")
    held = ResultsReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if held.read_on is None:
        held.read_by, held.read_on = by, on
        held.save(update_fields=["read_by", "read_on"])
        record("results_report.read", about=held, by=by)
    return held


def page_of(report: ResultsReport) -> str:
    return f"/pelaporan/{report.pk}/"


def _officials(reviews: Sequence[Review], on: date) -> list[Person]:
    """Everybody who is authorised for one of these units. Errors: WrongState for a unit without."""
    units = {one.plan.assignment.position.unit for one in reviews}
    found = officials_of([unit.path for unit in units], on)
    for unit in sorted(units, key=lambda unit: unit.name):
        if not found[unit.path]:
            raise WrongState(
                f"Belum ada Pejabat yang Berwenang untuk {unit.name}. Minta bagian kepegawaian"
                " mencatat tugasnya di halaman Pegawai."
            )
    return list({one.pk: one for people in found.values() for one in people}.values())


def officials_of(paths: Iterable[str], on: date) -> dict[str, list[Person]]:
    """The authorised officials of the units with these paths; one query."""
    tasks = Role.objects.on(on).filter(name=Role.Name.AUTHORISED_OFFICIAL)
    known = [(task.unit, task.person) for task in tasks.select_related("unit", "person")]
    return {
        path: [one for unit, one in known if unit is None or path.startswith(unit.path)]
        for path in paths
    }
