"""Raters, closers and objectors at the same moment: one winner, and no text is lost."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.evaluation.make import ABOVE, IN_WINDOW, MEETS, Quarter, a_judgement, a_quarter, rated

from kinerja.evaluation.closing import close_period, sign_review
from kinerja.evaluation.delivery import receive_result
from kinerja.evaluation.objection import Objection, file_objection
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.review import Review
from kinerja.records.event import Event
from kinerja.rules.refusal import ChangedMeanwhile, Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*acts: Callable[[], object]) -> list[str]:
    """Every act in a thread of its own, all let go together; how each ended."""
    barrier, ends = Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
            ends[place] = "done"
        except Refusal as refusal:
            ends[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def _rate(quarter: Quarter, review: Review, words: str) -> Callable[[], object]:
    judgement = a_judgement(review, ABOVE, work_result_reason=words)
    by, revision = quarter.town.budi, review.revision
    return lambda: rate_review(
        review=review, judgement=judgement, by=by, on=IN_WINDOW, revision=revision
    )


def test_two_windows_of_one_rater():
    quarter = a_quarter()
    words = ["Dari ponsel.", "Dari meja."]

    ends = _at_once(*(_rate(quarter, quarter.sari, one) for one in words))

    assert sorted(ends) == [ChangedMeanwhile.__name__, "done"]
    review = Review.objects.get(pk=quarter.sari.pk)
    assert review.work_result_reason == words[ends.index("done")]
    assert Event.objects.named("review.rated").count() == 1


def test_a_rater_and_the_close_of_the_period():
    quarter = a_quarter()
    review = rated(quarter.sari, MEETS)

    ends = _at_once(
        _rate(quarter, review, "Berubah pikiran."),
        lambda: close_period(period=quarter.period, by=None, on=IN_WINDOW),
    )

    review.refresh_from_db()
    assert (review.state, ends[1]) == ("signed", "done") or review.state == "rated"
    assert review.work_result_rating == ("above" if ends[0] == "done" else "meets")
    assert (review.snapshot or {"ratings": {"work_result": review.work_result_rating}})["ratings"][
        "work_result"
    ] == review.work_result_rating


def test_two_who_close_and_the_appraiser_who_signs():
    quarter = a_quarter()
    review = rated(quarter.sari)

    ends = _at_once(
        lambda: close_period(period=quarter.period, by=None, on=IN_WINDOW),
        lambda: close_period(period=quarter.period, by=None, on=IN_WINDOW),
        lambda: sign_review(review=review, by=quarter.town.budi, on=IN_WINDOW),
    )

    assert ends[:2] == ["done", "done"]
    assert Event.objects.named("review.signed").count() == 1
    assert Review.objects.get(pk=review.pk).state == "signed"


def test_the_same_employee_objects_in_two_windows():
    quarter = a_quarter()
    review = rated(quarter.sari)
    review = sign_review(review=review, by=quarter.town.budi, on=IN_WINDOW)
    receive_result(review=review, by=quarter.town.sari, on=IN_WINDOW)
    reasons = ["Laporan Agustus.", "Laporan September."]

    def file(reason: str) -> Callable[[], object]:
        by = quarter.town.sari
        return lambda: file_objection(review=review, reason=reason, by=by, on=IN_WINDOW)

    ends = _at_once(*(file(one) for one in reasons))

    assert sorted(ends) == ["WrongState", "done"]
    assert Objection.objects.get().reason == reasons[ends.index("done")]
