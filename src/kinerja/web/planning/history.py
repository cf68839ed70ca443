"""What happened to a plan in all its versions, as its page tells it."""

from collections.abc import Sequence

from kinerja.planning.plan import Plan
from kinerja.records.event import Event, type_of
from kinerja.web.parts import Happened

TOLD = {
    "plan.started": "Penyusunan dimulai",
    "plan.copied": "Disalin dari rencana sebelumnya",
    "plan.submitted": "Diajukan",
    "plan.withdrawn": "Ditarik kembali",
    "plan.returned": "Dikembalikan",
    "plan.set": "Ditetapkan",
    "plan.expectation_set": "Ekspektasi khusus diperbarui",
    "plan.amendment_opened": "Perubahan dibuka",
    "plan.amendment_cancelled": "Perubahan dibatalkan",
    "plan.superseded": "Digantikan versi baru",
    "plan.dialogue_offered": "Dialog ditawarkan",
    "plan.asked_above": "Dibicarakan dengan atasan pejabat penilai",
    "plan.linked": "Dihubungkan dengan hasil kerja atasan",
    "plan.appraiser_changed": "Pejabat penilai berganti",
    "plan.agreed_anew": "Disepakati ulang dengan pejabat penilai baru",
    "plan.left_post": "Berakhir karena pindah jabatan",
    "plan.closed": "Ditutup",
    "offer.made": "Target diusulkan",
    "offer.accepted": "Usulan target disetujui",
    "offer.declined": "Usulan target belum disetujui",
}


def plan_history(plan: Plan, versions: Sequence[Plan]) -> list[Happened]:
    """The events of all versions, newest first; with the version where there are several."""
    numbers = {one.pk: one.version for one in versions}
    events = (
        Event.objects.filter(about_type=type_of(plan), about_id__in=list(numbers))
        .named(*TOLD)
        .select_related("by")
        .order_by("-pk")
    )
    return [Happened(event.at, _what(event, numbers), event.by, event.reason) for event in events]


def _what(event: Event, versions: dict[int, int]) -> str:
    what = TOLD[event.name]
    if event.name == "offer.made":
        what = f"{what}: {event.data['target']}"
    return f"{what} (versi {versions[event.about_id]})" if len(versions) > 1 else what
