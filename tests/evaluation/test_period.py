"""Periods: what a code stands for, when its evaluation is open."""

from datetime import date

import pytest
from tests.people.make import a_person, an_admin, an_agency
from tests.unchanged import refused

from kinerja.evaluation.period import Period, open_period, period_named, span_of
from kinerja.evaluation.refusals import UnknownPeriod, WrongCycle, WrongDates
from kinerja.people.refusals import NotAllowed
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "kind", "label", "first", "last"),
    [
        ("2026", "year", "Tahun 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-S1", "semester", "Semester I 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-S2", "semester", "Semester II 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q1", "quarter", "Triwulan I 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", "quarter", "Triwulan IV 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-M02", "month", "Februari 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-M12", "month", "Desember 2026", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_code_names_its_days(code: str, kind: str, label: str, first: date, last: date):
    span = span_of(code)

    assert (span.kind, span.label, span.first, span.last) == (kind, label, first, last)


@pytest.mark.parametrize(
    "code",
    ["", "26", "2026-", "2026-S0", "2026-S3", "2026-Q0", "2026-Q5", "2026-M0", "2026-M13",
     "2026-M7", "2026-Q03", "2026-q3", "0000", "9999", " 2026", "2026\n", "٢٠٢٦"],
)  # fmt: skip
def test_other_codes_are_unknown(code: str):
    with pytest.raises(UnknownPeriod, match="tidak dikenal"):
        span_of(code)


def test_a_quarter_is_open_around_its_end():
    an_agency()
    admin = an_admin()

    period = open_period(code="2026-Q3", by=admin)

    assert (period.opens_on, period.closes_on) == (date(2026, 9, 15), date(2026, 10, 15))
    assert [period.is_open(day) for day in _around(period)] == [False, True, True, False]
    assert period.is_legal
    event = Event.objects.get()
    assert (event.name, event.by, event.about_id) == ("period.opened", admin, period.pk)
    assert event.data == {"code": "2026-Q3", "opens_on": "2026-09-15", "closes_on": "2026-10-15"}


def _around(period: Period) -> list[date]:
    return [date(2026, 9, 14), period.opens_on, period.closes_on, date(2026, 10, 16)]


def test_a_year_has_the_window_of_the_regulation():
    an_agency()

    period = open_period(code="2026", by=None)

    assert (period.opens_on, period.closes_on) == (date(2026, 12, 31), date(2027, 1, 31))
    assert period.is_annual


def test_a_semester_is_a_round_of_the_agency_and_no_legal_result():
    an_agency()

    period = open_period(code="2026-S2", by=None)

    assert period.get_kind_display() == "Semester (putaran instansi)"
    assert not period.is_legal


def test_opening_again_changes_nothing():
    an_agency()
    first = open_period(code="2026-Q3", by=None)

    again = open_period(
        code="2026-Q3", by=None, opens_on=date(2026, 9, 1), closes_on=date(2026, 11, 1)
    )

    assert (again.pk, again.opens_on) == (first.pk, date(2026, 9, 15))
    assert Event.objects.count() == 1


def test_the_agency_may_set_the_window():
    an_agency()

    period = open_period(
        code="2026-Q3", by=None, opens_on=date(2026, 9, 20), closes_on=date(2026, 9, 30)
    )

    assert (period.opens_on, period.closes_on) == (date(2026, 9, 20), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("opens_on", "closes_on"),
    [
        (date(2026, 6, 30), date(2026, 10, 15)),  # before the period begins
        (date(2026, 9, 15), date(2026, 9, 29)),  # closed before the period ends
        (date(2026, 10, 16), date(2026, 10, 15)),  # closed before it opens
    ],
)
def test_a_window_that_does_not_fit_is_refused(opens_on: date, closes_on: date):
    an_agency()

    with refused(WrongDates, match="Periksa kedua tanggalnya"):
        open_period(code="2026-Q3", by=None, opens_on=opens_on, closes_on=closes_on)


def test_only_the_personnel_admin_opens():
    an_agency()
    somebody = a_person()

    with refused(NotAllowed):
        open_period(code="2026-Q3", by=somebody)


def test_a_month_is_not_a_period_of_an_agency_that_evaluates_by_quarter():
    an_agency()

    with refused(WrongCycle, match="per triwulan"):
        open_period(code="2026-M07", by=None)


def test_an_agency_may_evaluate_by_month():
    an_agency(cycle="month")

    assert open_period(code="2026-M07", by=None).label == "Juli 2026"
    with refused(WrongCycle, match="per bulan"):
        open_period(code="2026-Q3", by=None)


@pytest.mark.parametrize("code", ["2020", "2020-Q1", "2021-S2"])
def test_a_period_before_the_rules_is_unknown(code: str):
    an_agency()

    with refused(UnknownPeriod, match="7 Februari 2022"):
        open_period(code=code, by=None)


def test_a_period_is_found_by_its_code():
    an_agency()
    period = open_period(code="2026-Q3", by=None)

    assert period_named("2026-Q3") == period
    with pytest.raises(UnknownPeriod, match=r"Periode 2026-S2 \(Semester II 2026\) belum dibuka"):
        period_named("2026-S2")
    with pytest.raises(UnknownPeriod, match="tidak dikenal"):
        period_named("bulan ini")


def test_open_on_finds_the_periods_of_the_day():
    an_agency()
    third, year = open_period(code="2026-Q3", by=None), open_period(code="2026", by=None)

    assert list(Period.objects.open_on(date(2026, 10, 1))) == [third]
    assert list(Period.objects.open_on(date(2027, 1, 31))) == [year]
    assert not Period.objects.open_on(date(2026, 11, 1)).exists()
