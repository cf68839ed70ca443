"""A need: what has to become different for citizens or for the organisation, and why.

It grows from findings, has a person who looks after it and a day on which it is looked at again.
The next cycle writes a new need that follows the old one; the old one is never written over.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q

from kinerja.needs.finding import Finding
from kinerja.needs.scope import ANALYSTS, check_may_analyse, need_scope
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person, PersonQuerySet, is_present
from kinerja.people.refusals import InvalidInput, NotAllowed, check_fields
from kinerja.people.role import Role
from kinerja.people.unit import Unit
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.refusal import ChangedMeanwhile, Refusal

REMINDED = timedelta(days=14)  # before the day of review it stands in the inbox
LONGEST_TEXT = 3_000  # characters


class NeedIsClosed(Refusal):
    """The need is served, closed, or was assessed anew."""


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, person: Person) -> Self:
        """Like the findings under them, open to everybody who works there."""
        return self.all()

    def open(self) -> Self:
        return self.filter(state=Need.State.OPEN)

    def to_review(self, person: Person, on: date) -> Self:
        """Those that this person looks after and whose day of review is near or past."""
        return self.open().filter(owner=person, review_on__lte=on + REMINDED)

    def without_owner(self, on: date) -> Self:
        """Nobody looks after them, or somebody who has left."""
        working = Person.objects.filter(is_present(on), pk=OuterRef("owner"))
        return self.filter(~Exists(working))


class Need(models.Model):
    """One need of a unit (None: of the agency as a whole)."""

    class State(models.TextChoices):
        OPEN = "open", "Terbuka"
        SERVED = "served", "Terpenuhi"
        CLOSED = "closed", "Ditutup"
        REASSESSED = "reassessed", "Dinilai ulang"

    statement = models.CharField("kebutuhan", max_length=300)
    why = models.TextField("mengapa", blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name="unit kerja",
    )
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name="penanggung jawab",
    )
    findings: "models.ManyToManyField[Finding, NeedFinding]" = models.ManyToManyField(
        Finding, through="NeedFinding", related_name="needs"
    )
    noted_on = models.DateField("dicatat")
    review_on = models.DateField("ditinjau kembali")
    priority = models.DecimalField(
        "skor prioritas", max_digits=6, decimal_places=2, null=True, blank=True
    )
    priority_from = models.CharField("asal skor", max_length=200, blank=True)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.OPEN)
    closed_on = models.DateField("selesai", null=True, blank=True)
    closing = models.TextField("alasan", blank=True)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    revision = models.PositiveIntegerField(default=1)  # grows with every change

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="need_is_said"),
            models.CheckConstraint(condition=Q(review_on__gt=F("noted_on")), name="need_review"),
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None)
                | ~Q(state="open") & Q(closed_on__isnull=False),
                name="need_closed_on",
            ),
        ]
        indexes = [models.Index(fields=["state", "owner", "review_on"], name="need_review_day")]

    def __str__(self) -> str:
        return self.statement

    @property
    def page(self) -> str:
        return f"/kebutuhan/{self.pk}/"


class NeedFinding(models.Model):
    """A finding that is a reason for a need; one finding may be it for several."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="reasons", db_index=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "finding"], name="need_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.finding_id}"


@transaction.atomic
def note_need(
    *,
    statement: str,
    findings: Sequence[Finding],
    review_on: date,
    by: Person,
    on: date,
    unit: Unit | None = None,
    why: str = "",
    follows: Need | None = None,
) -> Need:
    """Write down a need with the findings that show it; whoever writes it looks after it.

    Errors: NotAllowed, InvalidInput (without a finding, a review that is not ahead).
    """
    check_may_analyse(by, on, unit)
    _check_reasons(findings)
    need = Need(
        statement=" ".join(statement.split()),
        why=_text(why),
        unit=unit,
        owner=by,
        noted_on=on,
        review_on=_ahead(review_on, on),
        follows=follows,
    )
    check_fields(need)
    need.save(force_insert=True)
    _link(need, findings)
    data: dict[str, object] = {
        "statement": need.statement,
        "findings": [one.pk for one in findings],
    }
    if follows:
        data["follows"] = follows.pk
    record("need.noted", about=need, by=by, data=data)
    return need


@transaction.atomic
def edit_need(
    *,
    need: Need,
    statement: str,
    why: str,
    owner: Person | None,
    review_on: date,
    findings: Sequence[Finding],
    by: Person,
    on: date,
    revision: int | None = None,
) -> Need:
    """Change an open need; a new owner is told.

    Errors: NotAllowed, NeedIsClosed, ChangedMeanwhile, InvalidInput (also for an owner who is not
    one of `owners_for`).
    """
    held = hold_need(need, by, on)
    if revision is not None and held.revision != revision:
        raise ChangedMeanwhile("Kebutuhan ini sudah diubah orang lain. Muat ulang halaman.")
    _check_reasons(findings)
    new_owner = owner is not None and owner.pk != held.owner_id
    if owner is not None and new_owner and not owners_for(held, by, on).contains(owner):
        raise InvalidInput("Pilih pengelola survei, perencana, atau pimpinan unit itu.")
    before = {name: getattr(held, name) for name in ("statement", "why", "owner_id", "review_on")}
    old = set(held.reasons.values_list("finding_id", flat=True))
    held.statement, held.why, held.owner = " ".join(statement.split()), _text(why), owner
    if review_on != held.review_on:
        held.review_on = _ahead(review_on, on)
    check_fields(held)
    changed = sorted(name for name, value in before.items() if getattr(held, name) != value)
    new = {one.pk for one in findings}
    if old != new:
        held.reasons.exclude(finding__in=new).delete()
        _link(held, [one for one in findings if one.pk not in old])
        changed.append("findings")
    if changed:
        held.revision += 1
        held.save()
        data = {"changed": changed, "findings": sorted(new)}
        record("need.edited", about=held, by=by, data=data)
        if owner is not None and new_owner and owner.pk != by.pk:
            notify(owner, f"Anda menangani kebutuhan: {held.statement}"[:300], held.page)
    return held


