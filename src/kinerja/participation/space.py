"""A space for ideas (ruang gagasan): a question, whom it asks, its dated phases, who decides."""

from datetime import date
from typing import Self
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kinerja.needs.finding import Finding
from kinerja.needs.need import Need
from kinerja.needs.scope import need_scope
from kinerja.participation.refusals import NotYours
from kinerja.people.access import leads_region
from kinerja.people.person import Person, PersonQuerySet, is_present
from kinerja.people.refusals import InvalidInput
from kinerja.people.role import Role
from kinerja.people.scope import UnitScope, scope_of
from kinerja.people.supervision import BELONGING_KINDS, belongs_under, led_units, reach_of
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit, inside
from kinerja.records.notice import notify
from kinerja.records.seen import mark_of
from kinerja.rules.ballot import MOST_VOTES, Turnout, shows_counts
from kinerja.rules.space import (
    Right,
    SpacePhase,
    SpacePlan,
    is_voting,
    rights_in,
    space_phase,
)

OVERSEERS = (Role.Name.PERSONNEL_ADMIN, Role.Name.PERSONNEL_VIEWER, Role.Name.INSPECTOR)


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
    collect_from = models.DateField("pengumpulan gagasan mulai")
    discuss_from = models.DateField("pembahasan mulai")
    decide_from = models.DateField("keputusan mulai")
    report_from = models.DateField("pelaporan balik mulai")
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
    def mark(self) -> str:
        """Stands for what can be changed before it begins."""
        votes = (str(self.ballot), self.votes_each, self.quorum, self.supports_each)
        return mark_of(self.question, self.about, self.plan, *votes)

    @property
    def page(self) -> str:
        return f"/gagasan/ruang/{self.pk}/"

    @property
    def turnout(self) -> Turnout | None:
        """Who voted, once it is counted."""
        if self.voters is None or self.eligible is None:
            return None
        return Turnout(self.voters, self.eligible, self.quorum)

    @property
    def shows_counts(self) -> bool:
        """Whether the votes of each idea are told: once counted, and of a secret vote only when
        enough people voted."""
        secret = self.ballot == self.Ballot.SECRET
        return self.voters is not None and shows_counts(self.voters, secret=secret)

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
    """Change its days, hand the decision over: who decides, who opened it and could open it today
    as well, and personnel admins."""
    if person.manages_people(on):
        return True
    if space.opened_by_id == person.pk:
        scope = space_scope(person, on)
        mine = space.asked.select_related("unit")
        if scope.everything:
            return True
        if not space.everybody and all(scope.covers(row.unit) for row in mine):
            return True
    return space.owner_id == person.pk and person.serves(on)


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


def checked_owner(owner: Person, on: date) -> Person:
    """Who decides leads a unit. Errors: InvalidInput."""
    if not owner.serves(on) or not led_units(owner, on).exists():
        raise InvalidInput("Yang memutuskan harus pimpinan unit yang sedang bertugas.")
    return owner


def tell_owner(space: Space) -> None:
    """The decision lies with somebody who did not ask for it."""
    said = f"Anda diminta memutuskan ruang gagasan: {space.question}"
    notify(space.owner, said[:300], space.page)


def held_space(space: Space, by: Person | None, on: date) -> Space:
    """Locked, for who may manage it (None: the system). Errors: NotYours."""
    held = Space.objects.select_for_update(of=("self",)).select_related("owner").get(pk=space.pk)
    if by is not None and not may_manage(by, held, on):
        raise NotYours("Ruang gagasan diurus yang membukanya dan yang memutuskan.")
    return held


def put_days(space: Space, plan: SpacePlan) -> None:
    for name in ("collect_from", "discuss_from", "decide_from", "report_from", "vote_until"):
        setattr(space, name, getattr(plan, name))


def _lineage(person: Person, on: date) -> set[int]:
    """Ids of the units to which the person belongs on that day, with all above them."""
    seats = Assignment.objects.on(on).filter(is_present(on, "person__"), person=person)
    paths = seats.filter(kind__in=BELONGING_KINDS).values_list("position__unit__path", flat=True)
    return {pk for path in paths for pk in Unit(path=path).lineage}
