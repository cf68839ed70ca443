"""Objection (keberatan): the employee asks the superior of the appraiser to look again.

Within 14 working days of the receipt; the superior hears both sides and decides within 7 working
days, for good (PermenPANRB 6/2022 annex p. 117). What the result rests on is frozen with the
signature; the digest of it is noted here, so that both sides argue about the same.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.evaluation.assessment import LONGEST_TEXT
from kinerja.evaluation.delivery import Delivery, last_days
from kinerja.evaluation.follow_up import due_after
from kinerja.evaluation.rating import Judgement
from kinerja.evaluation.refusals import (
    NotYours,
    ObjectionTooLate,
    ReasonMissing,
    ResultIsFinal,
    TextTooLong,
    WrongState,
)
from kinerja.evaluation.review import Review
from kinerja.evaluation.turn import superiors_of
from kinerja.evaluation.version import replace_review
from kinerja.people.agency import the_agency
from kinerja.people.person import Person
from kinerja.planning.setter import authorities_of
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.date_words import date_in_words
from kinerja.rules.deadlines import objection_decision_deadline
from kinerja.rules.evaluation import result_is_final
from kinerja.rules.lateness import Due
from kinerja.rules.position import AgencyKind, PositionLevel, plan_owner
from kinerja.rules.refusal import Refusal


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, person: Person) -> Self:
        """Those against results that one may read."""
        return self.filter(review__in=Review.objects.visible_to(person))

    def undecided(self) -> Self:
        return self.filter(ruling="")


class Objection(models.Model):
    """One objection to one signed result, with both explanations and the decision."""

    class Ruling(models.TextChoices):
        CONFIRMED = "confirmed", "Hasil tetap"
        CHANGED = "changed", "Hasil diubah"

    review = models.OneToOneField(Review, models.PROTECT, related_name="objection")
    reason = models.TextField("alasan keberatan")
    filed_on = models.DateField("diajukan")
    digest = models.CharField(max_length=64)  # SHA-256 of the frozen result, in hexadecimal
    employee_words = models.TextField("penjelasan pegawai", blank=True)
    appraiser_words = models.TextField("penjelasan pejabat penilai", blank=True)
    ruling = models.CharField("keputusan", max_length=9, choices=Ruling, blank=True)
    ruling_reason = models.TextField("alasan keputusan", blank=True)
    decided_on = models.DateField("diputuskan", null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    outcome = models.OneToOneField(
        Review, models.PROTECT, null=True, blank=True, related_name="came_from"
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="objection_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ruling="", decided_on=None, decided_by=None, outcome=None)
                | Q(decided_on__isnull=False, decided_by__isnull=False)
                & ~Q(ruling="")
                & ~Q(ruling_reason=""),
                name="ruling_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome=None) | Q(ruling="changed"), name="only_a_change_has_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.get_ruling_display() or 'menunggu keputusan'}"

    @property
    def is_decided(self) -> bool:
        return bool(self.ruling)


def digest_of(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of a frozen result, in hexadecimal."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def deciders_of(objections: Iterable[Objection], on: date) -> dict[int, Person | None]:
    """Who decides each objection on that day, by its id: the superior of the appraiser.

    None: nobody stands above on record, the personnel office has to say who does.
    """
    objections = list(objections)
    above = superiors_of([one.review for one in objections], on)
    return {one.pk: above.get(one.review_id) for one in objections}


def decider_of(objection: Objection, on: date) -> Person | None:
    """The same for one."""
    return deciders_of([objection], on)[objection.pk]


def waiting_for(person: Person, on: date) -> list[Objection]:
    """Undecided objections that this person decides on that day, the oldest first."""
    rows = Objection.objects.visible_to(person).undecided()
    found = list(rows.select_related("review__person", "review__appraiser", "review__period"))
    deciders = deciders_of(found, on)
    ours = [one for one in found if deciders[one.pk] == person]
    return sorted(ours, key=lambda one: (one.filed_on, one.pk))


def decide_by(objection: Objection) -> Due:
    """The last day for the decision, with the outages that moved it."""
    limits = objection.review.period.rules.follow_up
    return due_after(objection.filed_on, objection_decision_deadline, limits)


def why_barred(review: Review, on: date) -> str:
    """Why the employee cannot object to this result on that day; empty: he or she can."""
    try:
        check_open(review, on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def check_open(review: Review, on: date) -> None:
    """Refuse an objection to what is not received, is final, or was received too long ago.

    Errors: WrongState, ResultIsFinal, ObjectionTooLate.
    """
    if review.state == Review.State.SUPERSEDED:
        raise WrongState("Hasil ini sudah digantikan versi baru.")
    if Objection.objects.filter(outcome=review.pk).exists():
        raise ResultIsFinal("Hasil ini sudah diputus atas keberatan dan bersifat final.")
    if review.is_taken_over:
        raise ResultIsFinal(
            "Hasil ini ditetapkan atasan pejabat penilai karena pejabat penilai tidak menilai"
            " sampai batasnya, sehingga bersifat final (PermenPANRB 6/2022 hlm. 90)."
        )
    if _is_final_by_rank(review):
        raise ResultIsFinal(
            "Hasil ini ditetapkan pejabat yang keputusannya final (PermenPANRB 6/2022 hlm. 90)."
        )
    delivery = Delivery.objects.filter(review=review.pk).select_related("review__period").first()
    if delivery is None:
        raise WrongState("Hasil ini belum diterima; buka dulu halamannya.")
    last_day = last_days(delivery).objection.last_day
    if on > last_day:
        raise ObjectionTooLate(f"Batas waktu keberatan berakhir pada {date_in_words(last_day)}.")


@transaction.atomic
def file_objection(*, review: Review, reason: str, by: Person, on: date) -> Objection:
    """Object to a received result, within the limit; the same said twice is the same objection.

    Errors: NotYours, WrongState, ResultIsFinal, ObjectionTooLate, ReasonMissing, TextTooLong.
    """
    if review.person_id != by.pk:
        raise NotYours("Keberatan diajukan oleh pegawai yang dinilai.")
    held = (
        Review.objects.select_for_update(of=("self",))
        .select_related("person", "period", "appraiser", "plan__assignment__position")
        .get(pk=review.pk)
    )
    words = _words(reason, "Tulis alasan keberatan Anda.")
    if known := Objection.objects.filter(review=held).first():
        if known.reason == words:
            return known
        raise WrongState("Keberatan atas hasil ini sudah diajukan.")
    check_open(held, on)
    objection = Objection.objects.create(
        review=held, reason=words, filed_on=on, digest=digest_of(held.document)
    )
    record("objection.filed", about=objection, person=by, by=by, data={"digest": objection.digest})
    text = f"{by.name} mengajukan keberatan atas hasil {held.period}."
    for person in {held.appraiser, decider_of(objection, on)} - {None}:
        if person is not None:
            notify(person, text, _page(objection))
    return objection


@transaction.atomic
def explain_objection(*, objection: Objection, words: str, by: Person, on: date) -> Objection:
    """The employee or the appraiser explains; again until it is decided, the last words count.

    Errors: NotYours for everybody else, WrongState, ReasonMissing, TextTooLong.
    """
    held = _held(objection)
    if by.pk == held.review.person_id:
        part = "employee_words"
    elif by.pk == held.review.appraiser_id:
        part = "appraiser_words"
    else:
        raise NotYours("Penjelasan diberikan oleh pegawai dan pejabat penilainya.")
    _check_undecided(held)
    text = _words(words, "Tulis penjelasan Anda.")
    if getattr(held, part) == text:
        return held
    before = getattr(held, part)
    setattr(held, part, text)
    held.save(update_fields=[part])
    data = {"part": part, "words": text} | ({"before": before} if before else {})
    record("objection.explained", about=held, person=held.review.person, by=by, data=data)
    if decider := decider_of(held, on):
        notify(decider, f"{by.name} menjelaskan keberatan {held.review.period}.", _page(held))
    return held


@transaction.atomic
def decide_objection(
    *,
    objection: Objection,
    reason: str,
    by: Person,
    on: date,
    judgement: Judgement | None = None,
) -> Objection:
    """The superior of the appraiser decides, once: the result stays (no judgement), or it is
    changed, which makes a new version signed by the superior.

    Errors: NotYours, WrongState, ReasonMissing, TextTooLong; as `replace_review`.
    """
    held = _held(objection)
    if decider_of(held, on) != by:
        raise NotYours("Keberatan diputuskan oleh atasan pejabat penilai.")
    _check_undecided(held)
    held.ruling_reason = _words(reason, "Tulis alasan keputusan Anda.")
    held.ruling = Objection.Ruling.CONFIRMED
    if judgement is not None:
        held.ruling = Objection.Ruling.CHANGED
        held.outcome = replace_review(
            review=held.review, judgement=judgement, by=by, on=on, reason=held.ruling_reason
        )
    held.decided_on, held.decided_by = on, by
    held.save()
    record(
        f"objection.{held.ruling}",
        about=held,
        person=held.review.person,
        by=by,
        reason=held.ruling_reason,
        data={"outcome": held.outcome_id},
    )
    text = f"Keberatan atas hasil {held.review.period}: {held.get_ruling_display().lower()}."
    for person in (held.review.person, held.review.appraiser):
        if person is not None:
            notify(person, text, _page(held))
    return held


def _is_final_by_rank(review: Review) -> bool:
    """Whether the appraiser, by the rank of the day of the signature, decides for good."""
    if review.appraiser is None or review.signed_on is None:
        return False
    position = review.plan.assignment.position
    owner = plan_owner(review.plan.position_kind, PositionLevel(position.level))
    kind = AgencyKind(the_agency().kind)
    ranks = authorities_of(review.appraiser, review.signed_on)
    return any(result_is_final(kind, owner, rank) for rank in ranks)


def _held(objection: Objection) -> Objection:
    """As it stands now, until the transaction ends."""
    return (
        Objection.objects.select_for_update(of=("self",))
        .select_related("review__person", "review__appraiser", "review__period")
        .get(pk=objection.pk)
    )


def _check_undecided(objection: Objection) -> None:
    if objection.is_decided:
        raise WrongState(f"Keberatan ini sudah diputus: {objection.get_ruling_display().lower()}.")


def _words(text: str, missing: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise ReasonMissing(missing)
    if len(words) > LONGEST_TEXT:
        raise TextTooLong(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return words


def _page(objection: Objection) -> str:
    return f"/keberatan/{objection.pk}/"
