"""The role-result matrix: cells, guests with consent, volunteers, and the way into a plan."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.planning.town import (
    JANUARY,
    YEAR,
    Town,
    a_draft,
    a_person,
    a_result,
    a_set_plan,
    a_town,
    seat,
)
from tests.unchanged import refused

from kinerja.people.assignment import Assignment, assign
from kinerja.people.position import Position
from kinerja.people.refusals import InvalidInput
from kinerja.planning.amendment import open_amendment
from kinerja.planning.dialogue import set_plan, submit_plan
from kinerja.planning.indicator import add_indicator, remove_indicator
from kinerja.planning.matrix import MatrixRole, RoleMatrix, start_matrix, write_cell
from kinerja.planning.matrix_grid import grid_of, matrices_for
from kinerja.planning.matrix_guest import MatrixGuest, answer_guest, invite, invite_team
from kinerja.planning.matrix_role import answer_role, take_role, take_roles, volunteer
from kinerja.planning.refusals import (
    AlreadyRecorded,
    IncompletePlan,
    NoAppraiser,
    NotYours,
    ResultInUse,
    UnknownParent,
    WrongState,
)
from kinerja.planning.work_result import WorkResult, remove_result
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db
REFERRAL = "Rujukan cepat dan tepat"


@pytest.fixture
def town() -> Town:
    return a_town()


@pytest.fixture
def matrix(town: Town) -> RoleMatrix:
    """Budi's, with one indicator of a plan that Rina set."""
    a_set_plan(town.budi)
    return start_matrix(year=YEAR, by=town.budi, on=JANUARY)


def column(matrix: RoleMatrix):
    return grid_of(matrix, matrix.leader, JANUARY).columns[0]


def write(matrix, person, *titles, **more):
    write_cell(
        matrix=matrix,
        person=person,
        indicator=column(matrix),
        titles=titles,
        by=more.pop("by", matrix.leader),
        on=JANUARY,
        **more,
    )


def cell_of(matrix, person) -> list[tuple[str, str, str]]:
    roles = matrix.roles.filter(person=person)
    return [(role.title, role.mode, role.state) for role in roles]


def test_one_matrix_for_each_leader_and_year(town, matrix):
    assert start_matrix(year=YEAR, by=town.budi, on=JANUARY) == matrix
    assert Event.objects.about(matrix).named("matrix.started").count() == 1
    with refused(NotYours, "pimpinan unit atau ketua tim"):
        start_matrix(year=YEAR, by=town.sari, on=JANUARY)


def test_rows_are_the_leaders_people_and_columns_the_leaders_indicators(town, matrix):
    grid = grid_of(matrix, matrix.leader, JANUARY)

    assert [row.person for row in grid.rows] == [town.sari, town.tono]
    assert [row.post for row in grid.rows] == ["Bidan Terampil", "Pengadministrasi"]
    assert [one.text for one in grid.columns] == ["Cakupan pelayanan"]


def test_a_cell_holds_several_results(town, matrix):
    write(matrix, town.sari, REFERRAL, "  Catatan ibu hamil  lengkap ", REFERRAL)

    assert cell_of(matrix, town.sari) == [
        (REFERRAL, "appointed", "agreed"),
        ("Catatan ibu hamil lengkap", "appointed", "agreed"),
    ]
    event = Event.objects.about(matrix).named("matrix.cell_written").get()
    assert (event.by, event.person) == (town.budi, town.sari)
    assert event.data["after"] == [REFERRAL, "Catatan ibu hamil lengkap"]
    assert REFERRAL in Notice.objects.filter(person=town.sari).latest("pk").text


def test_writing_again_keeps_what_stays_and_drops_what_is_gone(town, matrix):
    write(matrix, town.sari, REFERRAL, "Lain")
    first = matrix.roles.get(title=REFERRAL)
    write(matrix, town.sari, REFERRAL, before=[REFERRAL, "Lain"])

    assert matrix.roles.get() == first
    write(matrix, town.sari, REFERRAL)  # nothing changes: no event
    assert Event.objects.named("matrix.cell_written").count() == 2


def test_no_role_is_said_in_words_and_excludes_results(town, matrix):
    write(matrix, town.tono, no_role=True)
    assert [role.no_role for role in matrix.roles.all()] == [True]
    with refused(InvalidInput, "Pilih salah satu"):
        write(matrix, town.tono, REFERRAL, no_role=True)
    write(matrix, town.tono, REFERRAL)
    assert cell_of(matrix, town.tono) == [(REFERRAL, "appointed", "agreed")]


