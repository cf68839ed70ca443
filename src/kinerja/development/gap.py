"""How far the levels that people have lie from those that their posts ask for.

What nobody assessed is named and left out, never counted as zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kinerja.development.assessment import CompetencyAssessment, SelfView
from kinerja.development.competency import Competency
from kinerja.development.method import the_method
from kinerja.development.standard import CompetencyStandard
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.tenure import Assignment
from kinerja.rules.competency import (
    FitCategory,
    FitScheme,
    competency_fit_category,
    competency_gap,
)

SENIOR = (Position.Kind.JPT,)  # posts for which the scheme of KKP asks for more


@dataclass(frozen=True)
class GapItem:
    """One competency of a post: asked for, found, and as the person sees it."""

    standard: CompetencyStandard
    assessment: CompetencyAssessment | None
    self_level: int | None

    @property
    def competency(self) -> Competency:
        return self.standard.competency

    @property
    def gap(self) -> int | None:
        """Found minus required; None: nobody assessed it."""
        return None if self.assessment is None else self.assessment.level - self.standard.required

    @property
    def is_below(self) -> bool:
        return self.gap is not None and self.gap < 0

    @property
    def missing_levels(self) -> int:
        """How many levels are missing; 0 also where it was not assessed."""
        return max(-(self.gap or 0), 0)


@dataclass(frozen=True)
class PersonGap:
    """All competencies of one person's post, and how well they fit together."""

    person: Person
    position: Position | None
    items: tuple[GapItem, ...]
    scheme: FitScheme

    @property
    def assessed(self) -> list[GapItem]:
        return [item for item in self.items if item.assessment is not None]

    @property
    def unassessed(self) -> list[GapItem]:
        return [item for item in self.items if item.assessment is None]

    @property
    def below(self) -> list[GapItem]:
        """Those that lie below the standard, the largest gap first."""
        return sorted((item for item in self.items if item.is_below), key=lambda one: one.gap or 0)

    @property
    def jpm(self) -> Decimal | None:
        """The job-person match of what was assessed, in percent; None: nothing was."""
        known = [item for item in self.items if item.assessment is not None]
        if not known:
            return None
        return competency_gap(
            required=[item.standard.required for item in known],
            actual=[item.assessment.level for item in known if item.assessment],
        ).jpm_capped_percent

    @property
    def category(self) -> FitCategory | None:
        if self.jpm is None or self.position is None:
            return None
        return competency_fit_category(
            self.jpm, self.scheme, senior_post=self.position.kind in SENIOR
        )


def gap_of(person: Person, on: date) -> PersonGap:
    """The gap of one person on a day, for the definitive post."""
    return gaps_of([person], on)[person.pk]


def gaps_of(people: Iterable[Person], on: date) -> dict[int, PersonGap]:
    """The same for many, by id; the number of queries does not grow."""
    people = list(people)
    ids = [person.pk for person in people]
    seats = Assignment.objects.on(on).main().filter(person__among=ids)
    posts = {seat.person_id: seat.position for seat in seats.select_related("position__unit")}
    asked = _asked(posts.values(), on)
    found: dict[int, dict[int, CompetencyAssessment]] = {}
    rows = CompetencyAssessment.objects.counting(on).filter(person__among=ids)
    for row in rows.select_related("noted_by"):
        found.setdefault(row.person_id, {})[row.competency_id] = row
    seen: dict[int, dict[int, int]] = {}
    for view in SelfView.objects.filter(person__among=ids):
        seen.setdefault(view.person_id, {})[view.competency_id] = view.level
    scheme = FitScheme(the_method().fit_scheme)
    gaps: dict[int, PersonGap] = {}
    for person in people:
        post = posts.get(person.pk)
        lines = asked[_kind(post)] if post else []
        items = tuple(
            GapItem(
                line,
                found.get(person.pk, {}).get(line.competency_id),
                seen.get(person.pk, {}).get(line.competency_id),
            )
            for line in lines
        )
        gaps[person.pk] = PersonGap(person, post, items, scheme)
    return gaps


def _kind(post: Position) -> tuple[str, str]:
    return post.title.lower(), post.level


def _asked(
    posts: Iterable[Position], on: date
) -> Mapping[tuple[str, str], list[CompetencyStandard]]:
    """What these posts ask for, by title and level; one query."""
    kinds = {_kind(post) for post in posts}
    titles, levels = {title for title, _ in kinds}, {level for _, level in kinds}
    rows = CompetencyStandard.objects.on(on).filter(competency__retired_on=None)
    rows = rows.filter(title_key__in=titles) | rows.filter(title_key="", level__in=levels)
    by_title: dict[str, dict[int, CompetencyStandard]] = {}
    by_level: dict[str, dict[int, CompetencyStandard]] = {}
    for row in rows.select_related("competency"):
        place = by_title.setdefault(row.title_key, {}) if row.title_key else None
        if place is None:
            place = by_level.setdefault(row.level, {})
        place[row.competency_id] = row
    return {
        (title, level): sorted(
            (by_level.get(level, {}) | by_title.get(title, {})).values(),
            key=lambda one: (one.competency.place, one.competency.name),
        )
        for title, level in kinds
    }
