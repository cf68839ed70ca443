"""Rating: a person, with reasons, inside the window; a refusal changes nothing."""

from datetime import date

import pytest
from tests.evaluation.make import (
    ABOVE,
    BELOW,
    IN_WINDOW,
    MEETS,
    Quarter,
    a_feedback,
    a_judgement,
    a_quarter,
    an_accepted_report,
    rated,
    signed,
)
from tests.unchanged import refused

from kinerja.evaluation.rating import Judgement, Rated, rate_review, rate_reviews_many
from kinerja.evaluation.refusals import (
    GroundMissing,
    NotYours,
    PartMissing,
    ReasonMissing,
    TextTooLong,
    UnknownResult,
    WindowShut,
    WrongState,
)
from kinerja.evaluation.review import Review
from kinerja.records.event import Event
from kinerja.rules.predicate import Predicate, Rating
from kinerja.rules.refusal import ChangedMeanwhile

pytestmark = pytest.mark.django_db


def test_two_ratings_with_a_reason_give_the_predicate():
    quarter = a_quarter()
    checks, classes = quarter.town.checks, quarter.town.classes
    judgement = Judgement(
        work_result=MEETS,
        behaviour=ABOVE,
        results={checks.pk: (MEETS, "Sesuai rencana."), classes.pk: (ABOVE, " ")},
        behaviour_reason="  Menjemput pasien yang tidak datang. ",
        recommendation="Pelatihan konseling.",
    )

    outcome = rate_review(
        review=quarter.sari, judgement=judgement, by=quarter.town.budi, on=IN_WINDOW
    )

    assert outcome is Predicate.BAIK
    review = Review.objects.get(pk=quarter.sari.pk)
    assert (review.state, review.predicate) == ("rated", "baik")
    assert (review.work_result_rating, review.work_result_reason) == ("meets", "")
    assert review.behaviour_rating == "above"
    assert review.behaviour_reason == "Menjemput pasien yang tidak datang."
    assert review.recommendation == "Pelatihan konseling."
    assert (review.rated_on, review.signed_on, review.snapshot) == (IN_WINDOW, None, None)
    assert review.revision == 2
    assert list(review.assessments.order_by("result__number").values_list("rating", "note")) == [
        ("meets", "Sesuai rencana."),
        ("above", ""),
    ]
    event = Event.objects.named("review.rated").get()
    assert (event.by, event.person, event.about_id) == (
        quarter.town.budi,
        quarter.town.sari,
        review.pk,
    )
    assert event.data == {"work_result": "meets", "behaviour": "above", "predicate": "baik"}


def test_rating_again_keeps_the_earlier_ratings_in_the_event():
    quarter = a_quarter()
    rated(quarter.sari, ABOVE, ABOVE)

    rated(quarter.sari, MEETS, MEETS)

    assert Review.objects.get(pk=quarter.sari.pk).predicate == "baik"
    assert Event.objects.named("review.rated").latest("pk").data == {
        "work_result": "meets",
        "behaviour": "meets",
        "predicate": "baik",
        "before": {"work_result": "above", "behaviour": "above", "predicate": "sangat_baik"},
    }


@pytest.mark.parametrize("who", ["sari", "tono", "rina", "dewi"])
def test_nobody_but_the_appraiser_rates(who: str):
    quarter = a_quarter()

    with refused(NotYours, match="pejabat penilai"):
        rate_review(
            review=quarter.sari,
            judgement=a_judgement(quarter.sari),
            by=getattr(quarter.town, who),
            on=IN_WINDOW,
        )


def test_the_personnel_admin_does_not_rate():
    quarter = a_quarter()

    with refused(NotYours):
        rate_review(
            review=quarter.sari, judgement=a_judgement(quarter.sari), by=quarter.wati, on=IN_WINDOW
        )


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 9, 14), "dibuka pada 15-09-2026"),
        (date(2026, 10, 16), "ditutup pada 15-10-2026"),
    ],
)
def test_outside_the_window_nobody_rates(on: date, words: str):
    quarter = a_quarter()

    with refused(WindowShut, match=words):
        rate_review(
            review=quarter.sari, judgement=a_judgement(quarter.sari), by=quarter.town.budi, on=on
        )


@pytest.mark.parametrize("on", [date(2026, 9, 15), date(2026, 10, 15)])
def test_both_ends_of_the_window_count(on: date):
    quarter = a_quarter()

    rate_review(
        review=quarter.sari, judgement=a_judgement(quarter.sari), by=quarter.town.budi, on=on
    )

    assert Review.objects.get(pk=quarter.sari.pk).rated_on == on


@pytest.mark.parametrize(
    ("work_result", "behaviour", "words"),
    [
        (ABOVE, MEETS, "hasil kerja di atas ekspektasi"),
        (BELOW, MEETS, "hasil kerja di bawah ekspektasi"),
        (MEETS, ABOVE, "perilaku kerja di atas ekspektasi"),
        (MEETS, BELOW, "perilaku kerja di bawah ekspektasi"),
    ],
)
def test_a_rating_above_or_below_needs_words(work_result: Rating, behaviour: Rating, words: str):
    quarter = a_quarter()
    a_feedback(quarter.town.budi, quarter.town.sari)
    judgement = a_judgement(
        quarter.sari, work_result, behaviour, work_result_reason=" ", behaviour_reason="\n"
    )

    with refused(ReasonMissing, match=words):
        rate_review(review=quarter.sari, judgement=judgement, by=quarter.town.budi, on=IN_WINDOW)


