"""A longer window for everybody, by the personnel admin with a reason, told to all (Pasal 24(3):
the agency sets its periods). Nobody is rated by it; outages still move the new last day."""

from datetime import date, datetime

from django.db import transaction

from kinerja.evaluation.period import Period
from kinerja.evaluation.refusals import WrongDates, WrongState
from kinerja.evaluation.remedy import Remedy
from kinerja.evaluation.remedying import reason_in
from kinerja.evaluation.review import Review
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.rules.date_words import date_in_words

LONGEST_DAYS = 31  # at once; design


@transaction.atomic
def prolong_period(
    *, period: Period, closes_on: date, reason: str, by: Person, at: datetime, on: date
) -> Remedy:
    """Move the last day of the evaluation for everybody; the same day again is the same act.

    Errors: NotAllowed; WrongState before the window opens or for the year, whose last day the
    regulation sets (6/2022 annex p. 90); WrongDates for an earlier day or more than a month;
    ReasonMissing, TextTooLong.
    """
    check_may_manage_people(by)
    held = Period.objects.select_for_update().get(pk=period.pk)
    words = reason_in(reason)
    last = Remedy.objects.filter(period=held, kind=Remedy.Kind.PROLONG, undone_at=None).first()
    if last is not None and held.closes_on == closes_on == last.closes_after:
        return last
    if held.is_annual:
        raise WrongState(
            "Batas evaluasi tahunan ditetapkan peraturan (31 Januari) dan tidak dapat diperpanjang."
        )
    if on < held.opens_on:
        raise WrongState("Masa penilaian ini belum dibuka.")
    before = held.last_day
    if closes_on <= max(before, on) or (closes_on - before).days > LONGEST_DAYS:
        raise WrongDates(
            f"Pilih hari sesudah {date_in_words(max(before, on))}, paling lama {LONGEST_DAYS} hari"
            " dari batas sekarang."
        )
    remedy = Remedy(
        period=held,
        kind=Remedy.Kind.PROLONG,
        reason=words,
        by=by,
        on=on,
        started_at=at,
        finished_at=at,
        closes_before=held.closes_on,
        extended_before=held.extended_to,
        closes_after=closes_on,
    )
    held.closes_on, held.extended_to = closes_on, None
    held.save(update_fields=["closes_on", "extended_to"])
    told = tell_window(held, f"Penilaian {held} diperpanjang sampai {date_in_words(closes_on)}.")
    remedy.total = remedy.done = remedy.changed = told
    remedy.save(force_insert=True)
    closes = [before.isoformat(), closes_on.isoformat()]
    record("period.prolonged", about=held, by=by, reason=words, data={"closes": closes})
    return remedy


def tell_window(period: Period, text: str) -> int:
    """Tell everybody who has a review in the period, and their appraisers; how many."""
    reviews = Review.objects.filter(period=period)
    people = Person.objects.filter(pk__in=reviews.values("person")) | Person.objects.filter(
        pk__in=reviews.values("appraiser")
    )
    return notify_all(people, text, "/hasil/")
