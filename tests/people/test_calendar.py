"""The working calendar: patterns handed down the tree, shifts, leave, holidays."""

from datetime import date, time

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.people.make import a_member, a_person, a_role, a_unit, an_admin, an_agency

from kinerja.people.agency import Holiday
from kinerja.people.calendar import DayState, agency_calendar, working_calendar
from kinerja.people.leave import (
    Leave,
    NewLeave,
    end_leave,
    note_leave,
    note_leaves,
    withdraw_leave,
)
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed, OverlappingLeave, WrongDates
from kinerja.people.shift import NewShift, Shift, note_shifts, remove_shifts
from kinerja.people.unit import Unit
from kinerja.people.unit_pattern import UnitPattern, set_unit_pattern
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db

ON = date(2026, 10, 1)
FRIDAY, SATURDAY, SUNDAY = date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 11)
MONDAY = date(2026, 10, 12)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
PAGI, SIANG, MALAM = time(7), time(14), time(21)


@pytest.fixture(autouse=True)
def agency() -> None:
    an_agency()


@pytest.fixture
def top() -> Unit:
    return a_unit("Kota Uji")


@pytest.fixture
def admin() -> Person:
    return an_admin()


def state(person: Person, day: date) -> tuple[str, str]:
    found = working_calendar([person], FIRST, LAST)[person.pk].on(day)
    return found.state.value, found.reason


def test_without_a_pattern_the_agency_decides(top: Unit) -> None:
    sari = a_member("Sari", top)
    Holiday.objects.create(date=MONDAY, name="Hari Jadi Kota", kind=Holiday.Kind.LOCAL)

    assert state(sari, FRIDAY) == ("works", "Hari kerja")
    assert state(sari, SATURDAY) == ("off", "Sabtu")
    assert state(sari, MONDAY) == ("off", "Hari Jadi Kota")


def test_a_pattern_is_handed_down_until_a_unit_has_its_own(top: Unit, admin: Person) -> None:
    schools = a_unit("Dinas Pendidikan", top)
    school = a_unit("SDN 1", schools)
    office = a_unit("Sekretariat", schools)
    teacher, clerk = a_member("Guru", school), a_member("Staf", office)
    set_unit_pattern(unit=schools, pattern="six", by=admin, on=ON)
    set_unit_pattern(unit=office, pattern="five", by=admin, on=ON)

    assert state(teacher, SATURDAY) == ("works", "Hari kerja")
    assert state(teacher, SUNDAY) == ("off", "Minggu")
    assert state(clerk, SATURDAY) == ("off", "Sabtu")


def test_a_pattern_holds_from_its_day_and_can_be_given_back(top: Unit, admin: Person) -> None:
    sari = a_member("Sari", top)
    set_unit_pattern(unit=top, pattern="six", by=admin, on=ON)
    set_unit_pattern(unit=top, pattern="", by=admin, on=date(2026, 10, 17))

    assert state(sari, SATURDAY)[0] == "works"
    assert state(sari, date(2026, 10, 17)) == ("off", "Sabtu")
    assert Event.objects.named("unit.pattern_set").count() == 2


def test_the_same_pattern_again_changes_nothing(top: Unit, admin: Person) -> None:
    first = set_unit_pattern(unit=top, pattern="six", by=admin, on=ON)
    again = set_unit_pattern(unit=top, pattern="six", by=admin, on=MONDAY)

    assert first == again
    assert Event.objects.named("unit.pattern_set").count() == 1
    set_unit_pattern(unit=top, pattern="roster", by=admin, on=ON)  # on the same day: replaced
    assert list(UnitPattern.objects.values_list("pattern", "starts_on")) == [("roster", ON)]


def test_a_pattern_before_a_later_one_is_refused(top: Unit, admin: Person) -> None:
    set_unit_pattern(unit=top, pattern="six", by=admin, on=MONDAY)

    with pytest.raises(WrongDates):
        set_unit_pattern(unit=top, pattern="five", by=admin, on=ON)
    with pytest.raises(InvalidInput):
        set_unit_pattern(unit=top, pattern="weekly", by=admin, on=MONDAY)
    assert UnitPattern.objects.count() == 1


def test_a_roster_says_which_days_are_free(top: Unit, admin: Person) -> None:
    ward = a_unit("Puskesmas Pauh", top)
    sari, tono = a_member("Sari", ward), a_member("Tono", ward)
    set_unit_pattern(unit=ward, pattern="roster", by=admin, on=ON)
    note_shifts(
        shifts=[
            NewShift(sari, SUNDAY, MALAM, PAGI, "Malam"),
            NewShift(sari, SATURDAY, PAGI, SIANG, "Pagi"),
        ],
        by=admin,
        on=ON,
    )

    assert state(sari, SUNDAY) == ("shift", "Malam 21.00–07.00")
    assert state(sari, FRIDAY) == ("off", "Bebas jaga")
    assert state(tono, FRIDAY) == ("works", "Hari kerja")  # no roster of Tono is known
    days = working_calendar([sari], FIRST, LAST)[sari.pk]
    assert days.on(SUNDAY).crosses_midnight
    assert not days.on(SATURDAY).crosses_midnight


