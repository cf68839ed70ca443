"""The gap of a person and of a unit; what nobody assessed is named and never counted as zero."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.development.make import TODAY, Service, a_level, a_service
from tests.people.make import a_member, a_person

from kinerja.development.assessment import SelfView
from kinerja.development.gap import gap_of, gaps_of
from kinerja.development.method import choose_method
from kinerja.development.standard import CompetencyStandard
from kinerja.development.unit_gap import KeptGap, gap_of_unit, keep_gap
from kinerja.rules.competency import FitCategory
from kinerja.rules.rounding import round_half_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return a_service()


def test_the_gap_of_a_person_is_found_minus_required(service: Service):
    a_level(service.sari, "KJS", 2)
    a_level(service.sari, "KOM", 4)
    talk = gap_of(service.sari, TODAY).items[1].competency
    SelfView.objects.create(person=service.sari, competency=talk, level=3, said_on=TODAY)
    gap = gap_of(service.sari, TODAY)
    assert [(one.competency.code, one.gap, one.self_level) for one in gap.items] == [
        ("KJS", -1, None),
        ("KOM", 2, 3),
    ]
    assert [one.competency.code for one in gap.below] == ["KJS"]
    # min(2,3) + min(4,2) = 4 of 5: a surplus in one does not fill another
    assert (gap.jpm, gap.category) == (Decimal(80), FitCategory.CUKUP_OPTIMAL)


def test_what_nobody_assessed_is_named_and_left_out(service: Service):
    a_level(service.sari, "KJS", 3)
    gap = gap_of(service.sari, TODAY)
    assert [one.competency.code for one in gap.unassessed] == ["KOM"]
    assert (gap.jpm, gap.category) == (Decimal(100), FitCategory.OPTIMAL)
    empty = gap_of(service.tono, TODAY)
    assert (empty.jpm, empty.category, len(empty.unassessed)) == (None, None, 2)


def test_without_a_post_nothing_is_asked_for(service: Service):
    gap = gap_of(a_person("Tanpa Jabatan"), TODAY)
    assert (gap.position, gap.items, gap.jpm) == (None, (), None)


def test_the_category_follows_the_scheme_of_the_agency(service: Service):
    a_level(service.sari, "KJS", 2)
    a_level(service.sari, "KOM", 2)
    choose_method(fit_scheme="kkp", by=None, on=TODAY)
    assert gap_of(service.sari, TODAY).category is FitCategory.BAIK  # 80 of 100, other posts


def test_the_gap_of_a_unit_counts_people_and_missing_levels(service: Service):
    a_level(service.sari, "KJS", 1)
    a_level(service.sari, "KOM", 2)
    a_level(service.tono, "KJS", 3)
    a_level(service.tono, "KJS", 5, withdrawn_on=TODAY, assessed_on=date(2026, 4, 1))
    found = gap_of_unit(service.top, TODAY)
    # Rina and Budi lead: nothing is asked of administrators here
    assert (found.people, found.with_standard, found.assessed) == (4, 2, 2)
    rows = [
        (one.competency.code, one.people, one.assessed, one.below, one.missing_levels)
        for one in found.competencies
    ]
    assert rows == [("KJS", 2, 2, 1, 2), ("KOM", 2, 1, 0, 0)]
    # Sari 3 of 5, Tono 3 of 3
    assert (found.mean_jpm, found.categories) == (
        Decimal(80),
        ((FitCategory.OPTIMAL, 1), (FitCategory.KURANG_OPTIMAL, 1)),
    )
    assert [one.competency.code for one in found.below] == ["KJS"]


def test_the_unit_and_its_people_agree(service: Service):
    """The set-based count and the count by person are two roads to the same figures."""
    others = [a_member(f"Pegawai {n}", service.unit) for n in range(6)]
    for at, person in enumerate(others):
        a_level(person, "KJS", at % 5)
        if at % 2:
            a_level(person, "KOM", at % 4, valid_until=date(2026, 12, 31))
    a_level(others[0], "KOM", 0, valid_until=date(2026, 9, 30))  # expired
    gaps = gaps_of([service.sari, service.tono, *others], TODAY).values()
    found = gap_of_unit(service.unit, TODAY)
    for one in found.competencies:
        items = [item for gap in gaps for item in gap.items if item.competency == one.competency]
        assert one.people == len(items)
        assert one.assessed == sum(item.gap is not None for item in items)
        assert one.below == sum(item.is_below for item in items)
        assert one.missing_levels == sum(item.missing_levels for item in items)
    known = [gap.jpm for gap in gaps if gap.jpm is not None]
    assert found.mean_jpm is not None
    assert round_half_up(found.mean_jpm, 4) == round_half_up(sum(known) / len(known), 4)


def test_neither_people_nor_levels_make_more_queries(service: Service):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            gaps_of([*people], TODAY)
            gap_of_unit(service.unit, TODAY)
        return len(seen)

    people = [service.sari]
    a_level(service.sari, "KJS", 2)
    few = queries()
    for n in range(5):
        people.append(a_member(f"Pegawai {n}", service.unit))
        a_level(people[-1], "KJS", 1)
        a_level(people[-1], "KOM", 1)
    assert queries() == few


def test_a_large_unit_is_read_as_it_was_kept_a_small_one_anew(
    service: Service, monkeypatch: pytest.MonkeyPatch
):
    a_level(service.sari, "KJS", 2)
    kept = keep_gap(service.unit, TODAY)
    assert kept == gap_of_unit(service.unit, TODAY)
    a_level(service.tono, "KJS", 1)
    later = TODAY + timedelta(days=1)

    small = gap_of_unit(service.unit, later)
    monkeypatch.setattr("kinerja.development.unit_gap.MOST_LIVE", kept.people - 1)
    large, forgotten = (gap_of_unit(service.unit, later + timedelta(days=n)) for n in (0, 7))

    assert (small.on, small.assessed) == (later, kept.assessed + 1)
    assert large == kept
    assert (forgotten.on, forgotten.assessed) == (TODAY + timedelta(days=8), small.assessed)
    keep_gap(service.unit, later)
    assert gap_of_unit(service.unit, later) == small
    assert KeptGap.objects.count() == 1


def test_a_standard_of_the_title_goes_before_that_of_the_level_in_a_unit(service: Service):
    a_level(service.sari, "KJS", 2)
    before = gap_of_unit(service.unit, TODAY)
    post = gap_of(service.sari, TODAY).position
    line = CompetencyStandard.objects.get(title_key="", level=post.level, competency__code="KJS")
    CompetencyStandard.objects.create(
        title=post.title,
        title_key=post.title.lower(),
        level="",
        required=line.required + 1,
        source="Ukur",
        starts_on=TODAY,
        competency=line.competency,
    )
    people = [gap.person for gap in gaps_of([service.sari, service.tono], TODAY).values()]

    found = gap_of_unit(service.unit, TODAY)

    same = [one for one in people if gap_of(one, TODAY).position.title == post.title]
    assert gap_of(service.sari, TODAY).below[0].missing_levels == line.required + 1 - 2
    one = next(row for row in found.competencies if row.competency == line.competency)
    known = next(row for row in before.competencies if row.competency == line.competency)
    assert one.missing_levels == known.missing_levels + 1
    assert (one.people, one.assessed, bool(same)) == (known.people, known.assessed, True)
