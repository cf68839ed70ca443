"""The calibration meeting: distribution beside the guide, reasons, changes that are kept."""

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
    rated,
    signed,
)
from tests.people.make import a_member, a_person, a_role
from tests.unchanged import everything, refused
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.calibration import (
    Calibration,
    CalibrationChange,
    change_in_calibration,
    close_calibration,
    join_calibration,
    open_calibration,
    reviews_in,
    units_to_calibrate,
)
from kinerja.evaluation.distribution import distribution_of
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.refusals import NotYours, ReasonMissing, TextTooLong, WrongState
from kinerja.evaluation.review import Review
from kinerja.people.person import Person
from kinerja.records.event import Event
from kinerja.rules.distribution import Violation
from kinerja.rules.predicate import Predicate
from kinerja.rules.refusal import ChangedMeanwhile, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter() -> Quarter:
    quarter = a_quarter()
    a_feedback(quarter.town.budi, quarter.town.sari)
    rated(quarter.sari, BELOW, MEETS)
    rated(quarter.tono)
    return quarter


@pytest.fixture
def kiki(quarter: Quarter) -> Person:
    person = a_person("Kiki")
    a_role(person, "calibration_member", unit=quarter.town.health)
    return person


@pytest.fixture
def meeting(quarter: Quarter, kiki: Person) -> Calibration:
    return open_calibration(period=quarter.period, unit=quarter.town.health, by=kiki, on=IN_WINDOW)


def _join(meeting: Calibration, quarter: Quarter) -> Person:
    nina = a_person("Nina")
    a_role(nina, "calibration_member")
    join_calibration(calibration=meeting, by=nina, on=IN_WINDOW)
    return nina


def _change(meeting: Calibration, quarter: Quarter, **fields: object) -> CalibrationChange:
    review = Review.objects.get(pk=quarter.sari.pk)
    given: dict[str, object] = {
        "calibration": meeting,
        "review": review,
        "judgement": a_judgement(review),
        "reason": "Capaian Agustus ternyata sudah terpenuhi.",
        "by": quarter.town.budi,
        "on": IN_WINDOW,
    }
    return change_in_calibration(**(given | fields))


def test_the_distribution_counts_who_is_rated(quarter: Quarter, meeting: Calibration, kiki: Person):
    nia = a_member("Nia", quarter.town.centre)
    a_result(a_set_plan(nia), 1, "Arsip")
    open_reviews(period=quarter.period, on=IN_WINDOW, by=None)

    shown = distribution_of(reviews_in(meeting, kiki, IN_WINDOW), meeting.period, meeting.unit)

    assert {one.value: number for one, number in shown.counts.items() if number} == {
        "baik": 1,
        "butuh_perbaikan": 1,
    }
    assert (shown.rated, shown.unrated, shown.organisation, shown.majority) == (2, 1, None, None)
    assert (list(shown.violations), shown.is_judged) == ([], False)


def test_the_guide_warns_of_a_large_unit_alone(
    quarter: Quarter, meeting: Calibration, kiki: Person
):
    _class_of(quarter, "baik")
    for number in range(4):
        nia = a_member(f"Nia {number}", quarter.town.centre)
        a_result(a_set_plan(nia), 1, "Arsip")
    open_reviews(period=quarter.period, on=IN_WINDOW, by=None)
    for review in Review.objects.unrated():
        rated(review)

    shown = distribution_of(reviews_in(meeting, kiki, IN_WINDOW), meeting.period, meeting.unit)

    assert (shown.majority, shown.is_judged) == (Predicate.BAIK, True)
    assert list(shown.violations) == [Violation.BAIK_MAX_70]  # five of six
    assert Review.objects.get(pk=quarter.sari.pk).predicate == "butuh_perbaikan"


def _class_of(quarter: Quarter, predicate: str) -> None:
    record_org_result(
        unit=quarter.town.health,
        period=quarter.period,
        predicate=predicate,
        basis="SK 1/2026",
        published_on=IN_WINDOW,
        by=None,
        on=IN_WINDOW,
    )


def test_one_meeting_at_a_time(quarter: Quarter, meeting: Calibration, kiki: Person):
    again = open_calibration(period=quarter.period, unit=quarter.town.health, by=kiki, on=IN_WINDOW)

    assert again == meeting
    assert list(Event.objects.named("calibration.opened").values_list("by__name")) == [("Kiki",)]


def test_only_members_for_the_unit_open_and_join(quarter: Quarter, meeting: Calibration):
    elsewhere = a_person("Elok")
    a_role(elsewhere, "calibration_member", unit=quarter.town.dewi.assignments.get().position.unit)
    for person in (elsewhere, quarter.town.rina, quarter.wati):
        with refused(NotYours):
            open_calibration(
                period=quarter.period, unit=quarter.town.health, by=person, on=IN_WINDOW
            )
        with refused(NotYours):
            join_calibration(calibration=meeting, by=person, on=IN_WINDOW)
    assert list(units_to_calibrate(elsewhere, IN_WINDOW).values_list("name", flat=True)) == [
        "Dinas Perhubungan"
    ]


def test_there_is_something_to_talk_about(quarter: Quarter, kiki: Person):
    for review in (quarter.sari, quarter.tono):
        signed(review)
    with refused(WrongState):
        open_calibration(period=quarter.period, unit=quarter.town.health, by=kiki, on=IN_WINDOW)


