"""A silent appraiser: warned, then followed by the superior, whose result is final.

The window of the third quarter closes on Thursday 15 October 2026; the superior has 14 working
days, until 4 November, and the one above until 24 November.
"""

from datetime import date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.evaluation.make import (
    ABOVE,
    IN_WINDOW,
    MEETS,
    Quarter,
    a_judgement,
    a_quarter,
    rated,
    signed,
)
from tests.people.make import a_head, a_member, a_unit, an_assignment, head_post
from tests.unchanged import everything, refused
from tests.work.make import WIB, a_set_plan

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.delivery import deliver_by, last_days, receive_result
from kinerja.evaluation.draft import RatingDraft, keep_draft
from kinerja.evaluation.missing import Cause, missing_in
from kinerja.evaluation.objection import file_objection, why_barred
from kinerja.evaluation.period import Period
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.refusals import NotYours, ResultIsFinal, TurnOver, WindowShut
from kinerja.evaluation.reminder import remind_missing
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.evaluation.silence import Followed, follow_silence
from kinerja.evaluation.turn import last_day_of
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import ChangedMeanwhile, Refusal

pytestmark = pytest.mark.django_db

LAST, AFTER = date(2026, 10, 15), date(2026, 10, 16)
LIMIT, PAST = date(2026, 11, 4), date(2026, 11, 5)


@pytest.fixture
def quarter() -> Quarter:
    return a_quarter()


def _above_rina(quarter: Quarter) -> Person:
    """Hasan leads the city; Rina reports to him."""
    city = a_unit("Kota Uji")
    hasan = a_head("Hasan", city)
    Assignment.objects.filter(person=quarter.town.rina).update(reports_to=head_post(city))
    return hasan


def _told(*people: str) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(person__name__in=people).order_by("person__name", "pk")
    return list(rows.values_list("person__name", "text"))


def _taken(quarter: Quarter) -> Review:
    follow_silence(on=AFTER)
    return Review.objects.select_related("person", "appraiser").get(pk=quarter.sari.pk)


@pytest.mark.parametrize(
    ("on", "warned"),
    [
        (date(2026, 10, 7), 0),
        (date(2026, 10, 8), 1),
        (date(2026, 10, 13), 1),
        (date(2026, 10, 14), 1),
        (LAST, 1),
    ],
)
def test_the_appraiser_is_warned_once_for_each_step(quarter: Quarter, on: date, warned: int):
    signed(quarter.tono)
    Notice.objects.all().delete()

    assert follow_silence(on=on) == Followed(warned, 0, 0)
    assert follow_silence(on=on) == Followed(0, 0, 0)

    text = (
        "1 penilaian Triwulan III 2026 belum Anda tandatangani; ditutup 15 Oktober 2026. Sesudah"
        " itu atasan Anda yang menilai, dan hasilnya final."
    )
    assert _told("Budi", "Sari", "Rina") == [("Budi", text)] * warned


def test_five_days_and_one_day_before_are_two_warnings(quarter: Quarter):
    assert [
        follow_silence(on=day).warned for day in (date(2026, 10, 8), date(2026, 10, 14), LAST)
    ] == [1, 1, 0]


def test_after_the_window_the_superior_has_the_turn(quarter: Quarter):
    signed(quarter.tono)
    Notice.objects.all().delete()

    assert follow_silence(on=LAST).handed_on == 0
    Notice.objects.all().delete()
    assert follow_silence(on=AFTER) == Followed(0, 1, 0)

    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.appraiser, review.silent_appraiser) == (quarter.town.rina, quarter.town.budi)
    assert (review.limit_from, last_day_of(review)) == (LAST, LIMIT)
    assert Review.objects.get(pk=quarter.tono.pk).appraiser == quarter.town.budi
    assert _told("Budi", "Rina", "Sari", "Tono", "Wati") == [
        (
            "Budi",
            "1 penilaian Triwulan III 2026 kini dilanjutkan atasan Anda, karena batasnya lewat.",
        ),
        (
            "Rina",
            "1 penilaian Triwulan III 2026 diambil alih: nilai dan tandatangani paling lambat"
            " 4 November 2026.",
        ),
        (
            "Sari",
            "Penilaian Triwulan III 2026 Anda dilanjutkan Rina paling lambat 4 November 2026;"
            " hasilnya final.",
        ),
        ("Wati", "1 penilaian Triwulan III 2026 diambil alih atasan pejabat penilai."),
    ]
    event = Event.objects.named("review.taken_over").get()
    assert (event.person, event.by) == (quarter.town.sari, None)
    assert event.data == {"before": quarter.town.budi.pk, "appraiser": quarter.town.rina.pk}
    assert [one.person for one in missing_in(quarter.period) if one.cause is Cause.TAKEN_OVER] == [
        "Sari"
    ]


