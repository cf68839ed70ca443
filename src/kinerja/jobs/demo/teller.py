"""What every thread of the example is told with: a need, the goal that serves it, what feeds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.surveys import Satisfaction, Service, add_satisfaction
from kinerja.needs.discussion import (
    Discussion,
    Present,
    add_statement,
    finding_from_statement,
    record_discussion,
)
from kinerja.needs.finding import Finding
from kinerja.needs.need import Need, edit_need, note_need
from kinerja.people.person import Person
from kinerja.people.unit import Unit
from kinerja.planning.goal import Goal
from kinerja.planning.indicator_feed import IndicatorFeed, set_feed
from kinerja.planning.key_indicator import KeyIndicator, set_key_target
from kinerja.planning.need_link import goal_from_need


@dataclass(frozen=True)
class Strand:
    """Results of one post, in a unit and below it, that serve the goal of a need; their measures
    (by the words in `posts.toml`) are those of the goal."""

    result: str  # its key in `posts.toml`
    unit: Unit
    goal: Goal
    measures: Mapping[str, KeyIndicator] = field(default_factory=dict)


@dataclass(frozen=True)
class Thread:
    """One need of the example, with what the plans of people and a training hang on."""

    need: Need
    competency: str = ""  # the code of the one that a training teaches
    strands: Sequence[Strand] = ()


@dataclass(frozen=True)
class Aim:
    """What a need shall come to."""

    title: str
    level: str
    parent: Goal
    measure: str
    unit_of_measure: str
    target: Decimal
    polarity: str = "maximise"


@dataclass(frozen=True)
class Teller:
    """Writes threads down as the officer of surveys and the planner would have."""

    officer: Person
    planner: Person
    goals: Mapping[str, Goal]
    today: date
    zone: ZoneInfo
    random: Random

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def at(self, day: date, hour: int = 15) -> datetime:
        return datetime.combine(day, time(hour), self.zone)

    def asked(self, service: Service, unit: Unit) -> Satisfaction:
        """Those who use a service, before and after."""
        return add_satisfaction(
            service,
            unit,
            officer=self.officer,
            today=self.today,
            zone=self.zone,
            random=self.random,
        )

    def discussed(
        self,
        unit: Unit,
        *,
        title: str,
        place: str,
        groups: Sequence[Present],
        minutes: str,
        said: Sequence[tuple[str, str, int]],
        ago: int,
    ) -> list[Finding]:
        """A meeting; what each group said (its name, the words, how many agreed) is a finding."""
        day = self.day(ago)
        discussion = record_discussion(
            kind=Discussion.Kind.FGD,
            title=title,
            held_on=day,
            place=place,
            groups=groups,
            unit=unit,
            minutes=minutes,
            by=self.officer,
            at=self.at(day),
            on=day,
        )
        known = {one.name: one for one in discussion.groups.all()}
        statements = [
            add_statement(
                discussion=discussion,
                group=known[group],
                text=text,
                support=support,
                by=self.officer,
                on=day,
            )
            for group, text, support in said
        ]
        return [
            finding_from_statement(statement=one, by=self.officer, on=day) for one in statements
        ]

    def need(
        self, statement: str, findings: Sequence[Finding], head: Member, why: str, ago: int
    ) -> Need:
        """Written down by the officer, owned by the head."""
        on = self.day(ago)
        need = note_need(
            statement=statement,
            findings=findings,
            review_on=self.today + timedelta(days=45),
            unit=head.assignment.position.unit,
            why=why,
            by=self.officer,
            on=on,
        )
        return edit_need(
            need=need,
            statement=need.statement,
            why=need.why,
            owner=head.person,
            review_on=need.review_on,
            findings=findings,
            by=self.officer,
            on=on,
        )

    def goal(self, need: Need, aim: Aim) -> tuple[Goal, KeyIndicator]:
        """The goal of the need with its first measure, from the day of the need on."""
        on = need.noted_on
        goal = goal_from_need(
            need=need,
            title=aim.title,
            level=aim.level,
            years=(on.year, self.today.year),
            unit=need.unit,
            parents=[aim.parent],
            measure=aim.measure,
            unit_of_measure=aim.unit_of_measure,
            polarity=aim.polarity,
            target=aim.target,
            by=self.planner,
            on=on,
        )
        indicator = goal.indicators.get()
        if on.year != self.today.year:
            self.aimed(indicator, aim.target)
        return goal, indicator

    def aimed(self, indicator: KeyIndicator, target: Decimal) -> None:
        """The target of this year."""
        set_key_target(
            indicator=indicator,
            year=self.today.year,
            target_min=target,
            target_max=target,
            by=self.planner,
            on=self.today,
        )

    def fed(self, indicator: KeyIndicator, kind: str, subject: str, *, ago: int) -> None:
        """Measured month by month from that day on; the figures come when all feeds run."""
        set_feed(
            indicator=indicator,
            kind=kind,
            subject=subject,
            every=KeyIndicator.Period.MONTH,
            span=IndicatorFeed.Span.PERIOD,
            since=self.day(ago).replace(day=1),
            by=self.planner,
            on=self.today,
        )
