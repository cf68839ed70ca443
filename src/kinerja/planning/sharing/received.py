"""A goal that another agency offered us a share of; its file was brought in by a planner.

One agency is one database: accepted, the goal stands here with our share of it, and the shares of
the others are known by name alone. Only our own share counts here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.supervision import led_units
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, check_may_manage, goal_scope
from kinerja.planning.key_indicator import KeyIndicator, KeyTarget
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.sharing.agreement import AnswerTooLate, ShareAgreement, SharePart
from kinerja.planning.sharing.answering import bring_into_force
from kinerja.planning.sharing.proposing import check_shares, heads_of
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.rules.date_words import date_in_words


@dataclass(frozen=True)
class OfferedMeasure:
    """How the goal is measured there."""

    name: str
    unit_of_measure: str
    polarity: str
    targets: tuple[tuple[int, Decimal, Decimal], ...] = ()  # year, from, to


@dataclass(frozen=True)
class OfferedShare:
    """What the file of another agency says."""

    key: str  # secret between the two; seals the answer
    fingerprint: str  # of the file, to be compared by voice
    from_code: str
    from_name: str
    number: int  # of the goal there
    version: int  # of the proposal
    title: str
    level: str
    years: tuple[int, int]
    starts_on: date
    answer_by: date
    share: Decimal
    role: str
    others: tuple[tuple[str, str, Decimal], ...]  # code, name and share of everybody else
    measures: tuple[OfferedMeasure, ...] = ()


class ReceivedOfferQuerySet(models.QuerySet["ReceivedOffer"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Planners of the unit that was asked, and its head."""
        scope = goal_scope(person, on)
        led = led_units(person, on)
        return self.filter(scope.within() | Q(unit__in=led))

    def to_answer(self, person: Person, on: date) -> Self:
        """Those that the person answers today."""
        asked = self.filter(state=ReceivedOffer.State.ASKED, answer_by__gte=on)
        return asked.filter(unit__in=led_units(person, on))


class ReceivedOffer(models.Model):
    """One offer of another agency, and what became of it."""

    class State(models.TextChoices):
        ASKED = "asked", "Menunggu jawaban"
        ACCEPTED = "accepted", "Diterima"
        REFUSED = "refused", "Ditolak"

    key = models.CharField(max_length=64, unique=True)
    fingerprint = models.CharField("sidik berkas", max_length=64)
    from_code = models.CharField("kode instansi", max_length=20)
    from_name = models.CharField("nama instansi", max_length=150)
    number = models.BigIntegerField()
    version = models.PositiveIntegerField("versi")
    title = models.CharField("sasaran", max_length=300)
    level = models.CharField("tingkat", max_length=12, choices=Goal.Level)
    year_from = models.PositiveSmallIntegerField("dari tahun")
    year_to = models.PositiveSmallIntegerField("sampai tahun")
    starts_on = models.DateField("berlaku mulai")
    answer_by = models.DateField("dijawab paling lambat")
    share = models.DecimalField("bagian", max_digits=7, decimal_places=4)
    role = models.CharField("peran", max_length=200)
    others = models.JSONField(default=list)  # [code, name, share as text]
    measures = models.JSONField(default=list, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="unit")
    brought_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    brought_on = models.DateField("dimuat")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answered_on = models.DateField("dijawab", null=True, blank=True)
    reason = models.CharField("alasan", max_length=500, blank=True)
    agreement = models.OneToOneField(
        ShareAgreement, models.PROTECT, null=True, blank=True, related_name="offer"
    )

    objects = ReceivedOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_code", "number", "version"], name="received_offer_version"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_on=None, agreement=None)
                | Q(state="accepted", answered_on__isnull=False, agreement__isnull=False)
                | Q(state="refused", answered_on__isnull=False, agreement=None) & ~Q(reason=""),
                name="received_offer_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_name}: {self.title}"

    def is_late(self, on: date) -> bool:
        return self.state == self.State.ASKED and on > self.answer_by


@transaction.atomic
def receive_offer(*, said: OfferedShare, unit: Unit, by: Person, on: date) -> ReceivedOffer:
    """Bring an offer to the head of a unit; the same file once more: the first.

    Errors: NotYours, WrongState for an older version, AnswerTooLate, UnfairShares, InvalidInput.
    """
    check_may_manage(by, on, unit)
    known = ReceivedOffer.objects.select_for_update().filter(
        from_code=said.from_code, number=said.number
    )
    if same := known.filter(version=said.version).first():
        if (same.key, same.fingerprint) != (said.key, said.fingerprint):
            raise WrongState("Versi ini sudah dimuat dengan isi lain. Minta versi baru.")
        return same
    if known.filter(version__gt=said.version).exists():
        raise WrongState("Versi yang lebih baru dari tawaran ini sudah dimuat.")
    if on > said.answer_by:
        raise AnswerTooLate(
            f"Batas jawaban {date_in_words(said.answer_by)} sudah lewat. Minta tawaran baru."
        )
    if unit.closed_on is not None:
        raise InvalidInput(f"{unit} sudah ditutup; pilih unit yang lain.")
    check_shares([said.share, *(share for _, _, share in said.others)])
    offer = ReceivedOffer(
        key=said.key,
        fingerprint=said.fingerprint,
        from_code=said.from_code,
        from_name=said.from_name,
        number=said.number,
        version=said.version,
        title=said.title,
        level=said.level,
        year_from=said.years[0],
        year_to=said.years[1],
        starts_on=said.starts_on,
        answer_by=said.answer_by,
        share=said.share,
        role=said.role,
        others=[[code, name, str(share)] for code, name, share in said.others],
        measures=[_measure(one) for one in said.measures],
        unit=unit,
        brought_by=by,
        brought_on=on,
    )
    check_fields(offer)
    offer.save(force_insert=True)
    data = {"from": said.from_code, "version": said.version, "fingerprint": said.fingerprint}
    record("sharing.offer_received", about=offer, by=by, data=data)
    text = f"{said.from_name[:80]} menawarkan bagian dari “{said.title[:120]}”. Jawab paling lambat"
    notify_all(
        heads_of([unit.pk], on),
        f"{text} {date_in_words(said.answer_by)}.",
        f"/sasaran/bersama/tawaran/{offer.pk}/",
    )
    return offer


