"""Levels that were found, by whom and how; the newest valid counts; nobody assesses oneself."""

from datetime import date

import pytest
from tests.development.make import TODAY, Service, a_level, a_service, the_competency
from tests.people.make import a_member, a_person, a_role, a_unit

from kinerja.development.assessment import (
    CompetencyAssessment,
    Found,
    SelfView,
    assess,
    assess_many,
    methods_for,
    see_oneself,
    withdraw_assessment,
)
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed, WrongDates
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return a_service()


def _assessed(person: Person, by: Person, **fields) -> list[CompetencyAssessment]:
    said = {
        "levels": {the_competency("KJS"): 2},
        "method": "leader",
        "assessed_on": TODAY,
        "source": "Rapat bulanan",
        "on": TODAY,
    } | fields
    return assess(person=person, by=by, **said)


def test_leaders_note_what_they_see_and_the_officer_every_method(service: Service):
    assert methods_for(service.budi, service.sari, TODAY) == ["leader"]
    assert methods_for(service.rina, service.sari, TODAY) == ["leader"]
    assert methods_for(service.lala, service.sari, TODAY) == [
        *("test", "centre", "leader", "training")
    ]
    assert methods_for(service.tono, service.sari, TODAY) == []
    assert methods_for(service.sari, service.budi, TODAY) == []
    assert methods_for(service.lala, service.lala, TODAY) == []


def test_a_noted_level_is_kept_told_and_recorded_once(service: Service):
    (row,) = _assessed(service.sari, service.budi)
    assert _assessed(service.sari, service.budi) == []
    assert (row.level, row.method, row.noted_by) == (2, "leader", service.budi)
    event = Event.objects.named("competency.assessed").get()
    assert (event.person, event.by) == (service.sari, service.budi)
    assert event.data == {
        "competency": "KJS",
        "level": 2,
        "method": "leader",
        "assessed_on": "2026-10-05",
    }
    assert Notice.objects.get(person=service.sari).url == "/kompetensi/"


def test_nobody_else_notes_and_nobody_oneself(service: Service):
    for by, person in (
        (service.tono, service.sari),
        (service.sari, service.sari),
        (service.budi, service.rina),
        (service.lala, service.lala),
    ):
        with pytest.raises(NotAllowed):
            _assessed(person, by)
    with pytest.raises(NotAllowed):
        _assessed(service.sari, service.budi, method="test")
    assert CompetencyAssessment.objects.count() == 0


def test_a_level_needs_a_ground_a_day_that_came_and_exists(service: Service):
    with pytest.raises(InvalidInput, match="Tulis dasar"):
        _assessed(service.sari, service.budi, source=" ")
    with pytest.raises(WrongDates, match="masih di depan"):
        _assessed(service.sari, service.budi, assessed_on=date(2026, 10, 6))
    with pytest.raises(WrongDates, match="Masa berlaku"):
        _assessed(service.sari, service.budi, valid_until=date(2026, 10, 4))
    with pytest.raises(InvalidInput, match="Level"):
        _assessed(service.sari, service.budi, levels={the_competency("KJS"): 6})
    assert CompetencyAssessment.objects.count() == 0


def test_the_newest_that_is_valid_counts(service: Service):
    old = a_level(service.sari, "KJS", 1, assessed_on=date(2025, 3, 1))
    until = date(2026, 6, 30)
    a_level(service.sari, "KJS", 3, assessed_on=date(2026, 3, 1), valid_until=until)
    a_level(service.sari, "KJS", 4, assessed_on=date(2026, 4, 1), withdrawn_on=TODAY)

    def counts(on: date) -> list[int]:
        rows = CompetencyAssessment.objects.counting(on).filter(person=service.sari)
        return [one.level for one in rows]

    assert (counts(date(2026, 2, 28)), counts(until), counts(date(2026, 7, 1))) == ([1], [3], [1])
    assert old in CompetencyAssessment.objects.counting(TODAY)


def test_a_file_is_stored_whole_or_not_at_all_and_only_for_ones_own_people(service: Service):
    local = a_person("Lokal")
    a_role(local, Role.Name.TRAINING_OFFICER, unit=service.unit)
    stranger = a_member("Dewi", a_unit("Dinas Lain"))
    talk = the_competency("KOM")

    def found(*people: Person) -> list[Found]:
        return [Found(one, talk, 2, "test", TODAY, "Asesmen 2026") for one in people]

    def store(by: Person, *people: Person) -> int:
        file = {"file_name": "hasil.xlsx", "digest": "a" * 64}
        return len(assess_many(found=found(*people), by=by, on=TODAY, **file))

    with pytest.raises(NotAllowed):
        store(local, service.sari, stranger)
    with pytest.raises(NotAllowed):
        store(service.budi, service.sari)
    with pytest.raises(NotAllowed):
        store(service.lala, service.sari, service.lala)
    assert CompetencyAssessment.objects.count() == 0
    assert store(local, service.sari, service.tono) == 2
    assert store(local, service.sari, service.tono) == 0
    assert CompetencyAssessment.objects.get(person=service.tono).file_name == "hasil.xlsx"


def test_what_was_noted_in_error_is_taken_back_by_whoever_noted_it(service: Service):
    (row,) = _assessed(service.sari, service.budi)
    for somebody in (service.sari, service.rina):
        with pytest.raises(NotAllowed):
            withdraw_assessment(assessment=row, reason="Salah", by=somebody, on=TODAY)
    with pytest.raises(InvalidInput, match="mengapa"):
        withdraw_assessment(assessment=row, reason=" ", by=service.budi, on=TODAY)
    withdraw_assessment(assessment=row, reason="Salah orang", by=service.budi, on=TODAY)
    withdraw_assessment(assessment=row, reason="Salah orang", by=service.lala, on=TODAY)
    assert CompetencyAssessment.objects.standing().count() == 0
    assert Event.objects.named("competency.assessment_withdrawn").get().reason == "Salah orang"


def test_ones_own_view_stands_beside_and_the_later_one_counts(service: Service):
    talk = the_competency("KOM")
    see_oneself(levels={talk: 2}, by=service.sari, on=TODAY)
    see_oneself(levels={talk: 3}, by=service.sari, on=TODAY)
    assert [(one.level, one.person) for one in SelfView.objects.all()] == [(3, service.sari)]
    assert CompetencyAssessment.objects.count() == 0
    with pytest.raises(InvalidInput):
        see_oneself(levels={talk: 6}, by=service.sari, on=TODAY)


def test_levels_are_read_by_the_person_leaders_above_and_the_officer(service: Service):
    a_level(service.sari, "KJS", 2)
    readers = (service.sari, service.budi, service.rina, service.lala)
    viewer = a_person("Gita")
    a_role(viewer, Role.Name.PERSONNEL_VIEWER)
    for one in (*readers, viewer):
        assert CompetencyAssessment.objects.visible_to(one, TODAY).count() == 1
    stranger = a_member("Dewi", a_unit("Dinas Lain"))
    for one in (service.tono, stranger):
        assert CompetencyAssessment.objects.visible_to(one, TODAY).count() == 0
