"""Answering a public survey, against an empty page and the same row by hand.

The limit is one trip to the database, an answer makes four: whether the connection stands, the
agency, the link with its survey, and one statement that counts the address and writes. Each is
there so that a link that was closed, or an address that floods, is refused at once by all
processes. Of the work beside them the reading of nine answers is about a tenth; the rest is the
driver and the middleware of the site.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from kinerja.jobs.bench.asking import (
    Browser,
    bare_connection,
    cost,
    empty_page,
    statements_of,
)
from kinerja.jobs.bench.figure import Figure
from kinerja.jobs.bench.filling import Town
from kinerja.needs.survey.answer import hidden_address, new_visit
from kinerja.needs.survey.door import add_door
from kinerja.needs.survey.survey import open_survey
from kinerja.needs.survey.template import create_skm
from kinerja.people.agency import the_agency
from kinerja.people.unit import Unit
from kinerja.rules.satisfaction import ServiceElement

RATIO, QUERIES = 3, 3
RAW = """INSERT INTO needs_surveyanswer (visit, survey_id, door_id, hour, given, language, address,
    device, signal, verdict)
VALUES ('{visit}', {survey}, {door}, date_trunc('hour', now()),
    '{{"U1": 4, "U2": 4, "U3": 4, "U4": 4, "U5": 4, "U6": 4, "U7": 4, "U8": 4, "U9": 4}}', '', 1, 1,
    0, '')"""


def answering(town: Town) -> Iterator[Figure]:
    """One after the other. Errors: RuntimeError when an answer is not taken."""
    now = timezone.localtime(timezone=the_agency().zone)
    today = now.date()
    survey = create_skm(
        title="Survei ukur",
        unit=Unit.objects.get(pk=1),
        service="Loket",
        opens_on=today,
        closes_on=today + timedelta(days=1),
        by=None,
        on=today,
    )
    door = add_door(survey=survey, kind="venue", name="Loket", by=None, on=today)
    door.network = hidden_address(survey, "127.0.0.1")  # one address is measured, none is suspected
    door.save(update_fields=["network"])
    open_survey(survey=survey, by=None, on=today)
    browser = Browser()
    fields = dict.fromkeys([one.value for one in ServiceElement], "4")

    def answer() -> None:
        token = new_visit(door, now - timedelta(minutes=1))
        status, _ = browser.send(f"/s/{door.code}/", fields | {"kunjungan": token})
        if status != 303:
            raise RuntimeError(f"/s/: {status}")

    whole, empty = cost(answer, 60), empty_page()
    with bare_connection() as driver:

        def by_hand() -> None:
            raw = RAW.format(visit=uuid4(), survey=survey.pk, door=door.pk)
            driver.execute(raw.encode())

        raw = cost(by_hand, 60)
    yield Figure("POST a survey answer", whole.wall, "ms", empty.wall + raw.wall, RATIO)
    yield Figure("POST a survey answer, CPU", whole.cpu, "ms")
    queries = len(statements_of(answer))
    yield Figure("POST a survey answer, queries", queries, "queries", bar=QUERIES)
    yield Figure("survey answers, one after the other", 1000 / whole.wall, "/s", bar=300)
