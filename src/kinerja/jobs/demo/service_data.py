"""Figures of services of the example (data contoh): four years of buses by route and of the
immunisation of children by puskesmas; what stands out of the buses becomes a finding.

One route loses a fifth of its passengers. Where the city answers with a new route, its passengers
come back in the second file, and a third file counts the new route itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from kinerja.jobs.demo.people import Member
from kinerja.needs.finding import Finding
from kinerja.needs.service_data.dataset import (
    ServiceDataset,
    ServiceMeasure,
    ServicePlace,
    add_dataset,
)
from kinerja.needs.service_data.detection import ServiceDetection, note_detection
from kinerja.needs.service_data.load import MeasureSheet, receive_file, store_load
from kinerja.people.person import Person
from kinerja.people.unit import Unit

MONTHS = 48
BROKEN = 15  # months ago
SEEN = 210  # days ago: the first file, in which the loss stands out
OPENED = 4  # months ago: the new route runs
FALLEN = "Trayek R4"
NEW_ROUTE = "Pengumpan FD-4"
ROUTES = (("Trayek R1", 52_000), ("Trayek R2", 38_000), (FALLEN, 21_000), ("Trayek R5", 9_500))
CENTRES = (("Marunggi", 118), ("Naras", 96), ("Padusunan", 84))
PER_TRIP = 24  # passengers
BACK = (0.86, 0.95, 1.04, 1.08)  # of the usual passengers, from the month of the new route on

Figures = Sequence[int]  # one for each measure


@dataclass(frozen=True)
class Buses:
    """What the data of the transport department showed, and where the new route is counted."""

    head: Member
    passengers: ServiceMeasure
    route: ServicePlace
    finding: Finding


def add_service_data(
    members: Sequence[Member],
    *,
    officer: Person,
    new_route: bool,
    today: date,
    zone: ZoneInfo,
    random: Random,
) -> Buses | None:
    """One data set each for transport and health, as far as the city has the two departments."""
    heads = {one.seat.post: one for one in reversed(members) if one.assignment.leads}
    loader = _Loader(officer, today, zone, random)
    if health := heads.get("health_head"):
        loader.immunised(health.assignment.position.unit)
    transport = heads.get("transport_head")
    return loader.buses(transport, new_route) if transport else None


@dataclass(frozen=True)
class _Loader:
    officer: Person
    today: date
    zone: ZoneInfo
    random: Random

    def immunised(self, unit: Unit) -> None:
        measures = {"Anak diimunisasi": "anak"}
        dataset = self._dataset("Imunisasi anak", unit, self.today)
        self._load(dataset, measures, self._lines(CENTRES, self._children), self.today)

    def buses(self, head: Member, new_route: bool) -> Buses | None:
        """Half a year ago the first file, today the rest."""
        unit, seen = head.assignment.position.unit, self.today - timedelta(days=SEEN)
        dataset = self._dataset("Angkutan umum kota", unit, seen)
        measures = {"Perjalanan": "perjalanan", "Penumpang": "penumpang"}
        back = BACK if new_route else ()
        lines = self._lines(ROUTES, lambda usual, place, ago: self._trips(usual, place, ago, back))
        known = f"{seen:%Y-%m}"
        self._load(dataset, measures, [line for line in lines if line < known], seen)
        broken = ServiceDetection.objects.filter(
            measure__dataset=dataset,
            measure__name="Penumpang",
            place__name=FALLEN,
            kind=ServiceDetection.Kind.BREAK,
        ).first()
        finding = note_detection(detection=broken, by=self.officer, on=seen) if broken else None
        self._load(dataset, {}, [line for line in lines if line >= known], self.today, measures)
        if new_route:
            self._new_route(unit, measures)
        if finding is None:
            return None
        return Buses(
            head,
            dataset.measures.get(name="Penumpang"),
            dataset.places.get(name=FALLEN),
            finding,
        )

    def _new_route(self, unit: Unit, measures: Mapping[str, str]) -> None:
        dataset = self._dataset("Trayek pengumpan FD-4", unit, self.today)
        lines = self._lines(((NEW_ROUTE, 6_400),), self._first_months, months=OPENED)
        self._load(dataset, measures, lines, self.today)

    def _trips(self, usual: int, place: str, ago: int, back: Sequence[float]) -> Figures:
        """Trips go on as they were; passengers fall, and come back with the new route."""
        level = 1.0
        if place == FALLEN and ago <= BROKEN:
            level = back[OPENED - ago] if back and ago <= OPENED else 0.8
        busy = self._busy(ago)
        trips = round(usual / PER_TRIP * busy * self.random.gauss(1, 0.01))
        return trips, round(usual * level * busy * self.random.gauss(1, 0.04))

    def _first_months(self, usual: int, place: str, ago: int) -> Figures:
        share = BACK[OPENED - ago] - 0.3
        return round(usual / PER_TRIP), round(usual * share * self.random.gauss(1, 0.03))

    def _children(self, usual: int, place: str, ago: int) -> Figures:
        level = 0.8 if place == CENTRES[-2][0] and ago <= BROKEN else 1
        return (round(usual * level * self._busy(ago) * self.random.gauss(1, 0.05)),)

    def _busy(self, ago: int) -> float:
        return 1.12 if self._month(ago) % 12 in (5, 11) else 1  # school holidays

    def _month(self, ago: int) -> int:
        return self.today.year * 12 + self.today.month - 1 - ago

    def _lines(
        self,
        places: Sequence[tuple[str, int]],
        figures: Callable[[int, str, int], Figures],
        months: int = MONTHS,
    ) -> list[str]:
        """Rows "2026-03;Trayek R4;875;16500", the oldest month first."""
        rows = []
        for ago in range(months, 0, -1):
            year, month = divmod(self._month(ago), 12)
            for place, usual in places:
                cells = [str(one) for one in figures(usual, place, ago)]
                rows.append(";".join([f"{year}-{month + 1:02}", place, *cells]))
        return rows

    def _dataset(self, name: str, unit: Unit, on: date) -> ServiceDataset:
        return add_dataset(
            name=f"{name} (data contoh)",
            source="Dibuat untuk instansi contoh",
            frequency="month",
            by=self.officer,
            on=on,
            unit=unit,
            sample=True,
        )

    def _load(
        self,
        dataset: ServiceDataset,
        new: Mapping[str, str],
        lines: Sequence[str],
        on: date,
        known: Mapping[str, str] | None = None,
    ) -> None:
        """A file with its header; `new` measures get a sheet, `known` ones have theirs."""
        header = ";".join(["Bulan", "Tempat", *(known or new)])
        load = receive_file(
            dataset=dataset,
            name=f"data-contoh-{on:%Y-%m}.csv",
            content="\n".join([header, *lines]).encode(),
            by=self.officer,
            at=datetime.combine(on, time(8), self.zone),
            on=on,
        )
        sheets = {
            name: MeasureSheet(word, ServiceMeasure.Polarity.HIGHER, ServiceMeasure.Together.SUM)
            for name, word in new.items()
        }
        store_load(load=load, sheets=sheets, by=self.officer, on=on)
