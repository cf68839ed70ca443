"""Sessions: days, places, for whom, and their end."""

from datetime import date
from decimal import Decimal

import pytest
from tests.development.make_training import TODAY, Office, a_session, a_training, enrolled
from tests.people.make import a_person, a_role, a_unit, an_admin

from kinerja.development.refusals import QuotaTooSmall, SessionClosed, TrainingRetired
from kinerja.development.session import Session, plan_session
from kinerja.development.session_change import cancel_session, edit_session
from kinerja.people.refusals import InvalidInput, NotAllowed, WrongDates
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
SAID = {
    "starts_on": date(2026, 10, 12),
    "ends_on": date(2026, 10, 13),
    "place": "Aula",
    "quota": 20,
    "enrol_from": TODAY,
    "enrol_until": date(2026, 10, 9),
    "on": TODAY,
}


def test_a_session_is_planned_with_its_own_hours_or_those_of_the_catalogue():
    ani, training = an_admin(), a_training(hours_jp=Decimal(12))

    plain = plan_session(training=training, by=ani, **SAID)
    own = plan_session(training=training, by=ani, hours_jp=Decimal(8), **SAID)

    assert (plain.hours, own.hours) == (12, 8)
    assert str(plain) == "Bahasa Inggris dasar, 12–13 Oktober 2026"
    assert plain.dates == [date(2026, 10, 12), date(2026, 10, 13)]
    assert Event.objects.named("session.planned").count() == 2


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"ends_on": date(2026, 10, 11)}, WrongDates),
        ({"ends_on": date(2027, 10, 13)}, WrongDates),
        ({"enrol_until": date(2026, 10, 4)}, WrongDates),
        ({"enrol_until": date(2026, 10, 14)}, WrongDates),
        ({"quota": 0}, InvalidInput),
        ({"place": " "}, InvalidInput),
    ],
)
def test_days_and_places_that_make_no_sense_are_refused(change, refusal):
    with pytest.raises(refusal):
        plan_session(training=a_training(), by=an_admin(), **SAID | change)
    assert Session.objects.count() == 0


def test_an_officer_of_a_unit_plans_for_that_unit_alone():
    health, roads, officer = a_unit("Dinkes"), a_unit("Dishub"), a_person("Tini")
    a_role(officer, Role.Name.TRAINING_OFFICER, health)
    training = a_training()

    assert plan_session(training=training, unit=health, by=officer, **SAID).unit == health
    for unit in (roads, None):
        with pytest.raises(NotAllowed):
            plan_session(training=training, unit=unit, by=officer, **SAID)


def test_what_is_no_longer_offered_is_not_planned():
    with pytest.raises(TrainingRetired):
        plan_session(training=a_training(retired_on=TODAY), by=an_admin(), **SAID)


def test_a_change_of_days_is_told_and_more_places_go_to_those_who_wait():
    office, one = Office(), a_session(quota=1)
    enrolled(one, office.sari)
    (tono,) = enrolled(one, office.tono, state="waiting")

    edit_session(session=one, by=office.lala, on=TODAY, place="Aula", quota=2)
    edit_session(session=one, by=office.lala, on=TODAY, place="Aula", quota=2)

    tono.refresh_from_db()
    assert tono.state == "accepted"
    assert Event.objects.named("session.edited").get().data == {
        "place": ["Aula BKPSDM", "Aula"],
        "quota": [1, 2],
    }
    assert list(Notice.objects.order_by("pk").values_list("person__name", "text")) == [
        *(
            (name, f"Berubah: {one}, di Aula. Mundurlah bila tidak dapat hadir.")
            for name in ("Sari", "Tono")
        ),
        ("Tono", f"Anda mendapat tempat: {one}"),
    ]
    with pytest.raises(QuotaTooSmall):
        edit_session(session=one, by=office.lala, on=TODAY, quota=1)


def test_who_is_on_the_list_is_told_once_that_it_is_called_off():
    office, one = Office(), a_session()
    enrolled(one, office.sari)

    for _ in range(2):
        cancel_session(session=one, reason="Pengajar sakit", by=office.lala, on=TODAY)

    assert Notice.objects.get().text == f"Dibatalkan: {one}"
    with pytest.raises(SessionClosed):
        edit_session(session=one, by=office.lala, on=TODAY, quota=5)
    with pytest.raises(NotAllowed):
        cancel_session(session=one, reason="", by=office.sari, on=TODAY)