def test_only_the_leader_writes_and_only_for_rows_and_columns_of_the_matrix(town, matrix):
    with refused(NotYours):
        write(matrix, town.sari, REFERRAL, by=town.rina)
    with refused(NotYours, "Undang dulu"):
        write(matrix, town.wati, REFERRAL)
    foreign = a_result(a_draft(town.sari)).indicators.get()
    with refused(UnknownParent):
        write_cell(
            matrix=matrix,
            person=town.sari,
            indicator=foreign,
            titles=["x"],
            by=town.budi,
            on=JANUARY,
        )


def test_who_saw_an_older_cell_overwrites_nothing(town, matrix):
    write(matrix, town.sari, REFERRAL)
    with refused(ChangedMeanwhile):
        write(matrix, town.sari, "Lain", before=[])


# --- People of other units


def test_a_guest_needs_the_consent_of_the_own_appraiser(town, matrix):
    guest = invite(matrix=matrix, person=town.wati, by=town.budi, on=JANUARY)
    write(matrix, town.wati, "Formasi bidan terpenuhi")
    assert cell_of(matrix, town.wati) == [("Formasi bidan terpenuhi", "appointed", "waiting")]
    assert "Wati Lestari" in Notice.objects.get(person=town.mayor).text
    for person in (town.wati, town.budi, town.rina):
        with refused(NotYours):
            answer_guest(guest=guest, agree=True, by=person, on=JANUARY)

    answer_guest(guest=guest, agree=True, by=town.mayor, on=JANUARY)

    assert cell_of(matrix, town.wati) == [("Formasi bidan terpenuhi", "appointed", "agreed")]
    assert "Formasi bidan" in Notice.objects.get(person=town.wati).text
    with refused(WrongState):
        answer_guest(guest=guest, agree=True, by=town.mayor, on=JANUARY)


def test_a_no_carries_its_reason_and_takes_the_roles_along(town, matrix):
    guest = invite(matrix=matrix, person=town.wati, by=town.budi, on=JANUARY)
    write(matrix, town.wati, "Formasi bidan terpenuhi")
    with refused(IncompletePlan, "alasan"):
        answer_guest(guest=guest, agree=False, by=town.mayor, on=JANUARY)

    answer_guest(guest=guest, agree=False, reason="Beban penuh", by=town.mayor, on=JANUARY)

    assert cell_of(matrix, town.wati) == [("Formasi bidan terpenuhi", "appointed", "declined")]
    assert "Beban penuh" in Notice.objects.filter(person=town.budi).latest("pk").text
    with refused(NotYours):
        write(matrix, town.wati, "Lagi")
    again = invite(matrix=matrix, person=town.wati, by=town.budi, on=JANUARY)
    assert (again.pk, again.state, again.reason) == (guest.pk, "asked", "")


def test_who_cannot_be_invited(town, matrix):
    with refused(AlreadyRecorded):
        invite(matrix=matrix, person=town.sari, by=town.budi, on=JANUARY)
    with refused(AlreadyRecorded):
        invite(matrix=matrix, person=town.budi, by=town.budi, on=JANUARY)
    with refused(NoAppraiser):
        invite(matrix=matrix, person=town.mayor, by=town.budi, on=JANUARY)
    with refused(NotYours):
        invite(matrix=matrix, person=town.wati, by=town.rina, on=JANUARY)
    invite(matrix=matrix, person=town.wati, by=town.budi, on=JANUARY)
    with refused(AlreadyRecorded):
        invite(matrix=matrix, person=town.wati, by=town.budi, on=JANUARY)


def test_a_team_lead_has_the_second_level(town):
    """Sari leads a team in which Tono works; Budi, who appraises Tono, agrees."""
    post = Position.objects.get(title="Bidan Terampil")
    for person, kind in ((town.sari, "team_lead"), (town.tono, "team_member")):
        assign(person=person, position=post, kind=kind, starts_on=JANUARY, by=None)
    a_set_plan(town.sari, "Pelayanan persalinan cepat")

    matrix = start_matrix(year=YEAR, by=town.sari, on=JANUARY)
    asked = invite_team(matrix=matrix, by=town.sari, on=JANUARY)

    assert [(guest.person, guest.state) for guest in asked] == [(town.tono, "asked")]
    assert invite_team(matrix=matrix, by=town.sari, on=JANUARY) == []
    answer_guest(guest=asked[0], agree=True, by=town.budi, on=JANUARY)
    write(matrix, town.tono, "Data persalinan lengkap")
    a_draft(town.tono)
    result = take_role(role=matrix.roles.get(), by=town.tono, on=JANUARY)
    assert (result.parent, result.assigned_by) == (None, "Bidan Terampil")
    grid = grid_of(matrix, matrix.leader, JANUARY)
    assert grid.columns[0].result.title == "Pelayanan persalinan cepat"
    assert [(row.person, row.guest.state) for row in grid.rows] == [(town.tono, "agreed")]


# --- Volunteering


