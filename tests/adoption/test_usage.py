"""How far units use the system: counted fairly, kept by week, summed over the tree."""

from collections import Counter
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.adoption.test_announcement import City
from tests.people.make import a_member, a_unit, an_account
from tests.work.make import NOW, TODAY, a_centre, a_report, a_set_plan, days_ago

from kinerja.adoption.usage import (
    UnitUsage,
    Usage,
    _last_days,
    _reporters,
    _reporting,
    keep_usage,
    newest_week,
    quiet_people,
    usage_of_each,
    usage_under,
    weeks_under,
)
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.people.calendar import working_calendar
from kinerja.people.leave import Leave
from kinerja.people.person import Person
from kinerja.people.shift import Shift
from kinerja.people.tenure import Assignment
from kinerja.people.unit_pattern import UnitPattern
from kinerja.rules.adoption import Stage, first_gap, gained, lack, whole_percent
from kinerja.work.report import Report
from kinerja.work.verification import answer_report

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 12)


def test_what_is_missing_is_the_mean_over_the_stages_that_count() -> None:
    assert lack({Stage.SIGNED_IN: (10, 10), Stage.PLANNED: (5, 10)}) == 250
    assert lack({Stage.EVALUATED: (0, 0)}) == 0
    assert first_gap({Stage.PLANNED: (7, 10), Stage.SIGNED_IN: (8, 10)}) == Stage.PLANNED
    assert (whole_percent(2, 3), whole_percent(4, 5)) == (None, 80)
    assert (gained((1, 5), (4, 5)), gained((0, 4), (5, 5))) == (60, None)
    with pytest.raises(ValueError, match="between nothing and the whole"):
        lack({Stage.SIGNED_IN: (3, 2)})


def test_a_unit_is_counted_by_what_happened() -> None:
    centre = a_centre()  # Budi leads Sari and Tono; Sari has a plan
    an_account(centre.tono, last_login=NOW - timedelta(days=3))
    an_account(centre.budi, last_login=NOW - timedelta(days=40))
    report = a_report(centre.sari, at=NOW - timedelta(days=1), done_on=days_ago(3))
    late = a_report(centre.tono, at=NOW - timedelta(days=9), done_on=days_ago(10))
    answer_report(report=report, verdict="accept", by=centre.budi, at=NOW)
    Report.objects.filter(pk=late.pk).update(unchecked_at=NOW, state="noted")

    keep_usage(on=TODAY)

    row = UnitUsage.objects.get(unit=centre.centre)
    assert row.week == MONDAY
    # Budi answered a report today: he was there, whatever his last sign-in says.
    assert (row.people, row.ever, row.recent, row.planned) == (3, 3, 3, 1)
    assert (row.expected, row.reported) == (3, 2)
    assert (row.due, row.checked) == (2, 1)
    assert row.usage.gap == Stage.PLANNED
    assert list(quiet_people(centre.centre, TODAY)) == []
    assert list(quiet_people(centre.health, TODAY)) == [centre.rina]


def test_units_that_are_stuck_come_before_those_that_lack_little() -> None:
    centre = a_centre()
    none = dict.fromkeys(("expected", "reported", "due", "checked", "reviews", "signed"), 0)
    full = none | {"counted_on": MONDAY, "week": MONDAY}
    for unit, people, recent, missing in (
        (centre.centre, 10, 8, 100),  # exactly enough: not stuck
        (centre.health, 4, 3, 125),  # 75 per cent
        (a_unit("Dinas Lain"), 10, 10, 0),
    ):
        said = full | {"people": people, "planned": people, "ever": people, "recent": recent}
        UnitUsage.objects.create(unit=unit, lack=missing, **said)

    ranked = UnitUsage.objects.by_need().order_by("-stuck", "-weight")
    assert [(row.unit, row.stuck, row.usage.gap) for row in ranked] == [
        (centre.health, True, Stage.SIGNED_IN),
        (centre.centre, False, None),
    ]


def test_who_was_on_leave_is_not_expected_to_have_reported() -> None:
    centre = a_centre()
    Leave.objects.create(
        person=centre.tono, kind="annual", starts_on=days_ago(30), ends_on=days_ago(0)
    )
    # On leave for all but two of the last working days: too few to expect anything.
    Leave.objects.create(
        person=centre.sari, kind="annual", starts_on=days_ago(30), ends_on=days_ago(5)
    )
    keep_usage(on=TODAY)

    row = UnitUsage.objects.get(unit=centre.centre)
    assert (row.expected, row.reported) == (1, 0)  # Budi


