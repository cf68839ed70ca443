"""Partners: a link that opens once, a visit of its own, one programme, ended at once."""

from datetime import date, timedelta

import pytest
from tests.collaboration.festival import NOON, a_task, a_team
from tests.planning.sharing.festival import MARCH
from tests.unchanged import refused

from kinerja.collaboration.partner import (
    Partner,
    invite_partner,
    open_invitation,
    partner_of,
    renew_link,
    revoke_partner,
)
from kinerja.collaboration.partner_work import finish_as_partner
from kinerja.collaboration.programme import close_programme
from kinerja.collaboration.refusals import InvitationOver, NotYours, StillWaiting
from kinerja.collaboration.task_comment import TaskComment, comment_as_partner
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import Event

pytestmark = pytest.mark.django_db
LAST = date(2026, 6, 30)


def invited(team, **more):
    given = {
        "programme": team.programme,
        "name": "Ibu Rahma",
        "organisation": "Paguyuban Kuliner",
        "mail": "rahma@contoh.id",
        "ends_on": LAST,
        "by": team.town.tia,
        "on": MARCH,
    }
    return invite_partner(**given | more)


def test_the_link_opens_once_and_only_digests_are_kept():
    team = a_team()
    partner, word = invited(team)
    key = open_invitation(word=word, at=NOON, on=MARCH)
    assert partner_of(key, MARCH) == partner
    stored = Partner.objects.get()
    assert word not in (stored.link_digest, stored.visit_digest)
    with refused(InvitationOver, "sudah dipakai"):
        open_invitation(word=word, at=NOON, on=MARCH)
    for bad in ("", "x", "x" * 10_000, "\x00\ud800"):
        with refused(InvitationOver):
            open_invitation(word=bad, at=NOON, on=MARCH)
        assert partner_of(bad, MARCH) is None


def test_a_link_that_waited_too_long_is_dead():
    team = a_team()
    _, word = invited(team)
    with refused(InvitationOver, "terlalu lama"):
        open_invitation(word=word, at=NOON, on=MARCH + timedelta(days=15))


def test_it_ends_on_its_day_when_revoked_and_with_the_programme():
    team = a_team()
    partner, word = invited(team)
    key = open_invitation(word=word, at=NOON, on=MARCH)
    assert partner_of(key, LAST) == partner
    assert partner_of(key, date(2026, 7, 1)) is None
    for _ in range(2):
        revoke_partner(partner=partner, by=team.town.tia, at=NOON, on=MARCH)
    assert partner_of(key, MARCH) is None
    assert Event.objects.filter(name="partner.revoked").count() == 1

    other, word = invited(team, name="Pak Joni")
    task = a_task(team, "Stan", partner=other)
    key = open_invitation(word=word, at=NOON, on=MARCH)
    close_programme(programme=team.programme, by=team.town.tia, on=MARCH)
    assert partner_of(key, MARCH) is None
    with refused(InvitationOver):
        finish_as_partner(task=task, partner=other, on=MARCH)


def test_a_new_link_ends_the_visit_before():
    team = a_team()
    partner, word = invited(team)
    key = open_invitation(word=word, at=NOON, on=MARCH)
    new = renew_link(partner=partner, by=team.town.tia, on=MARCH)
    assert partner_of(key, MARCH) is None
    assert partner_of(open_invitation(word=new, at=NOON, on=MARCH), MARCH) == partner
    with refused(NotYours):
        renew_link(partner=partner, by=team.town.dani, on=MARCH)
    with refused(NotYours):
        revoke_partner(partner=partner, by=team.town.dani, at=NOON, on=MARCH)


def test_only_the_lead_invites_with_a_last_day():
    team = a_team()
    with refused(NotYours):
        invited(team, by=team.town.dani)
    for wrong in ({"ends_on": date(2026, 3, 1)}, {"ends_on": date(2028, 1, 1)}, {"mail": "x"},
                  {"name": " "}, {"organisation": "x" * 151}):  # fmt: skip
        with refused(InvalidInput):
            invited(team, **wrong)


def test_a_partner_finishes_its_own_task_and_comments_on_what_it_sees():
    team = a_team()
    partner, _ = invited(team)
    other, _ = invited(team, name="Pak Joni")
    mine = a_task(team, "Dirikan 20 stan", partner=partner)
    shown = a_task(team, "Panggung", shown_to_partners=True)
    hidden = a_task(team, "Anggaran")
    assert mine.shown_to_partners

    with refused(NotYours):
        finish_as_partner(task=mine, partner=other, on=MARCH)
    with refused(NotYours):
        finish_as_partner(task=shown, partner=partner, on=MARCH)
    for _ in range(2):
        finish_as_partner(task=mine, partner=partner, on=MARCH)
    mine.refresh_from_db()
    assert (mine.state, mine.done_on) == ("done", MARCH)

    say = {"partner": partner, "at": NOON, "on": MARCH}
    assert comment_as_partner(task=shown, text="Siap.", **say) == comment_as_partner(
        task=shown, text=" Siap. ", **say
    )
    with refused(NotYours):
        comment_as_partner(task=hidden, text="Berapa?", **say)
    for text in ("", "\x00", "x" * 1_001):
        with refused(InvalidInput):
            comment_as_partner(task=shown, text=text, **say)
    assert TaskComment.objects.get().whose == "Ibu Rahma"


def test_a_partner_is_not_told_what_a_hidden_task_is_called():
    team = a_team()
    partner, _ = invited(team)
    hidden = a_task(team, "Periksa utang Paguyuban Kuliner")
    shown = a_task(team, "Panggung", shown_to_partners=True)
    mine = a_task(team, "Dirikan 20 stan", partner=partner, waits_for=hidden)
    other = a_task(team, "Hias panggung", partner=partner, waits_for=shown)
    with pytest.raises(StillWaiting) as refusal:
        finish_as_partner(task=mine, partner=partner, on=MARCH)
    assert str(refusal.value) == (
        "Tugas ini menunggu pekerjaan panitia yang belum selesai. Tanyakan lewat komentar."
    )
    with refused(StillWaiting, "“Panggung”"):
        finish_as_partner(task=other, partner=partner, on=MARCH)
