"""A silent appraiser: warned before the window closes; then the superior evaluates, for good.

PermenPANRB 6/2022 annex p. 90 and 115: whoever has not evaluated and signed when the window closes
does so no more; the superior does within 14 working days, and that result is final. A superior who
is silent too is followed by the next one above (design). What the silent one had saved but not
signed is kept beside the form and decides nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count

from kinerja.evaluation.assessment import Assessment
from kinerja.evaluation.draft import RatingDraft
from kinerja.evaluation.follow_up import working_days_left
from kinerja.evaluation.period import Period
from kinerja.evaluation.rating import ratings_of
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.evaluation.turn import last_day_of, superiors_of
from kinerja.people.person import Person
from kinerja.people.role import Role
from kinerja.records.event import Event, Happening, record, record_many
from kinerja.records.notice import Notice, notify_many
from kinerja.rules.date_words import date_in_words

WARN_DAYS = (1, 5)  # working days before the window closes; design (U)
BATCH = 1_000  # reviews handed on in one transaction


@dataclass(frozen=True)
class Followed:
    """What one night did."""

    warned: int  # appraisers
    handed_on: int  # reviews
    given_back: int  # reviews


def follow_silence(*, on: date) -> Followed:
    """Warn, hand on and give back what is due on that day, as the system. It may run again."""
    warned = sum(_warn(period, on) for period in Period.objects.open_on(on))
    back = sum(_give_back(period, on) for period in Period.objects.open_on(on))
    handed_on = sum(hand_on(period=period, on=on) for period in Period.objects.over_on(on))
    return Followed(warned, handed_on, back)


def hand_on(*, period: Period, on: date) -> int:
    """Give every unsigned review whose turn has passed to the superior; how many were given.

    Before the window has closed there is none. Said again, it changes nothing.
    """
    if on <= period.last_day:
        return 0
    given = _hand_on_all(period, _first_time(period), on)
    for limit in _limits_passed(period, on):
        given += _hand_on_all(period, _unsigned(period).filter(limit_from=limit), on)
    return given


def _hand_on_all(period: Period, rows: ReviewQuerySet, on: date) -> int:
    last, given = 0, 0
    while pks := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = pks[-1]
        given += _hand_on(period, rows.filter(pk__in=pks), on)
    return given


def _unsigned(period: Period) -> ReviewQuerySet:
    return Review.objects.unsigned().filter(period=period, appraiser__isnull=False)


def _first_time(period: Period) -> ReviewQuerySet:
    return _unsigned(period).filter(limit_from=None)


def _limits_passed(period: Period, on: date) -> list[date]:
    """Days of which the limit has passed; one of them stands for all reviews with the same."""
    rows = _unsigned(period).exclude(limit_from=None).order_by().values_list("limit_from")
    days = {day for (day,) in rows.distinct() if day}
    return sorted(day for day in days if on > _last_day(period, day))


def _last_day(period: Period, limit_from: date | None) -> date:
    return last_day_of(Review(period=period, limit_from=limit_from))


@transaction.atomic
def _hand_on(period: Period, rows: ReviewQuerySet, on: date) -> int:
    held = list(
        rows.select_for_update(of=("self",))
        .select_related("person", "appraiser", "silent_appraiser", "period")
        .order_by("pk")
    )
    superiors, reported = superiors_of(held, on), _reported(held)
    limits = {day: _last_day(period, day) for day in {one.limit_from for one in held}}
    given: list[tuple[Review, Person, Person, dict[str, str]]] = []
    for review in held:
        above, silent = superiors[review.pk], review.appraiser
        if above is None or silent is None:
            continue  # nobody is on record: the personnel office says who does it
        left = ratings_of(review)
        review.limit_from = limits[review.limit_from]
        review.silent_appraiser = review.silent_appraiser or silent
        review.appraiser = above
        _reopen(review, review.pk in reported)
        given.append((review, silent, above, left))
    reviews = [review for review, *_ in given]
    Review.objects.bulk_update(reviews, _CHANGED, batch_size=500)
    RatingDraft.objects.filter(review__in=reviews).delete()
    record_many(
        Happening(
            "review.taken_over",
            review,
            None,
            person=review.person,
            data={"before": silent.pk, "appraiser": above.pk}
            | ({"left": left} if left["predicate"] else {}),
        )
        for review, silent, above, left in given
    )
    _tell(period, given)
    return len(given)


_CHANGED = (
    *("limit_from", "silent_appraiser", "appraiser"),
    *("state", "predicate", "rated_on", "revision"),
)


def _reported(reviews: Iterable[Review]) -> set[int]:
    """Ids of those for which the employee has said what was reached."""
    told = Assessment.objects.filter(review__in=reviews).exclude(realisation="").order_by()
    return set(told.values_list("review_id", flat=True))


def _reopen(review: Review, reported: bool) -> None:
    """To be rated anew: what was chosen stays in the form, the predicate does not."""
    review.state = Review.State.SELF_REPORTED if reported else Review.State.OPEN
    review.predicate, review.rated_on = "", None
    review.revision += 1


def _tell(period: Period, given: Sequence[tuple[Review, Person, Person, dict[str, str]]]) -> None:
    """The superior and the silent one once each, the employees, and the personnel office."""
    if not given:
        return
    days = {review.limit_from for review, *_ in given}
    until = {day: date_in_words(_last_day(period, day)) for day in days}
    page = f"/penilaian/?periode={period.code}"
    notices = []
    for above, number in Counter(above for _, _, above, _ in given).items():
        day = next(until[one.limit_from] for one, _, to, _ in given if to == above)
        text = (
            f"{number} penilaian {period} diambil alih: nilai dan tandatangani paling lambat {day}."
        )
        notices.append(Notice(person=above, text=text, url=page))
    for silent, number in Counter(silent for _, silent, _, _ in given).items():
        text = f"{number} penilaian {period} kini dilanjutkan atasan Anda, karena batasnya lewat."
        notices.append(Notice(person=silent, text=text, url=page))
    for review, _, above, _ in given:
        text = (
            f"Penilaian {period} Anda dilanjutkan {above.name} paling lambat"
            f" {until[review.limit_from]}; hasilnya final."
        )
        notices.append(Notice(person=review.person, text=text[:300], url="/hasil/"))
    Notice.objects.bulk_create(notices)
    text = f"{len(given)} penilaian {period} diambil alih atasan pejabat penilai."
    notify_many(_personnel(period), text, f"/periode/{period.code}/?sebab=taken_over")


def _personnel(period: Period) -> Iterable[Person]:
    tasks = Role.objects.on(period.last_day).filter(name=Role.Name.PERSONNEL_ADMIN, unit=None)
    return Person.objects.filter(pk__in=tasks.values("person"))


@transaction.atomic
def _warn(period: Period, on: date) -> int:
    """Tell every appraiser whose people are not signed, five and one working day before."""
    left = working_days_left(on, period.last_day)
    step = next((days for days in WARN_DAYS if left <= days), None)
    if step is None:
        return 0
    Period.objects.select_for_update(no_key=True).get(pk=period.pk)  # two workers, one warning
    data = {"left": step, "closes": period.last_day.isoformat()}
    if Event.objects.about(period).named("period.warned").filter(data__contains=data).exists():
        return 0
    waiting = _first_time(period).order_by().values_list("appraiser").annotate(Count("pk"))
    closes = date_in_words(period.last_day)
    notices = [
        Notice(
            person_id=pk,
            text=f"{number} penilaian {period} belum Anda tandatangani; ditutup {closes}. Sesudah"
            " itu atasan Anda yang menilai, dan hasilnya final.",
            url=f"/penilaian/?periode={period.code}",
        )
        for pk, number in waiting
    ]
    Notice.objects.bulk_create(notices)
    record("period.warned", about=period, by=None, data=data | {"told": len(notices)})
    return len(notices)


@transaction.atomic
def _give_back(period: Period, on: date) -> int:
    """The window was extended after it had closed: the appraiser goes on, if nobody has signed."""
    held = list(
        _unsigned(period)
        .filter(silent_appraiser__isnull=False, version=1)
        .select_for_update(of=("self",))
        .select_related("person", "appraiser", "silent_appraiser")
        .order_by("pk")
    )
    reported = _reported(held)
    for review in held:
        review.appraiser, review.silent_appraiser = review.silent_appraiser, None
        review.limit_from = None
        _reopen(review, review.pk in reported)
    Review.objects.bulk_update(held, _CHANGED, batch_size=500)
    RatingDraft.objects.filter(review__in=held).delete()
    record_many(
        Happening(
            "review.given_back",
            one,
            None,
            person=one.person,
            data={"appraiser": one.appraiser_id, "closes": period.last_day.isoformat()},
        )
        for one in held
    )
    back = Counter(one.appraiser_id for one in held)
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=pk,
                text=f"{period} diperpanjang sampai {date_in_words(period.last_day)}: {number}"
                " penilaian kembali kepada Anda.",
                url=f"/penilaian/?periode={period.code}",
            )
            for pk, number in back.items()
            if pk
        ]
    )
    return len(held)
