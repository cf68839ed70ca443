"""Figures of complaints: what counts when, for whom, and what is left out."""

from datetime import date
from decimal import Decimal

import pytest
from tests.needs.test_complaint import MONDAY, City, at, days

from kinerja.needs.complaint.clock import Stage
from kinerja.needs.complaint.complaint import Complaint
from kinerja.needs.complaint.fair import person_share, unit_share
from kinerja.needs.complaint.figures import (
    by_leader,
    by_unit,
    complaint_figures,
    measured,
    published_complaints,
    trend,
)
from kinerja.needs.complaint.finding import finding_from_category
from kinerja.needs.complaint.handling import hand_over_complaint, reject_complaint
from kinerja.needs.complaint.setting import set_complaint_rules
from kinerja.needs.finding import Finding
from kinerja.people.assignment import Assignment

pytestmark = pytest.mark.django_db
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
LAST = date(2026, 10, 31)


@pytest.fixture
def city() -> City:
    """Three normative complaints of Monday, due on Monday after: one answered on Tuesday, one on
    the Tuesday after, one never; a fourth was refused."""
    town = City()
    answered, late, _ = (town.forwarded(hour=hour) for hour in (9, 10, 11))
    town.answer(answered, days(1))
    town.answer(late, days(8))
    refused = town.received(hour=12, unit=town.pauh)
    reject_complaint(
        complaint=refused, reason="Provinsi.", by=town.susi, at=at(MONDAY, 13), on=MONDAY
    )
    return town


def test_what_never_ended_counts_as_late_from_the_day_after_its_limit(city: City) -> None:
    before = complaint_figures(city.pauh, MONDAY, days(7), on=days(7)).stage(Stage.RESOLVE)
    after = complaint_figures(city.pauh, *OCTOBER, on=LAST).stage(Stage.RESOLVE)

    assert (before.cases, before.in_time, before.unfinished) == (1, 1, 0)
    assert (after.cases, after.in_time, after.unfinished) == (3, 1, 1)
    assert after.share == Decimal("33.3")


def test_median_and_ninetieth_are_working_hours_of_those_that_ended(city: City) -> None:
    found = complaint_figures(city.pauh, *OCTOBER, on=LAST)
    resolve = found.stage(Stage.RESOLVE)

    # 8.5 hours; and 5 + 4 + 6 days of 7.5 less: Monday 10.00 to Tuesday after 10.00 is 45 hours
    assert (resolve.timed, resolve.median, resolve.ninetieth) == (
        2,
        Decimal("26.8"),
        Decimal("41.4"),
    )
    assert found.left_out == (("Tidak dapat ditindaklanjuti", 1),)
    assert found.received == 4
    assert [one.stage for one in found.stages] == ["respond", "resolve"]  # the desk verifies


def test_an_indicator_is_fed_with_value_cases_and_page(city: City) -> None:
    share = measured(city.pauh, "resolve_share", *OCTOBER, on=LAST)
    hours = measured(city.pauh, "resolve_hours", *OCTOBER, on=date(2026, 10, 20))

    assert share is not None
    assert hours is not None
    assert (share.value, share.cases, share.period_end) == (Decimal("33.3"), 3, LAST)
    assert (hours.cases, hours.period_end) == (2, date(2026, 10, 20))
    assert share.page == f"/pengaduan/angka/?unit={city.pauh.pk}&dari=2026-10-01&sampai=2026-10-31"
    assert measured(city.kuranji, "resolve_share", *OCTOBER, on=LAST) is None


def test_a_complaint_handed_over_counts_for_the_unit_that_holds_it(city: City) -> None:
    complaint = city.forwarded(hour=13)
    hand_over_complaint(
        complaint=complaint,
        unit=city.kuranji,
        reason="Wilayah.",
        by=city.susi,
        at=at(days(1)),
        on=days(1),
    )

    lines = by_unit([city.pauh, city.kuranji], Stage.RESOLVE, *OCTOBER)

    assert [(one.unit, one.cases, one.in_time) for one in lines] == [
        (city.kuranji, 1, 0),
        (city.pauh, 3, 1),
    ]


def test_each_leader_is_told_with_what_was_decided_meanwhile(city: City) -> None:
    Assignment.objects.filter(person=city.budi).update(ends_on=days(7))

    led = by_leader(city.pauh, Stage.RESOLVE, *OCTOBER, on=LAST)

    assert [(one.name, one.first, one.last, one.figures.cases) for one in led] == [
        ("Budi", date(2026, 10, 1), days(7), 1)
    ]


def test_the_trend_has_every_month(city: City) -> None:
    months = trend(city.pauh, Stage.RESOLVE, LAST, months=3)

    assert [(one.first, one.cases, one.share) for one in months] == [
        (date(2026, 8, 1), 0, None),
        (date(2026, 9, 1), 0, None),
        (date(2026, 10, 1), 3, Decimal("33.3")),
    ]


def test_a_person_with_few_cases_gets_no_share_with_enough_it_stands_beside_the_agency(
    city: City,
) -> None:
    few = person_share(city.sari, *OCTOBER, on=LAST)
    for hour in (14, 15):
        city.forwarded(hour=hour)
    set_complaint_rules(by=city.susi, on=MONDAY, minimum_cases=5)
    alone = person_share(city.sari, *OCTOBER, on=LAST)
    city.forwarded(hour=16, unit=city.kuranji, handler=city.lina)
    enough = person_share(city.sari, *OCTOBER, on=LAST)

    assert (few.comparison, few.cases, few.minimum, few.share) == ("too_few", 3, 10, None)
    assert (enough.cases, enough.good, enough.share, enough.expected) == (
        5,
        1,
        Decimal("20.0"),
        Decimal("16.7"),
    )
    assert unit_share(city.pauh, *OCTOBER, on=LAST) == enough
    assert person_share(city.lina, *OCTOBER, on=LAST).cases == 1
    assert person_share(city.tono, *OCTOBER, on=LAST).cases == 0
    # who has all such cases of the agency is not set beside himself, nor is the highest unit
    top = unit_share(city.dinas, *OCTOBER, on=LAST)
    assert [(one.comparison, one.expected) for one in (alone, top)] == [("alone", None)] * 2
    assert (alone.share, top.share) == (Decimal("20.0"), Decimal("16.7"))


def test_one_tap_makes_one_finding_of_a_category(city: City) -> None:
    said = {"category": city.queue, "unit": city.pauh, "by": city.budi, "on": LAST}
    first, again = (
        finding_from_category(first=OCTOBER[0], last=OCTOBER[1], **said)  # type: ignore[arg-type]
        for _ in range(2)
    )

    assert first == again
    proof = Finding.objects.get().evidence.get()
    assert proof.said == (
        "3 pengaduan “Waktu pelayanan” diterima 1 Oktober 2026 sampai 31 Oktober 2026; 2 dari 3"
        " yang sudah jatuh tempo terlambat."
    )
    assert (proof.value, proof.cases, proof.unit_of_measure) == (Decimal(3), 3, "pengaduan")


def test_the_public_numbers_tell_no_small_cell(city: City) -> None:
    small = published_complaints(*OCTOBER, smallest=5)
    large = published_complaints(*OCTOBER, smallest=1)

    assert small is not None
    assert large is not None
    assert (small.received, small.answered, small.in_time_share) == (None, None, None)
    assert (large.received, large.answered, large.in_time_share) == (3, 2, Decimal("33.3"))
    Complaint.objects.all().update(received_at=at(date(2025, 1, 2)))
    assert published_complaints(*OCTOBER, smallest=1) is None
