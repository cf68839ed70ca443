"""One performance year of a health centre, from January to the evaluation in the next January.

Sari is a midwife, Budi leads her health centre, Rina the health office; Wati keeps the register.
What is refused on the way changes nothing, and at the end the chain of events is whole.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from tests.people.make import (
    a_head,
    a_member,
    a_unit,
    an_admin,
    an_agency,
    an_assignment,
    head_post,
)
from tests.work.make import PDF, WIB

from kinerja.evaluation.closing import close_period, sign_review
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.period import open_period
from kinerja.evaluation.rating import Judgement, rate_review
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import report_realisation
from kinerja.evaluation.snapshot import agrees
from kinerja.feedback.feedback import give_feedback
from kinerja.people.models import Assignment, Person, Unit
from kinerja.people.supervision import appraiser_of
from kinerja.planning.dialogue import return_plan, set_plan, submit_plan
from kinerja.planning.goal import add_goal
from kinerja.planning.indicator import add_indicator
from kinerja.planning.models import Goal, Plan
from kinerja.planning.plan import start_plan
from kinerja.planning.work_result import WorkResult, add_result
from kinerja.records.models import Event
from kinerja.records.seal import seal_events, verify_chain
from kinerja.rules.predicate import Rating
from kinerja.rules.refusal import Refusal
from kinerja.work.filing import file_report
from kinerja.work.report import Report
from kinerja.work.verification import answer_report, queue_of

pytestmark = pytest.mark.django_db
MEETS, ABOVE = Rating.MEETS, Rating.ABOVE


@pytest.fixture(autouse=True)
def _kept_files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def refused(act: Callable[[], object], words: str) -> None:
    """The act is refused with these words, and neither a row nor an event is left behind."""
    before = _count()
    with pytest.raises(Refusal, match=words):
        act()
    assert _count() == before


def _count() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Event, Plan, WorkResult, Report, Review))


def test_a_year_from_goal_to_annual_result():
    an_agency()
    wati = an_admin("Wati")
    health = a_unit("Dinas Kesehatan")
    centre = a_unit("Puskesmas Pauh", health)
    rina, budi, sari = a_head("Rina", health), a_head("Budi", centre), a_member("Sari", centre)

    goal = _january_goal(health, wati)
    budis = _january_leader(budi, rina, goal)
    saris = _january_midwife(sari, budi, budis)

    _a_day(sari, budi, saris, date(2026, 2, 3), Decimal(9))
    _a_day(sari, budi, saris, date(2026, 3, 3), Decimal(11))
    first = _quarter(sari, budi, wati, saris, "2026-Q1", centre, MEETS, MEETS)
    assert first.predicate == "baik"
    assert _measured(first) == "20"

    _budi_moves(budi, rina, centre, sari)
    dedi = Person.objects.get(name="Dedi")
    _a_day(sari, dedi, saris, date(2026, 8, 4), Decimal(14))
    third = _quarter(sari, dedi, wati, saris, "2026-Q3", centre, MEETS, ABOVE)
    assert (third.predicate, third.snapshot["appraiser"]["name"]) == ("baik", "Dedi")

    _the_year(sari, dedi, wati, saris, centre)
    seal_events()
    report = verify_chain()
    assert report.whole
    assert report.sealed == Event.objects.count()


def _january_goal(health: Unit, wati: Person) -> Goal:
    on = date(2026, 1, 5)
    vision = add_goal(title="Kota sehat", level="vision", years=(2025, 2029), by=wati, on=on)
    return add_goal(
        title="Ibu dan bayi selamat",
        level="objective",
        years=(2025, 2029),
        unit=health,
        parents=[vision],
        by=wati,
        on=on,
    )


def _january_leader(budi: Person, rina: Person, goal: Goal) -> WorkResult:
    """Budi's plan hangs under the goal, and Rina sets it."""
    on = date(2026, 1, 12)
    plan = start_plan(assignment=_post(budi), year=2026, by=budi, on=on)
    refused(lambda: submit_plan(plan=plan, by=budi, on=on), "hasil kerja")
    result = add_result(plan=plan, title="Ibu hamil terlayani", goal=goal, by=budi, on=on)
    _measure(result, budi, counts=False)
    submit_plan(plan=plan, by=budi, on=on)
    refused(lambda: set_plan(plan=plan, by=budi, on=on), "pejabat penilai")
    set_plan(plan=plan, by=rina, on=date(2026, 1, 15))
    return result


