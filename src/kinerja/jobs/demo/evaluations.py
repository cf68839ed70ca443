"""Two quarters: one evaluated and signed, the next one open in every state."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from kinerja.evaluation.closing import close_period
from kinerja.evaluation.delivery import answer_delivery, receive_result
from kinerja.evaluation.objection import (
    Objection,
    decide_objection,
    decider_of,
    explain_objection,
    file_objection,
    why_barred,
)
from kinerja.evaluation.opening import open_reviews
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.period import Period, open_period, span_of
from kinerja.evaluation.rating import Judgement, Rated, rate_reviews_many
from kinerja.evaluation.review import Review
from kinerja.evaluation.self_report import SelfReport, report_realisation_many
from kinerja.jobs.demo.evaluation_cases import late_leader, take_over
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.work_result import WorkResult
from kinerja.rules.predicate import Rating
from kinerja.work.report import Report

REACHED = (
    "Sesuai rencana: sebagian besar sasaran triwulan ini tercapai, bukti ada di laporan harian.",
    "Tercapai dengan beberapa hari tertunda karena hujan; sudah dikejar pada minggu terakhir.",
    "Melebihi rencana pada bulan kedua berkat bantuan kader dan rekan satu tim.",
)
ABOVE = "Hasil utama melampaui harapan, dan caranya dipakai rekan lain."
BELOW = "Hasil utama belum sesuai harapan; pendampingan disepakati mulai bulan depan."
GUARD = "Menjadi teladan: menjaga nilai ini juga pada rekan di luar unit."
OBJECTIONS = (
    "Laporan bulan kedua yang sudah diterima belum tampak diperhitungkan pada hasil pertama.",
    "Target berubah di tengah triwulan, tetapi penilaian memakai target lama.",
)
EXPLAINED = (
    "Laporannya dihitung; yang belum sesuai adalah ketepatan waktunya, seperti pada catatan."
)
CONFIRMED = "Kedua pihak sudah didengar. Bukti yang dibekukan mendukung penilaian semula."
ADVICE = (
    "Lanjutkan; bagikan cara kerja ini dalam lokakarya mini.",
    "Ikuti pelatihan komunikasi pelayanan pada semester depan.",
    "Jaga ketepatan waktu pelaporan.",
)


def quarters(today: date) -> tuple[str, str]:
    """Codes of the quarter that is evaluated already and of the one whose evaluation is open:
    the last two that have ended."""
    ended = _quarter_before(today)
    return _quarter_before(span_of(ended).first), ended


def first_day(today: date) -> date:
    """The first day that the example shows."""
    return span_of(quarters(today)[0]).first


def evaluate(units: Mapping[str, Unit], *, today: date, random: Random) -> None:
    """Walk the first quarter to its end, and the second one half way."""
    done, running = quarters(today)
    period = open_period(code=done, by=None)
    _record_organisation(units, period, random)
    day = period.ends_on + timedelta(days=3)
    open_reviews(period=period, on=day, by=None)
    _report(period, on=day, share=0.85, random=random)
    late = late_leader(period)
    _rate(period, on=day + timedelta(days=5), share=1, random=random, but=late)
    close_period(period=period, by=None, on=period.closes_on)
    take_over(period, today=today)
    _follow_up(period, today)

    # the agency keeps the window of the second one open, so that there is always one to try
    closes_on = max(span_of(running).last + timedelta(days=15), today + timedelta(days=14))
    period = open_period(code=running, by=None, closes_on=closes_on)
    open_reviews(period=period, on=today, by=None)
    _report(period, on=today, share=0.6, random=random)
    _rate(period, on=today, share=0.25, random=random)


def _follow_up(period: Period, today: date) -> None:
    """Most have read and signed their result, some a short while ago. A head objects and is
    answered; somebody whom that head rated objects too, and waits for the decision."""
    signed = list(
        Review.objects.released()
        .filter(period=period, appraiser__isnull=False)
        .select_related("person", "appraiser", "period", "plan__assignment__position")
        .order_by("pk")
    )
    fresh = today - timedelta(days=2)
    for place, review in enumerate(signed):
        if place % 10 == 9:
            continue  # has not opened it yet
        day = fresh if place % 3 == 0 else period.closes_on + timedelta(days=1 + place % 5)
        receive_result(review=review, by=review.person, on=day)
        if place % 4 != 3:
            answer_delivery(review=review, answer="returned", by=review.person, on=day)
    contested = _contested(signed, fresh)
    for review, reason in zip(contested, OBJECTIONS, strict=False):
        file_objection(review=review, reason=reason, by=review.person, on=fresh)
    for objection in Objection.objects.filter(review__in=contested[:1]):
        appraiser, decider = objection.review.appraiser, decider_of(objection, today)
        if appraiser and decider:
            explain_objection(objection=objection, words=EXPLAINED, by=appraiser, on=today)
            decide_objection(objection=objection, reason=CONFIRMED, by=decider, on=today)


def _contested(signed: Sequence[Review], on: date) -> list[Review]:
    """A head's own result and one that this head gave, both open to objection; none: no such."""
    given: dict[int | None, list[Review]] = {}
    for review in signed:
        given.setdefault(review.appraiser_id, []).append(review)
    for own in signed:
        if own.person_id in given and not why_barred(own, on):
            staff = (one for one in given[own.person_id] if not why_barred(one, on))
            if (other := next(staff, None)) is not None:
                return [own, other]
    return []


