"""Announcements: who is reached, opened and understood once, a new round, reminders, counts."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.make import (
    a_head,
    a_member,
    a_person,
    a_role,
    a_unit,
    an_admin,
    an_agency,
    an_assignment,
    head_post,
)
from tests.unchanged import refused

from kinerja.adoption.announcement import (
    Announcement,
    Message,
    Reading,
    announce,
    edit_announcement,
    managed_by,
    missing_of,
    open_announcement,
    remind_receivers,
    tell_begun,
    understand_announcement,
    withdraw_announcement,
)
from kinerja.adoption.audience import Audience
from kinerja.adoption.reach import reach_by_unit, reach_of
from kinerja.adoption.refusals import NotForYou, OutOfScope, TooSoon, WrongState
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, WrongDates
from kinerja.people.role import Role
from kinerja.people.tenure import Assignment
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 10, 5)
TUESDAY = MONDAY + timedelta(days=1)
SAID = Message("Jam kerja Ramadan", "Masuk pukul 8.\n\nPulang pukul 15.")
RULE = Message(
    "Disiplin PNS",
    "Baca bab II.",
    "Peraturan Pemerintah tentang Disiplin PNS",
    "94 Tahun 2021",
    "https://contoh.go.id/pp-94-2021.pdf",
)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=WIB)


class City:
    """Dinas (Rina) with Pauh (Budi; Sari, Tono) and Kuranji (Lina, PPPK); Ani is the admin."""

    def __init__(self) -> None:
        an_agency()
        self.dinas = a_unit("Dinas Kesehatan")
        self.pauh = a_unit("Pauh", self.dinas, level="service")
        self.kuranji = a_unit("Kuranji", self.dinas, level="service")
        self.rina, self.budi = a_head("Rina", self.dinas), a_head("Budi", self.pauh)
        self.sari, self.tono = a_member("Sari", self.pauh), a_member("Tono", self.pauh)
        self.lina = a_member("Lina", self.kuranji)
        Person.objects.filter(pk=self.lina.pk).update(kind=Person.Kind.PPPK)
        self.lina.refresh_from_db()
        self.ani = an_admin()

    def sent(self, by: Person | None = None, **fields: object) -> Announcement:
        said = {
            "message": SAID,
            "audience": Audience(),
            "starts_on": MONDAY,
            "by": by or self.ani,
            "at": at(MONDAY),
            "on": MONDAY,
        }
        return announce(**(said | fields))  # type: ignore[arg-type]


@pytest.fixture
def city() -> City:
    return City()


def names(people: object) -> list[str]:
    return sorted(one.name for one in people)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("audience", "reached"),
    [
        ({}, ["Ani Admin", "Budi", "Lina", "Rina", "Sari", "Tono"]),
        ({"units": ["dinas"]}, ["Budi", "Lina", "Rina", "Sari", "Tono"]),
        ({"units": ["pauh"]}, ["Budi", "Sari", "Tono"]),
        ({"kinds": ["pppk"]}, ["Lina"]),
        ({"leaders_only": True}, ["Budi", "Rina"]),
        ({"units": ["pauh"], "leaders_only": True}, ["Budi"]),
        ({"roles": [Role.Name.PERSONNEL_ADMIN]}, ["Ani Admin"]),
        ({"units": ["pauh"], "roles": [Role.Name.PERSONNEL_ADMIN]}, []),
    ],
)
def test_each_audience_reaches_whom_it_names_and_they_alone_see_it(
    city: City, audience: dict[str, object], reached: list[str]
) -> None:
    units = [getattr(city, name) for name in audience.pop("units", [])]  # type: ignore[attr-defined]
    one = city.sent(audience=Audience(units=units, **audience))  # type: ignore[arg-type]
    everybody = [city.rina, city.budi, city.sari, city.tono, city.lina, city.ani]

    seeing = [who for who in everybody if one in Announcement.objects.received_by(who, MONDAY)]
    told = Person.objects.filter(notices__url=one.page)

    assert names(one.receivers(MONDAY)) == names(seeing) == names(told) == reached


def test_who_left_or_joins_later(city: City) -> None:
    one = city.sent(audience=Audience(units=[city.pauh]))
    Person.objects.filter(pk=city.tono.pk).update(status=Person.Status.LEFT, status_since=MONDAY)
    a_member("Wira", city.pauh)

    assert names(missing_of(one, TUESDAY)) == ["Budi", "Sari", "Wira"]


def test_opened_and_understood_once_each_with_the_first_time(city: City) -> None:
    one = city.sent(message=RULE, must_understand=True)

    for hour in (10, 11):
        open_announcement(announcement=one, by=city.sari, at=at(MONDAY, hour), on=MONDAY)
    for hour in (12, 13):
        understand_announcement(
            announcement=one, version=1, by=city.sari, at=at(MONDAY, hour), on=MONDAY
        )

    reading = Reading.objects.get()
    assert (reading.opened_at, reading.understood_at) == (at(MONDAY, 10), at(MONDAY, 12))
    events = Event.objects.named("announcement.understood")
    assert [(event.person, event.by, event.data["version"]) for event in events] == [
        (city.sari, city.sari, 1)
    ]
    pending = Announcement.objects.received_by(city.sari, MONDAY).pending_for(city.sari)
    assert list(pending) == []


def test_opening_alone_is_not_understanding(city: City) -> None:
    one = city.sent(must_understand=True)
    open_announcement(announcement=one, by=city.sari, at=at(MONDAY), on=MONDAY)

    assert one in Announcement.objects.running(MONDAY).pending_for(city.sari)
    assert city.sari in missing_of(one, MONDAY)


def test_only_who_receives_it_may_say_so_and_only_of_what_was_read(city: City) -> None:
    one = city.sent(audience=Audience(units=[city.pauh]), must_understand=True)
    plain = city.sent()

    with refused(NotForYou):
        understand_announcement(announcement=one, version=1, by=city.lina, at=at(MONDAY), on=MONDAY)
    with refused(ChangedMeanwhile):
        understand_announcement(announcement=one, version=2, by=city.sari, at=at(MONDAY), on=MONDAY)
    with refused(WrongState):
        understand_announcement(
            announcement=plain, version=1, by=city.sari, at=at(MONDAY), on=MONDAY
        )
    assert open_announcement(announcement=one, by=city.lina, at=at(MONDAY), on=MONDAY) is None


def test_a_change_of_substance_asks_everybody_again_and_the_old_words_stay(city: City) -> None:
    one = city.sent(must_understand=True)
    understand_announcement(announcement=one, version=1, by=city.sari, at=at(MONDAY), on=MONDAY)
    said: dict[str, object] = {"announcement": one, "by": city.ani, "on": TUESDAY}

    edit_announcement(
        **said,  # type: ignore[arg-type]
        message=replace(SAID, text="Masuk pukul 8.00."),
        version=1,
        substance=False,
        at=at(TUESDAY),
    )
    one.refresh_from_db()
    assert city.sari not in missing_of(one, TUESDAY)

    edit_announcement(
        **said,  # type: ignore[arg-type]
        message=replace(SAID, text="Masuk pukul 9.00."),
        version=2,
        substance=True,
        change="Jam masuk",
        at=at(TUESDAY),
    )
    one.refresh_from_db()
    assert (one.version, one.round) == (3, 3)
    assert city.sari in missing_of(one, TUESDAY)
    assert Notice.objects.filter(person=city.sari, text__startswith="Diperbarui").count() == 1
    kept = {row.number: (row.text, row.substance) for row in one.versions.all()}
    assert kept == {
        1: ("Masuk pukul 8.\n\nPulang pukul 15.", True),
        2: ("Masuk pukul 8.00.", False),
        3: ("Masuk pukul 9.00.", True),
    }
    assert Reading.objects.get().understood_version == 1


def test_the_same_words_again_are_no_version_and_a_stale_form_is_refused(city: City) -> None:
    one = city.sent()
    said: dict[str, object] = {
        "announcement": one,
        "by": city.ani,
        "at": at(MONDAY),
        "on": MONDAY,
        "substance": False,
    }
    assert edit_announcement(**said, message=SAID, version=1).version == 1  # type: ignore[arg-type]

    with refused(ChangedMeanwhile):
        edit_announcement(**said, message=RULE, version=2)  # type: ignore[arg-type]
    with refused(InvalidInput, match="apa yang berubah"):
        edit_announcement(**said | {"substance": True}, message=RULE, version=1)  # type: ignore[arg-type]


def test_reminded_once_a_day_and_only_those_who_have_not(city: City) -> None:
    one = city.sent(audience=Audience(units=[city.pauh]))
    open_announcement(announcement=one, by=city.sari, at=at(MONDAY), on=MONDAY)
    Notice.objects.all().delete()

    assert remind_receivers(announcement=one, by=city.ani, on=MONDAY) == 2
    with refused(TooSoon):
        remind_receivers(announcement=one, by=city.ani, on=MONDAY)
    assert names(Person.objects.filter(notices__url=one.page)) == ["Budi", "Tono"]
    assert remind_receivers(announcement=one, by=city.ani, on=TUESDAY) == 2


def test_what_begins_later_is_told_when_it_begins(city: City) -> None:
    one = city.sent(starts_on=TUESDAY)
    assert not Notice.objects.exists()
    assert not Announcement.objects.visible_to(city.sari, MONDAY).exists()

    assert [tell_begun(on=TUESDAY), tell_begun(on=TUESDAY)] == [1, 0]
    assert Notice.objects.filter(person=city.sari, url=one.page).count() == 1


def test_withdrawn_with_a_reason_it_is_gone_for_receivers(city: City) -> None:
    one = city.sent()
    with refused(InvalidInput):
        withdraw_announcement(announcement=one, reason=" ", by=city.ani, at=at(MONDAY), on=MONDAY)
    for _ in range(2):
        withdraw_announcement(
            announcement=one, reason="Salah tanggal.", by=city.ani, at=at(MONDAY), on=MONDAY
        )

    assert not Announcement.objects.visible_to(city.sari, MONDAY).exists()
    assert Announcement.objects.visible_to(city.ani, MONDAY).get() == one
    assert Event.objects.named("announcement.withdrawn").count() == 1
    one.refresh_from_db()
    with refused(WrongState):
        remind_receivers(announcement=one, by=city.ani, on=MONDAY)


def test_heads_and_unit_admins_send_within_their_units(city: City) -> None:
    uli = a_person("Uli")
    a_role(uli, Role.Name.UNIT_ADMIN, city.kuranji)

    city.sent(by=city.budi, audience=Audience(units=[city.pauh]))
    city.sent(by=uli, audience=Audience(units=[city.kuranji]))
    for by in (city.budi, uli):
        with refused(OutOfScope):
            city.sent(by=by, audience=Audience(units=[city.dinas]))
        with refused(InvalidInput, match="Pilih unit"):
            city.sent(by=by)
    with refused(OutOfScope):
        city.sent(by=city.sari, audience=Audience(units=[city.pauh]))


def test_only_who_sends_there_changes_it(city: City) -> None:
    own = city.sent(by=city.budi, audience=Audience(units=[city.pauh]))
    whole = city.sent()
    changing = {"message": RULE, "version": 1, "substance": False, "at": at(MONDAY), "on": MONDAY}

    for by, one in ((city.sari, own), (city.budi, whole), (city.rina, whole)):
        with refused(OutOfScope):
            edit_announcement(announcement=one, by=by, **changing)  # type: ignore[arg-type]
    edit_announcement(announcement=own, by=city.rina, **changing)  # type: ignore[arg-type]


def test_who_is_addressed_does_not_change_what_others_sent(city: City) -> None:
    """A head may send to the unit; what came to it from above is not the head's to withdraw."""
    uli = a_person("Uli")
    a_role(uli, Role.Name.UNIT_ADMIN, city.pauh, ends_on=MONDAY)
    audience = Audience(units=[city.pauh])
    office = city.sent(audience=audience, message=RULE, must_understand=True)
    dinas = city.sent(by=city.rina, audience=audience)
    unit = city.sent(by=uli, audience=audience)
    own = city.sent(by=city.budi, audience=audience)
    reason = {"reason": "Tidak perlu.", "at": at(MONDAY), "on": MONDAY}

    for one in (office, dinas):
        with refused(OutOfScope):
            withdraw_announcement(announcement=one, by=city.budi, **reason)  # type: ignore[arg-type]
    Assignment.objects.filter(person=city.budi).update(ends_on=MONDAY)
    wira = a_head("Wira", city.pauh, starts_on=TUESDAY)  # takes over what was sent from there
    managed = Announcement.objects.filter(managed_by(wira, TUESDAY))
    assert [*managed.order_by("pk")] == [unit, own]
    assert Announcement.objects.filter(managed_by(city.rina, TUESDAY)).count() == 3
    assert Announcement.objects.filter(managed_by(city.ani, TUESDAY)).count() == 4


