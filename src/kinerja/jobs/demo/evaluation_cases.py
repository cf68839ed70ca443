"""Cases of the evaluation that a personnel office meets: a late leader whose superior goes on, a
result that was opened again and one that waits for it, a calibration meeting that is not over."""

from datetime import date, timedelta

from django.db.models import Count

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.calibration import change_in_calibration, join_calibration, open_calibration
from kinerja.evaluation.closing import sign_review
from kinerja.evaluation.organisation import record_org_result
from kinerja.evaluation.period import Period
from kinerja.evaluation.rating import Judgement, rate_review
from kinerja.evaluation.reopening import decide_reopening, propose_reopening
from kinerja.evaluation.review import Review
from kinerja.evaluation.silence import hand_on
from kinerja.people.person import Person
from kinerja.people.role import Role, grant_role
from kinerja.people.supervision import appraiser_of
from kinerja.people.unit import Unit
from kinerja.rules.predicate import Rating

LOADED = "Dua laporan bulan terakhir baru diterima sesudah penilaian ditandatangani."
DOUBTED = "Satu lembar bukti ternyata milik unit lain; perlu diperiksa ulang."
APPROVED = "Benar; buktinya sudah diperiksa bersama pejabat penilai."
IN_THE_MEETING = "Dibandingkan dengan rekan setugas, capaiannya sesuai harapan."


def late_leader(period: Period) -> Person | None:
    """Whoever leaves the evaluation of a small team to the superior, somebody of middle rank."""
    rows = Review.objects.filter(period=period, appraiser__in=_rated_people(period))
    busy = rows.order_by().values("appraiser").annotate(n=Count("pk")).filter(n__gte=2)
    first = busy.order_by("n", "appraiser").first()
    return Person.objects.get(pk=first["appraiser"]) if first else None


def _rated_people(period: Period) -> list[int]:
    """Who is evaluated too: somebody stands above them."""
    rows = Review.objects.filter(period=period, appraiser__isnull=False)
    return list(rows.values_list("person_id", flat=True))


def take_over(period: Period, *, today: date) -> None:
    """The window is closed: the superior evaluates all but one, who waits for the next above."""
    closed = period.last_day + timedelta(days=1)
    if closed > today:
        return
    hand_on(period=period, on=closed)
    taken = list(
        Review.objects.unsigned()
        .filter(period=period, silent_appraiser__isnull=False)
        .select_related("appraiser")
        .order_by("pk")
    )
    for review in taken[:-1]:
        if review.appraiser is None:
            continue
        rate_review(review=review, judgement=_as_expected(review), by=review.appraiser, on=closed)
        sign_review(review=review, by=review.appraiser, on=closed)
    hand_on(period=period, on=today)


def add_cases(*, office: Person, today: date) -> None:
    """A calibration meeting and reopened results, once the tasks are given."""
    official = _official(office, today)
    if official is not None:
        _calibrate(office, official, today)
        _reopen(office, official, today)


def _official(office: Person, today: date) -> Person | None:
    """The regional secretary; in a very small example the head of the personnel office."""
    name = Role.Name.AUTHORISED_OFFICIAL
    task = Role.objects.on(today).filter(name=name).exclude(person=office).first()
    if task is not None:
        return task.person
    head = appraiser_of(office, today)
    if head is not None:
        grant_role(person=head, name=name, by=None, on=today)
    return head


def _calibrate(office: Person, official: Person, today: date) -> None:
    """The office and the official meet about the department with most ratings; one is changed."""
    for person in (office, official):
        grant_role(person=person, name=Role.Name.CALIBRATION_MEMBER, by=None, on=today)
    period = Period.objects.open_on(today).filter(kind=Period.Kind.QUARTER).first()
    rated = Review.objects.filter(period=period, state=Review.State.RATED)
    departments = {
        unit: rated.filter(plan__assignment__position__unit__path__startswith=unit.path)
        for unit in Unit.objects.filter(level=Unit.Level.DEVICE)
    }
    unit, reviews = max(departments.items(), key=lambda one: (one[1].count(), -one[0].pk))
    others = reviews.exclude(person__in=[office, official])
    if period is None or not others.exists():
        return
    record_org_result(
        unit=unit,
        period=period,
        predicate="baik",
        basis=f"berita acara capaian kinerja {period.label} (contoh)",
        published_on=period.ends_on,
        by=None,
        on=today,
    )
    meeting = open_calibration(period=period, unit=unit, by=office, on=today)
    join_calibration(calibration=meeting, by=official, on=today)
    high = others.filter(work_result_rating=Rating.ABOVE.value, appraiser__isnull=False)
    review = high.select_related("appraiser").order_by("pk").first()
    if review is None or review.appraiser is None:
        return
    change_in_calibration(
        calibration=meeting,
        review=review,
        judgement=_as_expected(review, behaviour=Rating(review.behaviour_rating)),
        reason=IN_THE_MEETING,
        by=review.appraiser,
        on=today,
    )


def _reopen(office: Person, official: Person, today: date) -> None:
    """One result is opened again and waits for its appraiser, another proposal for the official."""
    concerned = [office.pk, official.pk]
    results = (
        Review.objects.released()
        .filter(objection=None, silent_appraiser=None, version=1)
        .exclude(person__in=concerned)
        .exclude(appraiser__in=concerned)
        .order_by("pk")
    )
    found = list(results[:2])
    for review, reason in zip(found, (LOADED, DOUBTED), strict=False):
        proposal = propose_reopening(review=review, reason=reason, by=office, on=today)
        if review is found[0]:
            decide_reopening(
                reopening=proposal, approve=True, reason=APPROVED, by=official, on=today
            )


def _as_expected(review: Review, behaviour: Rating = Rating.MEETS) -> Judgement:
    rows = Assessment.objects.filter(review=review).values_list("result_id", flat=True)
    reason = {Rating.MEETS: ""}.get(behaviour, review.behaviour_reason)
    return Judgement(
        work_result=Rating.MEETS,
        behaviour=behaviour,
        results=dict.fromkeys(rows, (Rating.MEETS, "")),
        behaviour_reason=reason,
    )
