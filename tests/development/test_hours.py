"""The ledger of learning hours."""

from datetime import date
from decimal import Decimal

import pytest
from tests.development.make_training import NOW, TODAY, Office, a_session, a_training, enrolled
from tests.people.make import a_member, a_role
from tests.work.make import PDF

from kinerja.development.hours import (
    Standing,
    ledger_of,
    people_in_sight,
    short_of_minimum,
    standing_of,
    with_hours,
)
from kinerja.development.method import choose_method
from kinerja.development.outside_learning import (
    NewLearning,
    OutsideLearning,
    judge_learning,
    note_learning,
    store_learning,
    withdraw_learning,
)
from kinerja.development.refusals import WrongState
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.role import Role
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
FILE = ("sertifikat.pdf", PDF)


@pytest.fixture
def office(settings, tmp_path) -> Office:
    settings.MEDIA_ROOT = tmp_path / "files"
    return Office()


def _learnt(person, hours="8", title="Seminar gizi", done_on=date(2026, 9, 1)) -> NewLearning:
    return NewLearning(
        person, title, "non_classical", "Kementerian Kesehatan", done_on, Decimal(hours)
    )


def _note(person, **fields):
    return note_learning(learning=_learnt(person, **fields), file=FILE, by=person, at=NOW, on=TODAY)


def _passed(person, hours, day=date(2026, 6, 1)):
    training = a_training(f"Pelatihan {person} {hours} {day}", hours_jp=None)
    session = a_session(training, starts_on=day, ends_on=day, settled_on=day)
    return enrolled(session, person, passed=True, hours_jp=hours)[0]


def test_hours_of_sessions_and_of_confirmed_learning_count_in_the_year_in_which_they_ended(office):
    _passed(office.sari, Decimal("12.5"))
    _passed(office.sari, Decimal(30), date(2025, 12, 31))
    _passed(office.sari, None, date(2026, 7, 1))
    one = _note(office.sari)
    assert ledger_of(office.sari, 2026).total == Decimal("12.5")

    judge_learning(learning=one, counts=True, by=office.lala, on=TODAY)

    ledger = ledger_of(office.sari, 2026)
    assert (ledger.total, ledger.unknown, ledger.short) == (Decimal("20.5"), 1, 0)
    assert ledger_of(office.sari, 2025).total == 30
    assert ledger_of(office.tono, 2026).short == 20
    hours = with_hours(Person.objects.filter(pk=office.sari.pk), 2026).get().hours
    assert hours == ledger.total


def test_what_a_short_year_lacks_and_who_it_is_said_of(office):
    _passed(office.sari, Decimal("19.5"))
    _passed(office.tono, Decimal(20))
    pppk = a_member("Pepe", office.centre)
    pppk.kind = Person.Kind.PPPK
    pppk.save()
    _passed(pppk, Decimal("24.5"))

    assert ledger_of(office.sari, 2026).short == Decimal("0.5")
    ledger = ledger_of(pppk, 2026)
    assert (ledger.short, ledger.over_limit) == (None, True)
    choose_method(pppk_hours_at_most=30, by=None, on=TODAY)
    ledger = ledger_of(pppk, 2026)
    assert (ledger.pppk_limit, ledger.over_limit) == (30, False)
    assert ledger_of(office.sari, 2026).pppk_limit is None
    with pytest.raises(InvalidInput):
        choose_method(pppk_hours_at_most=0, by=None, on=TODAY)
    people = Person.objects.filter(pk__in=[office.sari.pk, office.tono.pk, pppk.pk])
    assert [one.name for one in short_of_minimum(people, 2026)] == ["Sari"]
    standing = standing_of(people, 2026)
    assert (standing.people, standing.reached, standing.short) == (2, 1, 1)
    elsewhere = {"title": "Webinar", "form": "webinar", "provider": "LAN", "noted_at": NOW}
    done = {"done_on": TODAY, "hours_jp": Decimal("0.5"), "state": "confirmed"}
    OutsideLearning.objects.create(person=office.sari, **elsewhere, **done)
    assert not short_of_minimum(people, 2026).exists()  # both kinds of learning together
    assert standing_of(people, 2026) == Standing(2, 2)


def test_learning_is_noted_once_with_its_proof_and_never_ahead(office):
    one = _note(office.sari)
    assert _note(office.sari) == one
    assert one.evidence.name == "sertifikat.pdf"
    with pytest.raises(InvalidInput, match="depan"):
        _note(office.sari, done_on=date(2026, 10, 6))
    with pytest.raises(InvalidInput):
        _note(office.sari, title="Lain", hours="0")
    with pytest.raises(NotAllowed):
        note_learning(learning=_learnt(office.tono), file=FILE, by=office.sari, at=NOW, on=TODAY)
    assert OutsideLearning.objects.count() == 1


def test_the_officer_of_these_people_judges_it_never_oneself(office):
    one, own = _note(office.sari), _note(office.lala)
    a_role(office.tono, Role.Name.TRAINING_OFFICER, office.centre)
    for learning, somebody in (
        (one, office.budi),
        (one, office.sari),
        (own, office.lala),
        (own, office.tono),
    ):
        with pytest.raises(NotAllowed):
            judge_learning(learning=learning, counts=True, by=somebody, on=TODAY)
    with pytest.raises(InvalidInput):
        judge_learning(learning=one, counts=False, by=office.tono, on=TODAY)
    for _ in range(2):
        judge_learning(learning=one, counts=False, by=office.tono, on=TODAY, reason="Tidak terbaca")
    assert Event.objects.named("outside_learning.declined").count() == 1
    with pytest.raises(WrongState):
        judge_learning(learning=one, counts=True, by=office.lala, on=TODAY)
    with pytest.raises(WrongState):
        withdraw_learning(learning=one, by=office.sari)
    assert _note(office.sari) != one  # a better proof is handed in anew


def test_old_hours_of_a_file_count_at_once_and_only_once(office):
    rows = [_learnt(office.sari), _learnt(office.tono), _learnt(office.tono)]

    stored = [
        store_learning(learning=rows, digest="d" * 64, by=office.lala, at=NOW, on=TODAY)
        for _ in range(2)
    ]

    assert [len(one) for one in stored] == [2, 0]
    assert ledger_of(office.tono, 2026).total == 8
    a_role(office.dewi, Role.Name.TRAINING_OFFICER, office.centre)
    for person, by in ((office.lala, office.lala), (office.lala, office.dewi)):
        with pytest.raises(NotAllowed):
            store_learning(learning=[_learnt(person)], digest="", by=by, at=NOW, on=TODAY)


def test_who_sees_whose_hours(office):
    one = _note(office.sari)
    people = (office.sari, office.budi, office.rina, office.lala, office.tono)
    rows = [OutsideLearning.objects.visible_to(person, TODAY) for person in people]
    assert [found.filter(pk=one.pk).count() for found in rows] == [1, 1, 1, 1, 0]
    sight = [people_in_sight(person, TODAY).count() for person in people]
    assert sight == [1, 4, 6, 6, 1]


def test_the_list_of_many_people_asks_the_database_once(office, django_assert_num_queries):
    _passed(office.sari, Decimal(20))
    with django_assert_num_queries(1):
        assert {one.name: one.hours for one in with_hours(Person.objects.all(), 2026)}["Sari"] == 20


def test_of_nobody_nobody_is_short(office):
    assert standing_of(Person.objects.none(), 2026) == Standing(0, 0)
    assert not short_of_minimum(Person.objects.none(), 2026).exists()
