"""The board: tasks with one owner, what they wait for, reminders; meetings, files, the feed."""

from datetime import date, datetime, time

import pytest
from tests.collaboration.festival import NOON, OPENING, a_task, a_team, joined
from tests.planning.sharing.festival import MARCH
from tests.unchanged import refused
from tests.work.make import PDF

from kinerja.collaboration.feed import drop_key, entries_in, entries_of, make_key, person_of
from kinerja.collaboration.meeting import (
    add_files,
    drop_meeting,
    edit_meeting,
    plan_meeting,
    write_minutes,
)
from kinerja.collaboration.refusals import NotYours, StillWaiting, WrongState
from kinerja.collaboration.task import move_task, remind_due
from kinerja.collaboration.task_edit import drop_task, edit_task
from kinerja.documents.icalendar import calendar_bytes
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


def test_a_task_has_one_owner_of_the_programme():
    team = a_team()
    town = team.town
    assert a_task(team) == a_task(team)
    with refused(InvalidInput, "belum menjadi anggota"):
        a_task(team, person=team.rudi)
    with refused(InvalidInput, "bukan unit"):
        a_task(team, unit=town.city)
    with refused(InvalidInput, "satu pemilik"):
        a_task(team, unit=town.culture, person=town.tia)
    with refused(InvalidInput):
        a_task(team, "\x00")
    with refused(NotYours):
        a_task(team, by=town.dani)
    joined(team, team.rudi, town.dani)
    task = a_task(team, "Data pedagang", person=team.rudi)
    assert task.whose == "Rudi Hakim"
    assert Notice.objects.filter(person=team.rudi, text__contains="4 Mei 2026").exists()


def put(task, **change):
    """The task with other words, or another owner."""
    given = {"title": task.title, "due_on": task.due_on, "waits_for": task.waits_for}
    if not {"person", "unit", "partner"} & set(change):
        given |= {"person": task.person, "unit": task.unit, "partner": task.partner}
    return edit_task(task=task, **given | {"on": MARCH} | change)


def test_a_task_is_put_right_by_its_owner_or_the_lead():
    team = a_team()
    tia = team.town.tia
    joined(team, team.rudi, team.town.dani)
    stage, stalls = a_task(team), a_task(team, "Susun lapak", person=team.rudi)
    for _ in range(2):
        moved = put(stalls, by=team.rudi, due_on=date(2026, 5, 20), waits_for=stage)
    assert (moved.due_on, moved.waits_for) == (date(2026, 5, 20), stage)
    assert Event.objects.about(stalls).filter(name="programme.task_edited").count() == 1
    with refused(NotYours):
        put(stage, by=team.rudi)
    with refused(InvalidInput, "saling menunggu"):
        put(stage, by=tia, waits_for=moved)
    with refused(InvalidInput, "satu pemilik"):
        put(stage, by=tia, unit=team.town.culture, person=team.rudi)
    stage = put(stage, by=tia, person=team.rudi, title="Sewa panggung besar")
    assert (stage.whose, stage.unit) == ("Rudi Hakim", None)
    assert Notice.objects.filter(person=team.rudi, text__contains="panggung besar").exists()


def test_a_task_that_nobody_worked_on_can_be_taken_off():
    team = a_team()
    tia = team.town.tia
    joined(team, team.rudi, team.town.dani)
    stage = a_task(team)
    stalls = a_task(team, "Susun lapak", person=team.rudi, waits_for=stage)
    with refused(NotYours):
        drop_task(task=stage, by=team.rudi, on=MARCH)
    for _ in range(2):
        drop_task(task=stage, by=tia, on=MARCH)
    stalls.refresh_from_db()
    assert stalls.waits_for is None
    move_task(task=stalls, state="done", by=team.rudi, on=MARCH)
    with refused(WrongState, "tetap tercatat"):
        drop_task(task=stalls, by=tia, on=MARCH)


def test_a_task_that_waits_is_not_done_first():
    team = a_team()
    joined(team, team.rudi, team.town.dani)
    stage = a_task(team)
    stalls = a_task(team, "Susun lapak", person=team.rudi, waits_for=stage)
    with refused(StillWaiting, "Sewa panggung"):
        move_task(task=stalls, state="done", by=team.rudi, on=MARCH)
    move_task(task=stage, state="done", by=team.rudi, on=MARCH)  # a task of a unit: any member
    assert Notice.objects.filter(person=team.rudi, text__contains="dapat dimulai").exists()

    for _ in range(2):
        stalls = move_task(task=stalls, state="done", by=team.rudi, on=MARCH)
    assert (stalls.state, stalls.done_on) == ("done", MARCH)
    assert Event.objects.about(stalls).filter(name="programme.task_moved").count() == 1
    stalls = move_task(task=stalls, state="doing", by=team.town.tia, on=MARCH)
    assert stalls.done_on is None


def test_others_tasks_are_moved_by_the_lead_alone():
    team = a_team()
    joined(team, team.rudi, team.town.dani)
    joined(team, team.town.nia, team.town.tia)
    task = a_task(team, "Data pedagang", person=team.rudi)
    with refused(NotYours):
        move_task(task=task, state="doing", by=team.town.nia, on=MARCH)
    with refused(InvalidInput):
        move_task(task=task, state="lost", by=team.rudi, on=MARCH)


