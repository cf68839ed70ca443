"""People move, leave, get a new appraiser; the plans follow the dated posts (6/2022 p. 65-66)."""

from datetime import date

import pytest
from tests.planning.town import a_person, a_result, a_set_plan, a_town, post_of, seat
from tests.unchanged import everything, refused

from kinerja.people.assignment import assign, end_assignment, end_service, transfer
from kinerja.people.person import set_status
from kinerja.people.position import add_position
from kinerja.people.refusals import InvalidInput
from kinerja.planning.amendment import open_amendment
from kinerja.planning.moves import agree_anew, follow_moves, last_day
from kinerja.planning.plan import Plan, start_plan
from kinerja.planning.plan_check import check_plan
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.work_result import WorkResult, add_result, edit_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.work.plan_item import choices_on, serves

pytestmark = pytest.mark.django_db
MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)


@pytest.fixture
def town():
    return a_town()


def notices(person):
    return list(Notice.objects.filter(person=person).order_by("-pk").values_list("text", "url"))


def test_moved_to_another_post_a_new_plan_is_asked_for(town):
    plan = a_set_plan(town.sari)
    change = open_amendment(plan=plan, change="target", reason="X", by=town.sari, on=MARCH)
    post = add_position(unit=town.health, title="Analis", kind="ja", level="pelaksana", by=None)
    transfer(person=town.sari, position=post, on=MAY, by=None)
    assert last_day(Plan.objects.get(pk=plan.pk), MAY) == date(2026, 5, 3)

    assert follow_moves(on=MAY) == 1

    stored = Plan.objects.get()
    assert (stored.state, stored.ends_on) == ("superseded", date(2026, 5, 3))
    assert not Plan.objects.filter(pk=change.pk).exists()
    assert Event.objects.named("plan.left_post").get().by is None
    assert notices(town.sari)[0] == (
        "SKP 2026 untuk Bidan Terampil berakhir 3 Mei 2026. Susun rencana untuk Analis bersama"
        " atasan yang baru.",
        "/rencana/mulai/2026/",
    )
    new = start_plan(assignment=post_of(town.sari), year=2026, by=town.sari, on=MAY)
    assert (new.starts_on, new.appraiser, new.version) == (MAY, town.rina, 1)
    assert serves(stored.results.get(), town.sari, date(2026, 5, 3))
    assert not serves(stored.results.get(), town.sari, MAY)
    before = everything()
    assert follow_moves(on=MAY) == 0
    assert everything() == before


@pytest.mark.parametrize("status", ["unpaid_leave", "suspended", "pre_retirement_leave"])
def test_who_plans_no_more_has_the_plan_closed_at_the_day(town, status):
    plan = a_set_plan(town.sari)
    set_status(person=town.sari, status=status, since=MARCH, by=None)

    assert follow_moves(on=MAY) == 1

    plan.refresh_from_db()
    assert (plan.state, plan.ends_on) == ("closed", date(2026, 3, 1))
    assert Event.objects.named("plan.closed").get().data["ends_on"] == "2026-03-01"


def test_retired_in_mid_year(town):
    a_set_plan(town.sari)
    end_service(person=town.sari, on=date(2026, 4, 30), by=None, reason="Pensiun")

    assert follow_moves(on=MAY) == 1
    assert Plan.objects.values_list("state", "ends_on").get() == ("closed", date(2026, 4, 30))


@pytest.mark.parametrize("status", ["study_leave", "seconded"])
def test_on_study_leave_the_plan_goes_on(town, status):
    a_set_plan(town.sari)
    set_status(person=town.sari, status=status, since=MARCH, by=None)

    assert follow_moves(on=MAY) == 0
    assert Plan.objects.get().state == "set"


def test_study_expectations_are_added_by_a_change(town):
    plan = a_set_plan(town.sari)
    set_status(person=town.sari, status="study_leave", since=MARCH, by=None)
    new = open_amendment(
        plan=plan, change="study_leave", reason="Mulai kuliah.", by=town.sari, on=MAY
    )

    result = add_result(plan=new, title="IPK 3,5 tercapai", study=True, by=town.sari, on=MAY)

    assert list(new.results.values_list("title", "study")) == [
        ("Ibu hamil terlayani", False),
        (result.title, True),
    ]


