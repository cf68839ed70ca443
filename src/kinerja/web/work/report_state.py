"""How reports, plans and what happened to them are said on the pages."""

from collections.abc import Iterable

from kinerja.planning.plan import Plan
from kinerja.records.event import Event
from kinerja.web.parts import Happened
from kinerja.work.report import Report

# tone of the badge, icon
STATES = {
    Report.State.FILED: ("info", "send"),
    Report.State.ASKED: ("heed", "circle-question-mark"),
    Report.State.NOTED: ("good", "circle-check"),
    Report.State.RETURNED: ("heed", "undo-2"),
    Report.State.FROZEN: ("good", "lock"),
    Report.State.WITHDRAWN: ("", "archive"),
}
PLAN_STATES = {
    Plan.State.DRAFT: ("heed", "pencil"),
    Plan.State.SUBMITTED: ("info", "send"),
    Plan.State.SET: ("good", "circle-check"),
    Plan.State.SUPERSEDED: ("", "history"),
    Plan.State.CLOSED: ("", "lock"),
}
HAPPENED = {
    "report.filed": "Laporan dikirim",
    "report.corrected": "Laporan diperbaiki",
    "report.withdrawn": "Laporan ditarik",
    "report.accepted": "Laporan diterima",
    "report.noted_unchecked": "Dicatat tanpa pemeriksaan, karena lewat batas",
    "report.asked": "Laporan ditanyakan",
    "report.returned": "Laporan dikembalikan",
    "report.answer_taken_back": "Jawaban dibatalkan",
}


def history_of(events: Iterable[Event]) -> list[Happened]:
    """Lines of history in the order of `events`, which come with `by`."""
    return [
        Happened(event.at, HAPPENED.get(event.name, event.name), by=event.by, reason=_words(event))
        for event in events
    ]


def _words(event: Event) -> str:
    """The reason, and what a correction replaced."""
    before = event.data.get("before", {}).get("text", "")
    return "\n".join(filter(None, [event.reason, before and f"Sebelumnya: {before}"]))
