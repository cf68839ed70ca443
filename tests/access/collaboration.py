"""A programme that Rina leads: Sari was in it, Bima is, Tono is asked, partners from outside."""

from datetime import date, timedelta

from tests.access.world import NOW, TODAY, World
from tests.work.make import PDF

from kinerja.collaboration.contribution import Contribution, link_report
from kinerja.collaboration.feed import make_key
from kinerja.collaboration.meeting import add_files, plan_meeting
from kinerja.collaboration.member import answer_member, end_member, invite_member
from kinerja.collaboration.partner import invite_partner
from kinerja.collaboration.programme import begin_programme
from kinerja.collaboration.task import add_task
from kinerja.work.report import Report

SINCE = date(2026, 7, 1)


def the_collaboration(world: World) -> None:
    """The programme is carried by Rina's office alone."""
    rina, unit = world.people["rina"], world.units["K.1"]
    act = {"by": rina, "on": TODAY}
    programme = begin_programme(
        name="Pekan Imunisasi",
        purpose="",
        starts_on=SINCE,
        ends_on=date(2026, 12, 20),
        units=[unit],
        goals=[],
        **act,
    )
    given = {"programme": programme, "starts_on": SINCE, **act}
    sari = invite_member(person=world.people["sari"], role="member", **given)
    answer_member(member=sari, agree=True, by=world.people["budi"], on=TODAY)
    bima = invite_member(person=world.people["bima"], role="member", **given)  # has no account
    answer_member(member=bima, agree=True, by=world.people["fajar"], on=TODAY)
    tono = invite_member(person=world.people["tono"], role="member", **given)
    task = add_task(
        programme=programme, title="Undang kader", unit=unit, due_on=date(2026, 11, 1), **act
    )
    meeting = plan_meeting(programme=programme, title="Rapat", held_on=date(2026, 10, 12), **act)
    (file,) = add_files(
        programme=programme, files=[("denah.pdf", PDF)], shown_to_partners=True, **act
    )
    partner, _ = invite_partner(
        programme=programme,
        name="Pak Joni",
        organisation="Kader Posyandu",
        mail="",
        ends_on=date(2026, 12, 1),
        **act,
    )
    stand = add_task(
        programme=programme, title="Stan", partner=partner, due_on=date(2026, 11, 1), **act
    )
    _, word = invite_partner(
        programme=programme,
        name="Bu Ani",
        organisation="Apotek",
        mail="",
        ends_on=date(2026, 12, 1),
        **act,
    )
    link = _contribution(world, programme)
    end_member(member=sari, last_day=TODAY - timedelta(days=1), **act)
    this = {"programme_id": programme.pk}
    world.add("programme", "rina", **this)
    world.add("programme_task", "rina", **this, task_id=task.pk)
    world.add("programme_meeting", "rina", **this, meeting_id=meeting.pk)
    world.add("programme_file", "rina", **this, file_id=file.pk)
    world.add("contribution", "sari", contribution_id=link.pk)
    world.add("lead_word", "rina", **this, person_id=world.people["sari"].pk)
    world.add("member_asked", "tono", member_id=tono.pk)
    world.add("member", "rina", member_id=bima.pk)
    world.add("partner", "rina", **this, partner_id=partner.pk)
    world.add("partner_link", "rina", word=word)
    world.add("partner_task", "rina", task_id=stand.pk)
    world.add("partner_file", "rina", file_id=file.pk)
    world.add("calendar_feed", "rina", word=make_key(by=rina, at=NOW))


def _contribution(world: World, programme: object) -> Contribution:
    """An accepted report of Sari, done this month; the lead can say something about it."""
    report = Report.objects.accepted().filter(person=world.people["sari"], done_on__gte=SINCE)
    return link_report(
        report=report.order_by("-done_on", "-pk")[0],
        programme=programme,  # type: ignore[arg-type]
        by=world.people["sari"],
        on=TODAY,
    )
