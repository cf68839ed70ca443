"""The end of a round: told in one batch, by groups that are large enough, then frozen."""

import json

import pytest
from django.db import IntegrityError, transaction
from tests.evaluation.round360.make import (
    AFTER,
    CLOSES,
    Department,
    a_department,
    an_answer,
    an_open,
    answered,
    of,
    questions,
    released,
)
from tests.unchanged import refused

from kinerja.evaluation.round360.answer import Tally360
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.refusals import RoundShut, SealBroken, WrongStep
from kinerja.evaluation.round360.release import Result360, close_round, release_round
from kinerja.evaluation.round360.round import Round360
from kinerja.people.refusals import NotAllowed
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.round360 import Frequency, Group

pytestmark = pytest.mark.django_db

ALWAYS, OFTEN, RARELY = Frequency.ALWAYS, Frequency.OFTEN, Frequency.RARELY


@pytest.fixture
def town() -> Department:
    return a_department()


@pytest.fixture
def round(town) -> Round360:
    return an_open(town)


def peers(round, person) -> list[Rater360]:
    return questions(of(round, person), Group.PEER)


def test_a_group_of_the_threshold_is_told_in_words(town, round):
    answered(peers(round, town.sari)[:5], *[an_answer(ALWAYS, "Rapi.")] * 3, an_answer(RARELY))

    told = released(town, round)["Sari"].told

    (group,) = told["groups"]
    assert (group["label"], group["people"]) == ("Rekan kerja", 5)
    assert set(group["values"].values()) == {"often"}  # 5, 5, 5, 2, 5: the mean is 4.4
    assert group["comments"] == ["Rapi."] * 4
    assert told["threshold"] == 5


def test_below_the_threshold_nothing_is_told_and_nothing_is_left(town, round):
    answered(peers(round, town.sari)[:4], an_answer(comment="Hanya empat."))
    secret = bytes(round.secret)

    told = released(town, round)["Sari"].told

    assert told["groups"] == []
    assert Tally360.objects.count() == 0
    assert Round360.objects.get(pk=round.pk).secret is None
    assert secret  # it was there before
    assert "Hanya empat" not in json.dumps([one.told for one in Result360.objects.all()])


def test_a_small_group_is_told_with_the_other_and_never_apart(town, round):
    """Budi: seven subordinates answer, and one peer (Dedi)."""
    budi = of(round, town.budi)
    answered(questions(budi, Group.SUBORDINATE), an_answer(ALWAYS))
    answered(questions(budi, Group.PEER), an_answer(RARELY, "Sulit dihubungi."))

    (group,) = released(town, round)["Budi"].told["groups"]

    assert (group["label"], group["people"]) == ("Rekan kerja dan bawahan", 8)
    assert group["comments"] == ["Sulit dihubungi."]


def test_a_value_that_too_few_have_seen_is_not_told(town, round):
    seen, unseen = an_answer(OFTEN), an_answer(None)
    answered(peers(round, town.sari), seen, seen, seen, seen, unseen, unseen)

    (group,) = released(town, round)["Sari"].told["groups"]

    assert group["people"] == 6
    assert set(group["values"].values()) == {None}


def test_superior_and_oneself_are_told_by_name(town, round):
    sari = of(round, town.sari)
    answered(questions(sari, Group.SUPERIOR), an_answer(OFTEN, "Andal."))

    named = released(town, round)["Sari"].told["named"]

    assert named["superior"]["name"] == "Budi"
    assert named["superior"]["comment"] == "Andal."
    assert "self" not in named


def test_it_closes_after_its_last_day_and_is_told_after_it_closed(town, round):
    with refused(RoundShut, "30-06-2026"):
        close_round(round=round, by=town.wati, on=CLOSES)
    with refused(WrongStep):
        release_round(round=round, by=town.wati, on=AFTER)
    with refused(NotAllowed):
        close_round(round=round, by=town.budi, on=AFTER)
    close_round(round=round, by=town.wati, on=AFTER)
    with refused(NotAllowed):
        release_round(round=round, by=town.budi, on=AFTER)
    Notice.objects.all().delete()

    assert release_round(round=round, by=town.wati, on=AFTER) == 0

    assert Notice.objects.count() == 12
    assert Event.objects.get(name="round360.released").data["people"] == 12
    with refused(WrongStep):
        release_round(round=round, by=town.wati, on=AFTER)


def test_with_another_secret_nothing_is_told_and_nothing_lost(town, round, settings):
    close_round(round=round, by=town.wati, on=AFTER)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with refused(SealBroken, "KINERJA_SECRET"):
        release_round(round=round, by=town.wati, on=AFTER)

    settings.SECRET_KEY = before
    assert release_round(round=round, by=town.wati, on=AFTER) == 0


def test_what_was_told_is_frozen(town, round):
    result = released(town, round)["Sari"]

    for act in (
        lambda: Result360.objects.filter(pk=result.pk).update(told={}),
        lambda: Result360.objects.filter(pk=result.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="released 360 result"), transaction.atomic():
            act()


def test_the_person_and_the_appraiser_read_it_and_nobody_else(town, round):
    released(town, round)

    def readable(person) -> set[str]:
        rows = Result360.objects.visible_to(person, AFTER)
        return set(rows.values_list("subject__person__name", flat=True))

    assert readable(town.sari) == {"Sari"}
    assert readable(town.budi) == {"Budi", *town.staff}
    assert readable(town.rina) == {"Rina", "Budi", "Dedi"}
    assert readable(town.wati) == set()
