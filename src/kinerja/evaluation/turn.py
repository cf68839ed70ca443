"""Whose turn it is to evaluate, and until when: the window of the period, or a limit of its own.

The superior of a silent appraiser evaluates within 14 working days after the window (PermenPANRB
6/2022 annex p. 90, 115); a result that was reopened is rated again within as many days (design).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kinerja.evaluation.follow_up import due_after
from kinerja.evaluation.period import check_window
from kinerja.evaluation.refusals import TurnOver
from kinerja.evaluation.review import Review
from kinerja.people.person import Person
from kinerja.people.supervision import Line, appraisers_of
from kinerja.rules.date_words import date_in_words
from kinerja.rules.deadlines import superior_sign_deadline


def last_day_of(review: Review) -> date:
    """The last day on which this review may be rated and signed by whose turn it is."""
    if review.limit_from is None:
        return review.period.last_day
    limits = review.period.rules.follow_up
    return due_after(review.limit_from, superior_sign_deadline, limits).last_day


def is_open(review: Review, on: date) -> bool:
    """Whether it may be rated on that day; a superior with nobody above is late, never too late."""
    if review.limit_from is None:
        return review.period.is_open(on)
    return on <= last_day_of(review) or superiors_of([review], on)[review.pk] is None


def check_turn(review: Review, on: date) -> None:
    """Refuse outside the days of whose turn it is. Errors: WindowShut, TurnOver."""
    if review.limit_from is None:
        check_window(review.period, on)
    elif not is_open(review, on):
        last = date_in_words(last_day_of(review))
        raise TurnOver(
            f"Batas penilaian ini berakhir {last}. Atasan berikutnya yang melanjutkan penilaiannya."
        )


def superiors_of(reviews: Iterable[Review], on: date) -> dict[int, Person | None]:
    """Who stands above whose turn it is, by the id of the review; None: nobody is on record.

    The line is that of the employee as long as the appraiser stands in it. Who moved since is
    followed by the line before the window: the document stays with the old superior. The employee
    is never found. The number of queries is constant, but for a second look on another day.
    """
    held = [(one, one.appraiser) for one in reviews if one.appraiser]
    lines = appraisers_of([one.person for one, _ in held], on)
    now = {pk: line.appraiser for pk, line in appraisers_of([who for _, who in held], on).items()}
    then: dict[tuple[date, int], Person | None] = {}
    for day in {_eve(one) for one, who in held if _has_moved(one, who, lines)}:
        old = appraisers_of([who for _, who in held], day)
        then |= {(day, pk): line.appraiser for pk, line in old.items()}
    found = {}
    for one, who in held:
        above = then.get((_eve(one), who.pk)) if _has_moved(one, who, lines) else None
        above = above if above and above.serves(on) else now[who.pk]
        found[one.pk] = None if above and above.pk == one.person_id else above
    return found


def _eve(review: Review) -> date:
    """The day before the window: an appraiser who moved since still stood in the old line."""
    return review.period.opens_on - timedelta(days=1)


def _has_moved(review: Review, appraiser: Person, lines: Mapping[int, Line]) -> bool:
    """Whether the appraiser stands above the employee no more."""
    return not review.is_taken_over and lines[review.person_id].appraiser != appraiser