def _january_midwife(sari: Person, budi: Person, above: WorkResult) -> WorkResult:
    """Sari's plan hangs under Budi's result; it comes back once before it is set."""
    on = date(2026, 1, 16)
    plan = start_plan(assignment=_post(sari), year=2026, by=sari, on=on)
    refused(lambda: start_plan(assignment=_post(sari), year=2026, by=budi, on=on), "bersangkutan")
    result = add_result(plan=plan, title="Ibu hamil diperiksa", parent=above, by=sari, on=on)
    _measure(result, sari, counts=True)
    submit_plan(plan=plan, by=sari, on=on)
    return_plan(plan=plan, reason="Tambahkan kelas ibu hamil.", by=budi, on=date(2026, 1, 19))
    classes = add_result(plan=plan, title="Kelas ibu berjalan", parent=above, by=sari, on=on)
    _measure(classes, sari, counts=False)
    submit_plan(plan=plan, by=sari, on=date(2026, 1, 20))
    set_plan(plan=plan, by=budi, on=date(2026, 1, 22))
    plan.refresh_from_db()
    assert (plan.state, plan.set_on) == (Plan.State.SET, date(2026, 1, 22))
    late = date(2026, 2, 2)
    refused(lambda: add_result(plan=plan, title="Terlambat", by=sari, on=late), "ditetapkan")
    return result


def _measure(result: WorkResult, by: Person, *, counts: bool) -> None:
    add_indicator(
        result=result,
        text="Pemeriksaan ibu hamil" if counts else "Sesuai standar",
        by=by,
        target_min=Decimal(90),
        target_max=Decimal(120),
        unit_of_measure="pemeriksaan" if counts else "persen",
        aspect="quantity" if counts else "quality",
        counts_reports=counts,
    )


def _a_day(sari: Person, leader: Person, result: WorkResult, day: date, quantity: Decimal) -> None:
    """A report with evidence is accepted; one without evidence too, but its quantity counts not."""
    at = datetime(day.year, day.month, day.day, 14, 0, tzinfo=WIB)
    key = uuid4()

    def tell(key=key, files=(("daftar.pdf", PDF),)) -> Report:
        return file_report(
            text=f"Memeriksa {quantity} ibu hamil",
            key=key,
            by=sari,
            at=at,
            done_on=day,
            result=result,
            quantity=quantity,
            files=files,
        )

    proven = tell()
    assert tell().pk == proven.pk  # sent again after a lost reply: the first one answers
    bare = tell(key=uuid4(), files=())
    assert list(queue_of(leader, day)) == [proven, bare]
    refused(lambda: answer_report(report=proven, verdict="accept", by=sari, at=at), "atasan")
    refused(lambda: answer_report(report=proven, verdict="return", by=leader, at=at), "Tulis")
    for report in (proven, bare):
        answer_report(report=report, verdict="accept", by=leader, at=at)
    give_feedback(
        receiver=sari, tone="positive", text="Rapi.", by=leader, at=at, report=proven, key=uuid4()
    )


