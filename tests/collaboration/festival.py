"""A programme of three departments, led by Tia; Dani's staff member Rudi is invited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.planning.sharing.festival import MARCH, Festival, a_festival
from tests.planning.town import a_person, seat

from kinerja.collaboration.member import Member, answer_member, invite_member
from kinerja.collaboration.programme import Programme, begin_programme
from kinerja.collaboration.task import Task, add_task
from kinerja.people.agency import found_agency
from kinerja.people.person import Person
from kinerja.work.filing import file_report
from kinerja.work.report import Report
from kinerja.work.verification import answer_report

NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
OPENING = date(2026, 6, 19)


@dataclass
class Team:
    town: Festival
    rudi: Person  # of the staff of trade
    programme: Programme


def a_team() -> Team:
    """Tia has begun the festival; nobody else belongs to it yet."""
    found_agency(name="Kota Contoh")
    town = a_festival()
    rudi = a_person("Rudi Hakim", "199004122015031908")
    seat(rudi, town.trade, "Analis Perdagangan", "jf", "ahli_pertama")
    programme = begin_programme(
        name="Festival Pesisir",
        purpose="Tiga dinas, satu festival.",
        starts_on=MARCH,
        ends_on=date(2026, 6, 21),
        units=town.departments,
        goals=[town.goal],
        by=town.tia,
        on=MARCH,
    )
    return Team(town, rudi, programme)


def joined(team: Team, person: Person, superior: Person, **more: Any) -> Member:
    """Invited by Tia and let go by the superior."""
    given = {"role": "member", "starts_on": MARCH, "by": team.town.tia, "on": MARCH} | more
    member = invite_member(programme=team.programme, person=person, **given)
    if member.state == Member.State.ASKED:
        member = answer_member(member=member, agree=True, by=superior, on=MARCH)
    return member


def a_task(team: Team, title: str = "Sewa panggung", **more: Any) -> Task:
    given = {"due_on": date(2026, 5, 4), "by": team.town.tia, "on": MARCH} | more
    if not {"person", "unit", "partner"} & set(given):
        given["unit"] = team.town.culture
    return add_task(programme=team.programme, title=title, **given)


def a_report(person: Person, leader: Person, *, accepted: bool = True) -> Report:
    report = file_report(
        text="Mendata pedagang festival",
        key=uuid4(),
        by=person,
        at=NOON,
        done_on=MARCH,
    )
    if accepted:
        answer_report(report=report, verdict="accept", by=leader, at=NOON)
        report.refresh_from_db()
    return report
