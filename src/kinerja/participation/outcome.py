"""What an idea became: a goal or a key indicator, with the figure before and now, told to those who
proposed and supported it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.db.models import F, Min, OuterRef, Q, Subquery

from kinerja.participation.answer import TAKEN_UP
from kinerja.participation.idea import Idea, authors_of, check_right, held_idea
from kinerja.participation.refusals import NotYours
from kinerja.participation.support import Support
from kinerja.people.person import Person, PersonQuerySet
from kinerja.people.refusals import InvalidInput
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal, may_manage_goals
from kinerja.planning.key_indicator import KeyIndicator, KeyValue
from kinerja.planning.measured_goal import add_measured_goal, the_same
from kinerja.records.event import record
from kinerja.records.notice import notify_all
from kinerja.rules.date_words import date_in_words
from kinerja.rules.space import Right


class IdeaOutcome(models.Model):
    """An idea lives on in a goal, or in one indicator of it."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="outcomes", db_index=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="from_ideas")
    indicator = models.ForeignKey(
        KeyIndicator, models.CASCADE, null=True, blank=True, related_name="from_ideas"
    )
    linked_on = models.DateField("dihubungkan")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    told = models.ForeignKey(
        KeyValue, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )  # the figure of which people were told last

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "goal", "indicator"], nulls_distinct=False, name="idea_outcome_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.idea} → {self.indicator or self.goal}"


@dataclass(frozen=True)
class Effect:
    """One indicator before an idea was taken up, and the newest figure since."""

    indicator: KeyIndicator
    before: KeyValue | None
    now: KeyValue | None

    @property
    def change(self) -> Decimal | None:
        return self.now.value - self.before.value if self.now and self.before else None

    @property
    def better(self) -> bool | None:
        """By the direction of the indicator; None: not known, or the same."""
        if not self.change or self.indicator.polarity not in ("maximise", "minimise"):
            return None
        return (self.change > 0) == (self.indicator.polarity == "maximise")


def may_link(person: Person, idea: Idea, on: date, unit: Unit | None = None) -> bool:
    """The one who answered the idea, and who plans the goals of that unit."""
    return idea.owner_id == person.pk or may_manage_goals(person, on, unit)


@transaction.atomic
def link_outcome(
    *, idea: Idea, goal: Goal, by: Person, on: date, indicator: KeyIndicator | None = None
) -> IdeaOutcome:
    """Say that the idea lives on in this goal or indicator; twice: once.

    Errors: NotYours, WrongPhase, InvalidInput.
    """
    held = held_idea(idea)
    if not may_link(by, held, on, goal.unit):
        raise NotYours("Gagasan dihubungkan yang menjawabnya, atau perencana sasaran ini.")
    check_right(held, Right.REPORT, on, "Wujud gagasan dicatat setelah gagasan diterima.")
    if indicator is not None and indicator.goal_id != goal.pk:
        raise InvalidInput("Indikator ini milik sasaran lain.")
    row, created = IdeaOutcome.objects.get_or_create(
        idea=held, goal=goal, indicator=indicator, defaults={"linked_on": on, "by": by}
    )
    if created:
        data = {"goal": goal.pk, "indicator": indicator.pk if indicator else None}
        record("idea.became", about=held, person=held.author, by=by, data=data)
        said = f"Gagasan “{held.title}” menjadi bagian dari sasaran: {goal.title}"
        notify_all(followers_of(held), said[:300], held.page)
    return row


