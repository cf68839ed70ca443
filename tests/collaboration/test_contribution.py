"""Contributions: one's own accepted reports, seen by both leaders; the lead's words on a month."""

from datetime import date

import pytest
from tests.collaboration.festival import a_report, a_task, a_team, joined
from tests.planning.sharing.festival import MARCH
from tests.unchanged import refused

from kinerja.collaboration.contribution import (
    Contribution,
    LeadWord,
    link_report,
    say_word,
    unlink_report,
)
from kinerja.collaboration.programme import close_programme
from kinerja.collaboration.refusals import NotYours, ProgrammeClosed, WrongState
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


def a_contribution():
    """Rudi's accepted report is linked to the festival."""
    team = a_team()
    joined(team, team.rudi, team.town.dani)
    report = a_report(team.rudi, team.town.dani)
    link = link_report(report=report, programme=team.programme, by=team.rudi, on=MARCH)
    return team, report, link


def test_both_leaders_see_it_and_nobody_else():
    team, report, link = a_contribution()
    for person in (team.rudi, team.town.dani, team.town.tia):
        assert Contribution.objects.seen_by(person, MARCH).get() == link
    for person in (team.town.bayu, team.town.nia, team.town.mayor):
        assert not Contribution.objects.seen_by(person, MARCH).exists()
    assert link_report(report=report, programme=team.programme, by=team.rudi, on=MARCH) == link
    assert Event.objects.filter(name="contribution.linked").count() == 1


def test_only_the_author_a_member_that_day_links_and_unlinks():
    team, report, link = a_contribution()
    with refused(NotYours):
        link_report(report=report, programme=team.programme, by=team.town.dani, on=MARCH)
    stranger = a_report(team.town.nia, team.town.tia)
    with refused(WrongState, "bukan anggota"):
        link_report(report=stranger, programme=team.programme, by=team.town.nia, on=MARCH)
    with refused(NotYours):
        unlink_report(contribution=link, by=team.town.tia, on=MARCH)
    task = a_task(team)
    moved = link_report(report=report, programme=team.programme, task=task, by=team.rudi, on=MARCH)
    assert (moved.pk, moved.task) == (link.pk, task)
    for _ in range(2):
        unlink_report(contribution=link, by=team.rudi, on=MARCH)
    assert not Contribution.objects.exists()


def word(team, **more):
    given = {
        "programme": team.programme,
        "person": team.rudi,
        "month": MARCH,
        "judgement": "above",
        "words": "Data pedagang lengkap sebelum waktunya.",
        "by": team.town.tia,
        "on": MARCH,
    }
    return say_word(**given | more)


def test_a_closed_programme_keeps_its_contributions():
    team, _, link = a_contribution()
    close_programme(programme=team.programme, by=team.town.tia, on=MARCH)

    with refused(ProgrammeClosed):
        unlink_report(contribution=link, by=team.rudi, on=MARCH)


def test_the_leads_words_reach_the_superior_once():
    team, _, _ = a_contribution()
    Notice.objects.all().delete()
    first, second = word(team), word(team)
    assert (first, first.month) == (second, date(2026, 3, 1))
    assert Notice.objects.get().person == team.town.dani
    word(team, words="Lengkap.", judgement="meets")
    assert LeadWord.objects.get().words == "Lengkap."
    told = Event.objects.filter(name="programme.word_said").order_by("pk")
    assert [one.reason for one in told] == ["Data pedagang lengkap sebelum waktunya.", "Lengkap."]


def test_nobody_judges_himself_and_only_on_accepted_work():
    team, report, _ = a_contribution()
    own = a_report(team.town.tia, team.town.mayor)
    link_report(report=own, programme=team.programme, by=team.town.tia, on=MARCH)
    with refused(NotYours, "dirinya sendiri"):
        word(team, person=team.town.tia)
    with refused(NotYours):
        word(team, by=team.town.dani)
    with refused(WrongState, "belum punya"):
        word(team, month=date(2026, 2, 1))
    with refused(InvalidInput, "belum tiba"):
        word(team, month=date(2026, 4, 1))
    with refused(InvalidInput):
        word(team, words=" \x00 ")
    with refused(InvalidInput):
        word(team, judgement="5")
    report.state = "filed"
    report.save(update_fields=["state"])
    with refused(WrongState):
        word(team)