def test_the_next_night_changes_nothing(quarter: Quarter):
    _taken(quarter)
    before = everything()

    assert follow_silence(on=date(2026, 10, 17)) == Followed(0, 0, 0)

    assert everything() == before


def test_what_was_rated_and_not_signed_is_a_start_and_no_result(quarter: Quarter):
    report_realisation(
        review=quarter.sari,
        realisations={quarter.town.checks.pk: "36 ibu."},
        by=quarter.town.sari,
        on=IN_WINDOW,
    )
    rated(quarter.sari, ABOVE)

    review = _taken(quarter)

    assert (review.state, review.predicate, review.rated_on) == ("self_reported", "", None)
    assert (review.work_result_rating, review.work_result_reason) == (
        "above",
        "Terlihat dari laporannya.",
    )
    event = Event.objects.named("review.taken_over").get(person=quarter.town.sari)
    assert event.data["left"] == {"work_result": "above", "behaviour": "meets", "predicate": "baik"}


def test_what_the_silent_one_typed_and_never_saved_is_seen_by_nobody(quarter: Quarter):
    content = {"note_1": "Ragu"}
    keep_draft(review=quarter.sari, content=content, by=quarter.town.budi, at=_at(IN_WINDOW))

    _taken(quarter)

    assert not RatingDraft.objects.exists()


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=WIB)


def _rate(review: Review, by: Person, on: date) -> None:
    rate_review(review=review, judgement=a_judgement(review), by=by, on=on)


def test_the_superior_evaluates_and_signs_and_the_result_is_final(quarter: Quarter):
    review = _taken(quarter)
    rina, sari = quarter.town.rina, quarter.town.sari

    _rate(review, rina, LIMIT)
    done = sign_review(review=review, by=rina, on=LIMIT)

    assert (done.state, done.predicate, done.is_taken_over) == ("signed", "baik", True)
    assert done.document["appraiser"] == {"id": rina.pk, "name": "Rina"}
    assert done.document["instead_of"] == {"id": quarter.town.budi.pk, "name": "Budi"}
    assert deliver_by(done).last_day == date(2026, 11, 13)  # seven working days
    received = date(2026, 11, 6)
    days = last_days(receive_result(review=done, by=sari, on=received))
    assert days.answer.last_day == date(2026, 11, 17)  # seven working days, not fourteen
    assert why_barred(done, received).startswith("Hasil ini ditetapkan atasan pejabat penilai")
    with refused(ResultIsFinal):
        file_objection(review=done, reason="Keliru.", by=sari, on=received)


def test_an_own_result_of_the_appraiser_is_delivered_within_fourteen_days(quarter: Quarter):
    assert deliver_by(signed(quarter.sari)).last_day == date(2026, 10, 23)


def test_the_silent_one_does_so_no_more(quarter: Quarter):
    with refused(WindowShut):
        _rate(quarter.sari, quarter.town.budi, AFTER)
    review = _taken(quarter)
    for act in (_rate, lambda one, by, on: sign_review(review=one, by=by, on=on)):
        with refused(NotYours):
            act(review, quarter.town.budi, AFTER)
    with refused(NotYours):
        keep_draft(review=review, content={}, by=quarter.town.budi, at=_at(AFTER))


def test_before_the_window_closes_the_superior_has_no_turn(quarter: Quarter):
    with refused(NotYours):
        _rate(quarter.sari, quarter.town.rina, LAST)


def test_a_silent_superior_is_followed_by_the_next_above(quarter: Quarter):
    hasan = _above_rina(quarter)
    review = _taken(quarter)
    with refused(TurnOver, "4 November 2026"):
        _rate(review, quarter.town.rina, PAST)
    assert follow_silence(on=LIMIT).handed_on == 0
    Notice.objects.all().delete()

    assert follow_silence(on=PAST).handed_on == 2

    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.appraiser, review.silent_appraiser) == (hasan, quarter.town.budi)
    assert (review.limit_from, last_day_of(review)) == (LIMIT, date(2026, 11, 24))
    assert _told("Hasan", "Rina") == [
        (
            "Hasan",
            "2 penilaian Triwulan III 2026 diambil alih: nilai dan tandatangani paling lambat"
            " 24 November 2026.",
        ),
        (
            "Rina",
            "2 penilaian Triwulan III 2026 kini dilanjutkan atasan Anda, karena batasnya lewat.",
        ),
    ]
    _rate(review, hasan, PAST)
    assert sign_review(review=review, by=hasan, on=PAST).is_taken_over