def test_owners_are_reminded_once_two_days_before():
    team = a_team()
    a_task(team, due_on=date(2026, 3, 4))
    a_task(team, "Nanti", due_on=date(2026, 3, 5))
    Notice.objects.all().delete()
    assert [remind_due(at=NOON), remind_due(at=NOON)] == [1, 0]
    assert Notice.objects.get().person == team.town.tia  # of a unit: the lead


def test_a_meeting_moves_or_is_called_off_and_the_others_hear_it():
    team = a_team()
    given = {"by": team.town.tia, "on": MARCH}
    meeting = plan_meeting(programme=team.programme, title="Rapat", held_on=OPENING, **given)
    joined(team, team.rudi, team.town.dani)
    Notice.objects.all().delete()
    said = {"meeting": meeting, "title": "Rapat besar", **given}

    edit_meeting(held_on=OPENING, **said)  # other words alone
    assert not Notice.objects.exists()
    for _ in range(2):
        meeting = edit_meeting(held_on=date(2026, 6, 20), place="Aula", **said)
    assert (meeting.title, meeting.held_on, meeting.place) == (
        "Rapat besar",
        date(2026, 6, 20),
        "Aula",
    )
    told = Notice.objects.get()
    assert (told.person, told.text) == (
        team.rudi,
        "Acara program berubah: Rapat besar, 20 Juni 2026.",
    )
    with refused(NotYours):
        edit_meeting(held_on=OPENING, **said | {"by": team.town.dani})
    with refused(NotYours):
        drop_meeting(meeting=meeting, by=team.town.dani, on=MARCH)
    with refused(InvalidInput):
        edit_meeting(held_on=date(1, 1, 1), **said)

    write_minutes(meeting=meeting, minutes="Sepakat.", **given)
    with refused(WrongState, "notulen"):
        drop_meeting(meeting=meeting, **given)
    write_minutes(meeting=meeting, minutes="", **given)
    for _ in range(2):
        drop_meeting(meeting=meeting, **given)
    assert not team.programme.meetings.exists()
    assert "dibatalkan: Rapat besar, 20 Juni 2026" in Notice.objects.latest("pk").text
    assert Event.objects.filter(name="programme.meeting_dropped").count() == 1


def test_meetings_minutes_and_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    team = a_team()
    given = {"programme": team.programme, "by": team.town.tia, "on": MARCH}
    meeting = plan_meeting(title="Rapat awal", held_on=OPENING, begins_at=time(9), **given)
    assert plan_meeting(title="Rapat awal", held_on=OPENING, **given) == meeting
    for _ in range(2):
        write_minutes(meeting=meeting, minutes="Lokasi: dermaga.", by=team.town.tia, on=MARCH)
    assert Event.objects.filter(name="programme.minutes_written").count() == 1
    (file,) = add_files(files=[("denah.pdf", PDF)], **given)
    assert file.attachment.name == "denah.pdf"
    for act in (
        lambda: plan_meeting(title="Rapat", held_on=OPENING, **given | {"by": team.town.dani}),
        lambda: write_minutes(meeting=meeting, minutes="Lain", by=team.town.dani, on=MARCH),
        lambda: add_files(files=[("a.pdf", PDF)], **given | {"by": team.town.dani}),
    ):
        with refused(NotYours):
            act()
    with refused(InvalidInput):
        plan_meeting(title="Rapat", held_on=date(1, 1, 1), **given)
    with refused(InvalidInput):
        write_minutes(meeting=meeting, minutes="x" * 20_001, by=team.town.tia, on=MARCH)


def test_the_feed_is_ones_own_and_dies_with_its_key():
    team = a_team()
    joined(team, team.rudi, team.town.dani)
    a_task(team, "Data pedagang", person=team.rudi)
    a_task(team, "Undang sanggar, tamu; dan\\media")
    plan_meeting(
        programme=team.programme,
        title="Pembukaan",
        held_on=OPENING,
        begins_at=time(19, 30),
        place="Dermaga",
        by=team.town.tia,
        on=MARCH,
    )
    word = make_key(by=team.rudi, at=NOON)
    assert person_of(word) == team.rudi
    titles = [one.title for one in entries_of(team.rudi, MARCH)]
    assert titles == ["Festival Pesisir", "Pembukaan", "Tenggat: Data pedagang"]
    assert entries_of(team.town.nia, MARCH) == []
    assert [one.title for one in entries_in(team.programme, partners=True)] == ["Festival Pesisir"]

    other = make_key(by=team.rudi, at=NOON)
    assert (person_of(word), person_of(other)) == (None, team.rudi)
    drop_key(by=team.rudi)
    assert person_of(other) is None
    assert person_of("x" * 5_000) is None


def test_the_bytes_of_a_calendar():
    team = a_team()
    a_task(team, "Undang sanggar, tamu; dan\\media " + "é" * 60, person=team.town.tia)
    plan_meeting(
        programme=team.programme,
        title="Pembukaan",
        held_on=OPENING,
        begins_at=time(19, 30),
        by=team.town.tia,
        on=MARCH,
    )
    at = datetime(2026, 3, 2, 5, tzinfo=NOON.tzinfo)

    content = calendar_bytes(
        name="Festival", entries=entries_of(team.town.tia, MARCH), site="https://kota.id", at=at
    )

    text = content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260622" in text
    assert "DTSTART:20260619T123000Z" in text  # 19.30 WIB
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert "sanggar\\, tamu\\; dan\\\\media" in text.replace("\r\n ", "")
