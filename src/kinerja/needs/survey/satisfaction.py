"""Satisfaction (IKM) of a service in a period: counted from a survey, or taken over from an old
report; published for all employees."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q, Subquery, Sum
from django.db.models.expressions import RawSQL

from kinerja.needs.finding import Finding, Proof, note_finding
from kinerja.needs.survey.scope import check_may_build
from kinerja.needs.survey.screening import element_codes, screen_survey, tally
from kinerja.needs.survey.survey import Survey, locked_survey
from kinerja.people.agency import Agency, the_agency
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.rules.date_words import date_in_words
from kinerja.rules.refusal import Refusal
from kinerja.rules.rounding import round_half_up
from kinerja.rules.satisfaction import (
    INDEX_FACTOR,
    PERMENPANRB_14_2017_BANDS,
    Satisfaction,
    ServiceElement,
    ServiceGrade,
    satisfaction_index,
)
from kinerja.rules.survey_screening import Verdict

WEAK_BELOW = PERMENPANRB_14_2017_BANDS.b_from / INDEX_FACTOR  # 3.0644: the lower end of "Baik"


class TooFewAnswers(Refusal):
    """So few that a person could be recognised."""


class SatisfactionQuerySet(models.QuerySet["SatisfactionResult"]):
    def visible_to(self, person: Person) -> Self:
        """What is published is open to everybody who works there."""
        return self.enough()

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def enough(self) -> Self:
        """What stands and rests on as many answers as the agency asks for today."""
        least = Agency.objects.filter(pk=1).values("least_respondents")
        return self.standing().filter(respondents__gte=Subquery(least))

    def of(self, unit: Unit, service: str = "") -> Self:
        """Of a unit; with a service of that one only."""
        rows = self.enough().filter(unit=unit)
        return rows.filter(service__iexact=service) if service else rows


class SatisfactionResult(models.Model):
    """One published index. `totals` are the sums of the nine elements; an old report may know
    the index alone. A newer one for the same service and period withdraws it."""

    class Source(models.TextChoices):
        SURVEY = "survey", "Survei di aplikasi ini"
        IMPORT = "import", "Laporan lama"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="satisfaction")
    service = models.CharField("layanan", max_length=120, blank=True)
    starts_on = models.DateField("sejak")
    ends_on = models.DateField("sampai")
    source = models.CharField("sumber", max_length=6, choices=Source)
    survey = models.ForeignKey(
        Survey, models.PROTECT, null=True, blank=True, related_name="results"
    )
    respondents = models.PositiveIntegerField("responden")
    set_aside = models.PositiveIntegerField("disisihkan", default=0)
    totals = models.JSONField("jumlah tiap unsur", null=True, blank=True)
    index = models.DecimalField("IKM", max_digits=5, decimal_places=2)
    grade = models.CharField("mutu", max_length=1, choices=ServiceGrade.choices())
    old_weight = models.BooleanField("bobot 0,11", default=False)
    published_at = models.DateTimeField("diterbitkan")
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("diganti", null=True, blank=True)

    objects = SatisfactionQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="satisfaction_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(index__gte=25, index__lte=100, respondents__gte=1),
                name="satisfaction_is_possible",
            ),
            models.UniqueConstraint(
                fields=["unit", "service", "starts_on", "ends_on"],
                condition=Q(withdrawn_at=None),
                name="satisfaction_once",
            ),
        ]

    def __str__(self) -> str:
        return f"IKM {self.subject} {self.span}"

    @property
    def subject(self) -> str:
        return f"{self.service}, {self.unit.name}" if self.service else self.unit.name

    @property
    def span(self) -> str:
        return f"{date_in_words(self.starts_on)} – {date_in_words(self.ends_on)}"

    @property
    def elements(self) -> list["ElementMean"]:
        """The mean of each element, U1 to U9; empty where only the index is known."""
        return _elements(self.totals or [], self.respondents)


@dataclass(frozen=True)
class ElementMean:
    """One element: its mean on 1 to 4, and whether it lies below "Baik"."""

    element: ServiceElement
    mean: Decimal  # two decimals
    weak: bool


@dataclass(frozen=True)
class Counted:
    """A running survey as it stands: what counts, and what was set aside."""

    respondents: int
    answers: int
    set_aside: int
    waiting: int  # not screened yet
    least: int  # fewer that count are not shown: they could be told apart
    index: Satisfaction | None
    totals: tuple[int, ...] = ()

    @property
    def elements(self) -> list[ElementMean]:
        return _elements(self.totals, self.respondents)

    @property
    def enough(self) -> bool:
        return self.respondents >= self.least


def count_satisfaction(survey: Survey) -> Counted:
    """From the answers that count."""
    said = tally(survey)
    respondents, answers = said.get(Verdict.COUNTED.value, 0), sum(said.values())
    waiting = said.get("", 0)
    codes = element_codes(survey)
    totals: tuple[int, ...] = ()
    if len(codes) == len(ServiceElement) and respondents:
        rows = survey.answers.filter(verdict=Verdict.COUNTED.value)
        sums = rows.aggregate(
            **{
                f"e{at}": Sum(
                    RawSQL("(given->>%s)::int", [code], models.IntegerField()),
                    output_field=models.IntegerField(),
                )
                for at, code in enumerate(codes)
            }
        )
        totals = tuple(sums[f"e{at}"] for at in range(len(codes)))
    return Counted(
        respondents=respondents,
        answers=answers,
        set_aside=answers - respondents - waiting,
        waiting=waiting,
        least=the_agency().least_respondents,
        index=satisfaction_index(respondents, totals) if totals else None,
        totals=totals,
    )


@transaction.atomic
def publish_result(*, survey: Survey, by: Person, at: datetime) -> SatisfactionResult:
    """Screen, count and publish the index of the period that the survey has run; again: the newer
    one stands. `at` is in the zone of the agency.

    Errors: NotAllowed, TooFewAnswers.
    """
    held = locked_survey(survey)
    check_may_build(by, held.unit, at.date())
    screen_survey(survey=held, at=at)
    counted = count_satisfaction(held)
    if counted.index is None or not counted.enough:
        raise TooFewAnswers(
            f"Indeks terbit mulai {counted.least} jawaban yang dihitung;"
            f" sekarang {counted.respondents}."
        )
    last = held.closed_on or min(at.date(), held.closes_on)
    result = SatisfactionResult(
        unit=held.unit,
        service=held.service,
        starts_on=held.opens_on,
        ends_on=max(last, held.opens_on),
        source=SatisfactionResult.Source.SURVEY,
        survey=held,
        respondents=counted.respondents,
        set_aside=counted.set_aside,
        totals=list(counted.totals),
        index=counted.index.ikm,
        grade=counted.index.grade.value,
        published_at=at,
        published_by=by,
    )
    same = Q(unit=result.unit, service=result.service)
    same &= Q(starts_on=result.starts_on, ends_on=result.ends_on) | Q(survey=held)
    SatisfactionResult.objects.standing().filter(same).update(withdrawn_at=at)
    result.save(force_insert=True)
    data = {"index": str(result.index), "respondents": result.respondents}
    record("satisfaction.published", about=result, by=by, data=data)
    return result


@dataclass(frozen=True)
class SatisfactionFigure:
    """What an indicator takes over: the figure, what it rests on, and how fresh it is."""

    index: Decimal
    grade: str
    respondents: int
    starts_on: date
    ends_on: date
    published_at: datetime
    page: str


def satisfaction_of(
    *, unit: Unit, service: str = "", first: date | None = None, last: date | None = None
) -> SatisfactionFigure | None:
    """The latest published index of a unit (or one of its services) whose period ends between two
    days; None where nothing is published."""
    rows = SatisfactionResult.objects.of(unit, service)
    if first:
        rows = rows.filter(ends_on__gte=first)
    if last:
        rows = rows.filter(ends_on__lte=last)
    found = rows.first()
    if found is None:
        return None
    return SatisfactionFigure(
        index=found.index,
        grade=found.grade,
        respondents=found.respondents,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        published_at=found.published_at,
        page=page_of(found),
    )


def weak_elements(result: SatisfactionResult | Counted) -> list[ElementMean]:
    """Elements below "Baik", the weakest first."""
    return sorted((one for one in result.elements if one.weak), key=lambda one: one.mean)


def page_of(result: SatisfactionResult) -> str:
    return f"/ikm/{result.pk}/"


def note_element(
    *, result: SatisfactionResult, element: ServiceElement, by: Person, on: date
) -> Finding:
    """Turn one element of a published result into a finding; twice is once.

    Errors: NotAllowed; ValueError where the result knows no elements.
    """
    found = next(one for one in result.elements if one.element is element)
    mean = str(found.mean).replace(".", ",")
    proof = Proof(
        said=f"Unsur {element.value} {element.label}: {mean} dari 4 menurut"
        f" {result.respondents} responden, {result.span}.",
        page=page_of(result),
        value=found.mean,
        unit_of_measure="skala 1–4",
        cases=result.respondents,
        measured_on=result.ends_on,
    )
    source = result.survey_id or f"ikm{result.pk}"
    return note_finding(
        source=Finding.Source.SURVEY,
        statement=f"{element.label} pada {result.subject} dinilai {mean} dari 4"[:300],
        proofs=[proof],
        by=by,
        on=on,
        unit=result.unit,
        key=f"survey:{source}:{element.value}",
    )


def _elements(totals: "list[int] | tuple[int, ...]", respondents: int) -> list[ElementMean]:
    if not totals:
        return []
    found = []
    for element, total in zip(ServiceElement, totals, strict=True):
        mean = Decimal(total) / respondents
        found.append(ElementMean(element, round_half_up(mean, 2), mean < WEAK_BELOW))
    return found
