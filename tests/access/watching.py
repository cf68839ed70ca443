"""What leaders watch: a unit, an obstacle on a result, the recap of a month as a file."""

from tests.access.world import NOW, World

from kinerja.people.supervision import led_units
from kinerja.planning.work_result import WorkResult
from kinerja.work.data_quality import QualitySignal
from kinerja.work.factor import raise_factor
from kinerja.work.recap_file import ask_recap, keep_recap


def the_watching(world: World) -> None:
    """Budi's unit and a recap of it; an obstacle on Sari's result, and the result itself."""
    budi, sari = world.people["budi"], world.people["sari"]
    world.add("watched_unit", "budi", unit_id=led_units(budi, NOW.date()).get().pk)
    (found,) = [world.things["plan_set_result"]["sari"]]
    result = WorkResult.objects.select_related("plan__person").get(pk=found["result_id"])
    world.add("hindered_result", "sari", result_id=result.pk)
    said = {"kind": "hinders", "text": "Vaksin Melati habis.", "by": sari, "at": NOW}
    world.add("factor", "sari", factor_id=raise_factor(result=result, **said).pk)
    unit = led_units(budi, NOW.date()).get()
    file = ask_recap(unit=unit, month=NOW.date(), form="xlsx", by=budi, at=NOW)
    keep_recap(file=file, content=b"PK", at=NOW, page="/rekap/")
    world.add("recap_file", "budi", file_id=file.pk)
    signal = QualitySignal.objects.create(
        kind="gap",
        person=sari,
        unit=unit,
        day=NOW.date(),
        said="Lima hari kerja tanpa Laporan Melati.",
        key="gap:sari",
        found_at=NOW,
    )
    world.add("quality_signal", "sari", signal_id=signal.pk)
