"""What the room wrote, without ids and clocks, to compare the bulk verbs with the single ones."""

from typing import Any

from kinerja.feedback.feedback import Feedback
from kinerja.records.attachment import Attachment
from kinerja.records.event import Event
from kinerja.records.notice import Notice
from kinerja.work.evidence import Evidence
from kinerja.work.report import Report
from kinerja.work.verification import Verification

CLOCKS = {"id", "key", "uploaded_at", "digest", "sent_at"}
LINKS = {"about_id", "report_id", "attachment_id", "url"}  # ids of the rows themselves


def written() -> dict[str, list[dict[str, Any]]]:
    """Every row of the room and of the records, in the order of writing."""
    pks = Report.objects.order_by("pk").values_list("pk", flat=True)
    places = {pk: place for place, pk in enumerate(pks)}
    found: dict[str, list[dict[str, Any]]] = {}
    for model in (Report, Evidence, Attachment, Verification, Feedback, Event, Notice):
        clock = {"at"} if model is Event else set()
        found[model.__name__] = []
        for row in model.objects.order_by("pk").values():
            kept = {name: row[name] for name in row.keys() - CLOCKS - LINKS - clock}
            if "report_id" in row:
                kept["report"] = places.get(row["report_id"])
            if "about_id" in row:
                kept["about"] = _place(row)
            found[model.__name__].append(kept)
    return found


def _place(event: dict[str, Any]) -> int:
    """Which of the rows of its kind an event is about."""
    models = {model._meta.label_lower: model for model in (Report, Feedback)}
    model = models[event["about_type"]]
    pks = list(model.objects.order_by("pk").values_list("pk", flat=True))
    return pks.index(event["about_id"])
