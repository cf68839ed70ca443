"""How far the levels that people have lie from those that their posts ask for.

What nobody assessed is named and left out, never counted as zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from kinerja.development.assessment import CompetencyAssessment, SelfView
from kinerja.development.competency import Competency
from kinerja.development.method import the_method
from kinerja.development.standard import CompetencyStandard
from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.people.tenure import Assignment
from kinerja.people.unit import Unit
from kinerja.rules.competency import (
    FitCategory,
    FitScheme,
    competency_fit_category,
    competency_gap,
)
from kinerja.rules.rounding import round_half_up

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


# --- A unit


@dataclass(frozen=True)
class CompetencyOfUnit:
    """One competency among the people of a unit."""

    competency: Competency
    people: int  # whose post asks for it
    assessed: int
    below: int
    missing_levels: int  # of all who lie below, together

    @property
    def share_below(self) -> Decimal | None:
        """Whole percent of those assessed; None: nobody was."""
        return round_half_up(Decimal(100 * self.below) / self.assessed) if self.assessed else None


@dataclass(frozen=True)
class UnitGap:
    """The people of a unit and of those below it, against what their posts ask for."""

    unit: Unit
    people: int  # with a definitive post on that day
    with_standard: int
    assessed: int  # people with at least one competency assessed
    mean_jpm: Decimal | None
    categories: tuple[tuple[FitCategory, int], ...]
    competencies: tuple[CompetencyOfUnit, ...]

    @property
    def below(self) -> list[CompetencyOfUnit]:
        """Where people lie below, the most missing levels first."""
        lacking = [one for one in self.competencies if one.below]
        return sorted(lacking, key=lambda one: -one.missing_levels)


# A static text; the few distinct kinds of posts meet the standards first, people come after.
_BASE = """
WITH posts AS (
  SELECT a.person_id, lower(p.title) AS title, p.level, p.kind
  FROM people_assignment a
  JOIN people_position p ON p.id = a.position_id
  JOIN people_unit u ON u.id = p.unit_id
  WHERE a.kind = 'definitive' AND a.starts_on <= %(on)s
    AND (a.ends_on IS NULL OR a.ends_on >= %(on)s)
    AND u.path LIKE %(path)s
), asked AS (
  SELECT DISTINCT ON (k.title, k.level, s.competency_id)
    k.title, k.level, s.competency_id, s.required
  FROM (SELECT DISTINCT title, level FROM posts) k
  JOIN development_competencystandard s
    ON s.title_key = k.title OR (s.title_key = '' AND s.level = k.level)
  JOIN development_competency c ON c.id = s.competency_id AND c.retired_on IS NULL
  WHERE s.starts_on <= %(on)s AND (s.ends_on IS NULL OR s.ends_on >= %(on)s)
  ORDER BY k.title, k.level, s.competency_id, s.title_key DESC
), found AS (
  SELECT DISTINCT ON (x.person_id, x.competency_id) x.person_id, x.competency_id, x.level
  FROM development_competencyassessment x
  WHERE x.person_id IN (SELECT person_id FROM posts) AND x.withdrawn_on IS NULL
    AND x.assessed_on <= %(on)s AND (x.valid_until IS NULL OR x.valid_until >= %(on)s)
  ORDER BY x.person_id, x.competency_id, x.assessed_on DESC, x.id DESC
)
"""


def _over_the_posts(select: str) -> str:
    return _BASE + select


_COMPETENCIES = _over_the_posts("""
SELECT w.competency_id, count(*), count(f.level),
  count(*) FILTER (WHERE f.level < w.required),
  coalesce(sum(greatest(w.required - f.level, 0)), 0)
FROM posts JOIN asked w ON w.title = posts.title AND w.level = posts.level
LEFT JOIN found f ON f.person_id = posts.person_id AND f.competency_id = w.competency_id
GROUP BY w.competency_id
""")
_FIT = _over_the_posts("""
SELECT asked_for, had, senior, count(*) FROM (
  SELECT posts.person_id, posts.kind = 'jpt' AS senior,
    count(w.competency_id) AS lines,
    sum(w.required) FILTER (WHERE f.level IS NOT NULL) AS asked_for,
    sum(least(f.level, w.required)) FILTER (WHERE f.level IS NOT NULL) AS had
  FROM posts LEFT JOIN asked w ON w.title = posts.title AND w.level = posts.level
  LEFT JOIN found f ON f.person_id = posts.person_id AND f.competency_id = w.competency_id
  GROUP BY posts.person_id, posts.kind
  HAVING count(w.competency_id) > 0
) one GROUP BY asked_for, had, senior
""")
_PEOPLE = _over_the_posts("SELECT count(*) FROM posts")


def gap_of_unit(unit: Unit, on: date) -> UnitGap:
    """The gap of a unit with all below it on a day; counted by the database."""
    given: dict[str, str | date] = {"on": on, "path": f"{unit.path}%"}
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, given)
        people: int = cursor.fetchone()[0]
        cursor.execute(_COMPETENCIES, given)
        by_competency = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_FIT, given)
        fits = cursor.fetchall()
    scheme = FitScheme(the_method().fit_scheme)
    total, assessed, categories = Decimal(0), 0, dict[FitCategory, int]()
    for asked_for, had, senior, count in fits:
        if asked_for is None:
            continue
        jpm = Decimal(100 * had) / asked_for
        total, assessed = total + jpm * count, assessed + count
        category = competency_fit_category(jpm, scheme, senior_post=senior)
        categories[category] = categories.get(category, 0) + count
    return UnitGap(
        unit=unit,
        people=people,
        with_standard=sum(count for *_, count in fits),
        assessed=assessed,
        mean_jpm=total / assessed if assessed else None,
        categories=tuple((one, categories[one]) for one in FitCategory if one in categories),
        competencies=tuple(
            CompetencyOfUnit(one, *by_competency[one.pk])
            for one in Competency.objects.filter(pk__in=by_competency)
        ),
    )
