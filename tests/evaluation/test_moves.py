"""Who evaluates when people move, act, leave or study: a test for each cell of the year's table.

Budi leads Sari at Pauh, Candra leads Alai; above both is Rina, above her Hasan. The window of the
third quarter of 2026 runs from 15 September to 15 October.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from tests.evaluation.make import (
    ABOVE,
    IN_WINDOW,
    MEETS,
    a_feedback,
    a_judgement,
    rated,
    signed,
)
from tests.people.make import (
    START,
    a_head,
    a_person,
    a_position,
    a_unit,
    an_admin,
    an_agency,
    an_assignment,
    head_post,
)
from tests.unchanged import everything, refused
from tests.work.make import a_result, a_set_plan

from kinerja.evaluation.appointment import appoint_evaluator
from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.refusals import NotYours, ReasonMissing, TextTooLong, WindowShut, WrongState
from kinerja.evaluation.reuse import Reuse, propose_reuse, reusable
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.evaluation.silence import follow_silence
from kinerja.evaluation.snapshot import recompute
from kinerja.evaluation.succession import follow_evaluators
from kinerja.people.assignment import Assignment
from kinerja.people.leave import Leave
from kinerja.people.person import Person, set_status
from kinerja.people.refusals import NotAllowed
from kinerja.people.unit import Unit
from kinerja.planning.moves import follow_moves
from kinerja.planning.plan import Plan
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.predicate import Predicate

pytestmark = pytest.mark.django_db

EVE_OF_WINDOW, IN_AUGUST, IN_SEPTEMBER = date(2026, 9, 14), date(2026, 8, 25), date(2026, 9, 25)


@dataclass
class Town:
    pauh: Unit
    alai: Unit
    sari: Person
    budi: Person
    candra: Person
    rina: Person
    hasan: Person
    plan: Plan
    period: Period

    def moves(self, person: Person, unit: Unit, on: date, *, leads: bool = False) -> Assignment:
        """The definitive post ends the day before; another one begins."""
        last = date.fromordinal(on.toordinal() - 1)
        Assignment.objects.filter(person=person, kind="definitive").update(ends_on=last)
        post = head_post(unit) if leads else a_position(unit)
        return an_assignment(person, post, starts_on=on)

    def plans_anew(self, post: Assignment) -> Plan:
        """Moved: the plan of the old post ends, the one of the new post is in force."""
        follow_moves(on=post.starts_on)
        plan = a_set_plan(post.person, assignment=post, starts_on=post.starts_on)
        a_result(plan, 1, "Gizi balita membaik")
        return plan

    def opened(self, on: date = IN_WINDOW) -> list[tuple[str, str | None]]:
        """Open the evaluation: for each of Sari's the unit of the plan, and who evaluates."""
        open_reviews(period=self.period, on=on, by=None)
        rows = Review.objects.filter(period=self.period, person=self.sari).order_by("pk")
        return list(rows.values_list("plan__assignment__position__unit__name", "appraiser__name"))

    def review(self) -> Review:
        rows = Review.objects.select_related("person", "appraiser", "period")
        return rows.get(period=self.period, person=self.sari)


@pytest.fixture
def town() -> Town:
    an_agency()
    city = a_unit("Kota Uji")
    health = a_unit("Dinas Kesehatan", city)
    pauh, alai = a_unit("Puskesmas Pauh", health), a_unit("Puskesmas Alai", health)
    people = [a_head(*one) for one in (("Hasan", city), ("Rina", health), ("Budi", pauh))]
    hasan, rina, budi = people
    candra, sari = a_head("Candra", alai), a_person("Sari")
    an_assignment(sari, a_position(pauh))
    plan = a_set_plan(sari, appraiser=budi)
    a_result(plan, 1, "Ibu hamil diperiksa", counts="pemeriksaan")
    period = open_period(code="2026-Q3", by=None)
    return Town(pauh, alai, sari, budi, candra, rina, hasan, plan, period)


PAUH, ALAI = "Puskesmas Pauh", "Puskesmas Alai"


