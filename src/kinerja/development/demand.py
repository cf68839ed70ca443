"""The demand for training of a unit: competencies, ranked with the reasons that speak for them.

Gaps name a competency by themselves, and so do the values of a 360 round. Which competency a need,
a finding or a weak indicator asks for, a person says (`name_competency`); until then it stands in
the list of what nobody has read yet. A computed demand is kept with its reasons and its day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Self

from django.db import connection, models, transaction
from django.db.models import Q

from kinerja.development.competency import Competency
from kinerja.development.method import the_method
from kinerja.development.sight import unit_sight
from kinerja.development.training import Training
from kinerja.development.unit_gap import keep_gap
from kinerja.needs.finding import Finding
from kinerja.needs.need import Need
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed
from kinerja.people.unit import Unit
from kinerja.planning.expectation import key_paths
from kinerja.planning.goal_progress import standing
from kinerja.planning.goal_tree import measures
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.records.event import record
from kinerja.rules.aggregate import shown_units
from kinerja.rules.behaviour import CoreValue
from kinerja.rules.recommendation import competency_of_value
from kinerja.rules.rounding import round_half_up
from kinerja.rules.training_demand import (
    FEWEST_TOLD,
    STRENGTH_OF_ONE_FINDING,
    STRENGTH_OF_ONE_NEED,
    DemandSource,
    demand_score,
    seen_seldom,
    strength_of_behaviour,
    strength_of_gap,
    strength_of_indicator,
    strength_of_many,
)

FINDINGS_COUNT = timedelta(days=366)  # older ones have become needs, or are past
LOCK = 5_104  # the first half of the lock of a unit, of this file alone
JOB_LEVELS = (Unit.Level.AGENCY, Unit.Level.DEVICE)  # computed every night; others when asked


class CompetencyLinkQuerySet(models.QuerySet["CompetencyLink"]):
    def visible_to(self, person: Person) -> Self:
        """Open, like the needs, findings and indicators that they speak of."""
        return self.all()


class CompetencyLink(models.Model):
    """Somebody says which competency a need, a finding or an indicator asks for."""

    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="links", verbose_name="kompetensi"
    )
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="competency_links"
    )
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="competency_links"
    )
    indicator = models.ForeignKey(
        KeyIndicator, models.CASCADE, null=True, blank=True, related_name="competency_links"
    )
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    named_on = models.DateField("tanggal")

    objects = CompetencyLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(need__isnull=False, finding=None, indicator=None)
                | Q(need=None, finding__isnull=False, indicator=None)
                | Q(need=None, finding=None, indicator__isnull=False),
                name="competency_link_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["competency", "need"],
                condition=Q(need__isnull=False),
                name="competency_of_need_once",
            ),
            models.UniqueConstraint(
                fields=["competency", "finding"],
                condition=Q(finding__isnull=False),
                name="competency_of_finding_once",
            ),
            models.UniqueConstraint(
                fields=["competency", "indicator"],
                condition=Q(indicator__isnull=False),
                name="competency_of_indicator_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.need or self.finding or self.indicator}"


class DemandQuerySet(models.QuerySet["Demand"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """Of units whose figures one reads: leaders, and whoever looks after learning."""
        return self.filter(unit_sight(person, on).within("unit__path"))


class Demand(models.Model):
    """The demand of one unit for one competency, as it was computed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="training_demands", db_index=False)
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="demands")
    score = models.DecimalField("skor", max_digits=4, decimal_places=1)
    computed_on = models.DateField("dihitung")

    objects = DemandQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "-score", "competency__place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "competency"], name="demand_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.competency}"