@pytest.mark.parametrize(
    "message",
    [
        Message("", "Isi"),
        Message("Judul", "\x00 \n"),
        Message("Judul", "Isi", regulation_number="94"),
        Message("Judul", "Isi", "PP", regulation_link="javascript:alert(1)"),
        Message("Judul", "x" * 10_001),
        Message("J" * 151, "Isi"),
    ],
)
def test_what_is_not_whole_is_refused(city: City, message: Message) -> None:
    with refused(InvalidInput):
        city.sent(message=message)


def test_the_days_are_in_order_and_not_behind(city: City) -> None:
    with refused(WrongDates):
        city.sent(starts_on=MONDAY - timedelta(days=1))
    with refused(WrongDates):
        city.sent(starts_on=TUESDAY, ends_on=MONDAY)


def test_the_same_key_is_the_same_announcement(city: City) -> None:
    key = UUID(int=7, version=4)

    assert city.sent(key=key) == city.sent(key=key)
    assert Notice.objects.filter(person=city.sari).count() == 1


def test_counts_by_unit_are_those_of_the_units_that_the_viewer_watches(city: City) -> None:
    one = city.sent(must_understand=True)
    for who in (city.sari, city.lina):
        open_announcement(announcement=one, by=who, at=at(MONDAY), on=MONDAY)
    understand_announcement(announcement=one, version=1, by=city.lina, at=at(MONDAY), on=MONDAY)

    def told(viewer: Person) -> dict[str, tuple[int, int, int]]:
        return {
            row.unit.name: (row.reach.people, row.reach.opened, row.reach.understood)
            for row in reach_by_unit(one, viewer, MONDAY)
        }

    assert told(city.rina) == {
        "Dinas Kesehatan": (1, 0, 0),
        "Pauh": (3, 1, 0),
        "Kuranji": (1, 1, 1),
    }
    assert told(city.budi) == {"Pauh": (3, 1, 0)}
    assert told(city.sari) == {}
    whole = reach_of(one, MONDAY)
    assert (whole.people, whole.opened, whole.understood) == (6, 2, 1)