def _leave(person: Person, first: date, last: date) -> None:
    Leave.objects.create(person=person, kind="sick", starts_on=first, ends_on=last)


def _usual(town: Town) -> None:
    """Nothing stands in the way."""


def _employee_on_leave(town: Town) -> None:
    _leave(town.sari, date(2026, 8, 1), date(2026, 10, 31))


def _appraiser_on_leave(town: Town) -> None:
    _leave(town.budi, date(2026, 10, 1), date(2026, 10, 15))


def _appraiser_back_in_time(town: Town) -> None:
    _leave(town.budi, date(2026, 10, 1), date(2026, 10, 14))


def _appraiser_and_superior_on_leave(town: Town) -> None:
    _appraiser_on_leave(town)
    _leave(town.rina, date(2026, 10, 5), date(2026, 11, 5))


def _employee_moved(town: Town) -> None:
    town.plans_anew(town.moves(town.sari, town.alai, date(2026, 9, 1)))


def _employee_moved_after_the_period(town: Town) -> None:
    town.moves(town.sari, town.alai, date(2026, 10, 2))


def _appraiser_moved_inside(town: Town) -> None:
    town.moves(town.budi, a_unit("Dinas Sosial"), IN_SEPTEMBER, leads=True)
    a_head("Dedi", town.pauh, starts_on=IN_SEPTEMBER)


def _appraiser_moved_on_the_first_day(town: Town) -> None:
    town.moves(town.budi, a_unit("Dinas Sosial"), date(2026, 9, 15), leads=True)
    a_head("Dedi", town.pauh, starts_on=date(2026, 9, 15))


def _appraiser_moved_the_day_before(town: Town) -> None:
    town.moves(town.budi, a_unit("Dinas Sosial"), EVE_OF_WINDOW, leads=True)
    a_head("Dedi", town.pauh, starts_on=EVE_OF_WINDOW)


def _appraiser_moved_outside(town: Town) -> None:
    town.moves(town.budi, a_unit("Dinas Sosial"), IN_AUGUST, leads=True)
    a_head("Dedi", town.pauh, starts_on=IN_AUGUST)


def _appraiser_moved_inside_and_left(town: Town) -> None:
    _appraiser_moved_inside(town)
    Person.objects.filter(pk=town.budi.pk).update(status="left", status_since=date(2026, 10, 1))


def _seat_filled_inside(town: Town) -> None:
    """Nobody led Pauh until the window: who stood in from above has not moved."""
    Assignment.objects.filter(person=town.budi).delete()
    a_head("Dedi", town.pauh, starts_on=IN_SEPTEMBER)


def _employee_acts(town: Town) -> None:
    Assignment.objects.filter(person=town.candra).delete()
    an_assignment(town.sari, head_post(town.alai), kind="plt", starts_on=date(2026, 8, 1))


def _employee_acted(town: Town) -> None:
    Assignment.objects.filter(person=town.candra).delete()
    an_assignment(
        town.sari,
        head_post(town.alai),
        kind="plt",
        starts_on=date(2026, 8, 1),
        ends_on=date(2026, 10, 1),
    )


def _appraiser_acts(town: Town) -> None:
    Assignment.objects.filter(person=town.budi).delete()
    an_assignment(a_person("Dedi"), head_post(town.pauh), kind="plt", starts_on=IN_AUGUST)


def _appraiser_unable(town: Town) -> None:
    Person.objects.filter(pk=town.budi.pk).update(status="left", status_since=IN_AUGUST)
    Assignment.objects.filter(person=town.budi).update(ends_on=IN_AUGUST)


def _appraiser_and_superior_unable(town: Town) -> None:
    _appraiser_unable(town)
    Person.objects.filter(pk=town.rina.pk).update(status="suspended", status_since=IN_AUGUST)


def _employee_retired(town: Town) -> None:
    Person.objects.filter(pk=town.sari.pk).update(status="left", status_since=IN_AUGUST)
    last = date(2026, 8, 24)
    Assignment.objects.filter(person=town.sari).update(ends_on=last)
    Plan.objects.filter(pk=town.plan.pk).update(state="closed", ends_on=last)


