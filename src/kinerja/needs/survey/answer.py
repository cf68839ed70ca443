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
    """Answers of this hour from one address, and from one device of it."""

    address: int
    device: int

    def asks_sum(self, door: SurveyDoor, address: int) -> bool:
        """Whether the visitor does a small sum first. The network of the place does not."""
        if door.network == address:
            return False
        return self.address >= FREE_FROM_ADDRESS or self.device >= FREE_FROM_DEVICE

    @property
    def is_too_much(self) -> bool:
        return self.address >= MOST_FROM_ADDRESS


def rush_of(survey: Survey, address: int, device: int, at: datetime) -> Rush:
    """Counted from the answers themselves, so that all processes agree; never more rows than the
    highest limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE device = %s) FROM ("
            " SELECT device FROM needs_surveyanswer"
            " WHERE survey_id = %s AND address = %s AND hour = %s LIMIT %s) AS recent",
            [device, survey.pk, address, hour_of(at), MOST_FROM_ADDRESS],
        )
        return Rush(*cursor.fetchone())


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
) -> bool:
    """Keep an answer, whose values were read by `reading`; False: this visit has answered before.

    A trap that was filled in, or less than a second for each question, is noted and decides later.
    """
    quick = at.timestamp() - visit.opened < questions * QUESTION_SECONDS
    signal = SurveyAnswer.Signal.TRAP if trapped else SurveyAnswer.Signal.FAST * int(quick)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO needs_surveyanswer (visit, survey_id, door_id, hour, given, language,"
            " address, device, signal, verdict) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '')"
            " ON CONFLICT (visit) DO NOTHING",
            [
                *(visit.key, door.survey_id, door.pk, hour_of(at)),
                *(connection.ops.adapt_json_value(dict(given), None), language),
                *(address, device, int(signal)),
            ],
        )
        return bool(cursor.rowcount == 1)


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
    rows = SurveyDoor.objects.select_related("survey", "group")
    return rows.filter(code=code, survey__opened_on__isnull=False).first()