def test_the_appraiser_changes_and_before_and_after_are_kept(
    quarter: Quarter, meeting: Calibration
):
    change = _change(meeting, quarter)

    assert Review.objects.get(pk=quarter.sari.pk).predicate == "baik"
    assert change.before == {
        "work_result": "below",
        "behaviour": "meets",
        "predicate": "butuh_perbaikan",
    }
    assert change.after == {"work_result": "meets", "behaviour": "meets", "predicate": "baik"}
    event = Event.objects.named("review.calibrated").get()
    assert (event.by, event.person, event.reason) == (
        quarter.town.budi,
        quarter.town.sari,
        "Capaian Agustus ternyata sudah terpenuhi.",
    )


def test_nobody_else_changes_a_rating(quarter: Quarter, meeting: Calibration, kiki: Person):
    for person in (kiki, quarter.town.rina, quarter.town.sari, quarter.wati):
        with refused(NotYours):
            _change(meeting, quarter, by=person)


@pytest.mark.parametrize(("reason", "refusal"), [(" ", ReasonMissing), ("x" * 4_001, TextTooLong)])
def test_a_change_has_a_reason(
    quarter: Quarter, meeting: Calibration, reason: str, refusal: type[Refusal]
):
    with refused(refusal):
        _change(meeting, quarter, reason=reason)


def test_a_change_changes_something_that_was_seen(quarter: Quarter, meeting: Calibration):
    review = Review.objects.get(pk=quarter.sari.pk)
    with refused(WrongState, "sama seperti semula"):
        _change(meeting, quarter, judgement=a_judgement(review, BELOW, MEETS))
    with refused(ChangedMeanwhile):
        _change(meeting, quarter, revision=review.revision - 1)


def test_what_is_signed_or_not_rated_is_not_changed(quarter: Quarter, meeting: Calibration):
    nia = a_member("Nia", quarter.town.centre)
    a_result(a_set_plan(nia), 1, "Arsip")
    open_reviews(period=quarter.period, on=IN_WINDOW, by=None)
    fresh = Review.objects.get(person=nia)
    with refused(WrongState, "belum diisi"):
        _change(meeting, quarter, review=fresh, judgement=a_judgement(fresh))
    tono = signed(quarter.tono, ABOVE)
    with refused(WrongState):
        _change(meeting, quarter, review=tono, judgement=a_judgement(tono))


def test_it_is_closed_by_two_with_minutes(quarter: Quarter, meeting: Calibration, kiki: Person):
    with refused(WrongState, "sedikitnya 2"):
        close_calibration(calibration=meeting, minutes="Selesai.", by=kiki, on=IN_WINDOW)
    _join(meeting, quarter)
    with refused(ReasonMissing):
        close_calibration(calibration=meeting, minutes=" ", by=kiki, on=IN_WINDOW)
    with refused(NotYours):
        close_calibration(
            calibration=meeting, minutes="Selesai.", by=quarter.town.budi, on=IN_WINDOW
        )
    _change(meeting, quarter)

    done = close_calibration(calibration=meeting, minutes="Sepakat.", by=kiki, on=IN_WINDOW)

    assert (done.closed_by, done.minutes) == (kiki, "Sepakat.")
    event = Event.objects.named("calibration.closed").get()
    assert event.data["counts"]["baik"] == 2
    assert (event.data["changes"], event.data["violations"]) == (1, [])


def test_closed_is_closed(quarter: Quarter, meeting: Calibration, kiki: Person):
    nina = _join(meeting, quarter)
    close_calibration(calibration=meeting, minutes="Sepakat.", by=kiki, on=IN_WINDOW)

    with refused(WrongState):
        close_calibration(calibration=meeting, minutes="Lagi.", by=nina, on=IN_WINDOW)
    with refused(WrongState):
        join_calibration(calibration=meeting, by=nina, on=IN_WINDOW)
    with refused(WrongState):
        _change(meeting, quarter)
    again = open_calibration(period=quarter.period, unit=quarter.town.health, by=kiki, on=IN_WINDOW)
    assert again != meeting


def test_joining_twice_is_once(meeting: Calibration, kiki: Person):
    before = everything()

    join_calibration(calibration=meeting, by=kiki, on=IN_WINDOW)

    assert everything() == before


def test_who_sees_whom(quarter: Quarter, meeting: Calibration, kiki: Person):
    """An appraiser the own people while it lasts; a member all but the own evaluation."""
    town = quarter.town
    a_role(town.sari, "calibration_member")

    def seen(person: Person) -> list[str]:
        rows = reviews_in(meeting, person, IN_WINDOW)
        return sorted(rows.values_list("person__name", flat=True))

    assert seen(kiki) == ["Sari", "Tono"]
    assert seen(town.sari) == ["Tono"]
    assert seen(town.budi) == ["Sari", "Tono"]
    assert seen(town.rina) == []
    for person, sees in ((kiki, 1), (town.budi, 1), (town.rina, 0), (town.tono, 0)):
        assert Calibration.objects.visible_to(person, IN_WINDOW).count() == sees
    _join(meeting, quarter)
    close_calibration(calibration=meeting, minutes="Sepakat.", by=kiki, on=IN_WINDOW)
    assert not Calibration.objects.visible_to(town.budi, date(2026, 10, 6)).exists()


def test_the_queries_do_not_grow(quarter: Quarter, meeting: Calibration, kiki: Person,
                                 django_assert_num_queries):  # fmt: skip
    rows = reviews_in(meeting, kiki, IN_WINDOW)
    for _ in range(2):
        with django_assert_num_queries(2):
            distribution_of(rows, meeting.period, meeting.unit)
        nia = a_member("Nia", quarter.town.centre)
        a_result(a_set_plan(nia), 1, "Arsip")
        open_reviews(period=quarter.period, on=IN_WINDOW, by=None)
        rated(Review.objects.get(person=nia))