class DemandReason(models.Model):
    """One reason with its figure and where it can be read."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="reasons")
    source = models.CharField("jenis", max_length=9, choices=DemandSource.choices())
    said = models.CharField("alasan", max_length=400)
    page = models.CharField("alamat", max_length=200, blank=True)
    strength = models.DecimalField("kekuatan", max_digits=4, decimal_places=3)

    class Meta:
        ordering = ["demand", "-strength", "pk"]

    def __str__(self) -> str:
        return self.said


@dataclass
class _Found:
    """The reasons for one competency while they are gathered."""

    reasons: list[tuple[DemandSource, str, str]] = field(default_factory=list)
    strengths: dict[DemandSource, Decimal] = field(default_factory=dict)

    def add(self, source: DemandSource, said: str, page: str) -> None:
        self.reasons.append((source, said[:400], page))


def may_compute(person: Person, unit: Unit, on: date) -> bool:
    """Whoever reads the figures of the unit may have them computed anew."""
    return unit_sight(person, on).covers(unit)


@transaction.atomic
def compute_demand(*, unit: Unit, by: Person | None, on: date) -> int:
    """Compute the demand of a unit with all below it; what stood there is replaced. How many
    competencies are in it. Errors: NotAllowed; `by` None is the system itself.
    """
    return _compute(unit, by, on, _told_by_value())


def _compute(
    unit: Unit, by: Person | None, on: date, told_by_value: Sequence["_ToldOfValue"]
) -> int:
    if by is not None and not may_compute(by, unit, on):
        raise NotAllowed("Kebutuhan pelatihan unit ini dihitung pimpinan atau pengelolanya.")
    with connection.cursor() as cursor:  # two who compute the same unit wait for each other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, unit.pk])
    found: dict[int, _Found] = {}
    _gaps(unit, on, found)
    _behaviour(unit, told_by_value, found)
    _linked(unit, on, found)
    weights = the_method().weights
    Demand.objects.filter(unit=unit).delete()
    rows = {
        pk: Demand(
            unit=unit,
            competency_id=pk,
            score=demand_score(one.strengths, weights),
            computed_on=on,
        )
        for pk, one in found.items()
    }
    Demand.objects.bulk_create(rows.values())
    DemandReason.objects.bulk_create(
        DemandReason(
            demand=rows[pk],
            source=source.value,
            said=said,
            page=page,
            strength=one.strengths[source],
        )
        for pk, one in found.items()
        for source, said, page in one.reasons
    )
    record("training_demand.computed", about=unit, by=by, data={"competencies": len(rows)})
    return len(rows)


def compute_all_demands(*, on: date) -> int:
    """The demand of the agency and of each of its departments, and anew of every unit to which a
    round was told: whether it may be hangs on what others are told today. How many units."""
    behaviour = DemandReason.objects.filter(source=DemandSource.BEHAVIOUR.value)
    wanted = Q(level__in=JOB_LEVELS) | Q(pk__in=behaviour.values("demand__unit"))
    units = list(Unit.objects.filter(wanted, closed_on=None))
    told = _told_by_value()
    for unit in units:
        with transaction.atomic():
            _compute(unit, None, on, told)
    return len(units)


def _gaps(unit: Unit, on: date, found: dict[int, _Found]) -> None:
    for line in keep_gap(unit, on).below:
        one = found.setdefault(line.competency.pk, _Found())
        one.strengths[DemandSource.GAP] = _short(
            strength_of_gap(line.missing_levels, line.assessed)
        )
        one.add(
            DemandSource.GAP,
            f"{line.below} dari {line.assessed} pegawai yang dinilai di bawah standar, kurang"
            f" {line.missing_levels} level; {line.people - line.assessed} belum dinilai.",
            f"/kompetensi/unit/{unit.pk}/",
        )


# What the last released round told of the people of each unit, by value: only groups it told.
_TOLD = """
WITH last AS (
  SELECT r.id FROM evaluation_round360 r JOIN evaluation_period p ON p.id = r.period_id
  WHERE r.state = 'released' ORDER BY p.ends_on DESC, r.id DESC LIMIT 1
), here AS (
  SELECT a.person_id, o.unit_id FROM people_assignment a
  JOIN people_position o ON o.id = a.position_id
  WHERE a.kind = 'definitive' AND a.ends_on IS NULL
), told AS (
  SELECT here.unit_id, s.person_id, v.key AS value,
    bool_or(v.value IN ('never', 'rarely', 'sometimes')) AS few
  FROM evaluation_result360 t
  JOIN evaluation_subject360 s ON s.id = t.subject_id
  JOIN last ON last.id = s.round_id
  JOIN here ON here.person_id = s.person_id
  CROSS JOIN LATERAL jsonb_array_elements(t.told -> 'groups') g
  CROSS JOIN LATERAL jsonb_each_text(g -> 'values') v
  WHERE v.value IS NOT NULL
  GROUP BY here.unit_id, s.person_id, v.key
)
SELECT value, unit_id, count(*), count(*) FILTER (WHERE few) FROM told GROUP BY value, unit_id
"""


@dataclass(frozen=True)
class _ToldOfValue:
    """What a round told of one value, unit by unit."""

    value: str
    told: dict[int, int]  # people of the unit itself
    few: dict[int, int]  # of them those who show it seldom
    shown: frozenset[int]  # units that may be spoken of, see `shown_units`


def _told_by_value() -> list[_ToldOfValue]:
    """Of the whole tree at once: what one unit may be told hangs on what others are told."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD)
        rows = cursor.fetchall()
    parents = dict(Unit.objects.values_list("pk", "parent")) if rows else {}
    found = []
    for value in sorted({row[0] for row in rows}):
        told = {unit: count for name, unit, count, _ in rows if name == value}
        few = {unit: count for name, unit, _, count in rows if name == value}
        found.append(_ToldOfValue(value, told, few, shown_units(parents, told, FEWEST_TOLD)))
    return found


