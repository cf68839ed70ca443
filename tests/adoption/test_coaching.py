"""Coaching: planned for a unit, held with what was agreed, and the figures around it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.adoption.test_announcement import City, at, names
from tests.people.make import a_person, a_role
from tests.unchanged import refused

from kinerja.adoption.coaching import (
    Coaching,
    around,
    cancel_coaching,
    hold_coaching,
    plan_coaching,
    practised_among,
)
from kinerja.adoption.practice.practised import note_practised
from kinerja.adoption.refusals import OutOfScope, TooSoon, WrongState
from kinerja.adoption.usage import UnitUsage
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, WrongDates
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 5)
FRIDAY = date(2026, 10, 9)


@pytest.fixture
def city() -> City:
    return City()


def planned(city: City, by: Person | None = None, **fields: object) -> Coaching:
    said = {
        "unit": city.pauh,
        "day": FRIDAY,
        "topic": "Melapor dari ponsel",
        "place": "Aula Pauh",
        "by": by or city.ani,
        "at": at(MONDAY),
        "on": MONDAY,
    }
    return plan_coaching(**(said | fields))  # type: ignore[arg-type]


def kept(city: City, week: date, recent: int, people: int = 10) -> None:
    UnitUsage.objects.create(
        unit=city.pauh,
        week=week,
        counted_on=week,
        people=people,
        ever=people,
        recent=recent,
        planned=0,
        expected=0,
        reported=0,
        due=0,
        checked=0,
        reviews=0,
        signed=0,
        lack=500,
    )


def test_all_of_the_unit_are_invited_and_told_once(city: City) -> None:
    key = UUID(int=9, version=4)
    one = planned(city, key=key)

    assert planned(city, key=key) == one
    assert names(Person.objects.filter(pk__in=one.guests.values("person"))) == [
        *("Budi", "Sari", "Tono")
    ]
    notice = Notice.objects.get(person=city.sari)
    assert notice.text == ("Pendampingan 9 Oktober 2026: Melapor dari ponsel. Tempat: Aula Pauh.")
    assert Event.objects.named("coaching.planned").count() == 1


def test_some_are_invited_and_only_those_of_the_unit(city: City) -> None:
    one = planned(city, people=[city.sari])

    assert [guest.person for guest in one.guests.all()] == [city.sari]
    for people in ([], [city.sari, city.lina]):
        with refused(InvalidInput):
            planned(city, people=people)


def test_it_is_held_with_who_came_and_what_was_agreed(city: City) -> None:
    one = planned(city)
    said = {"coaching": one, "by": city.ani}

    with refused(TooSoon):
        hold_coaching(**said, came=[], agreed="Ya.", on=MONDAY)  # type: ignore[arg-type]
    with refused(InvalidInput):
        hold_coaching(**said, came=[], agreed=" \x00", on=FRIDAY)  # type: ignore[arg-type]
    with refused(InvalidInput):
        hold_coaching(**said, came=[city.lina.pk], agreed="Ya.", on=FRIDAY)  # type: ignore[arg-type]
    for _ in range(2):
        hold_coaching(**said, came=[city.sari.pk], agreed="Ya.", on=FRIDAY)  # type: ignore[arg-type]

    one.refresh_from_db()
    assert (one.state, one.agreed) == ("held", "Ya.")
    assert {guest.person.name: guest.came for guest in one.guests.all()} == {
        "Budi": False,
        "Sari": True,
        "Tono": False,
    }
    assert Event.objects.named("coaching.held").count() == 1
    with refused(WrongState):
        cancel_coaching(coaching=one, reason="Hujan.", by=city.ani, on=FRIDAY)


def test_called_off_with_a_reason_once(city: City) -> None:
    one = planned(city)
    with refused(InvalidInput):
        cancel_coaching(coaching=one, reason="", by=city.ani, on=MONDAY)
    for _ in range(2):
        cancel_coaching(coaching=one, reason="Hujan.", by=city.ani, on=MONDAY)

    assert Notice.objects.filter(person=city.sari, text__contains="dibatalkan: Hujan.").count() == 1
    with refused(WrongState):
        hold_coaching(coaching=one, came=[], agreed="Ya.", by=city.ani, on=FRIDAY)


def test_who_coaches_where(city: City) -> None:
    lala, uli = a_person("Lala"), a_person("Uli")
    a_role(lala, Role.Name.TRAINING_OFFICER)
    a_role(uli, Role.Name.UNIT_ADMIN, city.kuranji)

    planned(city, by=lala)
    for by in (uli, city.budi, city.sari):
        with refused(OutOfScope):
            planned(city, by=by)
    for day in (MONDAY - timedelta(days=1), date(2028, 1, 3)):
        with refused(WrongDates):
            planned(city, day=day)


def test_the_weeks_around_it(city: City) -> None:
    one = planned(city)
    for week, recent in ((date(2026, 9, 21), 1), (date(2026, 9, 28), 2), (MONDAY, 5)):
        kept(city, week, recent)
    early = around(one, date(2026, 10, 12))
    kept(city, date(2026, 10, 12), 7)
    kept(city, date(2026, 10, 26), 9)
    late = around(one, date(2026, 10, 27))

    assert (early.before and early.before.recent, early.after, early.settled) == (2, None, False)
    assert (late.before_week, late.after_week) == (date(2026, 9, 28), date(2026, 10, 26))
    assert late.after is not None
    assert (late.after.recent, late.settled) == (9, True)


def test_how_many_of_those_invited_have_practised(city: City) -> None:
    one = planned(city)
    for person in (city.sari, city.lina):  # Lina works elsewhere
        note_practised(exercise="lapor", practised_on=MONDAY, by=person)

    assert practised_among(one) == 1