def _employee_on_unpaid_leave(town: Town) -> None:
    Person.objects.filter(pk=town.sari.pk).update(status="unpaid_leave", status_since=IN_AUGUST)
    Plan.objects.filter(pk=town.plan.pk).update(state="closed", ends_on=date(2026, 8, 24))


def _status(status: str) -> Callable[[Town], None]:
    def put(town: Town) -> None:
        Person.objects.filter(pk=town.sari.pk).update(status=status, status_since=IN_AUGUST)

    return put


def _new_in_mid_year(town: Town) -> None:
    Assignment.objects.filter(person=town.sari).update(starts_on=IN_AUGUST)
    Plan.objects.filter(pk=town.plan.pk).update(starts_on=IN_AUGUST)


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (_usual, [(PAUH, "Budi")]),
        (_employee_on_leave, [(PAUH, "Budi")]),
        (_appraiser_on_leave, [(PAUH, "Rina")]),
        (_appraiser_back_in_time, [(PAUH, "Budi")]),
        (_appraiser_and_superior_on_leave, [(PAUH, "Hasan")]),
        (_employee_moved, [(ALAI, "Candra")]),
        (_employee_moved_after_the_period, [(PAUH, "Budi")]),
        (_appraiser_moved_inside, [(PAUH, "Budi")]),
        (_appraiser_moved_on_the_first_day, [(PAUH, "Budi")]),
        (_appraiser_moved_the_day_before, [(PAUH, "Dedi")]),
        (_appraiser_moved_outside, [(PAUH, "Dedi")]),
        (_appraiser_moved_inside_and_left, [(PAUH, "Dedi")]),
        (_seat_filled_inside, [(PAUH, "Dedi")]),
        (_employee_acts, [(PAUH, "Rina")]),
        (_employee_acted, [(PAUH, "Budi")]),
        (_appraiser_acts, [(PAUH, "Dedi")]),
        (_appraiser_unable, [(PAUH, "Rina")]),
        (_appraiser_and_superior_unable, [(PAUH, "Hasan")]),
        (_employee_retired, [(PAUH, "Budi")]),
        (_employee_on_unpaid_leave, [(PAUH, "Budi")]),
        (_status("study_leave"), [(PAUH, "Budi")]),
        (_status("seconded"), [(PAUH, "Budi")]),
        (_new_in_mid_year, [(PAUH, "Budi")]),
    ],
)
def test_who_evaluates_the_quarter(
    town: Town, happens: Callable[[Town], None], expected: list[tuple[str, str]]
):
    happens(town)

    assert town.opened() == expected
    review = town.review()
    assert signed(review).predicate == "baik"
    assert review.silent_appraiser_id is None  # an objection stays possible


def test_who_reports_nothing_is_rated_on_the_record(town: Town):
    town.opened()

    assert rated(town.review()).state == "rated"


def test_the_year_is_evaluated_on_the_new_unit_alone(town: Town):
    post = town.moves(town.sari, town.alai, date(2026, 5, 1))
    town.plans_anew(post)
    town.period = open_period(code="2026", by=None)

    assert town.opened(on=date(2027, 1, 5)) == [(ALAI, "Candra")]


def test_an_evaluation_of_the_post_that_was_left_gives_way(town: Town):
    """The window is open when Sari moves: Budi's evaluation ends, Candra's begins."""
    town.opened(on=date(2026, 9, 16))
    old, line = town.review(), town.plan.results.get()
    words = {line.pk: "24 ibu diperiksa."}
    report_realisation(review=old, realisations=words, by=town.sari, on=date(2026, 9, 17))
    town.plans_anew(town.moves(town.sari, town.alai, IN_SEPTEMBER))

    assert follow_evaluators(on=IN_SEPTEMBER) == 1

    assert town.opened() == [(ALAI, "Candra")]
    event = Event.objects.named("review.withdrawn").get()
    assert (event.person, event.about_id) == (town.sari, old.pk)
    assert event.data == {
        "appraiser": town.budi.pk,
        "realisations": {"Ibu hamil diperiksa": "24 ibu diperiksa."},
    }
    assert follow_evaluators(on=IN_SEPTEMBER) == 0