def test_counts_of_two_units_at_different_depths_stand_under_their_own_names(city: City) -> None:
    lain = a_unit("Dinas Lain", city.dinas.parent, level="device")
    a_member("Eka", lain)
    an_assignment(city.budi, head_post(lain), kind="plt")
    one = city.sent()

    rows = reach_by_unit(one, city.budi, MONDAY)
    assert [(row.unit.name, row.reach.people) for row in rows] == [("Dinas Lain", 1), ("Pauh", 3)]


def test_who_is_away_on_study_is_not_counted_but_may_answer_what_the_page_asks(city: City) -> None:
    one = city.sent(must_understand=True)
    away = {"status": Person.Status.STUDY_LEAVE, "status_since": MONDAY}
    Person.objects.filter(pk=city.sari.pk).update(**away)
    assert Announcement.objects.received_by(city.sari, MONDAY).pending_for(city.sari).get() == one

    understand_announcement(announcement=one, version=1, by=city.sari, at=at(MONDAY), on=MONDAY)

    assert not Announcement.objects.received_by(city.sari, MONDAY).pending_for(city.sari).exists()
    assert city.sari not in one.receivers(MONDAY)
    assert (reach_of(one, MONDAY).people, reach_of(one, MONDAY).understood) == (5, 0)


def test_sending_costs_as_many_queries_to_two_as_to_sixty(city: City) -> None:
    counts = []
    for number in (1, 60):
        for n in range(number):
            a_member(f"Pegawai {n}", city.pauh)
        with CaptureQueriesContext(connection) as queries:
            one = city.sent(audience=Audience(units=[city.pauh]))
            reach_by_unit(one, city.ani, MONDAY)
        counts.append(len(queries))

    assert counts[0] == counts[1]
