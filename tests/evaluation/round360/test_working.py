"""A large round is opened and released by the worker: asked for once, all or nothing."""

import pytest
from tests.evaluation.round360.make import (
    AFTER,
    CLOSES,
    OPENED,
    Department,
    a_department,
    a_started,
    an_open,
)
from tests.unchanged import refused

from kinerja.evaluation.round360.rater import Rater360
from kinerja.evaluation.round360.refusals import WrongStep
from kinerja.evaluation.round360.release import Result360, close_round
from kinerja.evaluation.round360.round import Round360
from kinerja.evaluation.round360.working import ask_work, carry_work
from kinerja.people.refusals import NotAllowed
from kinerja.records.event import Event
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Department:
    return a_department()


def _told(town: Department) -> list[str]:
    return list(Notice.objects.filter(person=town.wati).values_list("text", flat=True))


def test_asked_once_and_opened_as_who_asked(town: Department):
    round = a_started(town)

    for _ in range(2):
        ask_work(round=round, work="open", by=town.wati)
    assert not Rater360.objects.exists()
    assert [carry_work(round=round, on=OPENED) for _ in range(2)] == [True, False]

    round.refresh_from_db()
    assert (round.state, round.work, round.work_by) == ("open", "", None)
    assert Rater360.objects.exists()
    assert Event.objects.named("round360.work_asked").count() == 1
    assert Event.objects.named("round360.opened").get().by == town.wati
    assert _told(town) == ["Umpan balik 360 Semester I 2026 sudah dibuka untuk diisi."]


def test_released_in_the_same_way(town: Department):
    round = an_open(town)
    close_round(round=round, by=town.wati, on=AFTER)

    ask_work(round=round, work="release", by=town.wati)
    carry_work(round=round, on=AFTER)

    round.refresh_from_db()
    assert (round.state, round.work, round.secret) == ("released", "", None)
    assert Result360.objects.count() == 12
    assert _told(town) == ["Umpan balik 360 Semester I 2026 sudah dibuka hasilnya."]


def test_what_is_refused_there_is_told_to_who_asked(town: Department):
    round = a_started(town)
    ask_work(round=round, work="open", by=town.wati)

    assert carry_work(round=round, on=CLOSES.replace(month=7)) is False

    round.refresh_from_db()
    assert (round.state, round.work) == ("nominating", "")
    assert _told(town) == ["Masa pengisian yang direncanakan sudah lewat."]


def test_what_breaks_leaves_the_round_as_it_was(town: Department, monkeypatch):
    round = a_started(town)
    ask_work(round=round, work="open", by=town.wati)

    def broken(*args: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("kinerja.evaluation.round360.drawing.lay_out_tallies", broken)
    with pytest.raises(RuntimeError):
        carry_work(round=round, on=OPENED)

    round.refresh_from_db()
    assert (round.state, round.work) == ("nominating", "")
    assert not Rater360.objects.exists()
    assert "belum berhasil" in _told(town)[0]


def test_only_the_office_asks_and_only_for_the_next_step(town: Department):
    round = a_started(town)
    with refused(NotAllowed):
        ask_work(round=round, work="open", by=town.rina)
    with refused(WrongStep):
        ask_work(round=round, work="release", by=town.wati)
    Round360.objects.update(work="release", work_by=town.wati)
    with refused(WrongStep, "Tunggu sampai selesai"):
        ask_work(round=round, work="open", by=town.wati)
