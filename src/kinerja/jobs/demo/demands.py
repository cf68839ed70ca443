"""The demand for training in the example, for the agency and the units of its threads; the worker
computes that of every department at night."""

from datetime import date

from kinerja.development.demand import compute_demand
from kinerja.jobs.demo.needs import Threads
from kinerja.people.unit import Unit


def add_demands(threads: Threads, *, today: date) -> None:
    """From gaps, the last 360 round, needs, findings and indicators that are behind."""
    units = {one.pk: one for one in Unit.objects.filter(parent=None)}
    for thread in threads.all:
        unit = thread.need.unit
        while unit is not None and unit.pk not in units:
            units[unit.pk] = unit
            unit = unit.parent
    for unit in units.values():
        compute_demand(unit=unit, by=None, on=today)