def _quarter(
    sari: Person,
    leader: Person,
    wati: Person,
    result: WorkResult,
    code: str,
    unit: Unit,
    work: Rating,
    behaviour: Rating,
) -> Review:
    """The evaluation of one quarter inside its window, closed by the personnel office."""
    period = open_period(code=code, by=wati)
    on = period.ends_on
    open_reviews(period=period, on=on, by=wati)
    record_org_result(
        unit=unit, period=period, predicate="baik", basis="BA 1", published_on=on, by=wati, on=on
    )
    review = Review.objects.get(person=sari, period=period)
    words = {result.pk: "Sebagian besar ibu hamil di wilayah terperiksa."}
    report_realisation(review=review, realisations=words, by=sari, on=on)
    judgement = _judgement(review, work, behaviour)
    refused(lambda: rate_review(review=review, judgement=judgement, by=sari, on=on), "penilai")
    late = date(on.year + 1, 1, 1) if on.month < 10 else date(on.year + 2, 1, 1)
    refused(lambda: rate_review(review=review, judgement=judgement, by=leader, on=late), "ditutup")
    rate_review(review=review, judgement=judgement, by=leader, on=on)
    assert not Review.objects.visible_to(sari).filter(period=period).exists()  # still a draft
    sign_review(review=review, by=leader, on=on)
    closing = close_period(period=period, by=wati, on=period.closes_on)
    assert sari.name not in {missing.person for missing in closing.missing}
    signed = Review.objects.visible_to(sari).get(period=period)
    assert signed.snapshot
    assert agrees(signed.snapshot)
    report = Report.objects.filter(person=sari, state=Report.State.FROZEN).latest("done_on")
    at = datetime(2026, 12, 1, 8, 0, tzinfo=WIB)
    refused(
        lambda: answer_report(report=report, verdict="ask", note="?", by=leader, at=at),
        "dikunci|ditandatangani",
    )
    return signed


def _judgement(review: Review, work: Rating, behaviour: Rating) -> Judgement:
    return Judgement(
        work_result=work,
        behaviour=behaviour,
        results={one.result_id: (work, "") for one in review.assessments.all()},
        work_result_reason="" if work is MEETS else "Melampaui harapan.",
        behaviour_reason="" if behaviour is MEETS else "Teladan bagi rekan di luar unit.",
    )


def _measured(review: Review) -> str:
    """What the frozen result says was measured for the first work result."""
    assert review.snapshot
    value: str = review.snapshot["results"][0]["indicators"][0]["measured"]["value"]
    return value


def _budi_moves(budi: Person, rina: Person, centre: Unit, sari: Person) -> None:
    """Budi leaves in July; Dedi of another unit acts as Plt, and at once sees Sari's work."""
    other = a_unit("Puskesmas Kuranji", centre.parent)
    dedi = a_head("Dedi", other)
    post = Assignment.objects.get(person=budi)
    post.ends_on = date(2026, 6, 30)
    post.save()
    assert appraiser_of(sari, date(2026, 6, 30)) == budi
    assert appraiser_of(sari, date(2026, 7, 1)) == rina  # nobody leads: one level up
    an_assignment(dedi, head_post(centre), kind="plt", starts_on=date(2026, 7, 1))
    assert appraiser_of(sari, date(2026, 7, 1)) == dedi


def _the_year(sari: Person, dedi: Person, wati: Person, result: WorkResult, unit: Unit) -> None:
    """The annual evaluation is a judgement of its own, inside the window of the regulation."""
    period = open_period(code="2026", by=wati)
    assert (period.opens_on, period.closes_on) == (date(2026, 12, 31), date(2027, 1, 31))
    on = date(2027, 1, 11)
    open_reviews(period=period, on=on, by=wati)
    review = Review.objects.get(person=sari, period=period)
    judgement = _judgement(review, ABOVE, ABOVE)
    rate_review(review=review, judgement=judgement, by=dedi, on=on)
    closing = close_period(period=period, by=wati, on=date(2027, 1, 31))
    assert closing.signed == 1
    assert close_period(period=period, by=wati, on=date(2027, 1, 31)).signed == 0
    review.refresh_from_db()
    assert review.predicate == "sangat_baik"
    assert _measured(review) == "34"  # 9 + 11 + 14 with evidence; as much again without


def _post(person: Person) -> Assignment:
    return Assignment.objects.get(person=person, kind="definitive")
