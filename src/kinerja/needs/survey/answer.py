"""An answer from outside: no account, no address, no time finer than the hour.

A visit gets a signed token when the page opens. It is the key of the answer: used again it changes
nothing. Taking an answer leaves no event, as in a 360 round: nothing else says that somebody came.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.db import connection, models

from kinerja.needs.survey.door import SurveyDoor
from kinerja.needs.survey.survey import Survey
from kinerja.records.prepared import Prepared
from kinerja.rules.survey_screening import Verdict

SALT = "survey-visit"
VISIT_SECONDS = 12 * 3600  # a page may stay open that long
QUESTION_SECONDS = 1  # nobody answers a question quicker (U)
# From one address in one hour; the product's own (U). Above the first a sum is asked, which costs
# an honest visitor five seconds; above the last nothing is taken.
FREE_FROM_ADDRESS, FREE_FROM_DEVICE, MOST_FROM_ADDRESS = 30, 6, 2_000


class SurveyAnswer(models.Model):
    """`visit` is random, so that the order of the rows says nothing; `hour` is all there is of
    time; `address` and `device` are keyed hashes that nobody can undo once the survey is closed."""

    class Signal(models.IntegerChoices):
        NONE = 0, "–"
        TRAP = 1, "Kolom jebakan terisi"
        FAST = 2, "Terlalu cepat"

    visit = models.UUIDField(primary_key=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="answers", db_index=False)
    door = models.ForeignKey(SurveyDoor, models.PROTECT, related_name="answers", db_index=False)
    hour = models.DateTimeField("jam")
    given = models.JSONField("jawaban")  # code of a question -> value
    language = models.CharField(max_length=3, blank=True)
    address = models.BigIntegerField()
    device = models.BigIntegerField()
    signal = models.PositiveSmallIntegerField(choices=Signal, default=Signal.NONE)
    verdict = models.CharField(max_length=7, choices=Verdict.choices(), blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["survey", "address", "hour"], name="answer_address"),
            models.Index(fields=["door", "hour"], name="answer_door"),
            models.Index(fields=["survey"], condition=models.Q(verdict=""), name="answer_fresh"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.visit}"


@dataclass(frozen=True)
class Visit:
    """What the token of an open page says."""

    key: UUID
    door: int
    opened: int  # seconds


def new_visit(door: SurveyDoor, at: datetime) -> str:
    """The token of a page that opens now."""
    return _signer().sign(f"{uuid4().hex}.{door.pk}.{int(at.timestamp())}")


def read_visit(token: str, door: SurveyDoor, at: datetime) -> Visit | None:
    """What it says; None when it is not of ours, of another link, or too old."""
    try:
        key, number, opened = _signer().unsign(token).split(".")
    except signing.BadSignature:
        return None
    visit = Visit(UUID(key), int(number), int(opened))
    age = at.timestamp() - visit.opened
    return visit if visit.door == door.pk and -60 <= age <= VISIT_SECONDS else None


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep="~")


def hidden_address(survey: Survey, address: str) -> int:
    """A number for a network address that only this survey makes like this (IPv6: the /64).

    The key is deleted with the end of the survey; then nobody can try addresses against it.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return _hidden(survey, address)
    if known.version == 6:
        known = ip_network(f"{known}/64", strict=False).network_address
    return _hidden(survey, str(known))


def hidden_device(survey: Survey, address: str, browser: str) -> int:
    return _hidden(survey, f"{address}\n{browser}")


def _hidden(survey: Survey, text: str) -> int:
    digest = hmac.new(bytes(survey.salt), text.encode(), sha256).digest()
    return int.from_bytes(digest[:8], signed=True)


# --- How busy an address is


@dataclass(frozen=True)
class Rush:
    """Answers of one hour from one address, and from one device of it."""

    address: int
    device: int


ANY = Rush(MOST_FROM_ADDRESS, MOST_FROM_ADDRESS)