def a_new_head(town):
    end_assignment(assignment=post_of(town.budi), on=date(2026, 4, 30), by=None)
    fajar = a_person("Fajar Siddiq", "198211042009031907")
    post = town.budi.assignments.get().position
    assign(person=fajar, position=post, kind="definitive", starts_on=date(2026, 5, 1), by=None)
    return fajar


def test_with_a_new_appraiser_the_plan_is_agreed_anew_and_reports_go_on(town):
    plan = a_set_plan(town.sari)
    fajar = a_new_head(town)

    assert follow_moves(on=MAY) == 1

    plan.refresh_from_db()
    assert (plan.state, plan.anew_with, plan.appraiser) == ("set", fajar, town.budi)
    assert [one.result for one in choices_on(town.sari, MAY)] == [plan.results.get()]
    assert notices(town.sari)[0][0] == (
        "Pejabat penilai Anda kini Fajar Siddiq. SKP 2026 perlu disepakati ulang; laporan tetap"
        " berjalan."
    )
    assert notices(fajar)[0][0] == "SKP 2026 Sari Dewi perlu disepakati ulang dengan Anda."
    assert follow_moves(on=MAY) == 0
    for other in (town.rina, town.tono, town.sari):
        with refused(NotYours):
            agree_anew(plan=plan, by=other, on=MAY)
    agree_anew(plan=plan, by=fajar, on=MAY)
    plan.refresh_from_db()
    assert (plan.appraiser, plan.anew_with) == (fajar, None)
    assert Event.objects.named("plan.agreed_anew").get().data["before"] == town.budi.pk
    with refused(WrongState):
        agree_anew(plan=plan, by=fajar, on=MAY)


def test_who_comes_back_needs_no_new_agreement(town):
    plan = a_set_plan(town.sari)
    Plan.objects.filter(pk=plan.pk).update(anew_with=town.rina)

    assert follow_moves(on=MAY) == 0
    plan.refresh_from_db()
    assert plan.anew_with is None


def test_the_number_of_queries_does_not_grow_with_plans_that_stay(
    town, django_assert_max_num_queries
):
    a_set_plan(town.sari)
    for number in range(8):
        person = a_person(f"Pegawai {number}", f"1990041220150329{30 + number}")
        seat(person, town.centre, f"Perawat {number}", "jf", "terampil")
        a_set_plan(person)

    with django_assert_max_num_queries(14):
        follow_moves(on=MAY)


# --- Plt


def as_plt(town):
    unit_post = add_position(
        unit=town.health, title="Kepala Seksi", kind="ja", level="pengawas", by=None
    )
    assert unit_post
    return assign(
        person=town.budi,
        position=post_of(town.rina).position,
        kind="plh",
        starts_on=date(2026, 1, 5),
        by=None,
    )


def test_a_task_as_plt_or_plh_is_a_main_result(town):
    task = as_plt(town)
    plan = start_plan(assignment=post_of(town.budi), year=2026, by=town.budi, on=date(2026, 1, 12))
    with refused(InvalidInput, "selalu menjadi hasil kerja utama"):
        add_result(
            plan=plan,
            title="Dinas terpimpin",
            kind="additional",
            task=task,
            by=town.budi,
            on=date(2026, 1, 12),
        )
    a_result(plan, "Dinas terpimpin", task=task)
    result = WorkResult.objects.get()
    assert (result.kind, result.task) == ("main", task)
    with refused(InvalidInput):
        edit_result(
            result=result,
            title="Dinas terpimpin",
            kind="additional",
            parent=None,
            goal=None,
            quality="",
            assigned_by="",
            by=town.budi,
            on=date(2026, 1, 12),
        )
    assert check_plan(plan, appraiser=town.rina, on=date(2026, 1, 12)).errors == []


def test_somebody_elses_task_is_no_result_of_mine(town):
    task = as_plt(town)
    plan = start_plan(assignment=post_of(town.sari), year=2026, by=town.sari, on=date(2026, 1, 12))
    with refused(InvalidInput, "Anda sendiri"):
        add_result(plan=plan, title="X", task=task, by=town.sari, on=date(2026, 1, 12))
