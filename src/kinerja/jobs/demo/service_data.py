"""Figures of services of the example (data contoh): four years of a bus line by route, or of the
immunisation of children by puskesmas, with something in them that is worth finding."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from kinerja.jobs.demo.people import Member
from kinerja.needs.finding import Finding
from kinerja.needs.service_data.dataset import ServiceDataset, ServiceMeasure, add_dataset
from kinerja.needs.service_data.detection import ServiceDetection, note_detection
from kinerja.needs.service_data.load import MeasureSheet, receive_file, store_load
from kinerja.people.person import Person
from kinerja.people.unit import Unit

MONTHS = 48
BROKEN = 9  # months ago
ROUTES = (("Trayek R1", 52_000), ("Trayek R2", 38_000), ("Trayek R4", 21_000), ("Trayek R5", 9_500))
CENTRES = (("Marunggi", 118), ("Naras", 96), ("Padusunan", 84))


def add_service_data(
    members: Sequence[Member], *, officer: Person, today: date, zone: ZoneInfo, random: Random
) -> Finding | None:
    """One data set each for transport and health; what stands out of the first is a finding."""
    heads = {one.seat.post: one for one in reversed(members) if one.assignment.leads}
    found = None
    for post, name, measure, unit_of_measure, places in (
        ("transport_head", "Penumpang angkutan umum", "Penumpang", "penumpang", ROUTES),
        ("health_head", "Imunisasi anak", "Anak diimunisasi", "anak", CENTRES),
    ):
        if post not in heads:
            continue
        dataset = _loaded(
            heads[post].assignment.position.unit,
            name,
            (measure, unit_of_measure),
            list(_lines(measure, places, today, random)),
            officer=officer,
            at=datetime.combine(today, time(8), zone),
        )
        broken = ServiceDetection.objects.filter(
            measure__dataset=dataset, kind=ServiceDetection.Kind.BREAK, place__isnull=False
        ).first()
        if broken is not None:
            found = note_detection(detection=broken, by=officer, on=today)
    return found


def _lines(
    measure: str, places: Sequence[tuple[str, int]], today: date, random: Random
) -> Iterator[str]:
    """Header and rows; the last place but one loses a fifth at once some months ago."""
    yield f"Bulan;Tempat;{measure}"
    fallen = places[-2][0]
    for ago in range(MONTHS, 0, -1):
        at = today.year * 12 + today.month - 1 - ago
        for place, usual in places:
            level = usual * (0.8 if place == fallen and ago <= BROKEN else 1)
            busy = 1.12 if at % 12 in (5, 11) else 1  # school holidays
            figure = round(level * busy * random.gauss(1, 0.05))
            yield f"{at // 12}-{at % 12 + 1:02};{place};{figure}"


def _loaded(
    unit: Unit,
    name: str,
    measure: tuple[str, str],
    lines: Sequence[str],
    *,
    officer: Person,
    at: datetime,
) -> ServiceDataset:
    on = at.date()
    dataset = add_dataset(
        name=f"{name} (data contoh)",
        source="Dibuat untuk instansi contoh",
        frequency="month",
        by=officer,
        on=on,
        unit=unit,
        sample=True,
    )
    load = receive_file(
        dataset=dataset,
        name="data-contoh.csv",
        content="\n".join(lines).encode(),
        by=officer,
        at=at,
        on=on,
    )
    sheet = MeasureSheet(measure[1], ServiceMeasure.Polarity.HIGHER, ServiceMeasure.Together.SUM)
    store_load(load=load, sheets={measure[0]: sheet}, by=officer, on=on)
    return dataset
