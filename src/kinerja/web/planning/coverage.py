"""What the plans leave open, for leaders and planners: counts, the list, one next action."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kinerja.needs.need import Need
from kinerja.people.person import Person
from kinerja.people.scope import UnitScope
from kinerja.planning.coverage import Gap, coverage, coverage_scope
from kinerja.planning.goal import Goal, goal_scope
from kinerja.web.asked import year_of
from kinerja.web.page import PageRequest, page
from kinerja.web.paging import keyset
from kinerja.web.parts import Tab
from kinerja.web.planning.goal import years_around

MEANING = {
    Gap.NO_PLAN: "Pegawai yang wajib menyusun SKP dan belum mengajukan rencananya.",
    Gap.NOT_ALIGNED: "Rencananya ada, tetapi tidak satu pun hasil kerjanya mendukung sasaran atau"
    " hasil kerja pimpinan.",
    Gap.NO_CARRIER: "Tidak ada hasil kerja pegawai yang mendukung sasaran ini atau bagian di"
    " bawahnya.",
    Gap.NO_MEASURE: "Sasaran yang semestinya diukur, tetapi belum berindikator atau belum bertarget"
    " tahun ini.",
    Gap.WEIGHTS: "Bobot bagian di bawahnya tidak berjumlah 100%, sehingga capaian belum dihitung.",
    Gap.NO_NEED: "Sasaran tahun ini yang tidak dihubungkan dengan kebutuhan mana pun.",
    Gap.NEED_NO_GOAL: "Kebutuhan yang masih terbuka dan belum dilayani sasaran.",
    Gap.NEED_NO_OWNER: "Kebutuhan terbuka yang tidak punya penanggung jawab, atau yang penanggung"
    " jawabnya tidak lagi aktif.",
}
NOTHING_OPEN = {
    Gap.NO_PLAN: "Semua sudah mengajukan rencana",
    Gap.NOT_ALIGNED: "Semua rencana mendukung sasaran",
    Gap.NO_CARRIER: "Semua sasaran ada pelaksananya",
    Gap.NO_MEASURE: "Semua sasaran terukur",
    Gap.WEIGHTS: "Semua bobot pas",
    Gap.NO_NEED: "Semua sasaran melayani kebutuhan",
    Gap.NEED_NO_GOAL: "Semua kebutuhan punya sasaran",
    Gap.NEED_NO_OWNER: "Semua kebutuhan ada penanggung jawabnya",
}


@dataclass(frozen=True)
class Line:
    """One row of the list with what to do next."""

    title: str
    meta: str
    action: str
    url: str


@page
def goal_coverage(request: PageRequest) -> HttpResponse:
    """The gaps of one's own scope; one of them in full."""
    today, year = timezone.localdate(), year_of(request)
    scope = coverage_scope(request.person, today)
    if scope is None:
        raise PermissionDenied
    asked = request.GET.get("bagian", "")
    gap = Gap(asked) if asked in set(Gap) else Gap.NO_PLAN
    found = coverage(scope, year, today)
    counts = {one: found.of(one).count() for one in Gap}
    planner = goal_scope(request.person, today)
    rows = _with_units(found.of(gap))
    listed: Any = keyset(request, rows, size=30)
    context = {
        "year": year,
        "years": years_around(year, {"bagian": gap.value}),
        "tabs": [
            Tab(one.label, f"?tahun={year}&bagian={one}", one is gap, count)
            for one, count in counts.items()
        ],
        "gap": gap,
        "count": counts[gap],
        "meaning": MEANING[gap],
        "nothing": NOTHING_OPEN[gap],
        "page": listed,
        "lines": [_line(row, gap, year, planner) for row in listed],
        "planners": found.planners,
        "goals": found.goals,
    }
    return render(request, "planning/coverage/show.html", context)


def _with_units(rows: Any) -> Any:
    return rows if rows.model is Person else rows.select_related("unit")


def _line(row: Model, gap: Gap, year: int, planner: UnitScope) -> Line:
    if isinstance(row, Person):
        plan = vars(row).get("plan_id")
        if plan:
            return Line(row.name, "", "Lihat rencana", reverse("plan_show", args=[plan]))
        return Line(row.name, "", "Lihat pegawai", reverse("person_show", args=[row.pk]))
    if isinstance(row, Need):
        owner = row.unit.name if row.unit else "seluruh instansi"
        action = "Hubungkan sasaran" if gap is Gap.NEED_NO_GOAL else "Buka kebutuhan"
        return Line(row.statement, owner, action, row.page)
    if not isinstance(row, Goal):
        raise TypeError(f"a line tells of a person, a goal or a need, not of {row!r}")
    owner = row.unit.name if row.unit else "seluruh instansi"
    meta = f"{row.get_level_display()} · {owner}"
    if planner.covers(row.unit):
        if gap is Gap.WEIGHTS:
            return Line(row.title, meta, "Perbaiki bobot", reverse("goal_weights", args=[row.pk]))
        if gap is Gap.NO_MEASURE and not vars(row)["has_indicator"]:
            url = reverse("key_indicator_new", args=[row.pk])
            return Line(row.title, f"{meta} · belum ada indikator", "Tambah indikator", url)
    if gap is Gap.NO_MEASURE:
        missing = "belum ada target" if vars(row)["has_indicator"] else "belum ada indikator"
        meta += f" · {missing} {year}"
    url = f"{reverse('goal_show', args=[row.pk])}?tahun={year}"
    return Line(row.title, meta, "Buka sasaran", url)
