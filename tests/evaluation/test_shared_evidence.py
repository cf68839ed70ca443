"""Three heads of departments, one festival, three evaluations: the parts are the whole."""

from datetime import date
from decimal import Decimal

import pytest
from tests.planning.sharing.festival import Festival, a_festival, agreed, measured
from tests.planning.town import JANUARY, post_of

from kinerja.evaluation.evidence import evidence_of
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import open_period
from kinerja.evaluation.review import Review
from kinerja.people.agency import found_agency
from kinerja.people.person import Person
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.indicator import add_indicator
from kinerja.planning.plan import start_plan
from kinerja.planning.work_result import add_result
from kinerja.web.evaluation.shown import results_shown

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 20)  # the window of the second quarter is open


def a_town() -> Festival:
    """All three heads carry the festival in their plans."""
    found_agency(name="Kota Contoh")
    town = a_festival()
    for head in town.heads:
        plan = start_plan(assignment=post_of(head), year=2026, by=head, on=JANUARY)
        result = add_result(plan=plan, title="Festival berhasil", by=head, on=JANUARY)
        add_indicator(
            result=result,
            text="Wisatawan festival",
            target_min=Decimal(12_000),
            unit_of_measure="orang",
            perspective="budget",
            key_indicator=town.visitors,
            by=head,
        )
        submit_plan(plan=plan, by=head, on=JANUARY)
        set_plan(plan=plan, by=town.mayor, on=JANUARY)
    return town


def shown(town: Festival, head: Person):
    review = Review.objects.get(person=head)
    return results_shown(evidence_of(review)["results"], town.mayor)[0].indicators[0].shared


def opened() -> None:
    period = open_period(code="2026-Q2", by=None)
    open_reviews(period=period, on=max(period.opens_on, JUNE), by=None)


def test_three_evaluations_show_whole_share_and_own_part():
    town = a_town()
    agreement = agreed(town)
    measured(town, "12001", date(2026, 5, 31))
    opened()

    told = {head.name: shown(town, head) for head in town.heads}

    assert [(one.whole, one.share, one.part) for one in told.values()] == [
        (Decimal(12_001), Decimal(50), Decimal("6000.5")),
        (Decimal(12_001), Decimal(30), Decimal("3600.3")),
        (Decimal(12_001), Decimal(20), Decimal("2400.2")),
    ]
    assert sum(one.part for one in told.values()) == 12_001
    tia = told["Tia Rahayu"]
    assert (tia.version, tia.since, tia.agreed_on) == (1, agreement.starts_on, agreement.agreed_on)
    assert list(tia.parts) == [
        ("Dinas Pariwisata", Decimal(50), Decimal("6000.50")),
        ("Dinas Perdagangan", Decimal(30), Decimal("3600.30")),
        ("Dinas Kebudayaan", Decimal(20), Decimal("2400.20")),
    ]


def test_a_value_counts_by_the_agreement_of_its_day():
    town = a_town()
    agreed(town)
    agreed(
        town,
        *("40", "40", "20"),
        on=date(2026, 5, 1),
        starts_on=date(2026, 6, 1),
        answer_by=date(2026, 5, 15),
    )
    measured(town, "10000", date(2026, 5, 31))
    opened()

    assert [shown(town, head).part for head in town.heads] == [5_000, 3_000, 2_000]
    measured(town, "11000", date(2026, 6, 10))
    assert [shown(town, head).part for head in town.heads] == [4_400, 4_400, 2_200]
    assert shown(town, town.dani).version == 2


def test_nothing_is_told_where_nothing_is_agreed_or_measured():
    town = a_town()
    measured(town, "10000", date(2026, 5, 31))
    opened()
    assert [shown(town, head) for head in town.heads] == [None, None, None]
