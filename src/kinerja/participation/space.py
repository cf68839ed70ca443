"""A space for ideas (ruang gagasan): a question, whom it asks, its dated phases, who decides."""

from collections.abc import Sequence
from datetime import date, datetime
from secrets import token_hex
from typing import Any, Self
from uuid import UUID, uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need
from kinerja.needs.scope import need_scope
from kinerja.participation.refusals import NotYours, WrongPhase
from kinerja.people.access import leads_region
from kinerja.people.person import Person, PersonQuerySet, is_present
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope, scope_of
from kinerja.people.supervision import BELONGING_KINDS, belongs_under, led_units, reach_of
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, inside
from kinerja.records.event import record
from kinerja.rules.ballot import MOST_VOTES, Turnout
from kinerja.rules.space import (
    Right,
    SpacePhase,
    SpacePlan,
    is_voting,
    plan_faults,
    rights_in,
    space_phase,
)

OVERSEERS = (Role.Name.PERSONNEL_ADMIN, Role.Name.PERSONNEL_VIEWER, Role.Name.INSPECTOR)
MOST_UNITS = 30


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, person: Person, on: date | None = None) -> Self:
        """Those that ask the person, that he or she opened or decides, those below, and all for
        who oversees the agency."""
        on = on or timezone.localdate()
        if leads_region(person, on) or scope_of(person, OVERSEERS, on).everything:
            return self.all()
        units = Unit.objects.filter(Q(pk__in=_lineage(person, on)) | inside(reach_of(person, on)))
        there = SpaceUnit.objects.filter(unit__in=units).values("space")
        return self.filter(
            Q(everybody=True) | Q(opened_by=person) | Q(owner=person) | Q(pk__in=there)
        )

    def asking(self, person: Person, on: date) -> Self:
        """Those in which the person may take part, by the unit of that day."""
        units = _lineage(person, on)
        if not units:
            return self.none()
        there = SpaceUnit.objects.filter(unit__in=units).values("space")
        return self.filter(Q(everybody=True) | Q(pk__in=there))


class Space(models.Model):
    """One question. `key` is made on the form: twice is once."""

    class Ballot(models.TextChoices):
        NONE = "none", "Tanpa pemungutan suara"
        SECRET = "secret", "Rahasia"
        OPEN = "open", "Terbuka"

    question = models.CharField("pertanyaan", max_length=200)
    about = models.TextField("penjelasan", blank=True, max_length=3_000)
    everybody = models.BooleanField("seluruh instansi", default=False)
    units: "models.ManyToManyField[Unit, SpaceUnit]" = models.ManyToManyField(
        Unit, through="SpaceUnit", related_name="+"
    )
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="spaces", verbose_name="kebutuhan"
    )
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spaces",
        verbose_name="temuan",
    )
    collect_from = models.DateField("gagasan dikumpulkan mulai")
    discuss_from = models.DateField("diskusi mulai")
    decide_from = models.DateField("keputusan mulai")
    report_from = models.DateField("laporan kembali mulai")
    vote_until = models.DateField("pemungutan suara sampai", null=True, blank=True)
    closed_on = models.DateField("ditutup", null=True, blank=True)
    ballot = models.CharField(
        "pemungutan suara", max_length=6, choices=Ballot, default=Ballot.SECRET
    )
    votes_each = models.PositiveSmallIntegerField(
        "suara tiap orang",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_VOTES)],
    )
    quorum = models.PositiveSmallIntegerField(
        "kuorum (persen)", default=0, validators=[MaxValueValidator(100)]
    )
    supports_each = models.PositiveSmallIntegerField(
        "dukungan tiap orang",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="owned_spaces", verbose_name="yang memutuskan"
    )
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("dibuka")
    # What people were told of last, so that a switch is announced once (see `switching`).
    told_phase = models.CharField(max_length=7, default=SpacePhase.PLANNED)
    # The vote when it is over (see `counting`).
    counted_on = models.DateField("suara dihitung", null=True, blank=True)
    voters = models.PositiveIntegerField("yang memilih", null=True, blank=True)
    eligible = models.PositiveIntegerField("yang berhak memilih", null=True, blank=True)
    ballot_salt = models.CharField(max_length=64, blank=True, editable=False)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="space_asks"),
            models.CheckConstraint(
                condition=Q(
                    discuss_from__gt=F("collect_from"),
                    decide_from__gt=F("discuss_from"),
                    report_from__gt=F("decide_from"),
                ),
                name="space_phases_follow",
            ),
            models.CheckConstraint(
                condition=Q(ballot="none", vote_until=None)
                | ~Q(ballot="none")
                & Q(vote_until__gte=F("decide_from"), vote_until__lt=F("report_from")),
                name="space_vote_in_its_phase",
            ),
            models.CheckConstraint(
                condition=Q(counted_on=None, voters=None, eligible=None)
                | Q(counted_on__isnull=False, voters__isnull=False, eligible__isnull=False),
                name="space_counted_whole",
            ),
        ]
        indexes = [models.Index(fields=["closed_on", "told_phase"], name="space_running")]

    def __str__(self) -> str:
        return self.question

    @property
    def plan(self) -> SpacePlan:
        return SpacePlan(
            collect_from=self.collect_from,
            discuss_from=self.discuss_from,
            decide_from=self.decide_from,
            report_from=self.report_from,
            vote_until=self.vote_until,
            closed_on=self.closed_on,
        )

    @property
    def page(self) -> str:
        return f"/gagasan/ruang/{self.pk}/"

    @property
    def turnout(self) -> Turnout | None:
        """Who voted, once it is counted."""
        if self.voters is None or self.eligible is None:
            return None
        return Turnout(self.voters, self.eligible, self.quorum)

    def phase(self, on: date) -> SpacePhase:
        return space_phase(self.plan, on)

    def votes_on(self, on: date) -> bool:
        return is_voting(self.plan, on)

    def rights(self, on: date) -> frozenset[Right]:
        return rights_in(self.phase(on), voting=self.votes_on(on))


