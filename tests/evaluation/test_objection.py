"""An objection: in time, to the superior of the appraiser, heard from both sides, decided once."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.evaluation.make import (
    ABOVE,
    BELOW,
    MEETS,
    Quarter,
    a_feedback,
    a_judgement,
    a_quarter,
    rated,
    signed,
)
from tests.unchanged import refused

from kinerja.evaluation.delivery import receive_result
from kinerja.evaluation.missing import missing_in
from kinerja.evaluation.objection import (
    Objection,
    decide_by,
    decide_objection,
    decider_of,
    digest_of,
    explain_objection,
    file_objection,
    waiting_for,
    why_barred,
)
from kinerja.evaluation.refusals import (
    NotYours,
    ObjectionTooLate,
    PartMissing,
    ReasonMissing,
    ResultIsFinal,
    TextTooLong,
    WrongState,
)
from kinerja.evaluation.review import Review
from kinerja.evaluation.snapshot import recompute
from kinerja.evaluation.version import replace_review
from kinerja.people.position import Position
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.rules.refusal import Refusal

pytestmark = pytest.mark.django_db

RECEIVED = date(2026, 10, 7)  # a Wednesday; the last day for an objection is 27 October
FILED = date(2026, 10, 9)  # a Friday; the decision is due on 20 October
REASON = "Laporan Agustus tidak dihitung."


def a_received_quarter() -> Quarter:
    """Sari is rated below the expectation in her results, and has opened the result."""
    quarter = a_quarter()
    a_feedback(quarter.town.budi, quarter.town.sari)
    quarter.sari = signed(quarter.sari, BELOW)
    receive_result(review=quarter.sari, by=quarter.town.sari, on=RECEIVED)
    return quarter


@pytest.fixture
def quarter() -> Quarter:
    return a_received_quarter()


def object_to(quarter: Quarter, on: date = FILED, reason: str = REASON) -> Objection:
    return file_objection(review=quarter.sari, reason=reason, by=quarter.town.sari, on=on)


def test_the_superior_of_the_appraiser_is_told_and_decides(quarter: Quarter):
    Notice.objects.all().delete()

    objection = object_to(quarter, reason=f"  {REASON}\x00 ")

    assert (objection.reason, objection.filed_on) == (REASON, FILED)
    assert objection.digest == digest_of(quarter.sari.document)
    assert decider_of(objection, FILED) == quarter.town.rina
    assert decide_by(objection).last_day == date(2026, 10, 20)
    assert waiting_for(quarter.town.rina, FILED) == [objection]
    assert waiting_for(quarter.town.budi, FILED) == []
    assert sorted(Notice.objects.values_list("person__name", "text")) == [
        ("Budi", "Sari mengajukan keberatan atas hasil Triwulan III 2026."),
        ("Rina", "Sari mengajukan keberatan atas hasil Triwulan III 2026."),
    ]
    event = Event.objects.named("objection.filed").get()
    assert (event.by, event.person, event.data) == (
        quarter.town.sari,
        quarter.town.sari,
        {"digest": objection.digest},
    )


def test_the_same_objection_twice_is_one(quarter: Quarter):
    assert object_to(quarter) == object_to(quarter)
    assert Event.objects.named("objection.filed").count() == 1
    with refused(WrongState, "sudah diajukan"):
        object_to(quarter, reason="Alasan lain.")


def test_the_last_day_counts_and_the_day_after_does_not(quarter: Quarter):
    with refused(ObjectionTooLate, "27 Oktober 2026"):
        object_to(quarter, on=date(2026, 10, 28))
    assert why_barred(quarter.sari, date(2026, 10, 28)) == (
        "Batas waktu keberatan berakhir pada 27 Oktober 2026."
    )

    assert object_to(quarter, on=date(2026, 10, 27)).filed_on == date(2026, 10, 27)


@pytest.mark.parametrize("who", ["budi", "rina", "tono"])
def test_nobody_objects_for_somebody_else(quarter: Quarter, who: str):
    with refused(NotYours):
        file_objection(review=quarter.sari, reason=REASON, by=getattr(quarter.town, who), on=FILED)


@pytest.mark.parametrize(("reason", "refusal"), [(" ", ReasonMissing), ("x" * 4_001, TextTooLong)])
def test_an_objection_has_a_reason_of_some_length(
    quarter: Quarter, reason: str, refusal: type[Refusal]
):
    with refused(refusal):
        object_to(quarter, reason=reason)


def test_before_signature_or_receipt_there_is_nothing_to_object_to():
    quarter = a_quarter()
    rated(quarter.tono)
    with refused(WrongState):
        file_objection(review=quarter.tono, reason=REASON, by=quarter.town.tono, on=FILED)
    signed(quarter.sari)
    with refused(WrongState, "belum diterima"):
        file_objection(review=quarter.sari, reason=REASON, by=quarter.town.sari, on=FILED)


def test_what_the_head_of_the_region_decides_is_final(quarter: Quarter):
    """6/2022 annex p. 90: the regional head's word on a JPT pratama leaves no objection."""
    seat = quarter.town.budi.assignments.get(leads=True).position
    Position.objects.filter(pk=seat.pk).update(level="regional_head")
    post = quarter.sari.plan.assignment.position
    Position.objects.filter(pk=post.pk).update(kind="jpt", level="jpt_pratama")

    with refused(ResultIsFinal):
        object_to(quarter)


