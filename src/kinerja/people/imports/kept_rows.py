"""The verdicts on the rows of an import, as they are kept in the database."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from kinerja.people.imports.batch import ImportBatch, ImportRow
from kinerja.people.imports.correction import Correction, RowId
from kinerja.people.imports.outcome import Outcome, RowReport, public_values, summary
from kinerja.records.copying import copy_many

Left = dict[int, dict[str, Any]]  # id of a report -> what its row left behind when it was stored


def keep_rows(batch: ImportBatch, reports: list[RowReport], left: Left) -> None:
    """Keep the verdicts of a file that was read just now."""
    copy_many(
        [
            ImportRow(
                batch=batch,
                place=place,
                sheet=report.sheet[:200],
                row=report.row,
                outcome=report.outcome,
                reasons=_reasons(report),
                values=_values(report),
                stored=left.get(id(report), {}),
            )
            for place, report in enumerate(reports)
        ]
    )
    _count(batch, (report.outcome for report in reports))


def renew_rows(batch: ImportBatch, reports: list[RowReport]) -> None:
    """Bring the kept rows up to new verdicts; rows that were stored keep theirs."""
    rows = batch.rows.order_by("place").values_list("outcome", "reasons", "values", "stored")
    outcomes: list[Outcome] = []
    changed: list[tuple[int, str, str, str]] = []
    for place, (row, report) in enumerate(zip(rows, reports, strict=True)):
        outcome, reasons, values, stored = row
        if stored:
            outcomes.append(Outcome(outcome))
            continue
        new = (report.outcome.value, _reasons(report), _values(report))
        outcomes.append(report.outcome)
        if (outcome, reasons, values) != new:
            changed.append((place, new[0], json.dumps(new[1]), json.dumps(new[2])))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_importrow SET outcome = new.outcome, reasons = new.reasons,"
            ' "values" = new.said'
            " FROM unnest(%s::int[], %s::text[], %s::jsonb[], %s::jsonb[])"
            " AS new(place, outcome, reasons, said)"
            " WHERE batch_id = %s AND people_importrow.place = new.place",
            [*([one[at] for one in changed] for at in range(4)), batch.pk],
        )
    _count(batch, outcomes)


def note_stored(batch: ImportBatch, reports: list[RowReport], left: Left) -> None:
    """Remember on each kept row what it left behind."""
    said = {
        place: json.dumps(left[id(report)])
        for place, report in enumerate(reports)
        if id(report) in left
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_importrow SET stored = said.stored"
            " FROM unnest(%s::int[], %s::jsonb[]) AS said(place, stored)"
            " WHERE batch_id = %s AND people_importrow.place = said.place",
            [list(said), list(said.values()), batch.pk],
        )


def corrections_of(batch: ImportBatch) -> dict[RowId, Correction]:
    """What was decided about the rows."""
    rows = batch.rows.decided().values_list("sheet", "row", "correction")
    return {(sheet, row): Correction.of(said) for sheet, row, said in rows}


def _reasons(report: RowReport) -> list[dict[str, Any]]:
    hide = report.outcome is Outcome.REFUSE
    return [
        {
            **reason.public(hide),
            "outcome": reason.outcome.value,
            "field": reason.field,
            "suggestions": [list(one) for one in reason.suggestions],
        }
        for reason in report.reasons
    ]


def _values(report: RowReport) -> dict[str, Any]:
    return public_values(report.values, report.outcome is Outcome.REFUSE)


def _count(batch: ImportBatch, outcomes: Iterable[Outcome]) -> None:
    batch.summary = summary(outcomes)
    batch.save(update_fields=["summary"])