def _behaviour(unit: Unit, told_by_value: Sequence[_ToldOfValue], found: dict[int, _Found]) -> None:
    inside = set(Unit.objects.under(unit).values_list("pk", flat=True)) if told_by_value else set()
    rows = [
        (
            one.value,
            sum(count for pk, count in one.told.items() if pk in inside),
            sum(count for pk, count in one.few.items() if pk in inside),
        )
        for one in told_by_value
        if unit.pk in one.shown
    ]
    by_code = {one.code: one.pk for one in Competency.objects.used()}
    for name, told, few in rows:
        value, seldom = CoreValue(name), seen_seldom(few, told)
        pk = by_code.get(competency_of_value(value).value)
        if seldom is None or pk is None:
            continue
        one = found.setdefault(pk, _Found())
        strength = _short(strength_of_behaviour(seldom))
        one.strengths[DemandSource.BEHAVIOUR] = max(
            strength, one.strengths.get(DemandSource.BEHAVIOUR, Decimal(0))
        )
        one.add(
            DemandSource.BEHAVIOUR,
            f"Menurut rekannya, {seldom.label.lower()} pegawai belum sering menunjukkan nilai"
            f" {value.label}.",
            "",
        )


def _linked(unit: Unit, on: date, found: dict[int, _Found]) -> None:
    """Needs, findings and weak indicators whose competency somebody named."""
    links = CompetencyLink.objects.filter(competency__retired_on=None)
    links = links.select_related("need", "finding", "indicator")
    weak = {one.indicator.pk: one for one in weak_indicators(unit, on)}
    needs = {one.pk for one in open_needs(unit)}
    findings = {one.pk for one in recent_findings(unit, on)}
    counted: dict[tuple[int, DemandSource], int] = {}
    for link in links:
        if link.need and link.need_id in needs:
            source, said, page = DemandSource.NEED, link.need.statement, link.need.page
        elif link.finding and link.finding_id in findings:
            source, said = DemandSource.FINDING, link.finding.statement
            page = f"/temuan/{link.finding_id}/"
        elif link.indicator and link.indicator_id in weak:
            one = weak[link.indicator_id or 0]
            source, said, page = DemandSource.INDICATOR, one.said, one.page
        else:
            continue
        held = found.setdefault(link.competency_id, _Found())
        held.add(source, said, page)
        key = link.competency_id, source
        counted[key] = counted.get(key, 0) + 1
        if source is DemandSource.NEED:
            strength = strength_of_many(counted[key], STRENGTH_OF_ONE_NEED)
        elif source is DemandSource.FINDING:
            strength = strength_of_many(counted[key], STRENGTH_OF_ONE_FINDING)
        else:
            strength = max(
                strength_of_indicator(weak[link.indicator_id or 0].percent),
                held.strengths.get(source, Decimal(0)),
            )
        held.strengths[source] = _short(strength)


def _short(strength: Decimal) -> Decimal:
    return strength.quantize(Decimal("0.001"))


# --- What can ask for a competency


@dataclass(frozen=True)
class WeakIndicator:
    """An indicator that is behind its way to the target of this year."""

    indicator: KeyIndicator
    percent: Decimal
    said: str

    @property
    def page(self) -> str:
        return f"/sasaran/{self.indicator.goal_id}/"


def weak_indicators(unit: Unit, on: date) -> list[WeakIndicator]:
    """Indicators of goals of the unit and below it that are behind; a few queries for all."""
    rows = KeyIndicator.objects.filter(
        Q(owner__path__startswith=unit.path) | Q(goal__unit__path__startswith=unit.path)
    )
    rows = rows.filter(goal__year_from__lte=on.year, goal__year_to__gte=on.year)
    measured = measures(rows.select_related("owner", "goal__unit"), on.year)
    paths = key_paths([one.indicator for one in measured], on.year)
    found = []
    for one in measured:
        stands = standing(one, paths, on.year, on)
        if stands.percent is None or stands.lag is None:
            continue
        said = (
            f"{one.indicator.name}: {_percent(stands.percent)} dari target {on.year}, tertinggal."
        )
        found.append(WeakIndicator(one.indicator, stands.percent, said))
    return found


def _percent(percent: Decimal) -> str:
    """As pages write it: 87,5%."""
    return f"{round_half_up(percent, 1).normalize():f}%".replace(".", ",")


def open_needs(unit: Unit) -> models.QuerySet[Need]:
    """Needs of the unit and below it, and those of the agency as a whole."""
    return Need.objects.open().filter(Q(unit=None) | Q(unit__path__startswith=unit.path))