def test_both_sides_explain_until_it_is_decided(quarter: Quarter):
    objection = object_to(quarter)
    town = quarter.town

    explain_objection(objection=objection, words="Datanya belum ada.", by=town.budi, on=FILED)
    explain_objection(objection=objection, words="Ada sejak 2 September.", by=town.sari, on=FILED)
    explain_objection(objection=objection, words="Datanya terlambat.", by=town.budi, on=FILED)
    explain_objection(objection=objection, words="Datanya terlambat.", by=town.budi, on=FILED)

    held = Objection.objects.get()
    assert (held.appraiser_words, held.employee_words) == (
        "Datanya terlambat.",
        "Ada sejak 2 September.",
    )
    data = [event.data for event in Event.objects.named("objection.explained").order_by("pk")]
    assert data == [
        {"part": "appraiser_words", "words": "Datanya belum ada."},
        {"part": "employee_words", "words": "Ada sejak 2 September."},
        {
            "part": "appraiser_words",
            "words": "Datanya terlambat.",
            "before": "Datanya belum ada.",
        },
    ]
    for who in ("rina", "tono"):
        with refused(NotYours):
            explain_objection(
                objection=objection, words="Saya juga.", by=getattr(town, who), on=FILED
            )


def test_the_superior_confirms_with_a_reason(quarter: Quarter):
    objection = object_to(quarter)
    Notice.objects.all().delete()
    with refused(ReasonMissing):
        decide_objection(objection=objection, reason=" ", by=quarter.town.rina, on=FILED)

    decide_objection(
        objection=objection, reason="Buktinya masuk Oktober.", by=quarter.town.rina, on=FILED
    )

    held = Objection.objects.get()
    assert (held.ruling, held.decided_by, held.decided_on, held.outcome) == (
        "confirmed",
        quarter.town.rina,
        FILED,
        None,
    )
    assert Review.objects.get(person=quarter.town.sari).state == "signed"
    assert sorted(Notice.objects.values_list("person__name", "text")) == [
        ("Budi", "Keberatan atas hasil Triwulan III 2026: hasil tetap."),
        ("Sari", "Keberatan atas hasil Triwulan III 2026: hasil tetap."),
    ]
    with refused(WrongState, "sudah diputus"):
        decide_objection(objection=objection, reason="Lagi.", by=quarter.town.rina, on=FILED)
    with refused(WrongState):
        explain_objection(objection=objection, words="Telat.", by=quarter.town.budi, on=FILED)


@pytest.mark.parametrize("who", ["sari", "budi", "tono"])
def test_nobody_else_decides(quarter: Quarter, who: str):
    objection = object_to(quarter)

    with refused(NotYours):
        decide_objection(
            objection=objection, reason="Cukup.", by=getattr(quarter.town, who), on=FILED
        )