def test_what_the_old_appraiser_signed_stays(town: Town):
    town.opened(on=date(2026, 9, 16))
    review = rated_on(town.review(), date(2026, 9, 17))
    town.plans_anew(town.moves(town.sari, town.alai, IN_SEPTEMBER))

    assert follow_evaluators(on=IN_SEPTEMBER) == 0
    assert Review.objects.get(pk=review.pk).state == "signed"


def rated_on(review: Review, on: date) -> Review:
    rate_review(review=review, judgement=a_judgement(review), by=review.appraiser, on=on)
    return sign_review(review=review, by=review.appraiser, on=on)


def test_a_new_version_of_the_same_plan_withdraws_nothing(town: Town):
    town.opened(on=date(2026, 9, 16))
    Plan.objects.update(state="superseded", ends_on=date(2026, 9, 20))
    fields = {"version": 2, "amends": town.plan, "opened_by": town.sari}
    fields |= {"change": "target", "change_reason": "Target turun."}
    a_set_plan(town.sari, starts_on=date(2026, 9, 21), **fields)

    assert follow_evaluators(on=IN_SEPTEMBER) == 0
    assert town.opened() == [(PAUH, "Budi")]


def test_an_appraiser_who_left_for_good_is_followed_by_the_superior(town: Town):
    town.opened()
    Notice.objects.all().delete()
    _appraiser_unable(town)

    assert follow_evaluators(on=IN_WINDOW) == 1

    review = town.review()
    assert (review.appraiser, review.is_taken_over) == (town.rina, False)
    event = Event.objects.named("review.appraiser_changed").get()
    assert event.data == {"before": town.budi.pk, "appraiser": town.rina.pk}
    assert sorted(Notice.objects.values_list("person__name", "text")) == [
        ("Rina", "Penilaian Triwulan III 2026 Sari kini menunggu Anda."),
        ("Sari", "Penilaian Triwulan III 2026 Anda kini dilakukan Rina."),
    ]
    before = everything()
    assert follow_evaluators(on=IN_WINDOW) == 0
    assert everything() == before


def test_a_superior_who_left_after_taking_over_is_followed_too(town: Town):
    town.opened()
    follow_silence(on=date(2026, 10, 16))
    Person.objects.filter(pk=town.rina.pk).update(status="left", status_since=date(2026, 10, 18))
    Assignment.objects.filter(person=town.rina).update(ends_on=date(2026, 10, 18))

    assert follow_evaluators(on=date(2026, 10, 19)) == 0  # nobody stands above one without a post

    Assignment.objects.filter(person=town.rina).update(ends_on=None)
    assert follow_evaluators(on=date(2026, 10, 19)) == 1
    review = town.review()
    assert (review.appraiser, review.silent_appraiser) == (town.hasan, town.budi)


def test_an_appraiser_who_moved_inside_goes_on_with_what_was_opened(town: Town):
    town.opened(on=date(2026, 9, 16))
    _appraiser_moved_inside(town)

    assert follow_evaluators(on=IN_WINDOW) == 0
    assert signed(town.review(), ABOVE).appraiser == town.budi


def test_a_moved_appraiser_who_is_silent_is_followed_by_the_old_superior(town: Town):
    town.opened(on=date(2026, 9, 16))
    _appraiser_moved_inside(town)

    follow_silence(on=date(2026, 10, 16))

    assert town.review().appraiser == town.rina


# --- Another official, by appointment


def _appoint(town: Town, official: Person, basis: str = "Surat 800/12/2026", **fields: Person):
    return appoint_evaluator(
        review=town.review(),
        official=official,
        basis=basis,
        by=fields.get("by") or an_admin("Wati"),
        on=IN_WINDOW,
    )