@transaction.atomic
def answer_offer(
    *, offer: ReceivedOffer, accept: bool, by: Person, on: date, reason: str = ""
) -> ReceivedOffer:
    """The head of the unit says yes, and the goal stands here with our share; or no with a reason.

    The same answer once more changes nothing. Errors: NotYours, WrongState, AnswerTooLate,
    InvalidInput.
    """
    rows = ReceivedOffer.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=offer.pk)
    if not led_units(by, on).filter(pk=held.unit_id).exists():
        raise NotYours(f"Tawaran ini dijawab oleh pimpinan {held.unit}.")
    wanted = ReceivedOffer.State.ACCEPTED if accept else ReceivedOffer.State.REFUSED
    if held.state == wanted:
        return held
    if held.state != ReceivedOffer.State.ASKED:
        raise WrongState("Tawaran ini sudah dijawab.")
    if held.is_late(on):
        raise AnswerTooLate(
            f"Batas jawaban {date_in_words(held.answer_by)} sudah lewat. Minta tawaran baru."
        )
    said = " ".join(reason.replace("\x00", "").split())
    if not accept and not said:
        raise InvalidInput("Tulis alasannya, supaya instansi pengusul dapat mengusulkan lagi.")
    held.state, held.answered_by, held.answered_on, held.reason = wanted, by, on, said
    check_fields(held)
    if accept:
        held.agreement = _agreement(held, by, on)
    held.save()
    name = "sharing.offer_accepted" if accept else "sharing.offer_refused"
    record(name, about=held, by=by, reason=said, data={"from": held.from_code})
    return held


def _agreement(offer: ReceivedOffer, by: Person, on: date) -> ShareAgreement:
    """The goal as it stands here, with our share and those of the others by name."""
    before = (
        ReceivedOffer.objects.filter(
            from_code=offer.from_code, number=offer.number, agreement__isnull=False
        )
        .select_related("agreement__goal")
        .order_by("-version")
        .first()
    )
    if before and before.agreement:
        goal = before.agreement.goal
    else:
        goal = Goal.objects.create(
            title=offer.title,
            level=offer.level,
            unit=offer.unit,
            year_from=offer.year_from,
            year_to=offer.year_to,
            source=f"Sasaran bersama {offer.from_name}"[:300],
        )
        _measures_here(goal, offer.measures)
        record("goal.added", about=goal, by=by, data={"title": goal.title, "level": goal.level})
    version = goal.share_agreements.count() + 1
    agreement = ShareAgreement.objects.create(
        goal=goal,
        version=version,
        starts_on=offer.starts_on,
        answer_by=offer.answer_by,
        proposed_on=offer.brought_on,
        reason=f"Tawaran {offer.from_name}, versi {offer.version}"[:500],
    )
    yes = {"state": SharePart.State.ACCEPTED, "answered_by": by, "answered_on": on}
    SharePart.objects.create(
        agreement=agreement, unit=offer.unit, role=offer.role, share=offer.share, **yes
    )
    for code, name, share in offer.others:
        SharePart.objects.create(
            agreement=agreement,
            agency_code=code,
            agency_name=name,
            role="Menurut tawaran",
            share=Decimal(share),
            **yes,
        )
    bring_into_force(agreement, by=by, on=on)
    return agreement


def _measures_here(goal: Goal, measures: Sequence[dict[str, object]]) -> None:
    """The same indicators with the same targets of the whole."""
    for one in measures:
        indicator = KeyIndicator(
            goal=goal,
            name=str(one["name"]),
            unit_of_measure=str(one["unit_of_measure"]),
            polarity=str(one["polarity"]),
            owner=goal.unit,
        )
        check_fields(indicator)
        indicator.save()
        targets = one["targets"]
        assert isinstance(targets, list)  # noqa: S101 - written by `_measure`
        for year, low, high in targets:
            KeyTarget.objects.create(
                indicator=indicator, year=year, target_min=Decimal(low), target_max=Decimal(high)
            )


def _measure(one: OfferedMeasure) -> dict[str, object]:
    return {
        "name": one.name,
        "unit_of_measure": one.unit_of_measure,
        "polarity": one.polarity,
        "targets": [[year, str(low), str(high)] for year, low, high in one.targets],
    }
