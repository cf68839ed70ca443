"""Complaints: taken in, forwarded, answered in time or not, opened again, closed, forgotten."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from tests.people.make import a_head, a_member, a_person, a_role, a_unit, an_agency

from kinerja.needs.complaint.category import ComplaintCategory
from kinerja.needs.complaint.citizen import close_as_citizen, complaint_of, reply_as_citizen
from kinerja.needs.complaint.clock import ComplaintClock, refresh_clocks
from kinerja.needs.complaint.closing import close_unanswered, escalate_overdue, forget_citizens
from kinerja.needs.complaint.complaint import Complaint, ComplaintContact, secret_of
from kinerja.needs.complaint.handling import (
    forward_complaint,
    hand_over_complaint,
    mark_duplicate,
    reject_complaint,
    say_to_citizen,
    take_up_complaint,
)
from kinerja.needs.complaint.intake import file_complaint
from kinerja.needs.complaint.refusals import IntakeClosed, NotYours, UnknownTicket, WrongState
from kinerja.needs.complaint.setting import set_complaint_rules
from kinerja.people.agency import Holiday
from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.records.outage import Outage

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
MONDAY = date(2026, 10, 5)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=WIB)


def days(number: int) -> date:
    return MONDAY + timedelta(days=number)


class City:
    """Dinas with two Puskesmas; Susi keeps the desk, Budi leads Pauh, Sari and Tono work there."""

    def __init__(self) -> None:
        an_agency()
        self.dinas = a_unit("Dinas Kesehatan")
        self.pauh = a_unit("Pauh", self.dinas, level="service")
        self.kuranji = a_unit("Kuranji", self.dinas, level="service")
        self.rina = a_head("Rina", self.dinas)
        self.budi, self.sari = a_head("Budi", self.pauh), a_member("Sari", self.pauh)
        self.tono = a_member("Tono", self.pauh)
        self.lina = a_member("Lina", self.kuranji)
        self.susi = a_person("Susi")
        a_role(self.susi, Role.Name.SURVEY_OFFICER)
        self.queue = ComplaintCategory.objects.create(
            name="Waktu pelayanan", usual_class="non_supervisory"
        )

    def received(self, day: date = MONDAY, hour: int = 9, **fields: object) -> Complaint:
        said = {"channel": "form", "text": "Antre tiga jam.", "by": None, "at": at(day, hour)}
        return file_complaint(**{**said, **fields})  # type: ignore[arg-type]

    def forwarded(self, day: date = MONDAY, hour: int = 9, **fields: object) -> Complaint:
        said = {
            "unit": self.pauh,
            "category": self.queue,
            "complaint_class": "normative",
            "handler": self.sari,
            "by": self.susi,
            "at": at(day, hour, 30),
            "on": day,
        }
        return forward_complaint(
            complaint=self.received(day, hour),
            **{**said, **fields},  # type: ignore[arg-type]
        )

    def answer(self, complaint: Complaint, day: date, hour: int = 10, text: str = "Sudah.") -> None:
        say_to_citizen(
            complaint=complaint, text=text, final=True, by=self.sari, at=at(day, hour), on=day
        )


@pytest.fixture
def city() -> City:
    return City()


def clocks(complaint: Complaint) -> dict[str, ComplaintClock]:
    return {f"{one.stage}{one.round}": one for one in complaint.clocks.all()}


def test_from_receipt_to_answer_each_stage_has_its_limit_and_its_working_minutes(
    city: City,
) -> None:
    complaint = city.forwarded()
    city.answer(complaint, days(1))

    complaint.refresh_from_db()
    found = clocks(complaint)
    assert (complaint.state, complaint.closes_on) == ("answered", date(2026, 10, 20))
    assert found["verify1"].minutes == 30
    # Monday 09.00 to 16.00 without the rest: 6 hours; Tuesday 07.30 to 10.00: 2.5 hours
    assert found["respond1"].minutes == found["resolve1"].minutes == 510
    assert found["verify1"].due_on == date(2026, 10, 8)
    assert found["resolve1"].due_on == date(2026, 10, 12)  # normative: 5 working days
    assert [found["respond1"].person, found["respond1"].unit] == [city.sari, city.pauh]
    assert found["verify1"].unit is None  # the desk, no unit


def test_a_holiday_and_an_outage_move_the_limit(city: City) -> None:
    Holiday.objects.create(date=days(2), name="Libur", kind="public")
    Outage.objects.create(cause="stopped", starts_at=at(days(7), 8), ends_at=at(days(7), 16))

    complaint = city.forwarded()

    assert clocks(complaint)["verify1"].due_on == days(4)  # Friday; the holiday does not count
    # Tuesday the 13th plus the outage of the day before: the next working day
    assert clocks(complaint)["resolve1"].due_on == days(9)


def test_a_stage_counts_for_who_held_it_and_not_for_who_got_it_on_the_last_day(city: City) -> None:
    early, late = city.forwarded(), city.forwarded(hour=10)
    for complaint, day in ((early, days(2)), (late, days(7))):
        hand_over_complaint(
            complaint=complaint,
            unit=city.kuranji,
            handler=city.lina,
            reason="Wilayah Kuranji.",
            by=city.budi,
            at=at(day),
            on=day,
        )

    assert clocks(early)["resolve1"].person == city.lina
    assert clocks(late)["resolve1"].person == city.sari
    held = late.holders.values_list("unit__name", "since", "until")
    assert list(held) == [
        ("Pauh", at(MONDAY, 10, 30), at(days(7))),
        ("Kuranji", at(days(7)), None),
    ]


def test_the_same_key_or_number_of_the_channel_is_one_complaint(city: City) -> None:
    key = uuid4()
    first = city.received(key=key, external_id="7431", channel="lapor", by=city.susi)

    assert city.received(key=key) == first
    assert city.received(external_id="7431", channel="lapor", by=city.susi) == first
    assert Complaint.objects.count() == 1
    assert Event.objects.named("complaint.received").count() == 1


def test_no_word_and_no_contact_of_a_citizen_stands_in_an_event_or_notice(city: City) -> None:
    complaint = city.received(text="Rahasia Anggrek", name="Ibu Melati", reach="0812-99")
    forward_complaint(
        complaint=complaint,
        unit=city.pauh,
        category=city.queue,
        complaint_class="normative",
        by=city.susi,
        at=at(MONDAY, 10),
        on=MONDAY,
    )
    say_to_citizen(
        complaint=complaint, text="Kenanga", final=True, by=city.budi, at=at(days(1)), on=days(1)
    )
    reply_as_citizen(complaint=complaint, text="Cempaka", at=at(days(2)), on=days(2))

    told = [
        *Event.objects.values_list("data", flat=True),
        *Event.objects.values_list("reason", flat=True),
        *Notice.objects.values_list("text", flat=True),
    ]
    secrets = ("Anggrek", "Melati", "0812", "Kenanga", "Cempaka")
    assert [word for word in secrets if word in str(told)] == []
    assert Event.objects.count() == 4


def test_who_reads_a_complaint_desk_leaders_above_and_the_handler(city: City) -> None:
    complaint = city.forwarded()
    outside = a_head("Fajar", a_unit("Dinas Perhubungan"))
    people = (city.susi, city.rina, city.budi, city.sari, city.tono, city.lina, outside)

    readers = [one.name for one in people if Complaint.objects.visible_to(one, MONDAY).exists()]

    assert readers == ["Susi", "Rina", "Budi", "Sari"]
    with pytest.raises(NotYours):
        take_up_complaint(complaint=complaint, by=city.tono, at=at(MONDAY, 11), on=MONDAY)
    with pytest.raises(NotYours):  # who answers does not forward
        reject_complaint(
            complaint=complaint, reason="Bukan.", by=city.sari, at=at(MONDAY, 11), on=MONDAY
        )


def test_only_somebody_of_the_unit_becomes_responsible(city: City) -> None:
    with pytest.raises(InvalidInput, match="Lina tidak bertugas di Pauh"):
        city.forwarded(handler=city.lina)
    assert Complaint.objects.get().state == "received"


def test_a_reply_to_the_answer_opens_the_case_again_with_a_new_clock(city: City) -> None:
    complaint = city.forwarded()
    city.answer(complaint, days(1))

    reply_as_citizen(complaint=complaint, text="Belum selesai.", at=at(days(3)), on=days(3))
    reply_as_citizen(complaint=complaint, text="Belum selesai.", at=at(days(3)), on=days(3))
    city.answer(complaint, days(4), text="Loket ditambah.")
    close_as_citizen(complaint=complaint, at=at(days(5)))

    complaint.refresh_from_db()
    found = clocks(complaint)
    assert (complaint.state, complaint.reopened) == ("closed", 1)
    assert found["resolve1"].ended_on == days(1)
    assert (found["resolve2"].starts_at, found["resolve2"].ended_on) == (at(days(3)), days(4))
    with pytest.raises(WrongState, match="sudah ditutup"):
        reply_as_citizen(complaint=complaint, text="Lagi.", at=at(days(6)), on=days(6))


def test_an_answer_without_reply_is_closed_after_ten_working_days(city: City) -> None:
    complaint = city.forwarded()
    city.answer(complaint, days(1))

    assert close_unanswered(at=at(date(2026, 10, 20)), on=date(2026, 10, 20)) == 0
    assert close_unanswered(at=at(date(2026, 10, 21)), on=date(2026, 10, 21)) == 1
    assert close_unanswered(at=at(date(2026, 10, 21)), on=date(2026, 10, 21)) == 0
    assert Complaint.objects.get().state == "closed"


def test_refused_and_double_ones_count_in_no_stage(city: City) -> None:
    first, second, third = city.received(), city.received(hour=10), city.received(hour=11)
    mark_duplicate(complaint=second, first=first, by=city.susi, at=at(MONDAY, 12), on=MONDAY)
    reject_complaint(
        complaint=third, reason="Wewenang provinsi.", by=city.susi, at=at(MONDAY, 12), on=MONDAY
    )

    left = {one.code: {c.left_out for c in one.clocks.all()} for one in (first, second, third)}
    assert left == {first.code: {""}, second.code: {"duplicate"}, third.code: {"rejected"}}
    with pytest.raises(InvalidInput, match="lebih dahulu"):
        mark_duplicate(complaint=first, first=second, by=city.susi, at=at(MONDAY, 12), on=MONDAY)


def test_the_leader_is_told_once_of_all_that_is_overdue(city: City) -> None:
    city.forwarded()
    city.forwarded(hour=10)
    Notice.objects.all().delete()

    assert escalate_overdue(at=at(days(7)), on=days(7)) == 0  # the last day itself
    assert escalate_overdue(at=at(days(8)), on=days(8)) == 2
    assert escalate_overdue(at=at(days(9)), on=days(9)) == 0
    assert list(Notice.objects.values_list("person__name", "text")) == [
        ("Budi", "2 pengaduan di unit Anda melewati batas waktunya.")
    ]


def test_name_and_contact_are_forgotten_the_case_stays(city: City) -> None:
    complaint = city.received(name="Ibu Rahma", reach="0812-1")
    reject_complaint(
        complaint=complaint, reason="Keliru.", by=city.susi, at=at(MONDAY, 12), on=MONDAY
    )
    year_after = date(2027, 10, 4)

    assert forget_citizens(at=at(year_after), on=year_after) == 0
    assert forget_citizens(at=at(days(370)), on=days(370)) == 1
    assert not ComplaintContact.objects.exists()
    assert Complaint.objects.get().text == "Antre tiga jam."


def test_a_ticket_opens_with_its_key_alone(city: City) -> None:
    complaint, other = city.received(), city.received(hour=10)
    secret = secret_of(complaint)

    assert complaint_of(
        code=complaint.code.lower(), secret=f" {secret[:5]} {secret[5:]}".lower()
    ) == (complaint)
    for code, key in ((complaint.code, secret_of(other)), ("ADU-TIDAKADA", secret)):
        with pytest.raises(UnknownTicket):
            complaint_of(code=code, secret=key)


def test_limits_are_settings_and_the_form_can_be_closed(city: City) -> None:
    set_complaint_rules(by=city.susi, on=MONDAY, verify=1, form_open=False)

    with pytest.raises(IntakeClosed):
        city.received()
    entered = city.received(by=city.susi, channel="phone")
    assert clocks(entered)["verify1"].due_on == days(1)
    with pytest.raises(NotYours):
        set_complaint_rules(by=city.budi, on=MONDAY, verify=9)


def test_a_holiday_that_became_known_later_moves_running_clocks(city: City) -> None:
    complaint = city.forwarded()
    Holiday.objects.create(date=days(1), name="Libur", kind="local")

    assert refresh_clocks(on=MONDAY, ended_since=days(-30)) == 3  # the ended one of the day too
    assert clocks(complaint)["resolve1"].due_on == days(8)
    assert refresh_clocks(on=MONDAY, ended_since=days(-30)) == 0
