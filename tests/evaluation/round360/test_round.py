"""A round of a semester: begun once, with everybody who has a post, in days that fit."""

from datetime import date

import pytest
from tests.evaluation.round360.make import (
    CLOSES,
    NAMED_UNTIL,
    OPENED,
    STARTED,
    Department,
    a_department,
    a_started,
    an_open,
    of,
    questions,
)
from tests.people.make import a_head, a_member, a_unit
from tests.unchanged import refused

from kinerja.evaluation.period import open_period
from kinerja.evaluation.round360.answer import Tally360
from kinerja.evaluation.round360.drawing import open_round
from kinerja.evaluation.round360.progress import progress_of, remind_everybody, setup_of
from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.refusals import RoundShut, WrongSettings, WrongStep
from kinerja.evaluation.round360.round import Round360, Subject360, start_round
from kinerja.people.refusals import NotAllowed
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.round360 import ANONYMOUS, Group

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Department:
    return a_department()


def test_everybody_with_a_post_is_in_it_and_told(town):
    round = a_started(town)

    assert Subject360.objects.filter(round=round).count() == 12  # Wati holds no post
    assert of(round, town.sari).appraiser == town.budi
    assert of(round, town.rina).appraiser is None
    assert Notice.objects.filter(person=town.sari).get().text == (
        "Umpan balik 360 Semester I 2026 dimulai. Usulkan rekan yang mengenal pekerjaan Anda"
        " sampai 8 Juni 2026."
    )
    assert Event.objects.get(name="round360.started").data["people"] == 12


def test_the_same_period_again_is_the_same_round(town):
    assert a_started(town) == a_started(town)
    assert Event.objects.filter(name="round360.started").count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"nominate_until": date(2026, 5, 1)}, "Urutan tanggal"),
        ({"closes_on": date(2026, 6, 7)}, "Urutan tanggal"),
        ({"closes_on": date(2026, 12, 7)}, "Urutan tanggal"),
        ({"threshold": 2}, "paling kecil 3"),
        ({"most_load": 0}, "sedikitnya"),
    ],
)
def test_days_and_numbers_that_do_not_fit(town, changed, why):
    fields = {"nominate_until": NAMED_UNTIL, "closes_on": CLOSES, **changed}

    with refused(WrongSettings, why):
        start_round(period=town.period, by=town.wati, on=STARTED, **fields)


def test_only_a_semester_and_only_the_personnel_admin(town):
    quarter = open_period(code="2026-Q2", by=None)
    days = {"nominate_until": NAMED_UNTIL, "closes_on": CLOSES, "on": STARTED}

    with refused(WrongSettings, "semester"):
        start_round(period=quarter, by=town.wati, **days)
    with refused(NotAllowed):
        start_round(period=town.period, by=town.rina, **days)


def test_opening_draws_peers_and_subordinates_and_asks_superior_and_oneself(town):
    round = an_open(town)
    sari, budi, dedi = (of(round, one) for one in (town.sari, town.budi, town.dedi))

    assert [len(questions(sari, group)) for group in Group] == [1, 6, 0, 1]
    assert [len(questions(budi, group)) for group in Group] == [1, 1, 7, 1]
    assert {row.rater for row in questions(sari, Group.PEER)} == {
        person for person in town.staff.values() if person != town.sari
    }
    # Dedi has one peer and two below him: three could never be told apart from nobody.
    assert [len(questions(dedi, group)) for group in Group] == [1, 0, 0, 1]
    assert Tally360.objects.count() == 12
    assert Event.objects.get(name="round360.opened").data["seed"] == round.seed


def test_a_small_team_is_joined_by_colleagues_from_around(town):
    round = an_open(town)
    lina = of(round, town.few["Lina"])

    raters = {row.rater for row in questions(lina, Group.PEER)}
    assert len(raters) == 7
    assert raters <= {town.few["Yani"], town.budi, *town.staff.values()}


def test_nobody_is_asked_more_often_than_the_round_allows(town):
    round = an_open(town, most_load=4)

    asked = Rater360.objects.filter(subject__round=round, group__in=ANONYMOUS)
    raters = list(asked.values_list("rater", flat=True))
    assert max(raters.count(pk) for pk in raters) == 4


def test_it_opens_once_and_not_after_its_last_day(town):
    round = a_started(town)
    with refused(RoundShut):
        open_round(round=round, by=town.wati, on=date(2026, 7, 1))
    with refused(NotAllowed):
        open_round(round=round, by=town.sari, on=OPENED)
    open_round(round=round, by=town.wati, on=OPENED)

    with refused(WrongStep, "Pengisian"):
        open_round(round=round, by=town.wati, on=OPENED)


def test_progress_is_told_in_tenths_and_small_groups_not_at_all(town, django_assert_num_queries):
    round = an_open(town)
    assert progress_of(round, OPENED)[0].tenths == 0
    rows = Rater360.objects.filter(subject__round=round, group__in=ANONYMOUS)
    some = list(rows.values_list("pk", flat=True))[: rows.count() // 2 + 1]
    Rater360.objects.filter(pk__in=some).update(taken_part=True)

    with django_assert_num_queries(3):
        found = progress_of(round, OPENED)

    assert [(one.name, one.percent) for one in found] == [("Seluruh instansi", 50)]
    assert (setup_of(round).people, setup_of(round).waiting) == (12, 0)


def test_the_progress_of_a_few_people_is_not_told(town):
    """Five people with four questions each are twenty questions, but one of them is a fifth."""
    devices = [a_unit(f"Dinas {n}", level="device") for n in range(2)]
    for number, device in enumerate(devices):
        a_head(f"Kepala {number}", device)
        for place in range(6 + 6 * number):
            a_member(f"Staf {number}-{place}", device)
    round = an_open(town)

    found = {one.name: one.percent for one in progress_of(round, OPENED)}

    assert found == {"Seluruh instansi": 0, "Dinas 0": None, "Dinas 1": 0}


def test_a_reminder_goes_to_all_who_were_asked_once_a_day(town):
    round = an_open(town)
    Rater360.objects.filter(rater=town.sari).update(taken_part=True)
    Notice.objects.all().delete()

    told = remind_everybody(round=round, by=town.wati, on=OPENED)

    assert told == Notice.objects.count() == 12
    assert Notice.objects.filter(person=town.sari).count() == 1  # who has answered too
    with refused(WrongStep, "hari ini"):
        remind_everybody(round=round, by=town.wati, on=OPENED)
    with refused(RoundShut):
        remind_everybody(round=round, by=town.wati, on=date(2026, 7, 1))
    with refused(NotAllowed):
        remind_everybody(round=round, by=town.budi, on=OPENED)


def test_a_round_that_is_over_takes_nothing(town):
    round = a_started(town)

    assert round.takes_names(NAMED_UNTIL)
    assert not round.takes_names(OPENED)
    assert list(Round360.objects.running()) == [round]
