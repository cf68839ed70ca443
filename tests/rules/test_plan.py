"""Who plans, who sets, with whom one talks."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.strategies import DAYS

from kinerja.rules.plan import (
    Cascading,
    CascadingWay,
    DialoguePartner,
    DutyStatus,
    plan_dialogue_partner,
    plan_setters,
    planning_applies,
)
from kinerja.rules.position import AgencyKind, PlanOwner
from kinerja.rules.year import PERMENPANRB_6_2022_DATES


@pytest.mark.parametrize(
    ("agency", "owner", "setters"),
    [
        ("region", "jpt_madya", ["regional_head"]),
        ("region", "jpt_pratama", ["regional_head"]),
        ("region", "independent_unit_head", ["regional_head", "coordinating_device_head"]),
        ("region", "ja_jf", ["direct_superior", "delegate"]),
        ("central", "jpt_utama", ["coordinating_minister"]),
        ("central", "jpt_madya", ["agency_leader"]),
        ("central", "jpt_pratama", ["jpt_madya"]),
        ("central", "independent_unit_head", ["minister", "coordinating_jpt"]),
        ("central", "ja_jf", ["direct_superior", "delegate"]),
    ],
)
def test_plan_setters(agency: str, owner: str, setters: list[str]) -> None:
    found = plan_setters(AgencyKind(agency), PlanOwner(owner))

    assert [one.value for one in found] == setters


def test_a_region_has_no_jpt_utama() -> None:
    with pytest.raises(ValueError, match="Instansi Daerah has no JPT Utama"):
        plan_setters(AgencyKind.REGION, PlanOwner.JPT_UTAMA)


def test_who_has_no_plan() -> None:
    assert [one.value for one in DutyStatus if not planning_applies(one)] == [
        "state_official",
        "non_structural_body",
        "suspended",
        "unpaid_leave",
        "pre_retirement",
    ]


@pytest.mark.parametrize(
    ("on", "has_set", "partner"),
    [
        (date(2026, 1, 31), False, "appraiser"),
        (date(2026, 2, 1), False, "appraiser_superior"),
        (date(2026, 2, 1), True, "appraiser"),
        (date(2026, 12, 31), False, "appraiser_superior"),
        (date(2027, 1, 1), False, "appraiser"),
    ],
)
def test_plan_dialogue_partner(on: date, has_set: bool, partner: str) -> None:
    assert plan_dialogue_partner(on, has_set) is DialoguePartner(partner)


@given(on=DAYS, month=st.integers(1, 12))
def test_the_partner_changes_on_the_day_that_the_rule_set_names(on: date, month: int) -> None:
    dates = replace(PERMENPANRB_6_2022_DATES, plan_set_by=(month, 15))

    partner = plan_dialogue_partner(on, False, dates)

    assert (partner is DialoguePartner.APPRAISER) == ((on.month, on.day) <= (month, 15))


def test_ways_of_cascading() -> None:
    direct = [way.value for way in CascadingWay if way.cascading is Cascading.DIRECT]

    assert direct == ["aspect", "area", "quantity"]
