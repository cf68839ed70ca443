"""Acceptance: 50,000 junk answers to a public survey move its index by at most 0.5 points, and at
least 99 % of the honest ones are accepted meanwhile.

    python tools/survey_junk.py [--junk 50000] [--seed 7]

It works in a database of its own. Every answer, honest or junk, goes through the whole WSGI
application in this process (middleware, address, form, token), as over HTTP but for the socket; the
clock is moved through the ten days of the survey. Attackers open the page, wait as long as a person
would, and know the questions. They are: one address; a network of many addresses; one token sent
again and again; a slow drip through the open link, day and night; a burst at a poster whose code
leaked, through many addresses; and somebody in the waiting room, behind the same WiFi as honest
visitors.

What it cannot stop: whoever stays below every limit, from many addresses, at a poster.
"""

import argparse
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from kinerja.needs.survey.door import SurveyDoor

ROOT = Path(__file__).resolve().parents[1]
WIB = ZoneInfo("Asia/Jakarta")
FIRST, DAYS = date(2026, 9, 7), 10
PLACES, VISITORS = 3, 40  # posters, and honest answers a day at each
OPEN_VISITORS = 20  # honest answers a day through the open link
SAME_WIFI = 0.3  # of the visitors at a poster come through the WiFi of the place
MOST_POINTS, LEAST_ACCEPTED = Decimal("0.5"), 0.99
HIDDEN = re.compile(rb'name="kunjungan" value="([^"]+)"')
SUM = re.compile(rb'<label for="jumlah">(\w+) tambah (\w+) = \?')
NUMBERS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan")
ELEMENTS = [f"U{number}" for number in range(1, 10)]
PHONES = [f"Mozilla/5.0 (Linux; Android {n}; HP-{n})" for n in range(9, 200)]


@dataclass(frozen=True)
class Post:
    """One answer that somebody sends."""

    at: datetime
    door: int
    address: str
    browser: str
    scores: tuple[int, ...]
    honest: bool
    again: bool = False  # with the token of the post before
    sums: bool = True  # does the sum when asked


def honest(rng: random.Random) -> Iterator[Post]:
    """People come while the place is open, most of them content, each in an own way."""
    for day in range(DAYS):
        for door in range(PLACES + 1):
            count = OPEN_VISITORS if door == PLACES else VISITORS
            for _ in range(count):
                at = _moment(rng, day, 8, 16)
                wifi = door < PLACES and rng.random() < SAME_WIFI
                address = f"203.0.113.{door + 1}" if wifi else _home(rng)
                mood = rng.gauss(3.2, 0.45)
                scores = tuple(min(max(round(rng.gauss(mood, 0.5)), 1), 4) for _ in ELEMENTS)
                yield Post(at, door, address, rng.choice(PHONES), scores, honest=True)


def junk(rng: random.Random, count: int) -> Iterator[Post]:
    """Six attackers, who share the number between them."""
    share = count // 10
    worst, best = (1,) * 9, (4,) * 9
    for _ in range(2 * share):  # one address, in two hours
        yield Post(_moment(rng, 3, 10, 12), 0, "198.51.100.9", "curl/8", worst, False)
    for _ in range(3 * share):  # a network of 2,500 addresses on the open link
        address = f"100.{rng.randrange(64, 68)}.{rng.randrange(256)}.{rng.randrange(10)}"
        scores = tuple(rng.choice((1, 1, 2)) for _ in ELEMENTS)
        yield Post(
            _moment(rng, rng.randrange(2, 8), 0, 24),
            PLACES,
            address,
            rng.choice(PHONES),
            scores,
            False,
        )
    for _ in range(share):  # one token again and again
        yield Post(_moment(rng, 1, 9, 15), 1, "198.51.100.77", PHONES[0], best, False, again=True)
    for _ in range(2 * share):  # a drip through the open link, every hour of every day
        scores = tuple(rng.choice((1, 2, 2, 3)) for _ in ELEMENTS)
        yield Post(
            _moment(rng, rng.randrange(DAYS), 0, 24),
            PLACES,
            _home(rng),
            rng.choice(PHONES),
            scores,
            False,
        )
    for _ in range(share):  # the code of the second poster leaked: one afternoon, many addresses
        yield Post(_moment(rng, 5, 12, 16), 1, _home(rng), rng.choice(PHONES), worst, False)
    for _ in range(count - 9 * share):  # behind the WiFi of the third place, one day
        yield Post(_moment(rng, 6, 8, 14), 2, "203.0.113.3", rng.choice(PHONES), worst, False)


def _moment(rng: random.Random, day: int, first: int, last: int) -> datetime:
    start = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=WIB) + timedelta(days=day)
    return start + timedelta(seconds=rng.randrange(first * 3600, last * 3600))


def _home(rng: random.Random) -> str:
    parts = (rng.randrange(101, 126), rng.randrange(256), rng.randrange(256), rng.randrange(1, 255))
    return ".".join(map(str, parts))


