"""The parts of the office for working time."""

from django.urls import reverse

from kinerja.web.parts import Tab

PARTS = (
    ("leave_list", "Cuti"),
    ("shift_list", "Jadwal jaga"),
    ("pattern_list", "Pola kerja unit"),
)


def tabs(current: str) -> list[Tab]:
    """The tabs, with the one of this page marked."""
    return [Tab(label, reverse(name), name == current) for name, label in PARTS]
