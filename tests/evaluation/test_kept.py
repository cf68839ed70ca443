"""What is signed is kept: the database itself refuses to edit it, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.evaluation.make import ABOVE, a_quarter, rated, signed
from tests.unchanged import everything

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.review import Review

pytestmark = pytest.mark.django_db


def _refused(sql: str, values: list[object]) -> None:
    before = everything()
    with (
        pytest.raises(IntegrityError, match="signed review"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    assert everything() == before


@pytest.mark.parametrize(
    "change",
    [
        "predicate = 'sangat_baik'",
        "work_result_rating = 'above'",
        "behaviour_reason = 'lain'",
        "recommendation = 'lain'",
        'snapshot = snapshot || \'{"predicate": "sangat_baik"}\'',
        "rule_set = 'lain'",
        "signed_on = signed_on + 1",
        "rated_on = NULL",
        "appraiser_id = person_id + 1000000",
        "revision = revision + 1",
        "state = 'rated'",
        "state = 'open', signed_on = NULL, predicate = ''",
    ],
)
def test_a_signed_review_is_not_updated(change: str):
    review = signed(a_quarter().sari)

    _refused(f"UPDATE evaluation_review SET {change} WHERE id = %s", [review.pk])  # noqa: S608


def test_a_signed_review_is_not_deleted():
    review = signed(a_quarter().sari)

    _refused("DELETE FROM evaluation_review WHERE id = %s", [review.pk])


def test_its_assessments_are_not_updated_deleted_or_added():
    quarter = a_quarter()
    review = signed(quarter.sari)

    _refused("UPDATE evaluation_assessment SET rating = 'above' WHERE review_id = %s", [review.pk])
    _refused("DELETE FROM evaluation_assessment WHERE review_id = %s", [review.pk])
    _refused(
        "INSERT INTO evaluation_assessment (review_id, result_id, realisation, rating, note)"
        " VALUES (%s, %s, '', '', '')",
        [review.pk, quarter.tonos.pk],
    )


def test_no_assessment_of_another_review_moves_into_it():
    quarter = a_quarter()
    review = signed(quarter.sari)

    _refused(
        "UPDATE evaluation_assessment SET review_id = %s WHERE review_id = %s",
        [review.pk, quarter.tono.pk],
    )


def test_a_later_version_may_supersede_it():
    review = signed(a_quarter().sari)

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE evaluation_review SET state = 'superseded' WHERE id = %s", [review.pk]
        )

    assert Review.objects.get(pk=review.pk).state == "superseded"


def test_what_is_not_signed_may_change():
    quarter = a_quarter()
    review = rated(quarter.sari, ABOVE)

    assert Review.objects.filter(pk=review.pk).update(recommendation="Pelatihan.") == 1
    assert Assessment.objects.filter(review=review).update(note="Baik.") == 2


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("appraiser_id = person_id", "nobody_reviews_oneself"),
        ("state = 'rated'", "rated_review_is_whole"),
        ("predicate = 'baik'", "rated_review_is_whole"),
        ("signed_on = '2026-10-05'", "signed_review_is_whole"),
        ("state = 'signed'", "rated_review_is_whole"),
    ],
)
def test_a_review_is_whole(change: str, constraint: str):
    review = a_quarter().sari

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE evaluation_review SET {change} WHERE id = %s",  # noqa: S608
            [review.pk],
        )
