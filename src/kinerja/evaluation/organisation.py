"""The class of a unit in a period (capaian kinerja organisasi), recorded with its basis."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction

from kinerja.evaluation.period import Period
from kinerja.evaluation.refusals import PartMissing, WrongDates
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import check_fields
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.rules.evaluation import org_predicate_used
from kinerja.rules.predicate import OrgPredicate
from kinerja.rules.year import YearDates, organisation_result_deadline


class OrgResult(models.Model):
    """The predicate of one unit for one period, and the decision it rests on."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="org_results", db_index=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="org_results")
    predicate = models.CharField("predikat", max_length=15, choices=OrgPredicate.choices())
    basis = models.CharField("dasar penetapan", max_length=250)
    published_on = models.DateField("tanggal penetapan")

    class Meta:
        ordering = ["unit__path", "period"]
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="org_result_once")]

    def __str__(self) -> str:
        return f"{self.unit}, {self.period}: {self.get_predicate_display()}"


@transaction.atomic
def record_org_result(
    *,
    unit: Unit,
    period: Period,
    predicate: str,
    basis: str,
    published_on: date,
    by: Person | None,
    on: date,
) -> OrgResult:
    """Write down the class of a unit with the decision it rests on; again: the event keeps the old.

    Signed results keep the class that was known when they were signed.
    Errors: NotAllowed unless `by` manages people, PartMissing, WrongDates, InvalidInput.
    """
    check_may_manage_people(by)
    if not basis.strip():
        raise PartMissing("Sebutkan keputusan yang menjadi dasar predikat organisasi.")
    if published_on > on:
        raise WrongDates("Tanggal penetapan belum tiba; catat setelah keputusannya terbit.")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two at once: one after the other
    result = OrgResult.objects.filter(unit=unit, period=period).first()
    data = {"unit": unit.pk, "period": period.code, "predicate": predicate}
    if result is None:
        result = OrgResult(unit=unit, period=period)
    else:
        data |= {"before": [result.predicate, result.basis, result.published_on.isoformat()]}
    result.predicate, result.basis, result.published_on = predicate, basis.strip(), published_on
    check_fields(result)
    result.save()
    record("org_result.recorded", about=result, by=by, reason=basis.strip(), data=data)
    return result


@dataclass(frozen=True)
class OrgResults:
    """The classes that count in one period, by id of the unit that has one of its own."""

    by_unit: Mapping[int, OrgResult]
    led: Mapping[int, Set[int]]  # ids of the units that an appraiser leads, by id of the person

    def counting(self, unit_path: str, appraiser_id: int | None) -> OrgResult | None:
        """The class for somebody of a unit: of the unit that the appraiser leads (6/2022 p. 94).

        Where that one has none of its own, that of the nearest unit above it; where the appraiser
        leads none of them, the search begins at the unit itself. None: not recorded.
        """
        upwards = Unit(path=unit_path).lineage[::-1]
        led = self.led.get(appraiser_id or 0, frozenset())
        start = next((at for at, pk in enumerate(upwards) if pk in led), 0)
        return next((self.by_unit[pk] for pk in upwards[start:] if pk in self.by_unit), None)


def org_results_in(period: Period, appraiser_ids: Iterable[int | None]) -> OrgResults:
    """The classes that count in a period for the people of these appraisers.

    For a year without a class in time that of the year before counts (6/2022 p. 94). The number
    of queries is constant.
    """
    return OrgResults(_by_unit(period), _led_units(appraiser_ids, period.ends_on))


def _by_unit(period: Period) -> Mapping[int, OrgResult]:
    of_period = _results(period.code)
    if not period.is_annual:
        return of_period
    year, dates = period.starts_on.year, period.rules.year_dates
    of_year_before = _results(f"{year - 1:04}")
    counting = {
        pk: _counting(of_period.get(pk), of_year_before.get(pk), year, dates)
        for pk in {*of_period, *of_year_before}
    }
    return {pk: result for pk, result in counting.items() if result}


def _led_units(people: Iterable[int | None], on: date) -> Mapping[int, Set[int]]:
    led: dict[int, set[int]] = {}
    seats = Assignment.objects.on(on).leading().filter(person__in={*people} - {None})
    for person_id, unit_id in seats.values_list("person_id", "position__unit_id"):
        led.setdefault(person_id, set()).add(unit_id)
    return led


def _results(code: str) -> dict[int, OrgResult]:
    found = OrgResult.objects.filter(period__code=code).select_related("unit", "period")
    return {result.unit_id: result for result in found}


def _counting(
    result: OrgResult | None, before: OrgResult | None, year: int, dates: YearDates
) -> OrgResult | None:
    """The year's own class if it came out in time, else that of the year before."""
    if before is None:
        late = result is None or result.published_on > organisation_result_deadline(year, dates)
        return None if late else result
    used = org_predicate_used(
        year,
        result.published_on if result else None,
        OrgPredicate(result.predicate) if result else None,
        OrgPredicate(before.predicate),
        dates,
    )
    return result if used.of_year == year else before
