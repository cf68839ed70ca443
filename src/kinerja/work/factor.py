"""What hinders a result, or helps it, and what is done about it (faktor penghambat/pendukung)."""

from datetime import date, datetime
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of, everyone_below
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import notify_many
from kinerja.work.refusals import FactorClosed, NotYours, TextMissing, TextTooLong, WrongDay

LONGEST = 1_000  # characters


class FactorQuerySet(models.QuerySet["Factor"]):
    def visible_to(self, person: Person) -> Self:
        """Of one's own results, of people whom one may see, and where one is asked to help."""
        return self.filter(
            Q(person=person)
            | Q(help_from=person)
            | Q(owner=person)
            | Q(person__in=Person.objects.visible_to(person))
        )

    def hindering(self) -> Self:
        return self.filter(kind=Factor.Kind.HINDERS)

    def standing(self) -> Self:
        """Not yet solved or closed."""
        return self.filter(state__in=Factor.STANDING)


class Factor(models.Model):
    """One factor on one work result. `owner` and `due_on` are those of the follow-up."""

    class Kind(models.TextChoices):
        HINDERS = "hinders", "Penghambat"
        HELPS = "helps", "Pendukung"

    class State(models.TextChoices):
        OPEN = "open", "Terbuka"
        IN_PROGRESS = "in_progress", "Ditindaklanjuti"
        SOLVED = "solved", "Teratasi"
        CLOSED = "closed", "Ditutup"

    STANDING = (State.OPEN, State.IN_PROGRESS)

    result = models.ForeignKey(WorkResult, models.PROTECT, related_name="factors")
    # Whose result it is; a later version of the plan does not move it.
    person = models.ForeignKey(Person, models.PROTECT, related_name="factors", db_index=False)
    kind = models.CharField("jenis", max_length=8, choices=Kind)
    text = models.TextField("uraian")
    help_from = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField("keadaan", max_length=12, choices=State, default=State.OPEN)
    follow_up = models.TextField("tindak lanjut", blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("paling lambat", null=True)
    outcome = models.TextField("hasil", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("dicatat")
    ended_at = models.DateTimeField("selesai", null=True)

    objects = FactorQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_progress")
                | Q(owner__isnull=False, due_on__isnull=False) & ~Q(follow_up=""),
                name="factor_follow_up_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ Q(state__in=["solved", "closed"]),
                name="factor_ends_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                condition=Q(state__in=["open", "in_progress"]),
                name="factor_standing",
            ),
            models.Index(fields=["person", "-id"], name="factor_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:40]}"

    @property
    def is_standing(self) -> bool:
        return self.state in self.STANDING

    @property
    def url(self) -> str:
        return f"/hambatan/{self.pk}/"


@transaction.atomic
def raise_factor(
    *,
    result: WorkResult,
    kind: str,
    text: str,
    by: Person,
    at: datetime,
    help_from: Person | None = None,
) -> Factor:
    """Say what hinders or helps a result; its owner or the appraiser may.

    Errors: NotYours, TextMissing, TextTooLong.
    """
    owner = result.plan.person
    around = _around(owner, timezone.localdate(at))
    if by not in around[:2]:
        raise NotYours("Faktor dicatat oleh pemilik hasil kerja atau atasan langsungnya.")
    if help_from is not None and help_from not in around:
        raise NotYours("Bantuan diminta kepada atasan langsung atau atasan di atasnya.")
    factor = Factor.objects.create(
        result=result,
        person=owner,
        kind=Factor.Kind(kind),
        text=_words(text, "Tulis apa yang menghambat atau mendukung."),
        help_from=help_from,
        by=by,
        at=at,
    )
    data = {"kind": factor.kind, "result": result.pk, "help_from": help_from and help_from.pk}
    record("factor.raised", about=factor, person=owner, by=by, reason=factor.text, data=data)
    told = help_from or (around[1] if by == owner and len(around) > 1 else owner)
    asks = "meminta bantuan" if help_from else "mencatat faktor"
    _tell([told], by, f"{by.name} {asks}: {factor.text}", factor)
    return factor


@transaction.atomic
def follow_up(
    *, factor: Factor, text: str, owner: Person, due_on: date, by: Person, at: datetime
) -> Factor:
    """Agree what is done, by whom and until when; said again, it replaces the last one.

    Errors: NotYours (the owner of the result, those above, whoever was asked may), FactorClosed,
    TextMissing, TextTooLong, WrongDay.
    """
    held, around = _hold(factor, by, at)
    if owner not in [*around, held.help_from, by]:
        raise NotYours("Penanggung jawab dipilih dari pemilik hasil kerja atau atasannya.")
    if due_on < timezone.localdate(at):
        raise WrongDay("Tanggal tindak lanjut sudah lewat. Pilih hari ini atau sesudahnya.")
    held.follow_up = _words(text, "Tulis apa yang akan dilakukan.")
    held.owner, held.due_on, held.state = owner, due_on, Factor.State.IN_PROGRESS
    held.save(update_fields=["follow_up", "owner", "due_on", "state"])
    record(
        "factor.followed_up",
        about=held,
        person=held.person,
        by=by,
        reason=held.follow_up,
        data={"owner": owner.pk, "due_on": due_on.isoformat()},
    )
    _tell([owner, held.person], by, f"Tindak lanjut dari {by.name}: {held.follow_up}", held)
    return held


@transaction.atomic
def end_factor(*, factor: Factor, state: str, text: str, by: Person, at: datetime) -> Factor:
    """Say that it is solved, or close it without; with words. Errors: as `follow_up`."""
    held, _ = _hold(factor, by, at)
    held.state = Factor.State(state)
    if held.is_standing:
        raise ValueError(state)
    held.outcome = _words(text, "Tulis bagaimana akhirnya.")
    held.ended_at = at
    held.save(update_fields=["state", "outcome", "ended_at"])
    record(
        f"factor.{held.state}", about=held, person=held.person, by=by, reason=held.outcome, data={}
    )
    told = [held.person, held.by, *filter(None, [held.help_from, held.owner])]
    _tell(told, by, f"{held.get_state_display()} menurut {by.name}: {held.outcome}", held)
    return held


def helpers_of(person: Person, on: date) -> list[Person]:
    """Who can be asked: the appraiser and the one above."""
    return _around(person, on)[1:]


def may_follow_up(person: Person, factor: Factor, on: date) -> bool:
    """The owner of the result, everybody above, whoever was asked to help; while it stands."""
    return factor.is_standing and _has_part(person, factor, on)


def _has_part(person: Person, factor: Factor, on: date) -> bool:
    if person in (factor.person, factor.help_from):
        return True
    return everyone_below(person, on).filter(pk=factor.person_id).exists()


def _around(person: Person, on: date) -> list[Person]:
    """The person, the appraiser, the one above; as far as there are."""
    line = appraisers_of([person], on)[person.pk]
    return [person, *filter(None, [line.appraiser, line.superior])]


def _hold(factor: Factor, by: Person, at: datetime) -> tuple[Factor, list[Person]]:
    held = (
        Factor.objects.select_for_update(of=("self",))
        .select_related("person", "help_from", "owner", "by")
        .get(pk=factor.pk)
    )
    today = timezone.localdate(at)
    around = _around(held.person, today)
    if not _has_part(by, held, today):
        raise NotYours("Tindak lanjut diatur oleh pemilik hasil kerja, atasannya, atau pembantu.")
    if not held.is_standing:
        raise FactorClosed("Faktor ini sudah selesai. Catat yang baru bila muncul lagi.")
    return held, around


def _words(text: str, missing: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise TextMissing(missing)
    if len(text) > LONGEST:
        raise TextTooLong(f"Tulisan memuat paling banyak {LONGEST} huruf. Ringkas dulu.")
    return text


def _tell(people: list[Person], by: Person, text: str, factor: Factor) -> None:
    told = {one.pk: one for one in people if one.pk != by.pk}
    notify_many(told.values(), text if len(text) <= 300 else text[:299] + "…", factor.url)
