"""Early warning: the four causes, each with its words; and what the worker keeps of them."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import a_member, an_admin, an_agency
from tests.work.make import NOW, TODAY, a_centre, a_report, a_set_plan, days_ago

from kinerja.people.leave import NewLeave, note_leaves
from kinerja.people.refusals import NotAllowed
from kinerja.records.event import Event
from kinerja.work.factor import end_factor, raise_factor
from kinerja.work.refusals import WrongLimits
from kinerja.work.report import Report
from kinerja.work.standing import Standing, UnitStanding, Warned, judge_all, standing_under
from kinerja.work.warning import set_limits, the_limits, warnings_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    """Monday 12 October 2026; the last three working days are 7, 8 and 9 October."""
    an_agency()
    with time_machine.travel(NOW, tick=False):
        yield a_centre()


def words(person, on=TODAY):
    """All but the target that Sari's plan is behind of from the first day of these tests."""
    return [one.words for one in warnings_of([person], on)[person.pk] if one.cause != "behind"]


def test_silent_for_three_working_days(centre):
    a_report(centre.sari, done_on=date(2026, 10, 7))
    a_report(centre.tono, done_on=date(2026, 10, 6))

    assert words(centre.sari) == []
    assert words(centre.tono) == ["Tidak ada laporan sejak 6 Oktober 2026"]
    assert words(centre.budi) == ["Tidak ada laporan selama dua bulan ini"]


def test_leave_and_days_off_are_no_silence(centre):
    a_report(centre.tono, done_on=date(2026, 10, 6))
    note_leaves(leaves=[NewLeave(centre.tono, "sick", days_ago(4), days_ago(3))], by=None, on=TODAY)

    assert words(centre.tono) == []  # 7 October was the only working day since
    assert words(centre.sari, date(2026, 10, 11)) == []  # a Sunday


def test_unverified_for_longer_than_three_working_days(centre):
    late = a_report(centre.sari, done_on=date(2026, 10, 6))
    a_report(centre.sari)
    Report.objects.filter(pk=late.pk).update(filed_at="2026-10-06T10:00:00+07:00")

    assert words(centre.sari) == ["Laporan menunggu diperiksa sejak 6 Oktober 2026"]
    Report.objects.filter(pk=late.pk).update(filed_at="2026-10-07T10:00:00+07:00")
    assert words(centre.sari) == []


def test_behind_what_is_due_by_the_accepted_reports(centre):
    """100 a year: 75 are due at the end of September; 60 were accepted."""
    a_report(centre.sari, result=centre.checks, quantity=Decimal(60), done_on=days_ago(30))
    a_report(centre.sari, result=centre.checks, quantity=Decimal(40))
    Report.objects.filter(quantity=60).update(state="noted")

    (behind,) = warnings_of([centre.sari], TODAY)[centre.sari.pk]
    assert behind.words == "Ibu hamil diperiksa: 60 dari 75 pemeriksaan yang seharusnya tercapai"
    Report.objects.update(state="noted")
    assert warnings_of([centre.sari], TODAY)[centre.sari.pk] == []


def test_blocked_until_it_is_solved(centre):
    a_report(centre.sari)
    given = {"by": centre.sari, "at": NOW}
    factor = raise_factor(result=centre.checks, kind="hinders", text="Vaksin habis", **given)
    raise_factor(result=centre.checks, kind="helps", text="Kader rajin", **given)
    assert "Terhambat: Vaksin habis" in words(centre.sari)

    end_factor(factor=factor, state="solved", text="Datang", **given)
    assert "Terhambat: Vaksin habis" not in words(centre.sari)


def test_the_limits_are_a_setting(centre):
    a_report(centre.sari, done_on=date(2026, 10, 6))
    admin = an_admin()
    set_limits(silent_days=5, unverified_days=4, by=admin)
    assert words(centre.sari) == []
    for days, by, refusal in (
        (0, admin, WrongLimits),
        (31, admin, WrongLimits),
        (5, centre.budi, NotAllowed),
    ):
        with pytest.raises(refusal):
            set_limits(silent_days=days, unverified_days=2, by=by)
    assert (the_limits().silent_days, the_limits().unverified_days) == (5, 4)
    assert Event.objects.filter(name="warning_limits.set").count() == 1


def test_forty_people_take_no_more_queries_than_one(centre):
    counts = []
    for number in (1, 39):
        people = [a_member(f"Pegawai {n}", centre.centre) for n in range(number)]
        for person in people:
            a_report(person, done_on=days_ago(9))
        with CaptureQueriesContext(connection) as queries:
            warnings_of([centre.sari, *people], TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_worker_keeps_the_same_and_counts_the_units(centre, django_assert_num_queries):
    a_report(centre.sari)
    a_set_plan(centre.tono)

    assert judge_all(TODAY, NOW) == 5
    assert judge_all(TODAY, NOW) == 5
    kept = {(one.person, one.words) for one in Warned.objects.select_related("person")}
    people = [centre.rina, centre.budi, centre.sari, centre.tono, centre.dewi]
    judged = warnings_of(people, TODAY)
    assert kept == {(one, told.words) for one in people for told in judged[one.pk]}
    assert UnitStanding.objects.get(unit=centre.centre).people == 3
    with django_assert_num_queries(2):
        standing = standing_under([centre.health])
    assert standing == {
        centre.health.pk: Standing(people=4, planned=2, warned=4, behind=1, silent=3, at=NOW)
    }


def test_who_leaves_takes_the_warnings_along(centre):
    judge_all(TODAY, NOW)
    centre.tono.status, centre.tono.status_since = "left", TODAY
    centre.tono.save()
    judge_all(TODAY, NOW)
    assert not Warned.objects.filter(person=centre.tono).exists()
