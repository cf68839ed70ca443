"""Data of services of `world`."""

from tests.access.world import NOW, TODAY, World

from kinerja.needs.service_data.dataset import add_dataset
from kinerja.needs.service_data.detection import ServiceDetection
from kinerja.needs.service_data.load import MeasureSheet, receive_file, store_load


def the_service_data(world: World) -> None:
    """Susi keeps the passengers of the whole agency, which fell, and has a file to look at."""
    susi = world.people["susi"]
    dataset = add_dataset(
        name="Angkutan umum", source="Aplikasi tiket", frequency="month", by=susi, on=TODAY
    )
    rows = [f"{2025 + at // 12}-{at % 12 + 1:02},{90 + at % 3 - at // 10 * 40}" for at in range(20)]
    first, second = (
        receive_file(
            dataset=dataset,
            name="penumpang.csv",
            content="\n".join(["Bulan,Penumpang", *text]).encode(),
            by=susi,
            at=NOW,
            on=TODAY,
        )
        for text in (rows, [*rows[:-1], "2026-08,60"])
    )
    store_load(load=first, sheets={"Penumpang": MeasureSheet("orang")}, by=susi, on=TODAY)
    found = ServiceDetection.objects.get(measure__dataset=dataset)
    world.add("service_dataset", "susi", dataset_id=dataset.pk)
    world.add("service_measure", "susi", measure_id=found.measure_id)
    world.add("service_load_stored", "susi", load_id=first.pk)
    world.add("service_load_draft", "susi", load_id=second.pk)
    world.add("service_detection", "susi", detection_id=found.pk)
