"""Published satisfaction of real cities, each with its city and source, to compare with.

None of them is a result of the example agency: they are a data set of their own, whose places are
the cities; how many people answered is mostly not printed, so none of them is an index of a survey.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from kinerja.jobs.demo.city import City
from kinerja.needs.service_data.dataset import ServiceMeasure, add_dataset
from kinerja.needs.service_data.load import MeasureSheet, receive_file, store_load
from kinerja.people.person import Person

SHEET = MeasureSheet("indeks", ServiceMeasure.Polarity.HIGHER, ServiceMeasure.Together.MEAN)


def add_published(city: City, *, officer: Person, today: date, zone: ZoneInfo) -> None:
    """One data set for each source, the figures as they were printed."""
    sources: dict[tuple[str, str], list[str]] = {}
    for row in city.satisfaction:
        line = f"{row['year']};{row['place']};{row['value'].replace('.', ',')}"
        sources.setdefault((row["name"], row["source"]), []).append(line)
    for (name, source), lines in sources.items():
        measure = f"Indeks kepuasan {name}"
        what = "Indeks kepuasan" if city.name.endswith(name) else "Pembanding: indeks kepuasan"
        dataset = add_dataset(
            name=f"{what} {name} (dipublikasikan)",
            source=source,
            frequency="year",
            by=officer,
            on=today,
        )
        load = receive_file(
            dataset=dataset,
            name="indeks-dipublikasikan.csv",
            content="\n".join([f"Tahun;Tempat;{measure}", *lines]).encode(),
            by=officer,
            at=datetime.combine(today, time(8), zone),
            on=today,
        )
        store_load(load=load, sheets={measure: SHEET}, by=officer, on=today)
