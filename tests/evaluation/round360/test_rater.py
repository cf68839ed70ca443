"""Raters: named by the person, approved by the appraiser; conflicts of interest are left out."""

import pytest
from tests.evaluation.round360.make import (
    NAMED_UNTIL,
    OPENED,
    STARTED,
    Department,
    a_department,
    a_started,
    an_open,
    answered,
    of,
    questions,
)
from tests.unchanged import refused

from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.rater import (
    Rater360,
    approve,
    candidates_for,
    claim_conflict,
    decline,
    name_rater,
    withdraw,
)
from kinerja.evaluation.round360.refusals import (
    NotACandidate,
    NotInvited,
    NotYourTeam,
    RoundShut,
    TooMany,
    WrongStep,
)
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.round360 import Group

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Department:
    return a_department()


@pytest.fixture
def sari(town):
    return of(a_started(town), town.sari)


def named(town, sari, who="Tono", on=STARTED) -> Rater360:
    return name_rater(subject=sari, rater=town.staff[who], by=town.sari, on=on)


def test_one_may_name_colleagues_but_neither_superior_nor_staff(town, sari):
    assert town.tono in candidates_for(sari)
    assert town.few["Lina"] in candidates_for(sari)  # of the same department
    assert {town.sari, town.budi}.isdisjoint(candidates_for(sari))
    assert town.tono not in candidates_for(of(sari.round, town.budi))

    with refused(NotACandidate):
        name_rater(subject=sari, rater=town.budi, by=town.sari, on=STARTED)
    with refused(NotACandidate):
        name_rater(subject=sari, rater=town.wati, by=town.sari, on=STARTED)


def test_naming_twice_is_one_name_and_three_are_enough(town, sari):
    assert named(town, sari) == named(town, sari)
    named(town, sari, "Ani")
    named(town, sari, "Beni")

    with refused(TooMany, "diundi"):
        named(town, sari, "Cici")
    claim_conflict(
        subject=sari, rater=town.staff["Cici"], reason="Kakak", by=town.sari, on=STARTED
    )  # which is no name


def test_only_for_oneself_and_in_time(town, sari):
    with refused(NotInvited):
        name_rater(subject=sari, rater=town.tono, by=town.budi, on=STARTED)
    with refused(RoundShut, "8 Juni 2026"):
        named(town, sari, on=OPENED)
    assert named(town, sari, on=NAMED_UNTIL).state == Rater360.State.NAMED


def test_the_appraiser_approves_and_the_colleague_is_asked(town, sari):
    row = named(town, sari)
    assert list(Rater360.objects.to_decide(town.budi)) == [row]
    assert not Rater360.objects.to_decide(town.rina)

    with refused(NotYourTeam):
        approve(rater=row, by=town.rina, on=STARTED)
    with refused(NotYourTeam):
        approve(rater=row, by=town.sari, on=STARTED)
    approve(rater=row, by=town.budi, on=STARTED)

    assert Rater360.objects.get(pk=row.pk).state == Rater360.State.ASKED
    with refused(WrongStep, "sudah diputuskan"):
        approve(rater=row, by=town.budi, on=STARTED)
    event = Event.objects.get(name="round360.rater_approved")
    assert (event.person, event.by) == (town.sari, town.budi)


def test_a_colleague_who_is_asked_often_enough_is_not_approved(town):
    round = a_started(town, most_load=1)
    first, second = of(round, town.sari), of(round, town.staff["Ani"])
    one = name_rater(subject=first, rater=town.tono, by=town.sari, on=STARTED)
    other = name_rater(subject=second, rater=town.tono, by=second.person, on=STARTED)
    approve(rater=one, by=town.budi, on=STARTED)

    with refused(TooMany, "Tono sudah diminta menilai 1 rekan"):
        approve(rater=other, by=town.budi, on=STARTED)


def test_a_name_that_is_declined_comes_back_with_the_reason(town, sari):
    row = named(town, sari)
    Notice.objects.all().delete()
    with refused(WrongStep, "alasannya"):
        decline(rater=row, by=town.budi, on=STARTED, reason=" ")
    with refused(NotYourTeam):
        decline(rater=row, by=town.rina, on=STARTED, reason="Tidak.")

    decline(rater=row, by=town.budi, on=STARTED, reason="Baru bergabung.")

    assert not Rater360.objects.exists()
    assert Notice.objects.get(person=town.sari).text == (
        "Usulan Anda tentang Tono tidak disetujui: Baru bergabung."
    )
    assert Event.objects.get(name="round360.rater_declined").reason == "Baru bergabung."


