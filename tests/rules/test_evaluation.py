"""Who evaluates, what is final, which class of the organisation counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import DAYS

from kinerja.rules.authority import Authority
from kinerja.rules.evaluation import (
    Alternative,
    Evaluator,
    Situation,
    UsedOrgPredicate,
    evaluator,
    evaluator_alternative,
    old_appraiser_evaluates,
    org_predicate_used,
    result_is_final,
)
from kinerja.rules.period import Evaluation
from kinerja.rules.position import AgencyKind, PlanOwner
from kinerja.rules.predicate import OrgPredicate


@pytest.mark.parametrize(
    ("situation", "who"),
    [
        ("normal", "appraiser"),
        ("direct_superior_permanently_prevented", "appraiser_superior"),
        ("appraiser_silent_after_window", "appraiser_superior"),
        ("employee_acts_as_plt", "plt_unit_leader"),
        ("employee_plt_ended", "definitive_appraiser"),
        ("employee_moved", "new_appraiser"),
        ("appraiser_moved_inside_window", "old_appraiser"),
        ("appraiser_moved_outside_window", "new_appraiser"),
        ("seconded", "home_appraiser"),
        ("study_leave", "home_appraiser"),
    ],
)
def test_evaluator(situation: str, who: str) -> None:
    assert evaluator(Situation(situation)) is Evaluator(who)


@pytest.mark.parametrize(
    ("evaluation", "situation", "alternative"),
    [
        ("periodic", "normal", "delegate"),
        ("annual", "direct_superior_permanently_prevented", "next_superior"),
        ("periodic", "employee_moved", "reuse_last_result"),
        ("annual", "employee_moved", None),
        ("annual", "seconded", "appointed_official"),
        ("annual", "study_leave", None),
    ],
)
def test_evaluator_alternative(evaluation: str, situation: str, alternative: str | None) -> None:
    found = evaluator_alternative(Evaluation(evaluation), Situation(situation))

    assert found == (None if alternative is None else Alternative(alternative))


def test_the_printed_case_of_the_moved_appraiser() -> None:
    window = date(2022, 9, 15), date(2022, 10, 15)

    assert not old_appraiser_evaluates(*window, moved_on=date(2022, 8, 25))
    assert old_appraiser_evaluates(*window, moved_on=date(2022, 9, 25))


def test_both_ends_of_the_window_count() -> None:
    opens, closes = date(2022, 9, 15), date(2022, 10, 15)
    day = timedelta(days=1)
    moves = (opens - day, opens, closes, closes + day)

    found = [old_appraiser_evaluates(opens, closes, moved_on=one) for one in moves]

    assert found == [False, True, True, False]


def test_a_window_that_closes_first_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot close before"):
        old_appraiser_evaluates(date(2022, 10, 15), date(2022, 9, 15), date(2022, 10, 1))


FINAL_BY_RANK = {
    ("central", "jpt_utama", "coordinating_minister"),
    ("central", "jpt_madya", "agency_leader"),
    ("central", "independent_unit_head", "coordinating_minister"),
    ("central", "independent_unit_head", "minister"),
    ("region", "jpt_madya", "regional_head"),
    ("region", "jpt_pratama", "regional_head"),
    ("region", "independent_unit_head", "regional_head"),
}


@pytest.mark.parametrize("agency", AgencyKind)
@pytest.mark.parametrize("owner", PlanOwner)
@pytest.mark.parametrize("authority", Authority)
def test_final_is_only_what_the_text_lists(
    agency: AgencyKind, owner: PlanOwner, authority: Authority
) -> None:
    silent = authority.value == "appraiser_superior_because_appraiser_silent"
    listed = (agency.value, owner.value, authority.value) in FINAL_BY_RANK

    assert result_is_final(agency, owner, authority) is (silent or listed)


@pytest.mark.parametrize(
    ("published_on", "used"),
    [
        (date(2027, 1, 31), UsedOrgPredicate(OrgPredicate.ISTIMEWA, 2026)),
        (date(2027, 2, 1), UsedOrgPredicate(OrgPredicate.BAIK, 2025)),
        (None, UsedOrgPredicate(OrgPredicate.BAIK, 2025)),
    ],
)
def test_org_predicate_used(published_on: date | None, used: UsedOrgPredicate) -> None:
    found = org_predicate_used(2026, published_on, OrgPredicate.ISTIMEWA, OrgPredicate.BAIK)

    assert found == used


def test_nothing_published_needs_no_predicate_of_the_year() -> None:
    used = org_predicate_used(2026, None, None, OrgPredicate.KURANG)

    assert used == UsedOrgPredicate(OrgPredicate.KURANG, 2025)


def test_a_published_predicate_must_be_given() -> None:
    with pytest.raises(ValueError, match="must be given"):
        org_predicate_used(2026, date(2027, 1, 5), None, OrgPredicate.BAIK)


@given(
    published=DAYS,
    this_year=st.sampled_from(OrgPredicate),
    previous=st.sampled_from(OrgPredicate),
)
def test_late_is_after_january(
    published: date, this_year: OrgPredicate, previous: OrgPredicate
) -> None:
    year = published.year - 1

    used = org_predicate_used(year, published, this_year, previous)

    in_time = published.month == 1
    assert used == UsedOrgPredicate(*(this_year, year) if in_time else (previous, year - 1))
