"""Starting a bulk remedy and carrying it out, batch by batch, so that memory stays flat.

The reviews are fixed when it starts. The page does the first batch, the worker the rest; run
again, it goes on where it stopped.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Count, Q

from kinerja.evaluation.concern import Concern, reviews_with
from kinerja.evaluation.evaluator import evaluators_of
from kinerja.evaluation.period import Period, check_window
from kinerja.evaluation.refusals import ReasonMissing, TextTooLong, WrongState
from kinerja.evaluation.remedy import Remedy, RemedyLine
from kinerja.evaluation.review import Review, ReviewQuerySet
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import NotAllowed
from kinerja.people.supervision import appraisers_of
from kinerja.records.event import Happening, record, record_many
from kinerja.records.notice import Notice

BATCH = 1_000  # reviews a transaction
LONGEST_REASON = 1_000  # characters
Kind = Remedy.Kind

# Which remedies help against which cause; reminders are in `evaluation.reminder`.
REMEDIES: Mapping[Concern, Sequence[Remedy.Kind]] = {
    Concern.NO_APPRAISER: (Kind.FOLLOW_REGISTER, Kind.NAME_APPRAISER),
    Concern.MOVED: (Kind.FOLLOW_REGISTER, Kind.NAME_APPRAISER),
    Concern.ON_LEAVE: (Kind.HAND_OVER, Kind.NAME_APPRAISER),
    Concern.LATE: (Kind.HAND_OVER,),
    Concern.NOT_SIGNED: (Kind.REOPEN_REPORT,),
}


@transaction.atomic
def start_remedy(
    *,
    period: Period,
    concern: Concern,
    kind: str,
    reason: str,
    by: Person,
    at: datetime,
    on: date,
    appraiser: Person | None = None,
) -> Remedy:
    """Decide on a remedy for everybody with that cause; `carry_on` does it. Asked twice while it
    is carried out: the same one.

    Reviews of `by` are left out: nobody decides about himself or herself.
    Errors: NotAllowed; WindowShut outside the evaluation's window; WrongState when it does not
    help against the cause, or nobody has it any more; ReasonMissing, TextTooLong.
    """
    check_may_manage_people(by)
    Period.objects.select_for_update().get(pk=period.pk)  # pressed twice, it begins once
    check_window(period, on)
    chosen = Kind(kind)
    if chosen not in REMEDIES.get(concern, ()):
        raise WrongState(f"“{concern.label}” tidak diselesaikan dengan tindakan itu.")
    running = Remedy.objects.filter(period=period, kind=chosen, concern=concern, finished_at=None)
    if known := running.first():
        return known
    words = reason_in(reason)
    if chosen is Kind.NAME_APPRAISER:
        _check_named(appraiser, by, on)
    remedy = Remedy.objects.create(
        period=period,
        kind=chosen,
        concern=concern.value,
        appraiser=appraiser if chosen is Kind.NAME_APPRAISER else None,
        reason=words,
        by=by,
        on=on,
        started_at=at,
    )
    remedy.total = _fix_lines(remedy, reviews_with(period, concern, on).exclude(person=by))
    if not remedy.total:
        raise WrongState("Tidak ada lagi penilaian dengan sebab ini.")
    remedy.save(update_fields=["total"])
    data = {"kind": remedy.kind, "concern": concern.value, "total": remedy.total}
    record("remedy.started", about=remedy, by=by, reason=words, data=data)
    return remedy


@transaction.atomic
def carry_on(*, remedy: Remedy, at: datetime) -> bool:
    """Do the next batch; whether more is left. Said by the page that started it, and the worker."""
    held = (
        Remedy.objects.select_for_update(of=("self",))
        .select_related("period", "by")
        .get(pk=remedy.pk)
    )
    if held.finished_at is not None:
        return False
    lines = list(held.lines.filter(done=False).order_by("pk")[:BATCH])
    changed = _apply(held, lines)
    held.done += len(lines)
    held.changed += changed
    if held.done >= held.total:
        held.finished_at = at
        _tell(held)
        data = {"total": held.total, "changed": held.changed}
        record("remedy.finished", about=held, by=held.by, data=data)
    held.save(update_fields=["done", "changed", "finished_at"])
    return held.finished_at is None


def reason_in(text: str) -> str:
    """The reason as it is kept. Errors: ReasonMissing, TextTooLong."""
    words = text.replace("\x00", "").strip()
    if not words:
        raise ReasonMissing("Tulis alasannya; pegawai dan penilainya membacanya.")
    if len(words) > LONGEST_REASON:
        raise TextTooLong(f"Ringkas alasan sampai paling banyak {LONGEST_REASON} huruf.")
    return words


def _check_named(appraiser: Person | None, by: Person, on: date) -> None:
    if appraiser is None:
        raise WrongState("Pilih pejabat yang menjadi penilai.")
    if appraiser == by:
        raise NotAllowed("Anda tidak dapat menetapkan diri sendiri. Minta admin lain.")
    if not Person.objects.present(on).filter(pk=appraiser.pk).exists():
        raise WrongState(f"{appraiser.name} sedang tidak bertugas. Pilih pejabat lain.")


def _fix_lines(remedy: Remedy, reviews: ReviewQuerySet) -> int:
    """Write down the reviews without reading them into memory; how many."""
    columns = reviews.order_by("pk").values_list("pk", "appraiser_id", "state", "predicate")
    sql, values = columns.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO evaluation_remedyline"  # noqa: S608 - a query of the models, no text of users
            " (remedy_id, review_id, appraiser_before_id, state_before, predicate_before,"
            " done, changed)"
            f" SELECT %s, found.*, FALSE, FALSE FROM ({sql}) AS found",
            [remedy.pk, *values],
        )
        return int(cursor.rowcount)


def _apply(remedy: Remedy, lines: Sequence[RemedyLine]) -> int:
    """Change the reviews of these lines that are still as they were; how many."""
    held = {
        one.pk: one
        for one in Review.objects.select_for_update(of=("self",))
        .select_related("person", "plan__person", "plan__assignment")
        .filter(pk__in=[line.review_id for line in lines])
        .order_by("pk")
    }
    same = [
        line
        for line in lines
        if (one := held[line.review_id]).appraiser_id == line.appraiser_before_id
        and one.state == line.state_before
    ]
    changed = (
        _reopen(remedy, same, held)
        if remedy.kind == Kind.REOPEN_REPORT
        else _appoint(remedy, same, held)
    )
    for line in lines:
        line.done = True
    RemedyLine.objects.bulk_update(lines, ["done", "changed", "appraiser_after"], batch_size=500)
    return changed


def _appoint(remedy: Remedy, lines: Sequence[RemedyLine], reviews: Mapping[int, Review]) -> int:
    """Give them the appraiser that the remedy says; those for whom nobody fits stay."""
    chosen = _appraisers(remedy, [reviews[line.review_id] for line in lines])
    changed = []
    for line in lines:
        review, new = reviews[line.review_id], chosen.get(line.review_id)
        if new is None or new in (review.person_id, review.appraiser_id) or review.is_taken_over:
            continue  # a superior who took over evaluates to the end (6/2022 annex p. 90)
        review.appraiser_id = line.appraiser_after_id = new
        review.revision += 1  # a form that the former one has open is refused
        line.changed = True
        changed.append(review)
    Review.objects.bulk_update(changed, ["appraiser", "revision"], batch_size=500)
    record_many(
        Happening(
            "review.appraiser_changed",
            reviews[line.review_id],
            remedy.by,
            person=reviews[line.review_id].person,
            reason=remedy.reason,
            data={
                "remedy": remedy.pk,
                "before": line.appraiser_before_id,
                "after": line.appraiser_after_id,
            },
        )
        for line in lines
        if line.changed
    )
    return len(changed)


def _appraisers(remedy: Remedy, reviews: Sequence[Review]) -> dict[int, int | None]:
    """Who becomes the appraiser, by id of the review; constant queries."""
    if remedy.kind == Kind.NAME_APPRAISER:
        return {one.pk: remedy.appraiser_id for one in reviews}
    if remedy.kind == Kind.FOLLOW_REGISTER:
        found = evaluators_of([one.plan for one in reviews], remedy.period, remedy.on)
        return {one.pk: getattr(found[one.plan_id], "pk", None) for one in reviews}
    raters = Person.objects.in_bulk({one.appraiser_id for one in reviews if one.appraiser_id})
    above = appraisers_of(raters.values(), remedy.on)
    return {
        one.pk: getattr(above[one.appraiser_id].appraiser, "pk", None)
        for one in reviews
        if one.appraiser_id
    }


def _reopen(remedy: Remedy, lines: Sequence[RemedyLine], reviews: Mapping[int, Review]) -> int:
    """Let the employees change their realisation again. What the appraiser chose stays typed in;
    the appraiser saves it once more, in the light of what is new."""
    changed = []
    for line in lines:
        review = reviews[line.review_id]
        if review.state != Review.State.RATED:
            continue
        review.state, review.predicate = Review.State.SELF_REPORTED, ""
        review.revision += 1
        line.appraiser_after_id = line.appraiser_before_id
        line.changed = True
        changed.append(review)
    Review.objects.bulk_update(changed, ["state", "predicate", "revision"], batch_size=500)
    record_many(
        Happening(
            "review.report_reopened",
            one,
            remedy.by,
            person=one.person,
            reason=remedy.reason,
            data={"remedy": remedy.pk},
        )
        for one in changed
    )
    Notice.objects.bulk_create(
        [
            Notice(
                person=one.person,
                text=f"Realisasi {remedy.period} Anda dibuka kembali. Periksa sebelum ditutup.",
                url=f"/penilaian/{one.pk}/realisasi/",
            )
            for one in changed
        ]
    )
    return len(changed)


def _tell(remedy: Remedy) -> None:
    """One notice to each who now has to act, however many people it is about."""
    rows = (
        remedy.lines.filter(Q(changed=True), appraiser_after__isnull=False)
        .order_by()
        .values_list("appraiser_after")
        .annotate(Count("pk"))
    )
    what = (
        "penilaian dibuka kembali realisasinya; simpan lagi penilaian Anda"
        if remedy.kind == Kind.REOPEN_REPORT
        else "penilaian sekarang menjadi tugas Anda"
    )
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=pk,
                text=f"{remedy.period}: {number} {what}.",
                url=f"/penilaian/?periode={remedy.period.code}",
            )
            for pk, number in rows
        ]
    )