def test_with_nobody_above_the_superior_is_late_and_not_too_late(quarter: Quarter):
    review = _taken(quarter)

    assert follow_silence(on=PAST).handed_on == 0
    _rate(review, quarter.town.rina, PAST)

    assert sign_review(review=review, by=quarter.town.rina, on=PAST).state == "signed"


def test_where_nobody_stands_above_the_appraiser_it_stays_and_is_named(quarter: Quarter):
    quarter.sari.appraiser = quarter.town.rina
    quarter.sari.save()

    assert follow_silence(on=AFTER).handed_on == 1  # Tono's, whose appraiser was Budi

    assert Review.objects.get(pk=quarter.sari.pk).appraiser == quarter.town.rina
    causes = {one.person: one.cause.value for one in missing_in(quarter.period)}
    assert (causes["Sari"], causes["Tono"]) == ("not_rated", "taken_over")


def test_nobody_is_given_the_own_evaluation(quarter: Quarter):
    """Sari leads above Budi for the while: the line finds her, who is the one evaluated."""
    Assignment.objects.filter(person=quarter.town.rina).delete()
    an_assignment(quarter.town.sari, head_post(quarter.town.health), kind="plt")

    follow_silence(on=AFTER)

    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.appraiser, review.silent_appraiser) == (quarter.town.budi, None)
    assert Review.objects.get(pk=quarter.tono.pk).appraiser == quarter.town.sari


def test_a_window_that_is_extended_later_gives_the_turn_back(quarter: Quarter):
    _taken(quarter)
    Notice.objects.all().delete()
    Period.objects.update(extended_to=date(2026, 10, 20))

    assert follow_silence(on=AFTER).given_back == 2

    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.appraiser, review.silent_appraiser, review.limit_from) == (
        quarter.town.budi,
        None,
        None,
    )
    assert ("Budi", "Triwulan III 2026 diperpanjang sampai 20 Oktober 2026: 2 penilaian kembali"
            " kepada Anda.") in _told("Budi")  # fmt: skip
    assert signed(review, MEETS).appraiser == quarter.town.budi


def test_the_superior_is_reminded_after_the_window(quarter: Quarter):
    _taken(quarter)

    told = remind_missing(period=quarter.period, cause=Cause.TAKEN_OVER, by=quarter.wati, on=AFTER)

    assert told == 1
    assert _told("Rina")[-1] == (
        "Rina",
        "Penilaian Triwulan III 2026 yang Anda ambil alih menunggu rating dan tanda tangan Anda.",
    )


def test_the_queries_do_not_grow_with_the_people(quarter: Quarter, django_assert_num_queries):
    period, budi = quarter.period, quarter.town.budi
    for size in (2, 12):
        with django_assert_num_queries(QUERIES):
            assert follow_silence(on=AFTER).handed_on == size
        Review.objects.update(silent_appraiser=None, limit_from=None, appraiser=budi)
        for number in range(10):
            nia = a_member(f"Nia {number}", quarter.town.centre)
            Review.objects.create(person=nia, plan=a_set_plan(nia), period=period, appraiser=budi)


QUERIES = 30


@pytest.mark.django_db(transaction=True)
def test_a_late_signature_and_the_hand_over_at_once_have_one_winner():
    """The appraiser signs on the last day while the night hands on: one of the two happens."""
    quarter = a_quarter()
    review = rated(quarter.sari)
    barrier, outcomes = Barrier(2), []

    def sign() -> None:
        try:
            barrier.wait()
            sign_review(review=review, by=quarter.town.budi, on=LAST)
            outcomes.append("signed")
        except Refusal:
            outcomes.append("refused")
        finally:
            connection.close()

    def night() -> None:
        try:
            barrier.wait()
            outcomes.append(f"handed on {follow_silence(on=AFTER).handed_on}")
        finally:
            connection.close()

    threads = [Thread(target=sign), Thread(target=night)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    review.refresh_from_db()
    if review.state == "signed":
        assert sorted(outcomes) == ["handed on 1", "signed"]
        assert review.silent_appraiser is None
    else:
        assert sorted(outcomes) == ["handed on 2", "refused"]
        assert review.appraiser == quarter.town.rina


def test_a_form_from_before_the_hand_over_does_not_overwrite(quarter: Quarter):
    before = quarter.sari.revision
    review = _taken(quarter)

    with refused(ChangedMeanwhile):
        rate_review(
            review=review,
            judgement=a_judgement(review),
            by=quarter.town.rina,
            on=AFTER,
            revision=before,
        )