def test_who_has_left_is_not_counted_and_the_week_is_replaced() -> None:
    centre = a_centre()
    keep_usage(on=TODAY)
    Person.objects.filter(pk=centre.tono.pk).update(status="left", status_since=TODAY)
    keep_usage(on=TODAY + timedelta(days=1))

    row = UnitUsage.objects.get(unit=centre.centre)
    assert (row.people, row.counted_on) == (2, date(2026, 10, 13))


def test_the_tree_is_summed_and_the_weeks_stand_in_order() -> None:
    centre = a_centre()
    a_set_plan(centre.tono)
    keep_usage(on=TODAY - timedelta(days=7))
    keep_usage(on=TODAY)

    assert newest_week(TODAY) == MONDAY
    whole = usage_under(centre.health, MONDAY)
    assert (whole.people, whole.planned) == (4, 2)
    each = dict(usage_of_each([centre.health, centre.centre], MONDAY))
    assert each[centre.health] == whole
    assert each[centre.centre].people == 3
    weeks = weeks_under(centre.health, TODAY)
    assert [week.starts_on for week in weeks] == [date(2026, 10, 5), MONDAY]
    assert weeks[1].usage == whole
    assert usage_under(centre.health, date(2020, 1, 6)) == Usage()


def test_evaluations_count_only_when_their_window_is_about_to_close() -> None:
    centre = a_centre()
    period = open_period(
        code="2026-Q3", opens_on=date(2026, 10, 1), closes_on=date(2026, 10, 30), by=None
    )
    open_reviews(period=period, by=None, on=TODAY)
    keep_usage(on=TODAY)  # 12 October: eighteen days are left
    early = UnitUsage.objects.get(unit=centre.centre)
    keep_usage(on=TODAY + timedelta(days=5))
    late = UnitUsage.objects.get(unit=centre.centre)

    assert (early.reviews, early.signed) == (0, 0)
    assert (late.reviews, late.signed) == (1, 0)


def test_pages_read_a_constant_number_of_rows_however_many_people() -> None:
    city, counts = City(), []
    for number in (2, 50):
        for n in range(number):
            a_member(f"Pegawai {n}", city.pauh)
        keep_usage(on=TODAY)
        with CaptureQueriesContext(connection) as queries:
            usage_of_each([city.pauh, city.kuranji], MONDAY)
            usage_under(city.dinas, MONDAY)
        counts.append(len(queries))
    assert counts == [3, 3] or counts == [2, 2]


def test_days_of_the_unit_and_days_of_ones_own_are_counted_as_each_calendar_says() -> None:
    """Leave, shifts, a unit with its own week, a new post, one who rests: person by person it comes
    out the same."""
    centre = a_centre()
    night = a_unit("IGD", centre.centre, level="service")
    UnitPattern.objects.create(unit=night, pattern="six", starts_on=days_ago(300))
    people = [a_member(f"Pegawai {n}", (centre.centre, night)[n % 2]) for n in range(12)]
    for person in people[::3]:
        a_report(person, key=uuid4())
    Leave.objects.create(
        person=people[2], kind="annual", starts_on=days_ago(30), ends_on=days_ago(1)
    )
    Leave.objects.create(
        person=people[3], kind="annual", starts_on=days_ago(3), ends_on=days_ago(2)
    )
    Shift.objects.create(
        person=people[5], day=days_ago(2), name="Malam", starts_at=time(20), ends_at=time(7)
    )
    Person.objects.filter(pk=people[6].pk).update(
        status=Person.Status.STUDY_LEAVE, status_since=days_ago(5)
    )
    Assignment.objects.filter(person=people[7]).update(starts_on=days_ago(4))

    found = _reporting(TODAY)

    told: dict[int, Counter[str]] = {}
    standing = Person.objects.present(TODAY).filter(kind__in=["pns", "pppk"])
    for person in standing.filter(pk__in=_reporters()):
        seat = Assignment.objects.main().on(TODAY).get(person=person).position.unit_id
        days = _last_days(working_calendar([person], days_ago(21), TODAY)[person.pk], TODAY)
        if len(days) >= 3:
            done = Report.objects.standing().filter(person=person, done_on__in=days).exists()
            told.setdefault(seat, Counter()).update(expected=1, reported=int(done))
    assert {unit: +one for unit, one in found.items() if +one} == {
        unit: +one for unit, one in told.items()
    }
    # All but the one on long leave and the one who studies.
    assert sum(one["expected"] for one in told.values()) == 15