class Street:
    """Sends posts through the application."""

    def __init__(self, codes: list[str]) -> None:
        from django.test import Client

        self.codes = codes
        self.client = Client()
        self.used = ""
        self.outcomes: Counter[tuple[bool, int]] = Counter()

    def send(self, post: Post) -> bool:
        """Open, wait, answer, do the sum when asked; True: a thank-you came."""
        import time_machine

        url = f"/s/{self.codes[post.door]}/"
        who: dict[str, Any] = {"REMOTE_ADDR": post.address, "HTTP_USER_AGENT": post.browser}
        with time_machine.travel(post.at - timedelta(seconds=45), tick=False):
            token = self.used if post.again and self.used else self._open(url, who)
        if post.again:
            self.used = token
        fields = {"kunjungan": token} | dict(zip(ELEMENTS, map(str, post.scores), strict=True))
        with time_machine.travel(post.at, tick=False):
            answer = self.client.post(url, fields, **who)
            asked = SUM.search(answer.content) if answer.status_code == 422 else None
            if asked and post.sums:
                one, other = (NUMBERS.index(word.decode().lower()) + 1 for word in asked.groups())
                answer = self.client.post(url, fields | {"jumlah": str(one + other)}, **who)
        self.outcomes[post.honest, answer.status_code] += 1
        return answer.status_code == 303

    def _open(self, url: str, who: dict[str, Any]) -> str:
        found = HIDDEN.search(self.client.get(url, **who).content)
        return found[1].decode() if found else ""


def the_survey() -> "list[SurveyDoor]":
    """A health centre with three posters, each with its visitors a day and its WiFi, and a link."""
    from kinerja.needs.survey.answer import hidden_address
    from kinerja.needs.survey.door import add_door, set_network
    from kinerja.needs.survey.survey import open_survey
    from kinerja.needs.survey.template import create_skm
    from kinerja.people.agency import found_agency
    from kinerja.people.person import Person, add_people
    from kinerja.people.role import Role, grant_role
    from kinerja.people.unit import add_unit

    found_agency(name="Kota Uji")
    unit = add_unit(code="P", name="Puskesmas", level="agency", parent=None, by=None)
    (susi,) = add_people(people=[Person(name="Susi", kind=Person.Kind.OTHER)], by=None)
    grant_role(person=susi, name=Role.Name.SURVEY_OFFICER, by=None, on=FIRST)
    survey = create_skm(
        title="SKM",
        unit=unit,
        service="Loket",
        opens_on=FIRST,
        closes_on=FIRST + timedelta(days=DAYS),
        by=susi,
        on=FIRST,
    )
    doors = []
    for number in range(PLACES):
        door = add_door(
            survey=survey,
            kind="venue",
            name=f"Loket {number + 1}",
            expected=VISITORS,
            by=susi,
            on=FIRST,
        )
        address = hidden_address(survey, f"203.0.113.{number + 1}")
        doors.append(set_network(door=door, address=address, by=susi, on=FIRST))
    doors.append(
        add_door(
            survey=survey, kind="open", name="WhatsApp", expected=OPEN_VISITORS, by=susi, on=FIRST
        )
    )
    open_survey(survey=survey, by=susi, on=FIRST)
    return doors


def index_after(posts: list[Post]) -> tuple[Decimal, int, dict[str, int], Street, float]:
    """Send them in the order of the clock; the index, how many count, and what was set aside."""
    from kinerja.needs.survey.satisfaction import count_satisfaction
    from kinerja.needs.survey.screening import screen_survey, tally

    doors = the_survey()
    survey = doors[0].survey
    street = Street([door.code for door in doors])
    start = perf_counter()
    for number, post in enumerate(sorted(posts, key=lambda one: one.at), start=1):
        street.send(post)
        if number % 5_000 == 0:
            print(f"  {number} dikirim, {perf_counter() - start:.0f} s", flush=True)
    took = perf_counter() - start
    end = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=WIB) + timedelta(days=DAYS)
    began = perf_counter()
    screen_survey(survey=survey, at=end)
    print(f"  disaring dalam {perf_counter() - began:.1f} s")
    counted = count_satisfaction(survey)
    if counted.index is None:
        raise SystemExit("no answer counts")
    return counted.index.ikm, counted.respondents, tally(survey), street, took


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--junk", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kinerja.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from kinerja.jobs.bench.scratch import scratch_database

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    people = list(honest(random.Random(options.seed)))  # noqa: S311 - a simulation
    bad = list(junk(random.Random(options.seed + 1), options.junk))  # noqa: S311
    with scratch_database("calm"):
        print(f"Tanpa serangan: {len(people)} jawaban jujur")
        before, kept, said, _, _ = index_after(people)
        print(f"  IKM {before}, dihitung {kept}: {said}")
    with scratch_database("junk"):
        print(f"Dengan {len(bad)} jawaban sampah")
        after, kept, said, street, took = index_after([*people, *bad])
        print(f"  IKM {after}, dihitung {kept}: {said}")
        print(f"  jawaban HTTP (jujur, status): {dict(street.outcomes)}")
        print(f"  {len(people) + len(bad)} kunjungan dalam {took:.0f} s")
    accepted = street.outcomes[True, 303] / len(people)
    print(f"Indeks bergeser {abs(after - before)} poin (paling banyak {MOST_POINTS})")
    print(f"Jawaban jujur diterima {accepted:.2%} (paling sedikit {LEAST_ACCEPTED:.0%})")
    return int(abs(after - before) > MOST_POINTS or accepted < LEAST_ACCEPTED)


if __name__ == "__main__":
    sys.exit(main())
