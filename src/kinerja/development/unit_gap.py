"""The gap of a unit with all below it: which competencies lie below, how well people fit.

Of a large unit it takes seconds to count. The nightly job keeps it, and pages read what was kept;
of a unit of up to two thousand people it is counted anew each time.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, models

from kinerja.development.competency import Competency
from kinerja.development.method import the_method
from kinerja.people.unit import Unit
from kinerja.rules.competency import FitCategory, FitScheme, competency_fit_category
from kinerja.rules.rounding import round_half_up

MOST_LIVE = 2_000  # people of a unit that is counted anew for each page
KEPT_DAYS = timedelta(days=7)  # what was kept longer ago is not shown any more


class KeptGap(models.Model):
    """What was counted of one unit: rows as `_COMPETENCIES` and `_FIT` give them."""

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="+")
    counted_on = models.DateField("dihitung")
    people = models.PositiveIntegerField()
    fits = models.JSONField()  # asked for, had, senior post, people
    competencies = models.JSONField()  # id, people, assessed, below, missing levels

    def __str__(self) -> str:
        return f"{self.unit}: {self.counted_on:%d-%m-%Y}"


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
    on: date
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


# A static text; the few distinct kinds of posts meet the standards first, people come after. Of a
# title only those count that have a standard of their own: the others go by their level.
_BASE = """
WITH posts AS (
  SELECT a.person_id, coalesce(t.title_key, '') AS title, p.level, p.kind
  FROM people_assignment a
  JOIN people_position p ON p.id = a.position_id
  JOIN people_unit u ON u.id = p.unit_id
  LEFT JOIN (SELECT DISTINCT title_key FROM development_competencystandard
             WHERE title_key <> '') t ON t.title_key = lower(p.title)
  WHERE a.kind = 'definitive' AND a.starts_on <= %(on)s
    AND (a.ends_on IS NULL OR a.ends_on >= %(on)s)
    AND u.path LIKE %(path)s
), asked AS (
  SELECT DISTINCT ON (k.title, k.level, s.competency_id)
    k.title, k.level, s.competency_id, s.required
  FROM (SELECT DISTINCT title, level FROM posts) k
  JOIN development_competencystandard s
    ON s.title_key = k.title AND k.title <> '' OR s.title_key = '' AND s.level = k.level
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
    """The gap of a unit with all below it; of a large one as it was kept the night before."""
    kept = KeptGap.objects.filter(
        unit=unit, people__gt=MOST_LIVE, counted_on__range=(on - KEPT_DAYS, on)
    ).first()
    return _read(kept or _counted(unit, on), unit)


def keep_gap(unit: Unit, on: date) -> UnitGap:
    """Count it now, and keep it for the pages."""
    counted = _counted(unit, on)
    fields = ("counted_on", "people", "fits", "competencies")
    known = {name: getattr(counted, name) for name in fields}
    KeptGap.objects.update_or_create(unit=unit, defaults=known)
    return _read(counted, unit)


def _counted(unit: Unit, on: date) -> KeptGap:
    """Counted by the database."""
    given: dict[str, str | date] = {"on": on, "path": f"{unit.path}%"}
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, given)
        people: int = cursor.fetchone()[0]
        cursor.execute(_COMPETENCIES, given)
        competencies = cursor.fetchall()
        cursor.execute(_FIT, given)
        fits = cursor.fetchall()
    return KeptGap(
        unit=unit,
        counted_on=on,
        people=people,
        fits=[[*row] for row in fits],
        competencies=[[*row] for row in competencies],
    )


def _read(counted: KeptGap, unit: Unit) -> UnitGap:
    scheme = FitScheme(the_method().fit_scheme)
    total, assessed, categories = Decimal(0), 0, dict[FitCategory, int]()
    for asked_for, had, senior, count in counted.fits:
        if asked_for is None:
            continue
        jpm = Decimal(100 * had) / asked_for
        total, assessed = total + jpm * count, assessed + count
        category = competency_fit_category(jpm, scheme, senior_post=senior)
        categories[category] = categories.get(category, 0) + count
    by_competency = {row[0]: row[1:] for row in counted.competencies}
    return UnitGap(
        unit=unit,
        on=counted.counted_on,
        people=counted.people,
        with_standard=sum(count for *_, count in counted.fits),
        assessed=assessed,
        mean_jpm=total / assessed if assessed else None,
        categories=tuple((one, categories[one]) for one in FitCategory if one in categories),
        competencies=tuple(
            CompetencyOfUnit(one, *by_competency[one.pk])
            for one in Competency.objects.filter(pk__in=by_competency)
        ),
    )