def test_an_appointed_official_evaluates_who_is_seconded(town: Town):
    _status("seconded")(town)
    town.opened()
    Notice.objects.all().delete()

    review = _appoint(town, town.candra)

    assert review.appraiser == town.candra
    event = Event.objects.named("review.appointed").get()
    assert (event.reason, event.person) == ("Surat 800/12/2026", town.sari)
    assert event.data == {"before": town.budi.pk, "appraiser": town.candra.pk}
    assert sorted(Notice.objects.values_list("person__name", flat=True)) == ["Candra", "Sari"]
    assert signed(review).document["appraiser"]["name"] == "Candra"


def test_the_same_appointment_twice_is_one(town: Town):
    town.opened()
    wati = an_admin("Wati")
    _appoint(town, town.candra, by=wati)
    before = everything()

    _appoint(town, town.candra, by=wati)

    assert everything() == before


def test_a_superior_who_took_over_may_be_represented_and_it_stays_final(town: Town):
    town.opened()
    follow_silence(on=date(2026, 10, 16))

    review = _appoint(town, town.candra)

    assert (review.appraiser, review.silent_appraiser) == (town.candra, town.budi)


def test_who_cannot_be_appointed(town: Town):
    town.opened()
    wati = an_admin("Wati")
    _leave_service(town.candra)
    for official in (town.sari, town.candra):
        with refused(WrongState):
            _appoint(town, official, by=wati)
    staff = a_person("Nia")
    an_assignment(staff, a_position(town.alai), reports_to=None)
    Assignment.objects.filter(person=staff).update(reports_to=_leading_post_of(town.sari))
    with refused(WrongState, "bawahan"):
        _appoint(town, staff, by=wati)
    with refused(ReasonMissing):
        _appoint(town, town.rina, basis=" ", by=wati)
    with refused(TextTooLong):
        _appoint(town, town.rina, basis="x" * 251, by=wati)
    with refused(NotAllowed):
        _appoint(town, town.rina, by=town.hasan)
    with refused(NotYours):
        _appoint(town, wati, by=wati)
    follow_silence(on=date(2026, 10, 16))
    with refused(WrongState, "tidak menilai sampai batasnya"):
        _appoint(town, town.budi, by=wati)