def test_a_conflict_of_interest_that_the_appraiser_confirms_keeps_the_colleague_out(town, sari):
    with refused(WrongStep, "alasannya"):
        claim_conflict(subject=sari, rater=town.tono, reason="", by=town.sari, on=STARTED)
    named(town, sari)  # the same colleague, named before: the claim takes its place
    claim = claim_conflict(
        subject=sari, rater=town.tono, reason="Saudara kandung", by=town.sari, on=STARTED
    )
    again = claim_conflict(
        subject=sari, rater=town.tono, reason="Saudara", by=town.sari, on=STARTED
    )
    assert again == claim
    approve(rater=claim, by=town.budi, on=STARTED)

    open_round(round=sari.round, by=town.wati, on=OPENED)

    raters = {row.rater for row in questions(sari, Group.PEER)}
    assert town.tono not in raters
    assert len(raters) == 5


def test_those_approved_count_and_names_without_a_word_lapse(town, sari):
    approve(rater=named(town, sari), by=town.budi, on=STARTED)
    waiting = name_rater(subject=sari, rater=town.few["Lina"], by=town.sari, on=STARTED)

    open_round(round=sari.round, by=town.wati, on=OPENED)

    rows = questions(sari, Group.PEER)
    assert [row.rater for row in rows if row.origin == Rater360.Origin.NAMED] == [town.tono]
    assert len(rows) == 6
    assert not Rater360.objects.filter(pk=waiting.pk).exists()
    with refused(WrongStep):
        approve(rater=waiting, by=town.budi, on=OPENED)


def test_a_person_with_too_few_around_is_asked_for_by_name_alone(town):
    round = a_started(town, threshold=12)
    sari = of(round, town.sari)
    approve(rater=named(town, sari), by=town.budi, on=STARTED)

    open_round(round=round, by=town.wati, on=OPENED)

    assert questions(sari, Group.PEER) == []
    assert len(questions(sari, Group.SUPERIOR)) == 1


def test_a_rater_with_a_conflict_steps_back_and_another_is_drawn(town):
    round = an_open(town)
    lina = of(round, town.few["Lina"])
    row = next(one for one in questions(lina, Group.PEER) if one.rater != town.few["Yani"])
    before = {one.rater for one in questions(lina, Group.PEER)}
    Notice.objects.all().delete()

    with refused(NotInvited):
        withdraw(rater=row, by=town.few["Lina"], on=OPENED, reason="Ipar")
    fresh = withdraw(rater=row, by=row.rater, on=OPENED, reason="Ipar")

    assert fresh is not None
    assert fresh.rater not in before
    assert Rater360.objects.get(pk=row.pk).state == Rater360.State.EXCLUDED
    assert Notice.objects.get().person == fresh.rater  # nobody else hears of it
    assert Event.objects.get(name="round360.rater_withdrew").person is None
    with refused(NotInvited):
        withdraw(rater=row, by=row.rater, on=OPENED, reason="Ipar")


def test_stepping_back_ends_with_the_answer_and_with_the_round(town):
    round = an_open(town)
    first, second, *_ = questions(of(round, town.sari), Group.PEER)
    answered([first])

    with refused(WrongStep, "sudah masuk"):
        withdraw(rater=first, by=first.rater, on=OPENED, reason="Ipar")
    with refused(RoundShut):
        withdraw(rater=second, by=second.rater, on=round.closes_on.replace(month=7), reason="Ipar")
    assert withdraw(rater=second, by=second.rater, on=OPENED, reason="Ipar") is not None
    superior = questions(of(round, town.sari), Group.SUPERIOR)[0]
    with refused(NotInvited):
        withdraw(rater=superior, by=town.budi, on=OPENED, reason="Ipar")
    team = questions(of(round, town.budi), Group.SUBORDINATE)[0]
    assert withdraw(rater=team, by=team.rater, on=OPENED, reason="Ipar") is None  # all are asked