def test_a_changed_result_is_a_new_version_and_the_old_one_stays_readable(quarter: Quarter):
    old = quarter.sari
    objection = object_to(quarter)
    judgement = a_judgement(old, MEETS, ABOVE, recommendation="Ikut pelatihan data.")

    decide_objection(
        objection=objection,
        reason="Laporan Agustus sah.",
        by=quarter.town.rina,
        on=FILED,
        judgement=judgement,
    )

    kept, new = Review.objects.filter(person=quarter.town.sari).order_by("version")
    assert (kept.pk, kept.state, kept.predicate) == (old.pk, "superseded", old.predicate)
    assert kept.snapshot == old.snapshot
    assert (new.state, new.version, new.replaces, new.predicate) == ("signed", 2, kept, "baik")
    assert new.document["signed"] == {"on": "2026-10-09", "by": quarter.town.rina.full_name}
    assert new.document["recommendation"] == "Ikut pelatihan data."
    assert recompute(new.document).agrees
    assert list(new.assessments.values_list("result", "realisation")) == list(
        kept.assessments.values_list("result", "realisation")
    )
    assert Objection.objects.get().outcome == new
    assert list(Review.objects.released().filter(person=quarter.town.sari)) == [new]
    assert set(Review.objects.visible_to(quarter.town.sari)) == {kept, new}
    assert list(Review.objects.of_appraiser(quarter.town.budi).filter(person=new.person)) == [new]
    assert "Sari" not in [one.person for one in missing_in(quarter.period)]
    event = Event.objects.named("review.replaced").get()
    assert (event.by, event.reason, event.data["before"]["predicate"]) == (
        quarter.town.rina,
        "Laporan Agustus sah.",
        old.predicate,
    )


def test_a_decided_result_is_final(quarter: Quarter):
    objection = object_to(quarter)
    decide_objection(
        objection=objection,
        reason="Sah.",
        by=quarter.town.rina,
        on=FILED,
        judgement=a_judgement(quarter.sari),
    )
    new = Review.objects.released().get(person=quarter.town.sari)
    receive_result(review=new, by=quarter.town.sari, on=FILED)

    with refused(ResultIsFinal):
        file_objection(review=new, reason=REASON, by=quarter.town.sari, on=FILED)
    with refused(WrongState):
        object_to(quarter, reason="Masih.")


def test_a_judgement_that_is_not_whole_changes_nothing(quarter: Quarter):
    objection = object_to(quarter)

    with refused(PartMissing):
        decide_objection(
            objection=objection,
            reason="Sah.",
            by=quarter.town.rina,
            on=FILED,
            judgement=a_judgement(quarter.sari, results={}),
        )
    with refused(ReasonMissing):
        decide_objection(
            objection=objection,
            reason="Sah.",
            by=quarter.town.rina,
            on=FILED,
            judgement=a_judgement(quarter.sari, ABOVE, work_result_reason=""),
        )


def test_an_unsigned_review_is_not_replaced():
    quarter = a_quarter()

    with refused(WrongState):
        replace_review(
            review=quarter.tono,
            judgement=a_judgement(quarter.tono),
            by=quarter.town.rina,
            on=FILED,
            reason="Sah.",
        )


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_leave_one():
    quarter = a_received_quarter()
    objection = object_to(quarter)
    start, done = Barrier(2), []

    def decide(judged: bool) -> None:
        start.wait()
        try:
            decide_objection(
                objection=objection,
                reason="Sah." if judged else "Tetap.",
                by=quarter.town.rina,
                on=FILED,
                judgement=a_judgement(quarter.sari) if judged else None,
            )
            done.append("decided")
        except WrongState:
            done.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=decide, args=(judged,)) for judged in (False, True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == ["decided", "refused"]
    assert Review.objects.released().filter(person=quarter.town.sari).count() == 1
    assert Event.objects.named("objection.confirmed", "objection.changed").count() == 1