def ask(matrix, person, title=REFERRAL, **more) -> MatrixRole:
    return volunteer(
        matrix=matrix, indicator=column(matrix), title=title, by=person, on=JANUARY, **more
    )


def test_volunteering_is_answered_by_the_appraiser(town, matrix):
    write(matrix, None, REFERRAL)
    write(matrix, town.sari, no_role=True)
    offer = matrix.roles.get(person=None)
    role = ask(matrix, town.sari, offer=offer)
    assert (role.mode, role.state) == ("volunteered", "waiting")
    for person in (town.sari, town.tono, town.rina):
        with refused(NotYours):
            answer_role(role=role, agree=True, by=person, on=JANUARY)
    with refused(AlreadyRecorded):
        ask(matrix, town.sari)
    assert list(MatrixRole.objects.to_answer(town.budi, JANUARY)) == [role]

    answer_role(role=role, agree=True, by=town.budi, on=JANUARY)

    assert cell_of(matrix, town.sari) == [(REFERRAL, "volunteered", "agreed")]
    assert not matrix.roles.filter(person=None).exists()  # the offer is taken
    assert not MatrixRole.objects.to_answer(town.budi, JANUARY).exists()
    assert "disepakati" in Notice.objects.filter(person=town.sari).latest("pk").text


def test_a_volunteer_who_is_declined_reads_why_and_may_ask_again(town, matrix):
    role = ask(matrix, town.sari)
    with refused(IncompletePlan):
        answer_role(role=role, agree=False, by=town.budi, on=JANUARY)
    answer_role(role=role, agree=False, reason="Sudah penuh", by=town.budi, on=JANUARY)

    assert (role.state, role.reason) == ("declined", "Sudah penuh")
    assert Event.objects.about(role).named("role.declined").get().reason == "Sudah penuh"
    assert ask(matrix, town.sari).pk != role.pk


def test_a_guest_who_volunteers_is_answered_by_both(town, matrix):
    guest = invite(matrix=matrix, person=town.wati, by=town.budi, on=JANUARY)
    answer_guest(guest=guest, agree=True, by=town.mayor, on=JANUARY)
    role = ask(matrix, town.wati)

    answer_role(role=role, agree=True, by=town.budi, on=JANUARY)
    assert role.state == "waiting"
    assert list(MatrixRole.objects.to_answer(town.mayor, JANUARY)) == [role]
    answer_role(role=role, agree=True, by=town.mayor, on=JANUARY)
    assert role.state == "agreed"


def test_who_has_no_row_cannot_volunteer(town, matrix):
    with refused(NotYours):
        ask(matrix, town.wati)
    with refused(InvalidInput):
        ask(matrix, town.sari, title="  ")
    assert matrices_for(town.sari, YEAR, JANUARY) == [matrix]
    assert matrices_for(town.wati, YEAR, JANUARY) == []


# --- Into the plan


def test_a_role_becomes_a_result_under_the_leaders_once_only(town, matrix):
    write(matrix, town.sari, REFERRAL)
    role = matrix.roles.get()
    plan = a_draft(town.sari)

    first = take_role(role=role, by=town.sari, on=JANUARY)
    again = take_role(role=role, by=town.sari, on=JANUARY)

    assert first == again == plan.results.get()
    assert (first.title, first.parent) == (REFERRAL, column(matrix).result)
    assert list(first.roles.all()) == [role]
    assert Event.objects.about(role).named("role.taken").count() == 1
    with refused(ResultInUse, "sudah menjadi hasil kerja"):
        write(matrix, town.sari)
    remove_result(result=first, by=town.sari)
    role.refresh_from_db()
    assert role.result is None  # it may be taken anew


def test_one_result_serves_two_indicators_of_the_same_result(town):
    plan = a_draft(town.budi)
    result = a_result(plan)
    add_indicator(result=result, text="Waktu tanggap", target_text="cepat", by=town.budi)
    matrix = start_matrix(year=YEAR, by=town.budi, on=JANUARY)
    for one in grid_of(matrix, matrix.leader, JANUARY).columns:
        write_cell(
            matrix=matrix,
            person=town.sari,
            indicator=one,
            titles=[REFERRAL],
            by=town.budi,
            on=JANUARY,
        )
    a_draft(town.sari)
    taken = take_roles(by=town.sari, year=YEAR, on=JANUARY)

    assert len(taken) == 2
    assert len(set(taken)) == 1
    assert WorkResult.objects.filter(plan__person=town.sari).count() == 1


def test_a_plan_that_is_not_open_says_what_the_role_waits_for(town, matrix):
    write(matrix, town.sari, REFERRAL)
    role = matrix.roles.get()
    with refused(WrongState, "Susun dulu rencana"):
        take_role(role=role, by=town.sari, on=JANUARY)
    plan = a_draft(town.sari)
    a_result(plan)
    submit_plan(plan=plan, by=town.sari, on=JANUARY)
    with refused(WrongState, "Tarik kembali"):
        take_role(role=role, by=town.sari, on=JANUARY)
    set_plan(plan=plan, by=town.budi, on=JANUARY)
    with refused(WrongState, "menunggu perubahan rencana"):
        take_role(role=role, by=town.sari, on=JANUARY)