@transaction.atomic
def goal_from_idea(
    *,
    idea: Idea,
    title: str,
    level: str,
    years: tuple[int, int],
    unit: Unit | None,
    parents: Sequence[Goal],
    measure: str,
    unit_of_measure: str,
    polarity: str,
    target: Decimal | None,
    by: Person,
    on: date,
) -> Goal:
    """A goal that carries the idea out, with what it is measured by and the target of its first
    year; the same once more on that day: the first. Errors: NotYours, WrongPhase, WrongYear,
    InvalidInput."""
    held = held_idea(idea)
    check_right(held, Right.REPORT, on, "Gagasan menjadi sasaran setelah diterima.")
    mine = held.outcomes.filter(by=by, linked_on=on).values("goal")
    made = Goal.objects.filter(pk__in=mine)
    if known := the_same(made, title=title, level=level, years=years, unit=unit):
        return known
    goal, indicator = add_measured_goal(
        title=title,
        level=level,
        years=years,
        unit=unit,
        parents=parents,
        source=f"Gagasan: {held.title}"[:300],
        purpose=held.title,
        measure=measure,
        unit_of_measure=unit_of_measure,
        polarity=polarity,
        target=target,
        by=by,
        on=on,
    )
    link_outcome(idea=held, goal=goal, indicator=indicator, by=by, on=on)
    return goal


def effects_of(idea: Idea, outcomes: Iterable[IdeaOutcome]) -> list[Effect]:
    """Each indicator of what it became, before the idea was first taken up and since; two queries a
    measure. A trial belongs to the effect: what it changed is not the figure from before."""
    taken_up = idea.answers.filter(state__in=TAKEN_UP).aggregate(first=Min("answered_on"))["first"]
    decided = taken_up or idea.decided_on or date.max
    found: dict[int, Effect] = {}
    for outcome in outcomes:
        measures = [outcome.indicator] if outcome.indicator else list(outcome.goal.indicators.all())
        for indicator in measures:
            if indicator.pk in found:
                continue
            rows = KeyValue.objects.filter(indicator=indicator).order_by("-measured_on", "-pk")
            found[indicator.pk] = Effect(
                indicator,
                rows.filter(measured_on__lte=decided).first(),
                rows.filter(measured_on__gt=decided).first(),
            )
    return list(found.values())


def followers_of(idea: Idea) -> PersonQuerySet:
    """Those who wrote the idea and those who supported it."""
    supporters = Support.objects.filter(idea=idea).values("person")
    return Person.objects.filter(Q(pk__in=authors_of(idea).values("pk")) | Q(pk__in=supporters))


@transaction.atomic
def tell_effects(*, on: date) -> int:
    """Tell followers of figures that came since the last time; how many outcomes had one.

    Run again, nobody is told twice of the same figure.
    """
    since = KeyValue.objects.filter(
        measured_on__gt=OuterRef("idea__decided_on"), measured_on__lte=on
    ).order_by("-measured_on", "-pk")
    of_goal = since.filter(indicator__goal=OuterRef("goal")).values("pk")[:1]
    of_one = since.filter(indicator=OuterRef("indicator")).values("pk")[:1]
    rows = (
        IdeaOutcome.objects.select_for_update(of=("self",))
        .filter(idea__state__in=["trial", "accepted", "done"])
        .annotate(
            newest=models.Case(
                models.When(indicator=None, then=Subquery(of_goal)), default=Subquery(of_one)
            )
        )
        .exclude(newest=None)
        .filter(Q(told=None) | ~Q(told=F("newest")))
        .select_related("idea")
    )
    values = KeyValue.objects.select_related("indicator").in_bulk([row.newest for row in rows])
    for row in rows:
        tell_effect(row, values[row.newest])
    return len(rows)


def tell_effect(outcome: IdeaOutcome, value: KeyValue) -> None:
    outcome.told = value
    outcome.save(update_fields=["told"])
    number = f"{value.value.normalize():f}".replace(".", ",")
    tell_followers(
        outcome.idea,
        f"{value.indicator.name} {number} {value.indicator.unit_of_measure}"
        f" ({date_in_words(value.measured_on)})",
    )


def tell_followers(idea: Idea, figure: str) -> None:
    """One notice to each of them: what was measured."""
    said = f"Hasil gagasan “{idea.title[:100]}”: {figure}"
    notify_all(followers_of(idea), said[:300], idea.page)


@transaction.atomic
def note_effect(*, idea: Idea, figure: str, by: Person) -> None:
    """A figure that was measured elsewhere, such as in an initiative: followers are told."""
    held = held_idea(idea)
    record(
        "idea.effect_noted", about=held, person=held.author, by=by, data={"figure": figure[:200]}
    )
    tell_followers(held, figure)
