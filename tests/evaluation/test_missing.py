"""Who has no signed result, and why."""

from datetime import date

import pytest
from tests.evaluation.make import IN_WINDOW, Quarter, a_quarter, rated, signed
from tests.people.make import START, a_head, a_member, a_person, a_position, a_unit, an_assignment
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.missing import Cause, Missing, count_missing, missing_for, missing_in
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.review import Review
from kinerja.people.person import Person
from kinerja.planning.plan import Plan

pytestmark = pytest.mark.django_db


def _causes(quarter: Quarter) -> dict[str, str]:
    return {one.person: one.cause.value for one in missing_in(quarter.period)}


def test_each_cause_is_found():
    quarter = a_quarter()
    centre, budi = quarter.town.centre, quarter.town.budi
    for name, state in (("Umi", "draft"), ("Vina", "submitted"), ("Wira", "set")):
        a_result(a_set_plan(a_member(name, centre), state=state, appraiser=budi), 1, "Arsip")
    yuni = a_member("Yuni", a_unit("Dinas Sosial"))
    a_result(a_set_plan(yuni), 1, "Bantuan tersalur")
    Plan.objects.filter(person__name="Wira").update(state=Plan.State.DRAFT)
    open_reviews(period=quarter.period, on=IN_WINDOW, by=quarter.wati)
    Plan.objects.filter(person__name="Wira").update(state=Plan.State.SET)
    zaki = a_member("Zaki", centre)
    a_result(a_set_plan(zaki, state="closed"), 1, "Arsip")
    signed(quarter.sari)
    rated(quarter.tono)

    assert _causes(quarter) == {
        "Budi": "no_plan",
        "Dewi": "no_plan",
        "Rina": "no_plan",
        "Umi": "plan_not_submitted",
        "Vina": "plan_not_set",
        "Wira": "not_opened",
        "Zaki": "not_opened",
        "Yuni": "no_appraiser",
        "Tono": "not_signed",
    }


def test_what_is_not_rated_is_named():
    quarter = a_quarter()

    causes = _causes(quarter)

    assert (causes["Sari"], causes["Tono"]) == ("not_rated", "not_rated")


def test_they_come_by_cause_unit_and_name_and_without_a_nip():
    quarter = a_quarter()

    assert missing_in(quarter.period) == [
        Missing("Rina", "Dinas Kesehatan", Cause.NO_PLAN),
        Missing("Dewi", "Dinas Perhubungan", Cause.NO_PLAN),
        Missing("Budi", "Puskesmas Pauh", Cause.NO_PLAN),
        Missing("Sari", "Puskesmas Pauh", Cause.NOT_RATED),
        Missing("Tono", "Puskesmas Pauh", Cause.NOT_RATED),
    ]


def test_counts_and_the_first_of_a_cause():
    quarter = a_quarter()

    assert count_missing(quarter.period) == {Cause.NO_PLAN: 3, Cause.NOT_RATED: 2}
    assert missing_for(quarter.period, Cause.NOT_RATED, 1) == [
        Missing("Sari", "Puskesmas Pauh", Cause.NOT_RATED)
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Person.Kind.OFFICIAL},
        {"kind": Person.Kind.OTHER},
        {"status": Person.Status.SUSPENDED, "status_since": START},
        {"status": Person.Status.UNPAID_LEAVE, "status_since": START},
        {"status": Person.Status.PRE_RETIREMENT, "status_since": START},
        {"status": Person.Status.LEFT, "status_since": date(2026, 9, 30)},
    ],
)
def test_who_needs_no_plan_is_not_missing(fields: dict[str, object]):
    quarter = a_quarter()
    an_assignment(a_person("Nia", **fields), a_position(quarter.town.centre))

    assert "Nia" not in _causes(quarter)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Person.Status.STUDY_LEAVE, "status_since": START},
        {"status": Person.Status.SECONDED, "status_since": START},
        {"status": Person.Status.LEFT, "status_since": date(2026, 10, 1)},
        {"kind": Person.Kind.PPPK},
    ],
)
def test_who_needed_one_in_the_period_is_missing(fields: dict[str, object]):
    quarter = a_quarter()
    an_assignment(a_person("Nia", **fields), a_position(quarter.town.centre))

    assert _causes(quarter)["Nia"] == "no_plan"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2026, 9, 30), None, True),
        (date(2026, 10, 1), None, False),
        (START, date(2026, 9, 29), False),
        (START, date(2026, 9, 30), True),
    ],
)
def test_the_post_on_the_last_day_counts(starts_on: date, ends_on: date | None, expected: bool):
    quarter = a_quarter()
    a_member("Nia", quarter.town.centre, starts_on=starts_on, ends_on=ends_on)

    assert ("Nia" in _causes(quarter)) is expected


def test_one_signed_result_beside_an_open_one_is_not_finished():
    quarter = a_quarter()
    signed(quarter.sari)
    sari, centre = quarter.town.sari, quarter.town.centre
    other_post = an_assignment(sari, a_position(centre, "Analis"), kind="team_member")
    plan = a_set_plan(quarter.town.sari, assignment=other_post)
    a_result(plan, 1, "Tugas baru")
    open_reviews(period=quarter.period, on=IN_WINDOW, by=quarter.wati)

    assert Review.objects.filter(person=quarter.town.sari).count() == 2
    assert _causes(quarter)["Sari"] == "not_rated"


def test_one_query_whatever_the_number(django_assert_num_queries):
    quarter = a_quarter()
    a_head("Eko", a_unit("Dinas Sosial"))
    for number in range(5):
        a_member(f"Pegawai {number}", quarter.town.centre)

    with django_assert_num_queries(1):
        assert len(missing_in(quarter.period)) == 11
    with django_assert_num_queries(1):
        count_missing(quarter.period)
