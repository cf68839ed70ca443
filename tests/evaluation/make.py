"""The health centre of `tests.work.make` with the third quarter of 2026 under evaluation.

Budi rates Sari and Tono; Wati keeps the register. Sari's plan counts examinations; Tono has a plan
with one result and reports nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from tests.people.make import an_admin, an_agency
from tests.work.make import PDF, WIB, Centre, a_centre, a_result, a_set_plan

from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.period import Period, open_period
from kinerja.evaluation.rating import Judgement, rate_review
from kinerja.evaluation.review import Review
from kinerja.feedback.feedback import Feedback
from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.rules.predicate import Rating
from kinerja.work.filing import file_report
from kinerja.work.report import Report
from kinerja.work.verification import answer_report

ABOVE, MEETS, BELOW = Rating.ABOVE, Rating.MEETS, Rating.BELOW
IN_WINDOW = date(2026, 10, 5)  # the window of the third quarter: 15 September to 15 October


@dataclass
class Quarter:
    """The third quarter of 2026, open, with a review for Sari and one for Tono."""

    town: Centre
    wati: Person  # personnel admin
    period: Period
    sari: Review
    tono: Review
    tonos: WorkResult


def a_quarter(code: str = "2026-Q3", on: date = IN_WINDOW) -> Quarter:
    """Its reviews are opened on that day; `code` names another period of 2026."""
    an_agency()
    town = a_centre()
    tonos = a_result(a_set_plan(town.tono, appraiser=town.budi), 1, "Arsip tertata")
    wati = an_admin("Wati")
    period = open_period(code=code, by=wati)
    open_reviews(period=period, on=on, by=wati)
    return Quarter(
        town,
        wati,
        period,
        Review.objects.get(person=town.sari),
        Review.objects.get(person=town.tono),
        tonos,
    )


def a_judgement(
    review: Review, work_result: Rating = MEETS, behaviour: Rating = MEETS, **fields: Any
) -> Judgement:
    """Each result is rated like the whole; reasons are there where they are asked for."""
    results = review.assessments.values_list("result_id", flat=True)
    defaults = {
        "results": dict.fromkeys(results, (work_result, "")),
        "work_result_reason": "" if work_result is MEETS else "Terlihat dari laporannya.",
        "behaviour_reason": "" if behaviour is MEETS else "Teladan bagi rekan kerja.",
    }
    return Judgement(work_result, behaviour, **(defaults | fields))


def rated(
    review: Review, work_result: Rating = MEETS, behaviour: Rating = MEETS, **fields: Any
) -> Review:
    """Rated by its appraiser inside the window."""
    judgement = a_judgement(review, work_result, behaviour, **fields)
    rate_review(review=review, judgement=judgement, by=review.appraiser, on=IN_WINDOW)
    return Review.objects.get(pk=review.pk)


def signed(review: Review, *ratings: Rating, **fields: Any) -> Review:
    return sign_review(review=rated(review, *ratings, **fields), by=review.appraiser, on=IN_WINDOW)


def an_accepted_report(
    by: Person,
    leader: Person,
    result: WorkResult,
    *,
    quantity: int | None = None,
    done_on: date = date(2026, 8, 10),
    evidence: bool = True,
) -> Report:
    """Filed and accepted on the day of the work."""
    at = datetime(done_on.year, done_on.month, done_on.day, 15, tzinfo=WIB)
    report = file_report(
        text="Memeriksa ibu hamil",
        key=uuid4(),
        by=by,
        at=at,
        done_on=done_on,
        result=result,
        quantity=None if quantity is None else Decimal(quantity),
        files=[("bukti.pdf", PDF)] if evidence else [],
    )
    answer_report(report=report, verdict="accept", by=leader, at=at)
    return Report.objects.get(pk=report.pk)


def a_feedback(giver: Person, receiver: Person, on: date = date(2026, 9, 1)) -> Feedback:
    return Feedback.objects.create(
        giver=giver,
        receiver=receiver,
        tone="improve",
        text="Laporkan lebih sering.",
        given_at=datetime(on.year, on.month, on.day, 10, tzinfo=WIB),
    )
