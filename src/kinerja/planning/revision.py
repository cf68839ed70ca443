"""Changing a row that somebody else may be changing: hold it, compare, write, tell what changed.

Every editable row has a `revision` that grows with each change. A form carries the one that it
was filled from; whoever comes second is told so, and nothing is overwritten unseen.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db import models

from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.rules.refusal import ChangedMeanwhile

Difference = dict[str, list[object]]  # field: [before, after], as JSON values


class Revised(Protocol):
    """A model with a revision."""

    revision: int


def hold(row: models.Model) -> None:
    """Read the row as it stands now and keep it until the transaction ends.

    Errors: ChangedMeanwhile if it is gone.
    """
    everything = type(row)._default_manager.select_for_update(of=("self",))
    try:
        row.refresh_from_db(from_queryset=everything)
    except type(row).DoesNotExist:  # type: ignore[attr-defined]
        raise ChangedMeanwhile("Bagian ini sudah dihapus. Muat ulang halaman.") from None


def check_revision(row: Revised, revision: int | None) -> None:
    """Refuse when the form was filled from an older state; None: whatever stands now."""
    if revision is not None and row.revision != revision:
        raise ChangedMeanwhile(
            "Isinya sudah berubah sejak halaman ini dibuka. Muat ulang untuk melihat yang terbaru,"
            " lalu ulangi perubahan Anda."
        )


def difference(row: models.Model, changes: Mapping[str, Any]) -> Difference:
    """What `changes` would alter in the row; empty: nothing."""
    found: Difference = {}
    for name, new in changes.items():
        old = getattr(row, name)
        if old != new:
            found[name] = [plain(old), plain(new)]
    return found


def put(row: models.Model, changes: Mapping[str, Any]) -> Difference:
    """Set the fields, check them, save the row with its next revision; nothing to do: no write."""
    found = difference(row, changes)
    if found:
        before = {name: getattr(row, name) for name in found}
        _assign(row, changes)
        try:
            check_fields(row)
        except InvalidInput:
            _assign(row, before)
            raise
        grow(row, found)
    return found


def _assign(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def grow(row: Any, fields: Iterable[str] = ()) -> None:
    """Save these fields together with the next revision of a held row."""
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])


def plain(value: object) -> object:
    """A value of a field as an event stores it: rows by id, numbers and dates as text."""
    match value:
        case models.Model():
            return value.pk
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
        case _:
            return value
