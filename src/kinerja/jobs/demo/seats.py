"""Which posts the example agency has, in the order in which its seats are filled.

The first seats make every part of the product visible (a health office with its midwives, schools,
transport, tourism, the personnel office, a district); the rest grows all units evenly.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kinerja.jobs.demo.city import City


@dataclass(frozen=True)
class Seat:
    """One seat to fill: the unit by code, and the key of the post in `posts.toml`."""

    unit: str
    post: str
    leads: bool = False


# (kind of unit, word in its name) -> post of its head; the first that fits counts
HEADS: tuple[tuple[str, str, str], ...] = (
    ("city_government", "", "regional_head"),
    ("secretariat", "", "secretary"),
    ("department", "Dinas Kesehatan", "health_head"),
    ("department", "Pendidikan", "education_head"),
    ("department", "Perhubungan", "transport_head"),
    ("department", "Pariwisata", "tourism_head"),
    ("agency", "Kepegawaian", "personnel_head"),
    ("health_centre", "", "health_centre_head"),
    ("school", "", "headteacher"),
    ("district", "", "district_head"),
    ("urban_village", "", "village_head"),
    ("division", "", "division_head"),
    ("bureau", "", "division_head"),
    ("department", "", "device_head"),
    ("agency", "", "device_head"),
    ("inspectorate", "", "device_head"),
    ("council_secretariat", "", "device_head"),
)
# the same for the staff: posts in turn, and how many people such a unit wants
STAFF: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("health_centre", "", ("midwife", "nurse", "midwife", "doctor", "nurse", "data_officer"), 14),
    ("school", "", ("teacher", "teacher", "teacher", "clerk"), 12),
    ("division", "Angkutan", ("driver_planner", "driver_planner", "data_officer"), 8),
    ("division", "Destinasi", ("guide_officer", "guide_officer", "data_officer"), 6),
    ("division", "Budaya", ("guide_officer", "clerk"), 4),
    ("division", "Kinerja", ("personnel_officer", "personnel_officer", "data_officer"), 6),
    ("division", "", ("data_officer", "clerk"), 4),
    ("bureau", "", ("data_officer", "clerk"), 4),
    ("urban_village", "", ("village_staff", "clerk"), 3),
    ("district", "", ("village_staff", "data_officer"), 4),
    ("department", "Komunikasi", ("it_officer", "it_officer", "clerk"), 6),
    ("department", "Pariwisata", ("guide_officer", "clerk"), 4),
    ("department", "Perhubungan", ("driver_planner", "clerk"), 4),
    ("inspectorate", "", ("inspector", "inspector", "clerk"), 6),
    ("agency", "Kepegawaian", ("personnel_officer", "data_officer"), 5),
    ("department", "", ("data_officer", "clerk"), 4),
    ("agency", "", ("data_officer", "clerk"), 4),
    ("hospital", "", ("nurse", "doctor", "midwife"), 10),
)
# the units that come first, by a word in their names, with the staff they get at once
FIRST: tuple[tuple[str, int], ...] = (
    ("Dinas Kesehatan", 2),
    ("Bidang Kesehatan Masyarakat", 2),
    ("Puskesmas", 8),
    ("Kepegawaian", 3),
    ("Kinerja dan Penghargaan", 2),
    ("Dinas Perhubungan", 1),
    ("Bidang Angkutan", 4),
    ("Pendidikan", 1),
    ("Pembinaan Sekolah Dasar", 1),
    ("SD Negeri", 5),
    ("Pariwisata", 2),
    ("Destinasi", 3),
    ("Komunikasi dan Informatika", 2),
    ("Inspektorat", 3),
)


def seats(city: City, people: int) -> list[Seat]:
    """The seats of an agency of so many people; heads always stand before their staff."""
    chosen: list[Seat] = []
    for seat in _in_order(city):
        if len(chosen) == people:
            break
        chosen.append(seat)
    return chosen


class _Order:
    """Hands out seats one by one and remembers how many each unit has."""

    def __init__(self, city: City) -> None:
        self.units = {row["code"]: row for row in city.units}
        self.filled: dict[str, int] = {}

    def heads(self, code: str) -> Iterator[Seat]:
        """The heads of the unit and of those above it that have none yet, from the top."""
        if code in self.filled:
            return
        row = self.units[code]
        if row["parent"]:
            yield from self.heads(row["parent"])
        self.filled[code] = 0
        if post := _head_of(row):
            yield Seat(code, post, leads=True)

    def staff(self, code: str, count: int) -> Iterator[Seat]:
        posts, _ = _staff_of(self.units[code])
        for _ in range(count if posts else 0):
            yield Seat(code, posts[self.filled[code] % len(posts)])
            self.filled[code] += 1

    def growth(self) -> Iterator[Seat]:
        """Without end: always the unit that has least of what it wants."""
        queue = []
        for code, row in self.units.items():
            posts, wants = _staff_of(row)
            if posts:
                queue.append((self.filled.get(code, 0) / wants, code, wants))
        heapq.heapify(queue)
        while queue:
            _, code, wants = heapq.heappop(queue)
            yield from self.heads(code)
            yield from self.staff(code, 1)
            heapq.heappush(queue, (self.filled[code] / wants, code, wants))


def _in_order(city: City) -> Iterator[Seat]:
    order = _Order(city)
    named = [(code, row["name"]) for code, row in order.units.items()]
    villages = [code for code, row in order.units.items() if row["kind"] == "urban_village"]
    for word, count in FIRST:
        for code in [code for code, name in named if word in name][:3]:
            yield from order.heads(code)
            yield from order.staff(code, count)
    for code in villages[:2]:
        yield from order.heads(code)
        yield from order.staff(code, 2)
    for code, row in order.units.items():  # a desa is led by an elected head, not by an ASN
        if row["kind"] not in {"village", "urban_village"}:
            yield from order.heads(code)
    yield from order.growth()


def _head_of(row: dict[str, str]) -> str:
    for kind, word, post in HEADS:
        if kind in {"", row["kind"]} and word in row["name"]:
            return post
    return ""


def _staff_of(row: dict[str, str]) -> tuple[Sequence[str], int]:
    for kind, word, posts, wants in STAFF:
        if kind == row["kind"] and word in row["name"]:
            return posts, wants
    return (), 0