@transaction.atomic
def close_need(*, need: Need, state: str, reason: str, by: Person, on: date) -> Need:
    """Say that a need is served, or closed for another reason; said twice: once.

    Errors: NotAllowed, NeedIsClosed (in another way), InvalidInput without a reason.
    """
    if state not in (Need.State.SERVED, Need.State.CLOSED):
        raise InvalidInput("Pilih terpenuhi atau ditutup.")
    said = _text(reason)
    if not said:
        raise InvalidInput("Tulis apa yang menunjukkan kebutuhan ini selesai.")
    known = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    if known.state == state and known.closing == said:
        check_may_keep(known, by, on)
        return known
    held = hold_need(need, by, on)
    _close(held, state, said, on)
    record("need.closed", about=held, by=by, reason=said, data={"state": str(state)})
    return held


@transaction.atomic
def assess_again(
    *,
    need: Need,
    statement: str,
    findings: Sequence[Finding],
    review_on: date,
    by: Person,
    on: date,
    why: str = "",
) -> Need:
    """Write the need of the next cycle; the old one stays readable beside it.

    Errors: NotAllowed, NeedIsClosed (assessed anew already, or over), InvalidInput.
    """
    held = hold_need(need, by, on)
    new = note_need(
        statement=statement,
        why=why,
        findings=findings,
        review_on=review_on,
        unit=held.unit,
        follows=held,
        by=by,
        on=on,
    )
    _close(held, Need.State.REASSESSED, f"Dinilai ulang: {new.statement}", on)
    record("need.reassessed", about=held, by=by, data={"by_need": new.pk})
    return new


@transaction.atomic
def score_need(*, need: Need, priority: Decimal, source: str, by: Person, on: date) -> Need:
    """Carry the score of a closed session over to the need. Errors: NotAllowed, NeedIsClosed."""
    held = hold_need(need, by, on)
    if (held.priority, held.priority_from) != (priority, source[:200]):
        held.priority, held.priority_from = priority, source[:200]
        held.revision += 1
        held.save(update_fields=["priority", "priority_from", "revision"])
        record("need.scored", about=held, by=by, data={"priority": str(priority)})
    return held


def hold_need(need: Need, by: Person, on: date) -> Need:
    """The open need, kept for the transaction, if the person may change it.

    Errors: NotAllowed, NeedIsClosed.
    """
    rows = Need.objects.select_for_update(of=("self",)).select_related("unit")
    held = rows.get(pk=need.pk)
    check_may_keep(held, by, on)
    if held.state != Need.State.OPEN:
        raise NeedIsClosed(f"Kebutuhan ini sudah {held.get_state_display().lower()}.")
    return held


def may_keep(need: Need, person: Person, on: date) -> bool:
    """May the person change this need: who looks after it, and analysts of the unit?"""
    return need.owner_id == person.pk or need_scope(person, on).covers(need.unit)


def check_may_keep(need: Need, by: Person, on: date) -> None:
    """Errors: NotAllowed."""
    if not may_keep(need, by, on):
        raise NotAllowed("Kebutuhan ini ditangani penanggung jawabnya atau perencana unit itu.")


def owners_for(need: Need, by: Person, on: date) -> PersonQuerySet:
    """Who may be asked to look after a need: analysts, heads of its unit and of those above,
    whoever has it now, and oneself."""
    line = need.unit.lineage if need.unit else []
    tasks = Role.objects.on(on).filter(Q(unit=None) | Q(unit__in=line), name__in=ANALYSTS)
    heads = Assignment.objects.on(on).leading().filter(position__unit__in=line)
    return Person.objects.present(on).filter(
        Q(pk__in=tasks.values("person"))
        | Q(pk__in=heads.values("person"))
        | Q(pk__in=[pk for pk in (need.owner_id, by.pk) if pk])
    )


def _close(need: Need, state: str, reason: str, on: date) -> None:
    need.state, need.closing, need.closed_on = state, reason, on
    need.revision += 1
    need.save(update_fields=["state", "closing", "closed_on", "revision"])


def _check_reasons(findings: Sequence[Finding]) -> None:
    if not findings:
        raise InvalidInput("Pilih sedikitnya satu temuan yang menunjukkan kebutuhan ini.")


def _link(need: Need, findings: Iterable[Finding]) -> None:
    NeedFinding.objects.bulk_create(NeedFinding(need=need, finding=one) for one in findings)


def _ahead(day: date, on: date) -> date:
    if day <= on:
        raise InvalidInput("Tanggal tinjauan harus sesudah hari ini.")
    return day


def _text(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if len(said) > LONGEST_TEXT:
        raise InvalidInput(f"Ringkas sampai paling banyak {LONGEST_TEXT} huruf.")
    return said
