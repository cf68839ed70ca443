"""Announced maintenance: beforehand, by the operator, with a reason."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.people.make import a_person, a_role

from kinerja.people.maintenance import announce_maintenance, cancel_maintenance
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, NotAllowed, WrongDates
from kinerja.records.event import Event
from kinerja.records.outage import Outage, Part, beat
from kinerja.records.refusals import OutageBegan

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 10, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def oki() -> Person:
    oki = a_person("Oki")
    a_role(oki, "system_operator")
    return oki


def announce(by: Person, first: float, last: float, reason: str = "Versi baru") -> Outage:
    return announce_maintenance(
        starts_at=NOW + first * HOUR, ends_at=NOW + last * HOUR, reason=reason, by=by, at=NOW
    )


def test_it_is_announced_with_an_event_and_may_be_cancelled_before_it_begins(oki: Person) -> None:
    outage = announce(oki, 10, 12)

    assert (outage.cause, outage.length, outage.reason) == ("planned", 2 * HOUR, "Versi baru")
    with pytest.raises(OutageBegan):
        cancel_maintenance(outage=outage, by=oki, at=NOW + 10 * HOUR)
    cancel_maintenance(outage=outage, by=oki, at=NOW + 9 * HOUR)
    assert not Outage.objects.exists()
    assert [one.name for one in Event.objects.order_by("pk")] == [
        "outage.announced",
        "outage.cancelled",
    ]


@pytest.mark.parametrize(
    ("first", "last", "reason", "refusal"),
    [
        (-1, 1, "Versi baru", WrongDates),  # the past would move deadlines by hand
        (1, 1, "Versi baru", WrongDates),
        (1, 80, "Versi baru", WrongDates),
        (1, 2, "  ", InvalidInput),
    ],
)
def test_what_is_refused_leaves_nothing(
    oki: Person, first: float, last: float, reason: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        announce(oki, first, last, reason)
    assert not Outage.objects.exists()
    assert not Event.objects.exists()


def test_only_the_operator_and_once_for_a_time(oki: Person) -> None:
    with pytest.raises(NotAllowed):
        announce(a_person("Sari"), 1, 2)
    outage = announce(oki, 1, 3)
    with pytest.raises(WrongDates):
        announce(oki, 2, 4)
    with pytest.raises(NotAllowed):
        cancel_maintenance(outage=outage, by=a_person("Tono"), at=NOW)


def test_what_lasts_longer_is_noted_apart_with_its_own_event(oki: Person) -> None:
    announce(oki, 1, 2)
    beat(part=Part.WORKER, at=NOW + HOUR)
    noted = beat(part=Part.WORKER, at=NOW + 4 * HOUR)

    assert noted is not None
    assert noted.length == 3 * HOUR
    assert list(Event.objects.order_by("pk").values_list("name", flat=True)) == [
        "outage.announced",
        "outage.noted",
    ]
    with pytest.raises(OutageBegan):
        cancel_maintenance(outage=noted, by=oki, at=NOW)
