"""Factors that hinder or help a result, the help that is asked for, and the follow-up."""

import pytest
from tests.people.make import a_head
from tests.work.make import NOW, TODAY, a_centre, days_ago

from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.work.factor import (
    Factor,
    end_factor,
    follow_up,
    helpers_of,
    may_follow_up,
    raise_factor,
)
from kinerja.work.refusals import FactorClosed, NotYours, TextMissing, WrongDay

pytestmark = pytest.mark.django_db


def a_factor(centre, **fields):
    fields = {"kind": "hinders", "text": "Vaksin habis", "by": centre.sari, "at": NOW} | fields
    return raise_factor(result=centre.checks, **fields)


def told():
    return list(Notice.objects.order_by("pk").values_list("person__name", "text"))


def test_from_the_obstacle_to_its_end():
    centre = a_centre()
    factor = a_factor(centre, help_from=centre.rina)
    assert (factor.state, factor.person) == ("open", centre.sari)
    assert told() == [("Rina", "Sari meminta bantuan: Vaksin habis")]

    follow_up(
        factor=factor,
        text="Minta ke gudang",
        owner=centre.budi,
        due_on=TODAY,
        by=centre.rina,
        at=NOW,
    )
    factor.refresh_from_db()
    assert (factor.state, factor.owner, factor.due_on) == ("in_progress", centre.budi, TODAY)

    end_factor(factor=factor, state="solved", text="Vaksin datang", by=centre.budi, at=NOW)
    factor.refresh_from_db()
    assert (factor.state, factor.outcome, factor.is_standing) == ("solved", "Vaksin datang", False)
    assert [name for name, _ in told()] == ["Rina", "Budi", "Sari", "Sari", "Rina"]
    events = Event.objects.filter(name__startswith="factor.").order_by("pk")
    assert list(events.values_list("name", "reason", "person__name")) == [
        ("factor.raised", "Vaksin habis", "Sari"),
        ("factor.followed_up", "Minta ke gudang", "Sari"),
        ("factor.solved", "Vaksin datang", "Sari"),
    ]


def test_the_leader_may_raise_it_and_the_owner_is_told():
    centre = a_centre()
    a_factor(centre, by=centre.budi, kind="helps", text="Kader rajin")
    assert told() == [("Sari", "Budi mencatat faktor: Kader rajin")]


def test_without_help_asked_the_leader_is_told():
    centre = a_centre()
    a_factor(centre)
    assert told() == [("Budi", "Sari mencatat faktor: Vaksin habis")]


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"by": "tono"}, NotYours),
        ({"by": "rina"}, NotYours),
        ({"help_from": "tono"}, NotYours),
        ({"text": "  "}, TextMissing),
    ],
)
def test_who_may_not_and_what_is_missing(fields, refusal):
    centre = a_centre()
    named = {key: getattr(centre, value, value) for key, value in fields.items()}
    with pytest.raises(refusal):
        a_factor(centre, **named)
    assert not Factor.objects.exists()
    assert not Event.objects.filter(name="factor.raised").exists()
    assert told() == []


def test_a_follow_up_has_an_owner_from_around_and_a_day_to_come():
    centre = a_centre()
    factor = a_factor(centre)
    right = {"text": "Pinjam", "owner": centre.sari, "due_on": TODAY, "by": centre.budi, "at": NOW}
    for wrong, refusal in (
        ({"owner": centre.tono}, NotYours),
        ({"by": centre.tono}, NotYours),
        ({"due_on": days_ago(1)}, WrongDay),
        ({"text": ""}, TextMissing),
    ):
        with pytest.raises(refusal):
            follow_up(factor=factor, **(right | wrong))
    factor.refresh_from_db()
    assert (factor.state, factor.owner) == ("open", None)


def test_what_has_ended_stays_so():
    centre = a_centre()
    factor = a_factor(centre)
    end_factor(factor=factor, state="closed", text="Tidak perlu lagi", by=centre.sari, at=NOW)
    with pytest.raises(FactorClosed):
        end_factor(factor=factor, state="solved", text="Lagi", by=centre.sari, at=NOW)
    factor.refresh_from_db()
    assert not may_follow_up(centre.budi, factor, TODAY)


def test_who_sees_it_and_who_can_be_asked():
    centre = a_centre()
    elsewhere = a_head("Umar", centre.dewi.assignments.get().position.unit)
    factor = a_factor(centre)
    for person in (centre.sari, centre.budi, centre.rina):
        assert list(Factor.objects.visible_to(person)) == [factor]
        assert may_follow_up(person, factor, TODAY)
    for person in (centre.tono, elsewhere):
        assert not Factor.objects.visible_to(person).exists()
    assert helpers_of(centre.sari, TODAY) == [centre.budi, centre.rina]