def test_a_shift_on_a_holiday_is_work_and_leave_comes_first(top: Unit, admin: Person) -> None:
    sari = a_member("Sari", top)
    Holiday.objects.create(date=MONDAY, name="Hari Jadi Kota", kind=Holiday.Kind.LOCAL)
    note_shifts(shifts=[NewShift(sari, MONDAY, PAGI, SIANG)], by=admin, on=ON)

    assert state(sari, MONDAY) == ("shift", "Jaga 07.00–14.00")
    assert state(sari, FRIDAY)[0] == "works"  # one shift makes no roster of an office
    note_leave(leave=NewLeave(sari, "sick", MONDAY, MONDAY), by=admin, on=ON)
    assert state(sari, MONDAY) == ("leave", "Cuti sakit")


def test_the_leader_reads_no_kind_of_leave(top: Unit, admin: Person) -> None:
    sari = a_member("Sari", top)
    note_leave(leave=NewLeave(sari, "sick", MONDAY, MONDAY), by=admin, on=ON)
    days = working_calendar([sari], FIRST, LAST)[sari.pk]

    assert days.on(MONDAY).absence == "Cuti"
    assert days.on(SATURDAY).absence == "Sabtu"
    assert days.on(FRIDAY).absence == ""


def test_whoever_studies_does_not_work(top: Unit) -> None:
    sari = a_member("Sari", top)
    sari.status, sari.status_since = Person.Status.STUDY_LEAVE, MONDAY

    assert state(sari, FRIDAY)[0] == "works"
    assert state(sari, MONDAY) == ("away", "Tugas belajar")


def test_after_a_move_the_new_unit_decides(top: Unit, admin: Person) -> None:
    school = a_unit("SDN 1", top)
    set_unit_pattern(unit=school, pattern="six", by=admin, on=ON)
    sari = a_member("Sari", school, ends_on=date(2026, 10, 14))

    assert state(sari, SATURDAY)[0] == "works"
    assert state(sari, date(2026, 10, 17)) == ("off", "Sabtu")  # no post: the agency


