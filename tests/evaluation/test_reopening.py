"""A signed result is opened again by two persons with a reason; the old version stays readable."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.evaluation.make import ABOVE, IN_WINDOW, Quarter, a_judgement, a_quarter, rated, signed
from tests.people.make import a_head, a_person, a_role, an_admin
from tests.unchanged import refused

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.delivery import receive_result
from kinerja.evaluation.objection import Objection, decide_objection, file_objection, why_barred
from kinerja.evaluation.rating import rate_review
from kinerja.evaluation.refusals import NotYours, ReasonMissing, TextTooLong, WrongState
from kinerja.evaluation.reopening import (
    Reopening,
    decide_reopening,
    may_decide,
    propose_reopening,
)
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.evaluation.silence import follow_silence
from kinerja.evaluation.turn import last_day_of
from kinerja.people.person import Person
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db

PROPOSED, DECIDED = date(2026, 11, 2), date(2026, 11, 3)  # long after the window
REASON = "Angka pemeriksaan Agustus keliru diimpor."


@pytest.fixture
def quarter() -> Quarter:
    quarter = a_quarter()
    words = {quarter.town.checks.pk: "36 ibu."}
    report_realisation(review=quarter.sari, realisations=words, by=quarter.town.sari, on=IN_WINDOW)
    quarter.sari = signed(quarter.sari)
    return quarter


@pytest.fixture
def surya() -> Person:
    person = a_person("Surya")
    a_role(person, "authorised_official")
    return person


def _propose(quarter: Quarter, **fields: object) -> Reopening:
    given = {"review": quarter.sari, "reason": REASON, "by": quarter.wati, "on": PROPOSED}
    return propose_reopening(**(given | fields))


def _decide(reopening: Reopening, by: Person, approve: bool = True, reason: str = "Terbukti."):
    return decide_reopening(reopening=reopening, approve=approve, reason=reason, by=by, on=DECIDED)


def _told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("person__name").values_list("person__name", "text"))


def test_two_persons_open_it_and_the_appraiser_rates_afresh(quarter: Quarter, surya: Person):
    Notice.objects.all().delete()
    reopening = _propose(quarter)
    assert _told() == [("Surya", "Wati mengusulkan membuka kembali hasil Triwulan III 2026 Sari.")]
    Notice.objects.all().delete()

    done = _decide(reopening, surya)

    new, old = done.outcome, Review.objects.get(pk=quarter.sari.pk)
    assert new is not None
    assert (old.state, old.predicate) == ("superseded", "baik")
    assert (new.state, new.version, new.replaces, new.appraiser) == (
        "self_reported",
        2,
        old,
        quarter.town.budi,
    )
    assert new.assessments.get(result=quarter.town.checks).realisation == "36 ibu."
    assert last_day_of(new) == date(2026, 11, 23)
    assert _told() == [
        (
            "Budi",
            "Hasil Triwulan III 2026 Sari dibuka kembali: nilai ulang paling lambat"
            " 23 November 2026.",
        ),
        (
            "Sari",
            "Hasil Triwulan III 2026 Anda dibuka kembali dan dinilai ulang paling lambat"
            " 23 November 2026.",
        ),
        ("Wati", "Usulan membuka kembali hasil Triwulan III 2026 Sari disetujui."),
    ]
    judgement = a_judgement(new, ABOVE, ABOVE)
    rate_review(review=new, judgement=judgement, by=quarter.town.budi, on=DECIDED)
    result = sign_review(review=new, by=quarter.town.budi, on=DECIDED)
    assert (result.predicate, result.state) == ("sangat_baik", "signed")
    assert list(Review.objects.visible_to(quarter.town.sari).order_by("version")) == [old, result]
    assert [
        (one.name, one.by, one.person, one.reason)
        for one in Event.objects.filter(name__startswith="reopening.").order_by("pk")
    ] == [
        ("reopening.proposed", quarter.wati, quarter.town.sari, REASON),
        ("reopening.approved", surya, quarter.town.sari, "Terbukti."),
    ]


def test_the_new_result_may_be_objected_to_and_the_decision_is_final(
    quarter: Quarter, surya: Person
):
    new = _decide(_propose(quarter), surya).outcome
    assert new is not None
    rate_review(review=new, judgement=a_judgement(new), by=quarter.town.budi, on=DECIDED)
    result = sign_review(review=new, by=quarter.town.budi, on=DECIDED)
    receive_result(review=result, by=quarter.town.sari, on=DECIDED)
    assert why_barred(result, DECIDED) == ""

    objection = file_objection(
        review=result, reason="Masih keliru.", by=quarter.town.sari, on=DECIDED
    )
    decide_objection(
        objection=objection,
        reason="Benar.",
        by=quarter.town.rina,
        on=DECIDED,
        judgement=a_judgement(result, ABOVE),
    )

    outcome = Objection.objects.get().outcome
    assert outcome is not None
    assert why_barred(outcome, DECIDED) == (
        "Hasil ini sudah diputus atas keberatan dan bersifat final."
    )


def test_refused_it_stays_as_it_is(quarter: Quarter, surya: Person):
    reopening = _propose(quarter)
    Notice.objects.all().delete()

    done = _decide(reopening, surya, approve=False)

    assert (done.decision, done.outcome) == ("refused", None)
    assert Review.objects.get(person=quarter.town.sari).state == "signed"
    assert _told() == [("Wati", "Usulan membuka kembali hasil Triwulan III 2026 Sari ditolak.")]
    assert _propose(quarter).pk != reopening.pk  # with a better reason, another time


def test_the_same_proposal_twice_is_one(quarter: Quarter, surya: Person):
    assert _propose(quarter) == _propose(quarter)
    assert Event.objects.named("reopening.proposed").count() == 1
    with refused(WrongState):
        _propose(quarter, reason="Alasan lain.")


@pytest.mark.parametrize("who", ["sari", "budi", "rina", "tono"])
def test_only_a_personnel_admin_proposes(quarter: Quarter, surya: Person, who: str):
    with refused(NotYours):
        _propose(quarter, by=getattr(quarter.town, who))


def test_an_admin_does_not_propose_for_the_own_result_or_the_own_signature(
    quarter: Quarter, surya: Person
):
    for person in (quarter.town.sari, quarter.town.budi):
        a_role(person, "personnel_admin")
        with refused(NotYours):
            _propose(quarter, by=person)


@pytest.mark.parametrize(("reason", "refusal"), [(" ", ReasonMissing), ("x" * 4_001, TextTooLong)])
def test_both_give_a_reason_of_some_length(
    quarter: Quarter, surya: Person, reason: str, refusal: type[Refusal]
):
    with refused(refusal):
        _propose(quarter, reason=reason)
    reopening = _propose(quarter)
    with refused(refusal):
        _decide(reopening, surya, reason=reason)


def test_what_is_not_signed_is_not_opened(quarter: Quarter, surya: Person):
    for review in (quarter.tono, rated(quarter.tono)):
        with refused(WrongState):
            _propose(quarter, review=review)


def test_an_open_objection_goes_first(quarter: Quarter, surya: Person):
    receive_result(review=quarter.sari, by=quarter.town.sari, on=IN_WINDOW)
    reopening = _propose(quarter)
    file_objection(review=quarter.sari, reason="Keliru.", by=quarter.town.sari, on=IN_WINDOW)

    with refused(WrongState, "Keberatan"):
        _decide(reopening, surya)
    _decide(reopening, surya, approve=False)
    with refused(WrongState, "Keberatan"):
        _propose(quarter)


def test_without_an_official_nobody_could_decide(quarter: Quarter):
    with refused(WrongState, "Pejabat yang Berwenang"):
        _propose(quarter)


def test_who_decides_is_another_official_of_the_unit(quarter: Quarter, surya: Person):
    town = quarter.town
    wati = quarter.wati
    for person in (wati, town.sari, town.budi):
        a_role(person, "authorised_official")
    elsewhere, here = a_person("Elok"), a_person("Hana")
    a_role(elsewhere, "authorised_official", unit=town.dewi.assignments.get().position.unit)
    a_role(here, "authorised_official", unit=town.health)
    reopening = _propose(quarter)

    for person in (wati, town.sari, town.budi, town.rina, elsewhere, an_admin("Ani")):
        assert not may_decide(person, reopening, DECIDED)
        with refused(NotYours):
            _decide(reopening, person)
    assert _decide(reopening, here).decision == "approved"


def test_decided_once(quarter: Quarter, surya: Person):
    reopening = _propose(quarter)
    _decide(reopening, surya)

    for approve in (True, False):
        with refused(WrongState):
            _decide(reopening, surya, approve=approve)
    with refused(WrongState):
        _propose(quarter)  # the old version was replaced


def test_the_employee_does_not_report_again(quarter: Quarter, surya: Person):
    new = _decide(_propose(quarter), surya).outcome
    assert new is not None
    for on in (IN_WINDOW, DECIDED):
        with refused(WrongState):
            report_realisation(
                review=new,
                realisations={quarter.town.checks.pk: "40 ibu."},
                by=quarter.town.sari,
                on=on,
            )


def test_a_silent_appraiser_is_followed_by_the_superior_here_too(quarter: Quarter, surya: Person):
    signed(quarter.tono)
    new = _decide(_propose(quarter), surya).outcome
    assert new is not None
    assert follow_silence(on=date(2026, 11, 23)).handed_on == 0

    assert follow_silence(on=date(2026, 11, 24)).handed_on == 1

    new.refresh_from_db()
    assert (new.appraiser, new.silent_appraiser) == (quarter.town.rina, quarter.town.budi)


def test_what_a_superior_set_stays_final_after_it(quarter: Quarter, surya: Person):
    follow_silence(on=date(2026, 10, 16))
    tono = Review.objects.get(pk=quarter.tono.pk)
    on = date(2026, 10, 19)
    rate_review(review=tono, judgement=a_judgement(tono), by=quarter.town.rina, on=on)
    tono = sign_review(review=tono, by=quarter.town.rina, on=on)

    new = _decide(_propose(quarter, review=tono), surya).outcome

    assert new is not None
    assert (new.appraiser, new.is_taken_over) == (quarter.town.rina, True)


def test_who_may_read_it(quarter: Quarter, surya: Person):
    reopening = _propose(quarter)
    other = a_head("Candra", quarter.town.dewi.assignments.get().position.unit)
    for person in (quarter.wati, surya, quarter.town.sari, quarter.town.budi):
        assert list(Reopening.objects.visible_to(person, PROPOSED)) == [reopening]
    for person in (quarter.town.tono, quarter.town.rina, other):
        assert not Reopening.objects.visible_to(person, PROPOSED)


@pytest.mark.django_db(transaction=True)
def test_two_officials_at_once_have_one_winner():
    quarter = a_quarter()
    quarter.sari = signed(quarter.sari)
    officials = [a_person("Surya"), a_person("Hana")]
    for person in officials:
        a_role(person, "authorised_official")
    reopening = _propose(quarter)
    barrier, outcomes = Barrier(2), []

    def decide(person: Person, approve: bool) -> None:
        try:
            barrier.wait()
            outcomes.append(_decide(reopening, person, approve=approve).decision)
        except WrongState:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [
        Thread(target=decide, args=(person, approve))
        for person, approve in zip(officials, (True, False), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) in (["approved", "late"], ["late", "refused"])
    assert Review.objects.filter(person=quarter.town.sari).count() == 1 + ("approved" in outcomes)
