"""The review of the system itself, each cycle: what people asked, what was decided, what was done.

A person publishes it for everybody. A published review does not change: what is to be said anew is
a new version, and what was promised is carried into the next cycle until it is done or dropped.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.adoption.help_feedback import HelpFeedback
from kinerja.adoption.pulse import Pulse
from kinerja.adoption.refusals import OutOfScope, WrongState
from kinerja.adoption.suggestion import Suggestion, keeps_system
from kinerja.evaluation.objection import Objection
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.records.seen import check_seen, mark_of

MOST_ITEMS = 100
LONGEST_TEXT = 2_000  # characters
FIRST_YEAR, LAST_YEAR = 2000, 2100


class SystemReviewQuerySet(models.QuerySet["SystemReview"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """All published ones; drafts for those who look after the system."""
        if keeps_system(person, on):
            return self
        return self.exclude(state=SystemReview.State.DRAFT)

    def current(self) -> Self:
        """The published version that counts, of each cycle."""
        return self.filter(state=SystemReview.State.PUBLISHED)


class SystemReview(models.Model):
    """One version of the review of one year."""

    class State(models.TextChoices):
        DRAFT = "draft", "Konsep"
        PUBLISHED = "published", "Diterbitkan"
        REPLACED = "replaced", "Digantikan versi baru"

    year = models.PositiveSmallIntegerField("tahun")
    version = models.PositiveSmallIntegerField("versi", default=1)
    summary = models.TextField("ringkasan", blank=True, max_length=LONGEST_TEXT)
    change = models.CharField("yang berubah dari versi lalu", max_length=300, blank=True)
    state = models.CharField("keadaan", max_length=9, choices=State, default=State.DRAFT)
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("diterbitkan", null=True, blank=True)

    objects = SystemReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="system_review_once"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="draft"), name="system_review_one_draft"
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="published"), name="system_review_one_current"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(summary="") & Q(published_at__isnull=False)),
                name="system_review_published_whole",
            ),
        ]

    def __str__(self) -> str:
        later = f", versi {self.version}" if self.version > 1 else ""
        return f"Tinjauan Kinerja {self.year}{later}"

    @property
    def summary_mark(self) -> str:
        """Stands for the summary."""
        return mark_of(self.summary)

    @property
    def page(self) -> str:
        return f"/tinjauan/{self.pk}/"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class ReviewItem(models.Model):
    """One thing that people asked, what was decided about it and why, and what was changed."""

    class Source(models.TextChoices):
        PULSE = "pulse", "Survei denyut"
        SUGGESTION = "suggestion", "Usul pegawai"
        OBJECTION = "objection", "Keberatan"
        GUIDE = "guide", "Tanggapan atas panduan"
        OFFICE = "office", "Pengelola sistem"

    class Decision(models.TextChoices):
        DO = "do", "Dikerjakan"
        LATER = "later", "Nanti"
        NOT = "not", "Tidak dikerjakan"

    review = models.ForeignKey(SystemReview, models.CASCADE, related_name="items")
    source = models.CharField("dari", max_length=10, choices=Source)
    asked = models.TextField("yang diminta", max_length=LONGEST_TEXT)
    decision = models.CharField("keputusan", max_length=5, choices=Decision, blank=True)
    reason = models.TextField("alasan", blank=True, max_length=LONGEST_TEXT)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    changed = models.TextField("yang diubah", blank=True, max_length=LONGEST_TEXT)
    changed_on = models.DateField("berubah sejak", null=True, blank=True)
    changed_in = models.CharField("versi aplikasi", max_length=40, blank=True)
    # The promise of the review before that this one answers.
    promise = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="kept")

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(asked=""), name="review_item_is_asked"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None)
                | (~Q(decision="") & ~Q(reason="") & Q(decided_by__isnull=False)),
                name="review_item_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(changed="", changed_on=None)
                | (~Q(changed="") & Q(changed_on__isnull=False)),
                name="review_item_changed_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.asked[:60]

    @property
    def mark(self) -> str:
        """Stands for what can be changed of it."""
        said = (self.source, self.asked, self.decision, self.reason)
        return mark_of(*said, self.changed, self.changed_on, self.changed_in)

    @property
    def is_promise(self) -> bool:
        """Said to be done, now or later, and not done yet."""
        return self.decision in (self.Decision.DO, self.Decision.LATER) and not self.changed

    @property
    def is_owed(self) -> bool:
        """Answers a promise that stands: a newer version may have let it go."""
        promise = self.promise
        return promise is not None and promise.review.state == SystemReview.State.PUBLISHED


@dataclass(frozen=True)
class Item:
    """One line before it is stored."""

    source: str
    asked: str
    decision: str = ""
    reason: str = ""
    changed: str = ""
    changed_on: date | None = None
    changed_in: str = ""


@dataclass(frozen=True)
class Heard:
    """What came in during the year, in numbers."""

    pulses: int
    answers: int
    suggestions: int
    complaints: int
    guides: int
    objections: int


def heard_in(year: int) -> Heard:
    """Four queries; of pulses only those that were published count, of guides all that was said."""
    pulses = Pulse.objects.published().filter(opened_on__year=year)
    boxes = Suggestion.objects.filter(sent_at__year=year).aggregate(
        **{kind: models.Count("pk", filter=Q(kind=kind)) for kind in Suggestion.Kind.values}
    )
    told = [pulse.told["answers"] for pulse in pulses if pulse.told]
    return Heard(
        len(told),
        sum(told),
        boxes[Suggestion.Kind.WISH],
        boxes[Suggestion.Kind.COMPLAINT],
        boxes[Suggestion.Kind.GUIDE] + HelpFeedback.objects.filter(said_on__year=year).count(),
        Objection.objects.filter(filed_on__year=year).count(),
    )


def promises_before(review: SystemReview) -> "models.QuerySet[ReviewItem]":
    """What the last published review of an earlier year has promised, with what became of it."""
    earlier = _before(review)
    promised = ReviewItem.objects.filter(review=earlier) if earlier else ReviewItem.objects.none()
    answers = ReviewItem.objects.filter(review=review)
    return promised.filter(
        decision__in=[ReviewItem.Decision.DO, ReviewItem.Decision.LATER], changed=""
    ).prefetch_related(models.Prefetch("kept", queryset=answers, to_attr="answers"))


def _before(review: SystemReview) -> SystemReview | None:
    """The review that this one answers: for a draft the one that counts now, for a published one
    the one that counted then."""
    earlier = SystemReview.objects.filter(year__lt=review.year)
    if review.published_at is None:
        return earlier.current().first()
    then = earlier.exclude(state=SystemReview.State.DRAFT)
    return then.filter(published_at__lte=review.published_at).first()


def _carry_promises(draft: SystemReview) -> None:
    """Every promise of before has its line; one that an older version made already keeps it."""
    for promise in promises_before(draft):
        if promise.answers:  # type: ignore[attr-defined]
            continue
        same = {"promise__asked": promise.asked, "promise__review__year": promise.review.year}
        if draft.items.filter(**same).update(promise=promise):
            continue
        ReviewItem.objects.create(
            review=draft,
            source=promise.source,
            asked=promise.asked,
            decision=promise.decision,
            reason=promise.reason,
            decided_by=promise.decided_by,
            promise=promise,
        )


@transaction.atomic
def begin_review(*, year: int, by: Person, on: date) -> SystemReview:
    """Begin the review of a year, with what the last one promised; a draft that is there is it.

    Errors: OutOfScope, InvalidInput, WrongState when it is published (then `renew_review`).
    """
    _check_keeps(by, on)
    if not FIRST_YEAR <= year <= on.year:
        raise InvalidInput("Tinjauan dibuat untuk tahun ini atau yang sudah lewat.")
    same = SystemReview.objects.filter(year=year)
    if draft := same.filter(state=SystemReview.State.DRAFT).first():
        return draft
    if same.exists():
        raise WrongState("Tinjauan tahun ini sudah terbit; buat versi baru dari halamannya.")
    row = SystemReview.objects.create(year=year, begun_by=by)
    _carry_promises(row)
    record("system_review.begun", about=row, by=by, data={"year": year})
    return row


@transaction.atomic
def write_summary(
    *, review: SystemReview, summary: str, by: Person, on: date, seen: str = ""
) -> SystemReview:
    """Say in a few sentences how it stands; the same words: nothing.

    `seen`: the `summary_mark` that the form was filled from; empty: whatever stands now.
    Errors: OutOfScope, WrongState, InvalidInput, ChangedMeanwhile.
    """
    held = _draft(review, by, on)
    words = _words(summary)
    if held.summary != words:
        check_seen(seen, held.summary_mark, "Ringkasan ini")
        held.summary = words
        held.save(update_fields=["summary"])
        record("system_review.summed_up", about=held, by=by, data={"letters": len(words)})
    return held


@transaction.atomic
def put_item(
    *,
    review: SystemReview,
    item: Item,
    by: Person,
    on: date,
    known: ReviewItem | None = None,
    seen: str = "",
) -> ReviewItem:
    """Add a line to a draft, or write a known one anew; the same again: nothing. Who decides is
    noted with the decision.

    `seen`: the `mark` that the form was filled from; empty: whatever stands now.
    Errors: OutOfScope, WrongState, InvalidInput, ChangedMeanwhile.
    """
    held = _draft(review, by, on)
    if known is None and held.items.count() >= MOST_ITEMS:
        raise InvalidInput(f"Paling banyak {MOST_ITEMS} butir; gabungkan yang serupa.")
    row = ReviewItem(review=held)
    if known is not None:
        still = held.items.select_for_update(of=("self",)).filter(pk=known.pk).first()
        if still is None:
            raise WrongState("Butir ini sudah dihapus orang lain; tambahkan sebagai butir baru.")
        row = still
    mark, before = row.mark, (row.decision, row.reason)
    row.source, row.asked = item.source, _words(item.asked)
    row.decision, row.reason = item.decision, _words(item.reason)
    row.changed, row.changed_on = _words(item.changed), item.changed_on
    row.changed_in = " ".join(item.changed_in.replace("\x00", "").split())
    if known is not None and row.mark == mark:
        return row
    check_seen(seen, mark, "Butir ini")
    _check_item(row, on)
    if (row.decision, row.reason) != before:
        row.decided_by = by if row.decision else None
    row.save()
    data = {"item": row.pk, "decision": row.decision, "changed": bool(row.changed)}
    record("system_review.item_put", about=held, by=by, data=data)
    return row


@transaction.atomic
def remove_item(*, item: ReviewItem, by: Person, on: date) -> None:
    """Take a line out of a draft; a promise of before cannot be made to vanish.

    Errors: OutOfScope, WrongState.
    """
    held = _draft(item.review, by, on)
    if item.is_owed:
        raise WrongState("Janji tinjauan lalu tetap ada; tulis apa yang terjadi dengannya.")
    pk = item.pk
    if held.items.filter(pk=pk).delete()[0]:
        record("system_review.item_removed", about=held, by=by, data={"item": pk})


@transaction.atomic
def publish_review(*, review: SystemReview, by: Person, at: datetime, on: date) -> SystemReview:
    """Publish it for everybody; an older version of the year gives way. Said twice: once.

    Errors: OutOfScope, InvalidInput when something is not decided yet.
    """
    held = SystemReview.objects.select_for_update().get(pk=review.pk)
    _check_keeps(by, on)
    if not held.is_draft:
        return held
    if not held.summary or not held.items.exists():
        raise InvalidInput("Tulis ringkasan dan sedikitnya satu butir sebelum menerbitkan.")
    if open_items := held.items.filter(decision="").count():
        raise InvalidInput(f"Masih ada {open_items} butir tanpa keputusan.")
    SystemReview.objects.current().filter(year=held.year).update(state=SystemReview.State.REPLACED)
    held.state, held.published_by, held.published_at = SystemReview.State.PUBLISHED, by, at
    held.save(update_fields=["state", "published_by", "published_at"])
    drafts = SystemReview.objects.filter(state=SystemReview.State.DRAFT, year__gt=held.year)
    for later in drafts.select_for_update():
        if _before(later) == held:
            _carry_promises(later)
    record("system_review.published", about=held, by=by, data={"version": held.version})
    notify_all(
        Person.objects.present(on),
        f"{held} terbit: apa yang diminta dan apa yang diputuskan.",
        held.page,
    )
    return held


@transaction.atomic
def renew_review(*, review: SystemReview, change: str, by: Person, on: date) -> SystemReview:
    """A new version of a published review, to be published again; a draft that is there is it.

    Errors: OutOfScope, WrongState, InvalidInput.
    """
    _check_keeps(by, on)
    held = SystemReview.objects.select_for_update().get(pk=review.pk)
    drafts = SystemReview.objects.filter(year=held.year, state=SystemReview.State.DRAFT)
    if draft := drafts.first():
        return draft
    if held.state != SystemReview.State.PUBLISHED:
        raise WrongState("Versi baru dibuat dari versi yang terbit.")
    said = " ".join(change.replace("\x00", "").split())
    if not said:
        raise InvalidInput("Tulis apa yang akan berubah.")
    row = SystemReview(
        year=held.year,
        version=held.version + 1,
        summary=held.summary,
        change=said,
        begun_by=by,
    )
    check_fields(row)
    row.save(force_insert=True)
    for item in held.items.all():
        item.pk = None
        item.review = row
        item.save(force_insert=True)
    _carry_promises(row)
    record("system_review.renewed", about=row, by=by, reason=said, data={"version": row.version})
    return row


def _check_item(row: ReviewItem, on: date) -> None:
    if not row.asked:
        raise InvalidInput("Tulis apa yang diminta.")
    if row.decision and not row.reason:
        raise InvalidInput("Tulis alasan keputusannya.")
    if bool(row.changed) != bool(row.changed_on):
        raise InvalidInput("Tulis apa yang diubah bersama tanggalnya.")
    if row.changed and row.decision != ReviewItem.Decision.DO:
        raise InvalidInput("Yang sudah diubah berkeputusan “Dikerjakan”.")
    if row.changed_on and not date(FIRST_YEAR, 1, 1) <= row.changed_on <= on:
        raise InvalidInput("Perubahan dicatat setelah terjadi.")
    if any(len(text) > LONGEST_TEXT for text in (row.asked, row.reason, row.changed)):
        raise InvalidInput(f"Tiap isian paling banyak {LONGEST_TEXT} huruf.")
    check_fields(row)


def _check_keeps(by: Person, on: date) -> None:
    if not keeps_system(by, on):
        raise OutOfScope("Tinjauan ditulis admin kepegawaian atau pengelola sistem.")


def _draft(review: SystemReview, by: Person, on: date) -> SystemReview:
    """Locked, for who writes it. Errors: OutOfScope, WrongState."""
    _check_keeps(by, on)
    held = SystemReview.objects.select_for_update().get(pk=review.pk)
    if not held.is_draft:
        raise WrongState("Tinjauan ini sudah terbit; buat versi baru.")
    return held


def _words(text: str) -> str:
    lines = (line.strip() for line in text.replace("\x00", "").splitlines())
    found = "\n".join(lines).strip()
    if len(found) > LONGEST_TEXT:
        raise InvalidInput(f"Tiap isian paling banyak {LONGEST_TEXT} huruf.")
    return found
