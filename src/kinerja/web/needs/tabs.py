"""The pages that lead from findings to needs, as one row of links."""

from django.urls import reverse

from kinerja.web.parts import Tab

PAGES = (
    ("Kebutuhan", "needs"),
    ("Temuan", "findings"),
    ("Pohon masalah", "problem_trees"),
    ("Prioritas", "scorings"),
    ("Beban kerja", "workloads"),
)


def need_tabs(current: str) -> list[Tab]:
    """The row of links; `current` is the url name of the page that is open."""
    return [Tab(label, reverse(name), name == current) for label, name in PAGES]