def _quarter_before(day: date) -> str:
    year, quarter = day.year, (day.month - 1) // 3
    return f"{year}-Q{quarter}" if quarter else f"{year - 1}-Q4"


def _record_organisation(units: Mapping[str, Unit], period: Period, random: Random) -> None:
    for unit in units.values():
        if unit.level in {Unit.Level.AGENCY, Unit.Level.DEVICE}:
            record_org_result(
                unit=unit,
                period=period,
                predicate=random.choice(["baik", "baik", "baik", "istimewa", "butuh_perbaikan"])
                if unit.parent_id
                else "baik",
                basis=f"berita acara capaian kinerja {period.label} (contoh)",
                published_on=period.ends_on + timedelta(days=2),
                by=None,
                on=period.ends_on + timedelta(days=2),
            )


def _report(period: Period, *, on: date, share: float, random: Random) -> None:
    chosen = [review for review in _reviews(period) if random.random() < share]
    report_realisation_many(
        reports=[
            SelfReport(
                review,
                {
                    assessment.result_id: random.choice(REACHED)
                    for assessment in review.assessments.all()
                },
                review.person,
            )
            for review in chosen
        ],
        on=on,
    )


def _rate(
    period: Period, *, on: date, share: float, random: Random, but: Person | None = None
) -> None:
    grounded = set(
        Report.objects.filter(done_on__range=(period.starts_on, period.ends_on)).values_list(
            "person_id", flat=True
        )
    )
    rated = []
    for review in _reviews(period):
        if review.appraiser is None or review.appraiser == but or random.random() > share:
            continue
        judgement = _judgement(review, review.person_id in grounded, random)
        rated.append(Rated(review, judgement, review.appraiser))
    rate_reviews_many(rated=rated, on=on)


def _reviews(period: Period) -> Iterator[Review]:
    yield from (
        Review.objects.filter(period=period)
        .select_related("person", "appraiser")
        .prefetch_related("assessments__result")
        .order_by("pk")
    )


def _judgement(review: Review, grounded: bool, random: Random) -> Judgement:
    """Most as expected, some above, few below: as in a unit whose class is good."""
    work = random.choices(
        [Rating.ABOVE, Rating.MEETS, Rating.BELOW], [0.18, 0.77, 0.05 if grounded else 0]
    )[0]
    behaviour = random.choices(
        [Rating.ABOVE, Rating.MEETS, Rating.BELOW], [0.2, 0.785, 0.015 if grounded else 0]
    )[0]
    results: Sequence[WorkResult] = [one.result for one in review.assessments.all()]
    reasons = {Rating.ABOVE: ABOVE, Rating.BELOW: BELOW, Rating.MEETS: ""}
    return Judgement(
        work_result=work,
        behaviour=behaviour,
        results={
            result.pk: (work if n == 0 else Rating.MEETS, "") for n, result in enumerate(results)
        },
        work_result_reason=reasons[work],
        behaviour_reason={Rating.ABOVE: GUARD, Rating.MEETS: ""}.get(
            behaviour, "Nilai kerja belum konsisten; sudah dibicarakan dan disepakati perbaikannya."
        ),
        recommendation=random.choice(ADVICE),
    )