def _leave_service(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(status="left", status_since=START)
    person.refresh_from_db()


def _leading_post_of(person: Person):
    """A post that this person leads, so that somebody can report to him or her."""
    return an_assignment(person, head_post(a_unit("Pustu Pauh")), kind="plt").position


def test_what_is_signed_gets_no_other_official(town: Town):
    town.opened()
    wati = an_admin("Wati")
    signed(town.review())

    with refused(WrongState):
        _appoint(town, town.candra, by=wati)


# --- Study leave


def test_who_failed_the_study_gets_one_of_two_predicates(town: Town):
    town.opened()
    review = town.review()
    set_status(
        person=town.sari, status="study_leave", since=IN_AUGUST, by=None, reason="Tugas belajar"
    )
    failed = {"study_failed": Predicate.KURANG, "behaviour_reason": "Tetap disiplin."}

    done = signed(review, MEETS, **failed)

    assert (done.predicate, done.study_failed) == ("kurang", True)
    assert done.document["study_failed"] is True
    assert recompute(done.document).agrees


@pytest.mark.parametrize("chosen", [Predicate.BAIK, Predicate.BUTUH_PERBAIKAN])
def test_no_other_predicate_for_a_failed_study(town: Town, chosen: Predicate):
    town.opened()
    _status("study_leave")(town)
    review = town.review()

    with refused(WrongState):
        rated(review, MEETS, study_failed=chosen, behaviour_reason="Baik.")


def test_a_failed_study_needs_the_reason_and_a_study(town: Town):
    town.opened()
    with refused(WrongState):
        rated(town.review(), study_failed=Predicate.KURANG, behaviour_reason="Baik.")
    _status("study_leave")(town)
    with refused(ReasonMissing):
        rated(town.review(), study_failed=Predicate.KURANG)


def test_the_status_may_have_ended_within_the_period(town: Town):
    town.opened()
    for status, since in (("study_leave", date(2026, 2, 1)), ("active", IN_AUGUST)):
        set_status(person=town.sari, status=status, since=since, by=None, reason="Tugas belajar")

    done = rated(
        town.review(), study_failed=Predicate.SANGAT_KURANG, behaviour_reason="Tidak disiplin."
    )

    assert done.predicate == "sangat_kurang"


# --- The last result of the old unit, by agreement


@pytest.fixture
def moved(town: Town) -> Town:
    """Sari's second quarter at Pauh is signed; since September she works at Alai."""
    second = open_period(code="2026-Q2", by=None)
    open_reviews(period=second, on=date(2026, 7, 6), by=None)
    review = Review.objects.get(period=second)
    a_feedback(town.budi, town.sari, date(2026, 6, 1))
    judgement = a_judgement(review, ABOVE, ABOVE, recommendation="Bagikan cara kerjanya.")
    rate_review(review=review, judgement=judgement, by=town.budi, on=date(2026, 7, 6))
    sign_review(review=review, by=town.budi, on=date(2026, 7, 6))
    _employee_moved(town)
    town.opened()
    return town


def test_both_agree_and_the_new_appraiser_signs(moved: Town):
    review, source = moved.review(), Review.objects.get(period__code="2026-Q2")
    assert reusable(review) == source
    Notice.objects.all().delete()

    propose_reuse(review=review, by=moved.sari, on=IN_WINDOW)
    assert Notice.objects.get().person == moved.candra
    assert moved.review().state == "open"
    propose_reuse(review=review, by=moved.candra, on=IN_WINDOW)

    review = moved.review()
    assert (review.state, review.predicate, review.reuses) == ("rated", "sangat_baik", source)
    assert review.recommendation == "Bagikan cara kerjanya."
    done = sign_review(review=review, by=moved.candra, on=IN_WINDOW)
    assert done.document["reuses"] == {
        "id": source.pk,
        "period": "Triwulan II 2026",
        "unit": PAUH,
    }
    assert recompute(done.document).agrees
    assert list(Event.objects.named("review.reuse_agreed").values_list("by__name")) == [("Candra",)]


def test_the_same_side_twice_is_one_proposal(moved: Town):
    propose_reuse(review=moved.review(), by=moved.candra, on=IN_WINDOW)
    before = everything()

    propose_reuse(review=moved.review(), by=moved.candra, on=IN_WINDOW)

    assert everything() == before
    assert Reuse.objects.get().agreed_on is None


def test_who_rates_afresh_reuses_nothing(moved: Town):
    for by in (moved.candra, moved.sari):
        propose_reuse(review=moved.review(), by=by, on=IN_WINDOW)

    review = rated(moved.review())

    assert (review.predicate, review.reuses) == ("baik", None)


def test_nothing_else_is_reused(moved: Town):
    review = moved.review()
    for stranger in (moved.budi, moved.rina):
        with refused(NotYours):
            propose_reuse(review=review, by=stranger, on=IN_WINDOW)
    with refused(WindowShut):
        propose_reuse(review=review, by=moved.sari, on=date(2026, 10, 16))
    rated(review)
    with refused(WrongState):
        propose_reuse(review=review, by=moved.sari, on=IN_WINDOW)


def test_who_stayed_has_nothing_to_reuse(town: Town):
    town.opened()

    assert reusable(town.review()) is None
    with refused(WrongState):
        propose_reuse(review=town.review(), by=town.sari, on=IN_WINDOW)


def test_the_year_reuses_nothing(moved: Town):
    moved.period = open_period(code="2026", by=None)
    moved.opened(on=date(2027, 1, 5))

    assert reusable(moved.review()) is None


def test_the_queries_of_opening_do_not_grow(town: Town, django_assert_num_queries):
    for size in (1, 9):
        for number in range(size - 1):
            person = a_person(f"Nia {number}")
            an_assignment(person, a_position(town.pauh))
            a_result(a_set_plan(person), 1, "Arsip tertata")
        with django_assert_num_queries(QUERIES):
            open_reviews(period=town.period, on=IN_WINDOW, by=None)
        Review.objects.all().delete()


QUERIES = 29
