"""Ranking: everybody scores alone, the session keeps order, spread and agreement."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.needs.needing import TODAY, a_finding, an_officer
from tests.people.make import a_person

from kinerja.needs.scoring import (
    NotEnoughScores,
    Score,
    Scorer,
    Scoring,
    ScoringClosed,
    close_scoring,
    open_scoring,
    score,
)
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.records.notice import Notice

pytestmark = pytest.mark.django_db
LAST = date(2026, 9, 15)
AT = datetime(2026, 9, 2, 3, tzinfo=UTC)


@pytest.fixture
def susi():
    return an_officer()


def a_session(susi, method="usg", people=None):
    return open_scoring(
        title="Layanan 2027",
        method=method,
        subjects=[a_finding(susi, text) for text in ("Antrean", "Parkir", "Obat")],
        people=people or [a_person(name) for name in ("Budi", "Sari", "Tono")],
        last_day=LAST,
        by=susi,
        on=TODAY,
    )


def give(session, name, *marks, on=TODAY):
    scorer = session.scorers.get(person__name=name)
    items = session.items.order_by("pk").values_list("pk", flat=True)
    return score(
        scoring=session, marks=dict(zip(items, marks, strict=False)), by=scorer.person, at=AT, on=on
    )


def test_several_score_and_the_ranking_is_kept_with_its_spread(susi):
    session = a_session(susi)
    give(session, "Budi", (5, 5, 5), (1, 1, 1), (3, 3, 3))
    give(session, "Sari", (5, 4, 3), (1, 2, 1), (3, 3, 4))
    give(session, "Tono", (4, 4, 4), (2, 2, 2), (2, 3, 3))

    for _ in range(2):
        close_scoring(scoring=session, by=susi, on=LAST)

    kept = [
        (one.place, one.statement, one.mean, one.median, one.iqr) for one in session.items.all()
    ]
    assert kept == [
        (1, "Antrean", Decimal("13.00"), Decimal("12.00"), Decimal("3.00")),
        (2, "Obat", Decimal("9.00"), Decimal("9.00"), Decimal("2.00")),
        (3, "Parkir", Decimal("4.33"), Decimal("4.00"), Decimal("3.00")),
    ]
    assert Scoring.objects.get().agreement == 1
    assert Notice.objects.filter(url=f"/prioritas/{session.pk}/").count() == 3


def test_importance_against_performance_puts_the_fields_first(susi):
    session = a_session(susi, "ipa")
    for name in ("Budi", "Sari"):
        give(session, name, (5, 1), (1, 1), (5, 5))

    close_scoring(scoring=session, by=susi, on=LAST)

    kept = [(one.place, one.statement, one.quadrant) for one in session.items.all()]
    assert kept == [(1, "Antrean", "act"), (2, "Obat", "keep"), (3, "Parkir", "low")]


def test_equal_scores_share_a_place(susi):
    session = a_session(susi)
    for name in ("Budi", "Sari"):
        give(session, name, (2, 2, 2), (2, 2, 2), (1, 1, 1))

    close_scoring(scoring=session, by=susi, on=LAST)

    assert [one.place for one in session.items.all()] == [1, 1, 3]


def test_the_later_marks_count_until_the_last_day(susi):
    session = a_session(susi)
    give(session, "Budi", (5, 5, 5), (1, 1, 1), (3, 3, 3))
    give(session, "Budi", (1, 1, 1), (5, 5, 5), (3, 3, 3))

    assert [one.points for one in Score.objects.order_by("item_id")] == [3, 15, 9]
    with pytest.raises(ScoringClosed, match="Hari terakhir"):
        give(session, "Budi", (5, 5, 5), (1, 1, 1), (3, 3, 3), on=date(2026, 9, 16))


def test_marks_that_are_missing_or_no_mark_store_nothing(susi):
    session = a_session(susi)

    for wrong in ([(5, 5, 5)], [(5, 5, 5), (0, 1, 1), (3, 3, 3)], [(5, 5), (1, 1), (3, 3)]):
        with pytest.raises(InvalidInput, match="Beri skor 1 sampai 5"):
            give(session, "Budi", *wrong)

    assert not Score.objects.exists()
    assert not Scorer.objects.exclude(scored_at=None).exists()


def test_one_voice_is_no_ranking_and_only_the_leader_closes(susi):
    session = a_session(susi)
    give(session, "Budi", (5, 5, 5), (1, 1, 1), (3, 3, 3))

    with pytest.raises(NotEnoughScores):
        close_scoring(scoring=session, by=susi, on=LAST)
    with pytest.raises(NotAllowed):
        close_scoring(scoring=session, by=Scorer.objects.first().person, on=LAST)
    with pytest.raises(NotAllowed):
        score(scoring=session, marks={}, by=susi, at=AT, on=TODAY)
    with pytest.raises(InvalidInput, match="2 sampai 60 orang"):
        a_session(susi, people=[susi])


def test_a_running_session_is_seen_by_those_in_it(susi):
    session, other = a_session(susi), a_person("Orang lain")
    budi = session.scorers.get(person__name="Budi").person
    assert [Scoring.objects.visible_to(one).count() for one in (susi, budi, other)] == [1, 1, 0]

    for name in ("Budi", "Sari"):
        give(session, name, (5, 5, 5), (1, 1, 1), (3, 3, 3))
    close_scoring(scoring=session, by=susi, on=LAST)

    assert Scoring.objects.visible_to(other).count() == 1