def most_of(door: SurveyDoor, address: int, *, summed: bool) -> Rush:
    """How busy it may be before an answer is not taken: without the sum only a little. The network
    of the place does none."""
    if summed or door.network == address:
        return ANY
    return Rush(FREE_FROM_ADDRESS, FREE_FROM_DEVICE)


def is_too_busy(survey: Survey, address: int, at: datetime) -> bool:
    """Whether nothing more is taken from there in this hour, not even with the sum."""
    rows = SurveyAnswer.objects.filter(survey=survey, address=address, hour=hour_of(at))
    return rows[MOST_FROM_ADDRESS - 1 : MOST_FROM_ADDRESS].exists()


def hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def sum_of(visit: Visit) -> tuple[int, int]:
    """The two numbers that this visit adds up."""
    return visit.key.bytes[0] % 8 + 1, visit.key.bytes[1] % 8 + 1


# --- Taking it


def take_answer(
    *,
    door: SurveyDoor,
    visit: Visit,
    given: Mapping[str, Any],
    questions: int,
    trapped: bool,
    address: int,
    device: int,
    at: datetime,
    language: str = "",
    most: Rush = ANY,
) -> bool:
    """Keep an answer, whose values were read by `reading`. False: this visit has answered before,
    or its address or device brought as many as `most` in this hour.

    A trap that was filled in, or less than a second for each question, is noted and decides later.
    """
    quick = at.timestamp() - visit.opened < questions * QUESTION_SECONDS
    signal = SurveyAnswer.Signal.TRAP if trapped else SurveyAnswer.Signal.FAST * int(quick)
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "visit": visit.key,
                "survey": door.survey_id,
                "door": door.pk,
                "hour": hour_of(at),
                "given": connection.ops.adapt_json_value(dict(given), None),
                "language": language,
                "address": address,
                "device": device,
                "signal": int(signal),
                "most_address": most.address,
                "most_device": most.device,
            },
        )
        return bool(cursor.rowcount == 1)


# Counted from the answers themselves, so that all processes agree, and never more rows than the
# limit; in the statement that writes, because each trip to the server costs as much as the row.
TAKE = """INSERT INTO needs_surveyanswer
    (visit, survey_id, door_id, hour, given, language, address, device, signal, verdict)
SELECT %(visit)s, %(survey)s, %(door)s, %(hour)s, %(given)s, %(language)s, %(address)s, %(device)s,
       %(signal)s, ''
  FROM (SELECT count(*) AS address, count(*) FILTER (WHERE device = %(device)s) AS device
          FROM (SELECT device FROM needs_surveyanswer
                 WHERE survey_id = %(survey)s AND address = %(address)s AND hour = %(hour)s
                 LIMIT %(most_address)s) AS recent) AS rush
 WHERE rush.address < %(most_address)s AND rush.device < %(most_device)s
ON CONFLICT (visit) DO NOTHING"""


def takes_answers(door: SurveyDoor, at: datetime) -> bool:
    """Whether this link answers now: the survey runs, the link is open, its target not reached.

    `at` is in the zone of the agency.
    """
    survey = door.survey
    if door.closed_on is not None or not survey.runs(at.date()):
        return False
    if not survey.closes_when_full or door.group is None:
        return True
    answers = SurveyAnswer.objects.filter(door__group=door.group, signal=0)
    return not answers[door.group.target - 1 : door.group.target].exists()


def door_of(code: str) -> SurveyDoor | None:
    """The link with its survey, which was opened."""
    found: list[Survey] = _with_door(code)
    if not found:
        return None
    said = [getattr(found[0], f"door_{name}") for name in DOOR]
    door = SurveyDoor.from_db(connection.alias, DOOR, said)
    door.survey = found[0]
    return door


def _survey_of_door(code: str) -> models.QuerySet[Survey]:
    columns = {f"door_{name}": models.F(f"doors__{name}") for name in DOOR}
    rows = Survey.objects.filter(doors__code=code, opened_on__isnull=False)
    return rows.annotate(**columns).order_by()


DOOR = [column.attname for column in SurveyDoor._meta.concrete_fields]
_with_door = Prepared(_survey_of_door).objects  # each answer asks for it
