"""Which answers count: the published rule over all answers of a survey, and what an officer
decided about an hour of one door."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.db import connection, models, transaction
from django.db.models import Count
from django.db.models.functions import TruncDate

from kinerja.needs.survey.answer import SurveyAnswer, hour_of
from kinerja.needs.survey.door import SurveyDoor
from kinerja.needs.survey.scope import check_may_build
from kinerja.needs.survey.survey import Survey, locked_survey
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import record
from kinerja.rules.survey_screening import Batch, Door, Verdict, screen_answers

SIGNALLED = Verdict.SIGNAL.value


class HourDecision(models.Model):
    """An officer counts the answers of one door in one hour, or sets them aside, with a reason."""

    door = models.ForeignKey(SurveyDoor, models.CASCADE, related_name="decisions")
    hour = models.DateTimeField("jam")
    counted = models.BooleanField("dihitung")
    reason = models.CharField("alasan", max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField("diputuskan")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["door", "hour"], name="hour_decided_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="hour_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.door}, {self.hour:%d-%m-%Y %H}"


@transaction.atomic
def screen_survey(*, survey: Survey, at: datetime) -> None:
    """Look at all answers again and write their verdicts. `at` is in the zone of the agency.

    Nothing is decided here that the rule does not say, so it leaves no event; the page of the
    survey says when it was done.
    """
    held = locked_survey(survey)
    zone = at.tzinfo
    doors = {
        door.pk: Door(
            expected=door.expected,
            open_link=door.kind == SurveyDoor.Kind.OPEN,
            network="" if door.network is None else str(door.network),
        )
        for door in held.doors.all()
    }
    decided = {
        (one.door_id, local.toordinal(), local.hour): one.counted
        for one in HourDecision.objects.filter(door__survey=held)
        for local in [one.hour.astimezone(zone)]
    }
    rows = _grouped(held)
    batches = []
    for door, hour, address, count, total in rows:
        local = hour.astimezone(zone)
        batches.append(Batch(door, local.toordinal(), local.hour, str(address), count, total))
    verdicts = screen_answers(batches, doors, decided)
    answers = SurveyAnswer.objects.filter(survey=held)
    answers.exclude(signal=0).exclude(verdict=SIGNALLED).update(verdict=SIGNALLED)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE needs_surveyanswer a SET verdict = said.verdict FROM (SELECT"
            " unnest(%s::bigint[]) AS door, unnest(%s::timestamptz[]) AS hour,"
            " unnest(%s::bigint[]) AS address, unnest(%s::text[]) AS verdict) AS said"
            " WHERE a.survey_id = %s AND a.signal = 0 AND a.door_id = said.door"
            " AND a.hour = said.hour AND a.address = said.address"
            " AND a.verdict <> said.verdict",
            [
                *([row[at] for row in rows] for at in range(3)),
                [one.value for one in verdicts],
                held.pk,
            ],
        )
    held.screened_at = at
    held.save(update_fields=["screened_at"])


def _grouped(survey: Survey) -> list[tuple[int, datetime, int, int, int]]:
    """Door, hour, address, answers, and the sum of their element answers."""
    codes = element_codes(survey)
    total = " + ".join(["coalesce((given->>%s)::int, 0)"] * len(codes)) or "0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT door_id, hour, address, count(*), sum({total})"  # noqa: S608 - of placeholders
            " FROM needs_surveyanswer WHERE survey_id = %s AND signal = 0 GROUP BY 1, 2, 3",
            [*codes, survey.pk],
        )
        return [(*row[:4], int(row[4])) for row in cursor.fetchall()]


def element_codes(survey: Survey) -> list[str]:
    """Codes of the nine questions, in the order U1 to U9; empty for a free survey."""
    rows = survey.questions.exclude(element="").order_by("element")
    return list(rows.values_list("code", flat=True))


@transaction.atomic
def decide_hours(
    *,
    door: SurveyDoor,
    hours: Sequence[datetime],
    counted: bool,
    reason: str,
    by: Person,
    at: datetime,
) -> None:
    """Count the answers of these hours at this door, or set them aside, whatever the rule says;
    then screen anew. Errors: NotAllowed, InvalidInput without a reason or hours."""
    survey = locked_survey(door.survey)
    check_may_build(by, survey.unit, at.date())
    words = " ".join(reason.split())[:300]
    if not words:
        raise InvalidInput("Tulis alasan keputusan ini; ia tampil pada laporan saringan.")
    if not hours:
        raise InvalidInput("Pilih sedikitnya satu jam.")
    HourDecision.objects.bulk_create(
        [
            HourDecision(door=door, hour=hour_of(hour), counted=counted, reason=words, by=by, at=at)
            for hour in hours
        ],
        update_conflicts=True,
        unique_fields=["door", "hour"],
        update_fields=["counted", "reason", "by", "at"],
    )
    data = {
        "door": door.name,
        "hours": sorted(hour_of(hour).isoformat() for hour in hours),
        "counted": counted,
    }
    record("survey.hours_decided", about=survey, by=by, reason=words, data=data)
    screen_survey(survey=survey, at=at)


def screen_running(at: datetime) -> int:
    """Screen the surveys that got answers since the last time; how many. Each on its own."""
    fresh = Survey.objects.filter(answers__verdict="").distinct()
    for survey in fresh:
        screen_survey(survey=survey, at=at)
    return len(fresh)


# --- What the officer reads


@dataclass
class DoorReport:
    """One door: what it brought, and what of that counts."""

    door: SurveyDoor
    answers: int = 0
    counted: int = 0

    @property
    def aside(self) -> int:
        return self.answers - self.counted


@dataclass
class DayReport:
    """One day of one door with something unusual in it."""

    door: SurveyDoor
    day: date
    answers: int
    counted: int
    reasons: list[tuple[Verdict, int]]
    busiest: datetime  # the hour with the most answers
    busiest_answers: int
    from_one_address: int  # per cent of the answers of the day
    same_answers: int  # per cent that say exactly the same


def tally(survey: Survey) -> dict[str, int]:
    """Answers by verdict; under "" those that were not looked at yet."""
    rows = survey.answers.order_by().values_list("verdict").annotate(Count("pk"))
    return dict(rows)


def door_reports(survey: Survey) -> list[DoorReport]:
    found = {door.pk: DoorReport(door) for door in survey.doors.select_related("group")}
    rows = survey.answers.order_by().values_list("door", "verdict").annotate(Count("pk"))
    for door, verdict, count in rows:
        found[door].answers += count
        found[door].counted += count if verdict == Verdict.COUNTED else 0
    return list(found.values())


def unusual_days(survey: Survey, zone: tzinfo, most: int = 60) -> list[DayReport]:
    """Days at a door on which something was set aside or decided, the latest first.

    That the open link as a whole does not count is no matter of a day.
    """
    doors = {door.pk: door for door in survey.doors.all()}
    rows = (
        survey.answers.order_by()
        .annotate(day=TruncDate("hour", tzinfo=zone))
        .values_list("door", "day", "verdict")
        .annotate(Count("pk"))
    )
    days: defaultdict[tuple[date, int], dict[str, int]] = defaultdict(dict)
    for door, day, verdict, count in rows:
        days[day, door][verdict] = count
    decided = {
        (one.hour.astimezone(zone).date(), one.door_id)
        for one in HourDecision.objects.filter(door__survey=survey)
    }
    odd = [
        key
        for key, said in days.items()
        if key in decided or set(said) - {Verdict.COUNTED.value, Verdict.OPEN.value, ""}
    ]
    odd = sorted(odd, reverse=True)[:most]
    marks = _marks(survey, zone, odd)
    found = []
    for day, door in odd:
        said = days[day, door]
        answers = sum(said.values())
        busiest, most_in_hour, address, same = marks[day, door]
        found.append(
            DayReport(
                door=doors[door],
                day=day,
                answers=answers,
                counted=said.get(Verdict.COUNTED.value, 0),
                reasons=[
                    (Verdict(name), count)
                    for name, count in sorted(said.items(), key=lambda one: -one[1])
                    if name not in ("", Verdict.COUNTED.value)
                ],
                busiest=busiest.astimezone(zone),
                busiest_answers=most_in_hour,
                from_one_address=round(100 * address / answers),
                same_answers=round(100 * same / answers),
            )
        )
    return found


def _marks(
    survey: Survey, zone: tzinfo, wanted: Sequence[tuple[date, int]]
) -> dict[tuple[date, int], tuple[datetime, int, int, int]]:
    """Of each day at a door: the busiest hour and its answers, the most answers from one address,
    the most that are word for word the same."""
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH given_on AS (SELECT (hour AT TIME ZONE %s)::date AS day, door_id, hour, address,"
            " md5(given::text) AS words FROM needs_surveyanswer WHERE survey_id = %s),"
            " chosen AS (SELECT given_on.* FROM given_on JOIN (SELECT unnest(%s::date[]) AS day,"
            " unnest(%s::bigint[]) AS door_id) AS odd USING (day, door_id)),"
            " hours AS (SELECT day, door_id, hour, count(*) AS n FROM chosen GROUP BY 1, 2, 3),"
            " addresses AS (SELECT day, door_id, address, count(*) AS n FROM chosen"
            " GROUP BY 1, 2, 3),"
            " same AS (SELECT day, door_id, words, count(*) AS n FROM chosen GROUP BY 1, 2, 3)"
            " SELECT DISTINCT ON (h.day, h.door_id) h.day, h.door_id, h.hour, h.n,"
            " (SELECT max(n) FROM addresses a WHERE a.day = h.day AND a.door_id = h.door_id),"
            " (SELECT max(n) FROM same s WHERE s.day = h.day AND s.door_id = h.door_id)"
            " FROM hours h ORDER BY h.day, h.door_id, h.n DESC, h.hour",
            [
                str(zone),
                survey.pk,
                [day for day, _ in wanted],
                [door for _, door in wanted],
            ],
        )
        return {(row[0], row[1]): row[2:] for row in cursor.fetchall()}
