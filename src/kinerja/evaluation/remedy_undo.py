"""Undoing a bulk remedy: for a quarter of an hour, exactly, and only while nobody built on it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from kinerja.evaluation.period import Period
from kinerja.evaluation.prolonging import tell_window
from kinerja.evaluation.refusals import WrongState
from kinerja.evaluation.remedy import Remedy, RemedyLine
from kinerja.evaluation.review import Review
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.event import Event, Happening, record, record_many, type_of
from kinerja.records.notice import Notice
from kinerja.rules.date_words import date_in_words


class UndoTooLate(WrongState):
    """The quarter of an hour is over."""


class BuiltUpon(WrongState):
    """Something happened since that rests on the remedy."""


@transaction.atomic
def undo_remedy(*, remedy: Remedy, by: Person, at: datetime) -> Remedy:
    """Put every review back as it was before; undone already: the same.

    Errors: NotAllowed; WrongState while it is carried out; UndoTooLate; BuiltUpon.
    """
    check_may_manage_people(by)
    held = Remedy.objects.select_for_update(of=("self",)).select_related("period").get(pk=remedy.pk)
    if held.undone_at is not None:
        return held
    until = held.undo_until
    if until is None:
        raise WrongState("Tindakan ini masih dikerjakan. Tunggu sampai selesai.")
    if at > until:
        raise UndoTooLate(
            f"Tindakan ini dapat diurungkan sampai {timezone.localtime(until):%H.%M}. Sesudah itu"
            " perbaiki dengan tindakan baru."
        )
    if held.kind == Remedy.Kind.PROLONG:
        _shorten_again(held, at)
    else:
        _put_back(held, by)
    held.undone_at, held.undone_by = at, by
    held.save(update_fields=["undone_at", "undone_by"])
    record("remedy.undone", about=held, by=by, data={"kind": held.kind, "changed": held.changed})
    return held


def _put_back(remedy: Remedy, by: Person) -> None:
    lines = RemedyLine.objects.filter(remedy=remedy, changed=True)
    reviews = Review.objects.filter(pk__in=lines.values("review"))
    list(reviews.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    if touched := _touched(remedy, lines):
        raise BuiltUpon(
            f"{touched} penilaian sudah dikerjakan lagi setelah tindakan ini, jadi tidak dapat"
            " diurungkan sekaligus. Perbaiki yang keliru dengan tindakan baru."
        )
    before = lines.filter(review=OuterRef("pk"))
    reviews.update(
        appraiser=Subquery(before.values("appraiser_before")),
        state=Subquery(before.values("state_before")),
        predicate=Subquery(before.values("predicate_before")),
        revision=F("revision") + 1,
    )
    rows = lines.select_related("review__person")
    record_many(
        Happening(
            "review.remedy_undone",
            line.review,
            by,
            person=line.review.person,
            data={"remedy": remedy.pk},
        )
        for line in rows.iterator(2_000)
    )
    told = lines.filter(appraiser_after__isnull=False).order_by().values("appraiser_after")
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=pk,
                text=f"{remedy.period}: perubahan penilaian oleh kepegawaian diurungkan.",
                url=f"/penilaian/?periode={remedy.period.code}",
            )
            for pk in told.values_list("appraiser_after", flat=True).distinct()
        ]
    )


def _touched(remedy: Remedy, lines: QuerySet[RemedyLine]) -> int:
    """Reviews with an event since, or that are not as the remedy left them."""
    since = Event.objects.filter(
        about_type=type_of(Review(pk=0)),
        about_id__in=lines.values("review"),
        at__gte=remedy.started_at,
    ).exclude(data__remedy=remedy.pk)
    states = Q(review__state=F("state_before"))
    if remedy.kind == Remedy.Kind.REOPEN_REPORT:
        states = Q(review__state=Review.State.SELF_REPORTED)
    as_left = states & (
        Q(review__appraiser=F("appraiser_after")) | Q(review__appraiser=None, appraiser_after=None)
    )
    changed = set(lines.exclude(as_left).values_list("review_id", flat=True))
    return len(changed | set(since.values_list("about_id", flat=True)))


def _shorten_again(remedy: Remedy, at: datetime) -> None:
    """The window ends on the day before; refused once somebody worked in the days that were won."""
    period = Period.objects.select_for_update().get(pk=remedy.period_id)
    if period.closes_on != remedy.closes_after or remedy.closes_before is None:
        raise BuiltUpon("Masa penilaian sudah diubah lagi setelah tindakan ini.")
    if timezone.localdate(at) > (remedy.extended_before or remedy.closes_before):
        acted = Event.objects.filter(
            about_type=type_of(Review(pk=0)),
            about_id__in=Review.objects.filter(period=period).values("pk"),
            at__gte=remedy.started_at,
        )
        if acted.exists():
            raise BuiltUpon("Sudah ada yang bekerja pada masa perpanjangan ini.")
    period.closes_on, period.extended_to = remedy.closes_before, remedy.extended_before
    period.save(update_fields=["closes_on", "extended_to"])
    last = date_in_words(period.last_day)
    tell_window(period, f"Perpanjangan {period} dibatalkan: penilaian ditutup {last}.")