def test_only_the_owner_takes_a_role_and_only_an_agreed_one(town, matrix):
    a_draft(town.sari)
    role = ask(matrix, town.sari)
    with refused(WrongState, "disepakati"):
        take_role(role=role, by=town.sari, on=JANUARY)
    answer_role(role=role, agree=True, by=town.budi, on=JANUARY)
    with refused(NotYours):
        take_role(role=role, by=town.budi, on=JANUARY)


def test_a_column_in_use_stays_in_the_leaders_plan(town):
    plan = a_draft(town.budi)
    result = a_result(plan)
    matrix = start_matrix(year=YEAR, by=town.budi, on=JANUARY)
    write(matrix, town.sari, REFERRAL)
    with refused(ResultInUse, "matriks peran"):
        remove_result(result=result, by=town.budi)
    with refused(ResultInUse, "matriks peran"):
        remove_indicator(indicator=result.indicators.get(), by=town.budi)


def test_who_sees_what(town, matrix):
    write(matrix, town.sari, REFERRAL)
    guest = invite(matrix=matrix, person=town.wati, by=town.budi, on=JANUARY)
    role = matrix.roles.get()
    seeing = {town.budi: True, town.rina: True, town.mayor: True, town.sari: False}
    for person, sees in seeing.items():
        assert RoleMatrix.objects.visible_to(person).exists() is sees
    for person in (town.sari, town.budi):
        assert list(MatrixRole.objects.visible_to(person, JANUARY)) == [role]
    assert not MatrixRole.objects.visible_to(town.tono, JANUARY).exists()
    for person in (town.wati, town.budi, town.mayor):
        assert list(MatrixGuest.objects.visible_to(person, JANUARY)) == [guest]
    assert not MatrixGuest.objects.visible_to(town.tono, JANUARY).exists()


def test_the_grid_costs_the_same_for_two_and_for_fourteen(town, matrix):
    with CaptureQueriesContext(connection) as few:
        grid_of(matrix, matrix.leader, JANUARY)
    for number in range(12):
        person = a_person(f"Pegawai {number:02}", f"1990041220150329{number + 10:02}")
        seat(person, town.centre, f"Perawat {number}", "jf", "terampil")
        if number % 2:
            write(matrix, person, f"Hasil {number}")
    with CaptureQueriesContext(connection) as many:
        grid = grid_of(matrix, matrix.leader, JANUARY)
    assert len(grid.rows) == 14
    assert len(many) == len(few)
    assert Assignment.objects.count() > 12


def test_a_draft_of_the_leader_is_nobody_elses(town):
    a_result(a_draft(town.budi))
    matrix = start_matrix(year=YEAR, by=town.budi, on=JANUARY)
    assert len(grid_of(matrix, town.budi, JANUARY).columns) == 1
    assert grid_of(matrix, town.rina, JANUARY).columns == []


def test_roles_follow_to_the_new_version_of_either_plan(town, matrix):
    """The leader's columns and the results of the staff are continued by an amendment."""
    write(matrix, town.sari, REFERRAL)
    role = matrix.roles.get()
    a_draft(town.sari)
    taken = take_role(role=role, by=town.sari, on=JANUARY)
    add_indicator(result=taken, text="Rujukan", target_min=Decimal(90), by=town.sari)
    submit_plan(plan=taken.plan, by=town.sari, on=JANUARY)
    set_plan(plan=taken.plan, by=town.budi, on=JANUARY)
    later = date(2026, 2, 2)
    for plan, leader in ((taken.plan, town.budi), (column(matrix).result.plan, town.rina)):
        new = open_amendment(
            plan=plan, change="assignment", reason="Arah baru", by=plan.person, on=later
        )
        submit_plan(plan=new, by=plan.person, on=later)
        set_plan(plan=new, by=leader, on=later)

    role.refresh_from_db()
    assert (role.result.plan.version, role.result.continues) == (2, taken)
    assert role.indicator.result.plan.version == 2
    assert [one.pk for one in grid_of(matrix, town.budi, later).columns] == [role.indicator_id]


def test_a_role_is_taken_into_an_open_change(town, matrix):
    write(matrix, town.sari, REFERRAL)
    plan = a_set_plan(town.sari)
    change = open_amendment(
        plan=plan, change="assignment", reason="Peran baru", by=town.sari, on=date(2026, 2, 2)
    )
    result = take_role(role=matrix.roles.get(), by=town.sari, on=date(2026, 2, 2))
    assert result.plan == change