def test_the_number_of_queries_does_not_grow(
    top: Unit, admin: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [a_member(f"Orang {n}", a_unit(f"Unit {n}", top)) for n in range(40)]
    note_leaves(leaves=[NewLeave(one, "annual", FRIDAY, MONDAY) for one in people], by=admin, on=ON)

    for some in (people[:1], people):
        with django_assert_num_queries(2):
            calendars = working_calendar(some, FIRST, LAST)
        assert all(not calendars[one.pk].works(FRIDAY) for one in some)


def test_the_calendar_of_the_agency(top: Unit) -> None:
    Holiday.objects.create(date=MONDAY, name="Hari Jadi Kota", kind=Holiday.Kind.LOCAL)
    days = agency_calendar(an_agency(), FIRST, LAST)

    assert [days.works(day) for day in (FRIDAY, SATURDAY, MONDAY)] == [True, False, False]


# --- Leave


def test_leave_is_noted_told_shortened_and_withdrawn(top: Unit, admin: Person) -> None:
    sari = a_member("Sari", top)
    leave = note_leave(leave=NewLeave(sari, "annual", FRIDAY, LAST, "800/12"), by=admin, on=ON)
    end_leave(leave=leave, on=MONDAY, by=admin, today=ON)

    assert state(sari, MONDAY) == ("leave", "Cuti tahunan")
    assert state(sari, date(2026, 10, 13))[0] == "works"
    withdraw_leave(leave=leave, by=admin, today=ON, reason="Salah orang")
    assert state(sari, MONDAY)[0] == "works"
    names = list(Event.objects.filter(person=sari).order_by("pk").values_list("name", flat=True))
    assert names == ["leave.noted", "leave.shortened", "leave.withdrawn"]
    assert Notice.objects.filter(person=sari).count() == 3


def test_two_leaves_never_overlap(top: Unit, admin: Person) -> None:
    sari = a_member("Sari", top)
    note_leave(leave=NewLeave(sari, "annual", FRIDAY, MONDAY), by=admin, on=ON)

    for first, last in ((MONDAY, LAST), (SATURDAY, SUNDAY), (FIRST, LAST)):
        with pytest.raises(OverlappingLeave):
            note_leave(leave=NewLeave(sari, "sick", first, last), by=admin, on=ON)
    with pytest.raises(OverlappingLeave):  # within one file too
        note_leaves(
            leaves=[NewLeave(sari, "sick", ON, ON), NewLeave(sari, "long", ON, ON)],
            by=admin,
            on=ON,
        )
    assert Leave.objects.count() == Event.objects.named("leave.noted").count() == 1


@pytest.mark.parametrize(
    ("kind", "last", "refusal"),
    [
        ("annual", date(2026, 10, 8), WrongDates),
        ("annual", date(2031, 1, 1), WrongDates),
        ("holiday", MONDAY, InvalidInput),
    ],
)
def test_wrong_leave_is_refused(
    top: Unit, admin: Person, kind: str, last: date, refusal: type[Exception]
) -> None:
    sari = a_member("Sari", top)

    with pytest.raises(refusal):
        note_leave(leave=NewLeave(sari, kind, FRIDAY, last), by=admin, on=ON)
    assert not Leave.objects.exists()
    assert not Event.objects.exists()


def test_a_leave_ends_only_inside_itself(top: Unit, admin: Person) -> None:
    sari = a_member("Sari", top)
    leave = note_leave(leave=NewLeave(sari, "annual", FRIDAY, MONDAY), by=admin, on=ON)

    for day in (date(2026, 10, 8), MONDAY, LAST):
        with pytest.raises(WrongDates):
            end_leave(leave=leave, on=day, by=admin, today=ON)


# --- Who keeps whose time


def test_a_unit_admin_keeps_the_own_unit_only(top: Unit) -> None:
    own, other = a_unit("Puskesmas Pauh", top), a_unit("Dinas Perhubungan", top)
    rudi = a_member("Rudi", own)
    a_role(rudi, "unit_admin", own)
    sari, dewi = a_member("Sari", own), a_member("Dewi", other)

    note_leave(leave=NewLeave(sari, "annual", FRIDAY, FRIDAY), by=rudi, on=ON)
    note_shifts(shifts=[NewShift(sari, MONDAY, PAGI, SIANG)], by=rudi, on=ON)
    set_unit_pattern(unit=own, pattern="six", by=rudi, on=ON)
    for one in (dewi, rudi):
        with pytest.raises(NotAllowed):
            note_leave(leave=NewLeave(one, "annual", FRIDAY, FRIDAY), by=rudi, on=ON)
        with pytest.raises(NotAllowed):
            note_shifts(shifts=[NewShift(one, MONDAY, PAGI, SIANG)], by=rudi, on=ON)
    with pytest.raises(NotAllowed):
        note_leaves(
            leaves=[NewLeave(one, "annual", MONDAY, MONDAY) for one in (sari, rudi)],
            by=rudi,
            on=ON,
        )
    with pytest.raises(NotAllowed):
        set_unit_pattern(unit=other, pattern="six", by=rudi, on=ON)
    assert Leave.objects.get().person == sari


def test_nobody_notes_the_own_leave_and_a_stranger_nothing(top: Unit, admin: Person) -> None:
    sari = a_member("Sari", top)

    with pytest.raises(NotAllowed):
        note_leave(leave=NewLeave(admin, "annual", FRIDAY, FRIDAY), by=admin, on=ON)
    with pytest.raises(NotAllowed):
        note_leave(leave=NewLeave(sari, "annual", FRIDAY, FRIDAY), by=a_person("Tamu"), on=ON)
    with pytest.raises(NotAllowed):
        set_unit_pattern(unit=top, pattern="six", by=a_person("Tamu"), on=ON)
    note_leaves(  # a file of the personnel office may hold the line of its sender
        leaves=[NewLeave(one, "annual", FRIDAY, FRIDAY) for one in (sari, admin)], by=admin, on=ON
    )
    assert Leave.objects.count() == 2


# --- Shifts


def test_a_shift_noted_again_changes_nothing_and_a_new_end_is_told(
    top: Unit, admin: Person
) -> None:
    sari = a_member("Sari", top)
    for end in (SIANG, SIANG, time(15)):
        note_shifts(shifts=[NewShift(sari, MONDAY, PAGI, end)], by=admin, on=ON)

    assert [str(one) for one in Shift.objects.all()] == ["Jaga 07.00–15.00"]
    assert Event.objects.named("shift.noted").count() == 2
    with pytest.raises(InvalidInput):
        note_shifts(shifts=[NewShift(sari, MONDAY, PAGI, PAGI)], by=admin, on=ON)
    assert remove_shifts(shifts=Shift.objects.all(), by=admin, on=ON) == 1
    assert not Shift.objects.exists()
    assert Event.objects.named("shift.removed").count() == 1


def test_day_states_have_words() -> None:
    assert DayState.AWAY.label == "Tidak bertugas"