def recent_findings(unit: Unit, on: date) -> models.QuerySet[Finding]:
    """Findings of the last year that stand, of the unit and below it, or of all."""
    rows = Finding.objects.standing().filter(found_on__gte=on - FINDINGS_COUNT, found_on__lte=on)
    return rows.filter(Q(unit=None) | Q(unit__path__startswith=unit.path))


@dataclass(frozen=True)
class Unread:
    """Something that may ask for a competency; nobody has said which."""

    kind: DemandSource
    pk: int
    said: str
    page: str
    unit: Unit | None  # None: of the agency as a whole


def unread(unit: Unit, on: date, most: int = 30) -> list[Unread]:
    """Needs, weak indicators and findings of the unit without a competency."""
    needs = (
        open_needs(unit).select_related("unit").filter(competency_links=None).order_by("-pk")[:most]
    )
    findings = (
        recent_findings(unit, on).select_related("unit").filter(competency_links=None, needs=None)
    )
    linked = set(
        CompetencyLink.objects.filter(indicator__isnull=False).values_list("indicator", flat=True)
    )
    found = [Unread(DemandSource.NEED, one.pk, one.statement, one.page, one.unit) for one in needs]
    found += [
        Unread(
            DemandSource.INDICATOR,
            one.indicator.pk,
            one.said,
            one.page,
            one.indicator.owner or one.indicator.goal.unit,
        )
        for one in weak_indicators(unit, on)
        if one.indicator.pk not in linked
    ]
    found += [
        Unread(DemandSource.FINDING, one.pk, one.statement, f"/temuan/{one.pk}/", one.unit)
        for one in findings.order_by("-found_on", "-pk")[:most]
    ]
    return found[:most]


def may_name(person: Person, unit: Unit | None, on: date) -> bool:
    """Whoever looks after learning there, and the leaders who read the figures of the unit."""
    return unit_sight(person, on).covers(unit)


@transaction.atomic
def name_competency(
    *, kind: str, pk: int, competency: Competency, by: Person, on: date
) -> CompetencyLink:
    """Say which competency a need, a finding or an indicator asks for. Said twice: once.

    Errors: NotAllowed, InvalidInput for what is not there or a competency no longer used.
    """
    thing, unit = _thing(kind, pk)
    if not may_name(by, unit, on):
        raise NotAllowed("Kompetensi yang diminta disebut pimpinan atau pengelola pelatihan.")
    if competency.retired_on is not None:
        raise InvalidInput(f"{competency.name} tidak dipakai lagi; pilih kompetensi lain.")
    link, fresh = CompetencyLink.objects.get_or_create(
        competency=competency, **thing, defaults={"named_by": by, "named_on": on}
    )
    if fresh:
        data = {"kind": str(kind), "id": pk, "competency": competency.code}
        record("training_demand.competency_named", about=link, by=by, data=data)
    return link


def _thing(kind: str, pk: int) -> tuple[dict[str, Any], Unit | None]:
    """The row, by the field of a link, and its unit."""
    match kind:
        case DemandSource.NEED.value:
            if (need := Need.objects.select_related("unit").filter(pk=pk).first()) is not None:
                return {"need": need}, need.unit
        case DemandSource.FINDING.value:
            finding = Finding.objects.standing().select_related("unit").filter(pk=pk).first()
            if finding is not None:
                return {"finding": finding}, finding.unit
        case DemandSource.INDICATOR.value:
            rows = KeyIndicator.objects.select_related("owner", "goal__unit")
            if (indicator := rows.filter(pk=pk).first()) is not None:
                return {"indicator": indicator}, indicator.owner or indicator.goal.unit
    raise InvalidInput("Kebutuhan, temuan, atau indikator ini tidak ada lagi.")


# --- What others ask of the demand


def demand_of(need: Need) -> list[Competency]:
    """Competencies that the need asks for, as somebody named them."""
    return list(Competency.objects.filter(links__need=need).distinct())


def trainings_for(competencies: Iterable[Competency]) -> list[Training]:
    """Trainings of the catalogue that teach one of them."""
    codes = [one.code for one in competencies]
    return list(Training.objects.offered().teaching(codes)) if codes else []


def demanded(unit: Unit, most: int | None = None) -> Sequence[Demand]:
    """The demand of a unit as it was computed last, the largest first, with its reasons; of all
    competencies, or of so many. Two queries."""
    rows = Demand.objects.filter(unit=unit).select_related("competency")
    rows = rows.prefetch_related("reasons").order_by("-score", "competency__place", "pk")
    return list(rows[:most])