class SpaceUnit(models.Model):
    """The space asks this unit and those below it."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="asked", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "unit"], name="space_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.space}: {self.unit}"


def space_scope(person: Person, on: date) -> UnitScope:
    """For which units the person may open a space: leaders for theirs, planners for their scope."""
    return need_scope(person, on)


def may_manage(person: Person, space: Space, on: date) -> bool:
    """Change its days, hand the decision over: who opened it, who decides, and personnel admins."""
    return person.pk in (space.opened_by_id, space.owner_id) or person.manages_people(on)


def audience_of(space: Space, on: date) -> PersonQuerySet:
    """Those whom the space asks, by their units of that day."""
    people = Person.objects.present(on)
    if not space.everybody:
        return people.filter(belongs_under(space.units.values_list("path", flat=True), on))
    seats = Assignment.objects.on(on).filter(kind__in=BELONGING_KINDS).order_by()
    return people.filter(pk__in=seats.values("person"))


def is_asked(person: Person, space: Space | None, on: date) -> bool:
    """May the person take part? None: in the box, which is open to all who work here."""
    if not person.serves(on):
        return False
    if space is None or space.everybody:
        return bool(_lineage(person, on))
    return Space.objects.asking(person, on).filter(pk=space.pk).exists()


@transaction.atomic
def open_space(
    *,
    question: str,
    plan: SpacePlan,
    by: Person,
    at: datetime,
    on: date,
    units: Sequence[Unit] = (),
    owner: Person | None = None,
    about: str = "",
    ballot: str = Space.Ballot.SECRET,
    votes_each: int = 1,
    quorum: int = 0,
    supports_each: int = 3,
    need: Need | None = None,
    finding: Finding | None = None,
    key: UUID | None = None,
) -> Space:
    """Open a space for these units with those below (none: the whole agency).

    Without `owner` the opener decides. The same key again: the first.
    Errors: NotYours, InvalidInput.
    """
    key = key or uuid4()
    if known := Space.objects.filter(key=key, opened_by=by).first():
        return known
    scope = space_scope(by, on)
    if not (all(scope.covers(unit) for unit in units) if units else scope.everything):
        raise NotYours("Ruang gagasan dibuka pimpinan untuk unitnya, atau perencana instansi.")
    if plan.collect_from < on:
        raise InvalidInput("Hari pertama pengumpulan gagasan tidak boleh sudah lewat.")
    space = Space(
        everybody=not units,
        owner=checked_owner(owner or by, on),
        opened_by=by,
        opened_at=at,
        key=key,
        need=need,
        finding=finding,
        ballot_salt=token_hex(32),
    )
    _put(space, question, about, plan, ballot, votes_each, quorum, supports_each)
    space.save(force_insert=True)
    put_units(space, units)
    data = {"units": [unit.pk for unit in units], "ballot": str(space.ballot)}
    record("space.opened", about=space, by=by, data=data | _days(plan))
    return space


@transaction.atomic
def edit_space(
    *,
    space: Space,
    question: str,
    plan: SpacePlan,
    by: Person,
    on: date,
    about: str,
    ballot: str,
    votes_each: int,
    quorum: int,
    supports_each: int,
) -> Space:
    """Change it before it begins; afterwards only its days move, with a reason (`switching`).

    Errors: NotYours, WrongPhase, InvalidInput.
    """
    held = held_space(space, by, on)
    if held.phase(on) != SpacePhase.PLANNED:
        raise WrongPhase(
            "Ruang ini sudah dimulai: pertanyaan dan cara memilihnya tetap. Hari tahap berikutnya"
            " dapat digeser dengan alasan."
        )
    if plan.collect_from < on:
        raise InvalidInput("Hari pertama pengumpulan gagasan tidak boleh sudah lewat.")
    _put(held, question, about, plan, ballot, votes_each, quorum, supports_each)
    held.save()
    data = {"ballot": str(held.ballot), "votes_each": votes_each, "quorum": quorum}
    record("space.edited", about=held, by=by, data=data | _days(plan))
    return held


@transaction.atomic
def ask_unit(*, space: Space, unit: Unit, by: Person, on: date) -> Space:
    """Ask one more unit before it begins; twice: once. Errors: NotYours, WrongPhase."""
    held = held_space(space, by, on)
    if held.phase(on) != SpacePhase.PLANNED or held.everybody:
        raise WrongPhase("Unit ditambahkan sebelum ruang dimulai.")
    if not space_scope(by, on).covers(unit):
        raise NotYours("Unit ini di luar unit yang Anda pimpin.")
    if held.asked.count() >= MOST_UNITS:
        raise InvalidInput(f"Paling banyak {MOST_UNITS} unit; pilih unit di atasnya.")
    _, created = SpaceUnit.objects.get_or_create(space=held, unit=unit)
    if created:
        record("space.unit_asked", about=held, by=by, data={"unit": unit.pk})
    return held


def put_units(space: Space, units: Sequence[Unit]) -> None:
    """Store whom it asks; those below another one of them are asked with it."""
    tops = [
        unit
        for unit in units
        if not any(unit != other and unit.path.startswith(other.path) for other in units)
    ]
    if len(tops) > MOST_UNITS:
        raise InvalidInput(f"Paling banyak {MOST_UNITS} unit; pilih unit di atasnya.")
    SpaceUnit.objects.bulk_create(SpaceUnit(space=space, unit=unit) for unit in tops)


def checked_owner(owner: Person, on: date) -> Person:
    """Who decides leads a unit. Errors: InvalidInput."""
    if not owner.serves(on) or not led_units(owner, on).exists():
        raise InvalidInput("Yang memutuskan harus pimpinan unit yang sedang bertugas.")
    return owner


def held_space(space: Space, by: Person | None, on: date) -> Space:
    """Locked, for who may manage it (None: the system). Errors: NotYours."""
    held = Space.objects.select_for_update(of=("self",)).select_related("owner").get(pk=space.pk)
    if by is not None and not may_manage(by, held, on):
        raise NotYours("Ruang gagasan diurus yang membukanya dan yang memutuskan.")
    return held


def _put(
    space: Space,
    question: str,
    about: str,
    plan: SpacePlan,
    ballot: str,
    votes_each: int,
    quorum: int,
    supports_each: int,
) -> None:
    faults = plan_faults(plan)
    if (ballot == Space.Ballot.NONE) != (plan.vote_until is None):
        faults.append("Tulis hari terakhir pemungutan suara, atau pilih tanpa pemungutan suara.")
    if faults:
        raise InvalidInput(" ".join(faults))
    space.question = " ".join(question.replace("\x00", "").split())
    space.about = about.replace("\x00", "").strip()
    space.ballot, space.votes_each, space.quorum = ballot, votes_each, quorum
    space.supports_each = supports_each
    put_days(space, plan)
    check_fields(space)


def put_days(space: Space, plan: SpacePlan) -> None:
    for name in ("collect_from", "discuss_from", "decide_from", "report_from", "vote_until"):
        setattr(space, name, getattr(plan, name))


def _days(plan: SpacePlan) -> dict[str, Any]:
    names = ("collect_from", "discuss_from", "decide_from", "report_from", "vote_until")
    found = {name: getattr(plan, name) for name in names}
    return {name: day.isoformat() if day else None for name, day in found.items()}


def _lineage(person: Person, on: date) -> set[int]:
    """Ids of the units to which the person belongs on that day, with all above them."""
    seats = Assignment.objects.on(on).filter(is_present(on, "person__"), person=person)
    paths = seats.filter(kind__in=BELONGING_KINDS).values_list("position__unit__path", flat=True)
    return {pk for path in paths for pk in Unit(path=path).lineage}
