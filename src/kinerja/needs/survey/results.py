"""What the answers that count say, question by question, and how far each group has come."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Q

from kinerja.needs.survey.door import SurveyGroup
from kinerja.needs.survey.question import PublicQuestion, Question, questions_of
from kinerja.needs.survey.survey import Survey
from kinerja.rules.survey_screening import Verdict

COUNTED = Verdict.COUNTED.value


@dataclass
class QuestionResult:
    """Counts of each option; for numbers how many, mean, least and most; for texts how many."""

    question: PublicQuestion
    answered: int = 0
    counts: list[tuple[str, int]] = field(default_factory=list)
    rows: list[tuple[str, list[int]]] = field(default_factory=list)  # of a matrix
    mean: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None


def question_results(survey: Survey) -> list[QuestionResult]:
    """Two queries, however many questions and answers there are."""
    counts, totals = _counts(survey)
    numbers = _numbers(survey)
    found = []
    for one in questions_of(survey):
        result = QuestionResult(one, answered=totals[one.code])
        if one.kind == Question.Kind.MATRIX:
            result.rows = [
                (words, [counts[f"{one.code}.{row}", value] for value, _ in one.options])
                for row, words in one.rows
            ]
        elif one.options:
            result.counts = [(words, counts[one.code, value]) for value, words in one.options]
        elif one.kind == Question.Kind.NUMBER and one.code in numbers:
            result.mean, result.least, result.most = numbers[one.code]
        found.append(result)
    return found


def _counts(survey: Survey) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    kinds = {
        kind: [one.code for one in questions_of(survey) if one.kind == kind]
        for kind in Question.Kind
    }
    choosing = kinds[Question.Kind.SINGLE] + kinds[Question.Kind.SCALE]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH said AS (SELECT e.key, e.value FROM needs_surveyanswer a,"
            " jsonb_each(a.given) e WHERE a.survey_id = %s AND a.verdict = %s)"
            " SELECT key, value #>> '{}', count(*), 0 FROM said"
            " WHERE key = ANY(%s) GROUP BY 1, 2"
            " UNION ALL SELECT key, one, count(*), 0 FROM said,"
            " jsonb_array_elements_text(CASE jsonb_typeof(value) WHEN 'array' THEN value"
            " ELSE '[]' END) one WHERE key = ANY(%s) GROUP BY 1, 2"
            " UNION ALL SELECT said.key || '.' || line.key, line.value, count(*), 0 FROM said,"
            " jsonb_each_text(CASE jsonb_typeof(value) WHEN 'object' THEN value ELSE '{}' END)"
            " line WHERE said.key = ANY(%s) GROUP BY 1, 2"
            " UNION ALL SELECT key, '', count(*), 1 FROM said GROUP BY 1",
            [
                *(survey.pk, COUNTED, choosing),
                *(kinds[Question.Kind.MULTIPLE], kinds[Question.Kind.MATRIX]),
            ],
        )
        counts: dict[tuple[str, str], int] = defaultdict(int)
        totals: dict[str, int] = defaultdict(int)
        for code, value, count, is_total in cursor.fetchall():
            if is_total:
                totals[code] = count
            else:
                counts[code, value] = count
    return counts, totals


def _numbers(survey: Survey) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    codes = [one.code for one in questions_of(survey) if one.kind == Question.Kind.NUMBER]
    if not codes:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.key, round(avg((e.value #>> '{}')::numeric), 2),"
            " min((e.value #>> '{}')::numeric), max((e.value #>> '{}')::numeric)"
            " FROM needs_surveyanswer a, jsonb_each(a.given) e"
            " WHERE a.survey_id = %s AND a.verdict = %s AND e.key = ANY(%s) GROUP BY 1",
            [survey.pk, COUNTED, codes],
        )
        return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}


@dataclass(frozen=True)
class Progress:
    """One group: how many answered (without those that a machine or haste gave away)."""

    group: SurveyGroup
    answers: int

    @property
    def is_full(self) -> bool:
        return self.answers >= self.group.target


def progress_of(survey: Survey) -> list[Progress]:
    rows = survey.groups.annotate(given=Count("doors__answers", filter=Q(doors__answers__signal=0)))
    return [Progress(row, row.given) for row in rows]


def texts_of(survey: Survey, code: str) -> list[str]:
    """What citizens wrote at one question, in an order that says nothing; the newest 500."""
    rows = survey.answers.filter(verdict=COUNTED, given__has_key=code).order_by("-hour", "visit")
    return sorted(str(text) for text in rows.values_list(f"given__{code}", flat=True)[:500])