@pytest.mark.parametrize(("work_result", "behaviour"), [(BELOW, MEETS), (MEETS, BELOW)])
def test_below_needs_a_report_or_feedback_behind_it(work_result: Rating, behaviour: Rating):
    quarter = a_quarter()
    judgement = a_judgement(quarter.tono, work_result, behaviour)

    with refused(GroundMissing, match="laporan kerja atau umpan balik"):
        rate_review(review=quarter.tono, judgement=judgement, by=quarter.town.budi, on=IN_WINDOW)


def test_feedback_in_the_window_is_a_ground():
    quarter = a_quarter()
    a_feedback(quarter.town.budi, quarter.town.tono, on=date(2026, 10, 15))

    assert rated(quarter.tono, BELOW, MEETS).predicate == "butuh_perbaikan"


def test_feedback_after_the_window_is_no_ground():
    quarter = a_quarter()
    a_feedback(quarter.town.budi, quarter.town.tono, on=date(2026, 10, 16))

    with refused(GroundMissing):
        rated(quarter.tono, BELOW, MEETS)


def test_a_report_of_the_period_is_a_ground():
    quarter = a_quarter()
    an_accepted_report(quarter.town.sari, quarter.town.budi, quarter.town.checks, quantity=5)

    assert rated(quarter.sari, BELOW, BELOW).predicate == "sangat_kurang"


def test_every_result_is_rated():
    quarter = a_quarter()
    judgement = a_judgement(quarter.sari, results={quarter.town.checks.pk: (MEETS, "")})

    with refused(PartMissing, match="hasil kerja nomor 2"):
        rate_review(review=quarter.sari, judgement=judgement, by=quarter.town.budi, on=IN_WINDOW)


def test_a_result_of_somebody_else_is_refused():
    quarter = a_quarter()
    results = a_judgement(quarter.sari).results | {quarter.tonos.pk: (ABOVE, "")}
    judgement = a_judgement(quarter.sari, results=results)

    with refused(UnknownResult):
        rate_review(review=quarter.sari, judgement=judgement, by=quarter.town.budi, on=IN_WINDOW)


def test_a_reason_has_a_longest_length():
    quarter = a_quarter()
    judgement = a_judgement(quarter.sari, recommendation="x" * 4_001)

    with refused(TextTooLong, match="4000 huruf"):
        rate_review(review=quarter.sari, judgement=judgement, by=quarter.town.budi, on=IN_WINDOW)


def test_a_second_window_does_not_overwrite_unseen():
    quarter = a_quarter()
    rated(quarter.sari, ABOVE)

    with refused(ChangedMeanwhile, match="Muat ulang"):
        rate_review(
            review=quarter.sari,
            judgement=a_judgement(quarter.sari),
            by=quarter.town.budi,
            on=IN_WINDOW,
            revision=1,
        )


def test_what_is_signed_is_not_rated_again():
    quarter = a_quarter()
    signed(quarter.sari)

    with refused(WrongState, match="sudah ditandatangani"):
        rated(quarter.sari, ABOVE)


def test_many_at_once_write_what_one_by_one_writes():
    judgements = ((ABOVE, MEETS), (MEETS, ABOVE))
    written = []
    for together in (False, True):
        quarter = a_quarter()
        work = [
            Rated(review, a_judgement(review, *ratings), quarter.town.budi)
            for review, ratings in zip((quarter.sari, quarter.tono), judgements, strict=True)
        ]
        if together:
            outcomes = rate_reviews_many(rated=work, on=IN_WINDOW)
        else:
            outcomes = [
                rate_review(review=one.review, judgement=one.judgement, by=one.by, on=IN_WINDOW)
                for one in work
            ]
        assert outcomes == [Predicate.BAIK, Predicate.BAIK]
        written.append(_written(quarter))
    assert written[0] == written[1]


def _written(quarter: Quarter) -> list[object]:
    """What rating left behind, without ids and times."""
    reviews = [quarter.sari.pk, quarter.tono.pk]
    return [
        list(
            Review.objects.filter(pk__in=reviews)
            .order_by("pk")
            .values_list(
                "person__name",
                "state",
                "work_result_rating",
                "work_result_reason",
                "behaviour_rating",
                "behaviour_reason",
                "predicate",
                "rated_on",
                "revision",
                "assessments__rating",
            )
        ),
        list(
            Event.objects.named("review.rated")
            .filter(about_id__in=reviews)
            .order_by("pk")
            .values_list("name", "about_type", "person__name", "by__name", "data", "reason")
        ),
    ]


def test_one_refusal_among_many_changes_nothing():
    quarter = a_quarter()
    work = [
        Rated(quarter.sari, a_judgement(quarter.sari), quarter.town.budi),
        Rated(quarter.tono, a_judgement(quarter.tono), quarter.town.rina),
    ]

    with refused(NotYours):
        rate_reviews_many(rated=work, on=IN_WINDOW)


def test_the_queries_do_not_grow_with_the_people(django_assert_num_queries):
    quarter = a_quarter()
    budi = quarter.town.budi
    one = [Rated(quarter.sari, a_judgement(quarter.sari), budi)]
    two = [*one, Rated(quarter.tono, a_judgement(quarter.tono), budi)]

    with django_assert_num_queries(8):
        rate_reviews_many(rated=one, on=IN_WINDOW)
    with django_assert_num_queries(8):
        rate_reviews_many(rated=two, on=IN_WINDOW)
