"""Take an applied import back: as long as nothing later rests on what it stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction

from kinerja.people.assignment import Assignment, name_superiors
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.closing import ImportClosed, close
from kinerja.people.imports.time_plan import TIME_KINDS
from kinerja.people.imports.time_storing import undo_time
from kinerja.people.person import (
    EDITABLE,
    Person,
    PersonEdit,
    change_status,
    check_may_manage_people,
    edit_people,
)
from kinerja.people.position import Position
from kinerja.people.unit import Unit, UnitName, rename_unit
from kinerja.people.unit_move import move_unit
from kinerja.records.event import Happening, record, record_many
from kinerja.rules.refusal import Refusal

REASON = "Impor dibatalkan"
MOST_NAMED = 3  # examples in a refusal
# Rests on nothing, it was only said. A model of a room above says so itself: `only_told = True`.
TOLD = ("records.event", "records.notice", "records.mail")


class ImportRestedOn(Refusal):
    """Plans, reports or other later facts rest on what the import stored."""


@dataclass
class Traces:
    """What the rows of a batch left behind."""

    rows: list[dict[str, Any]]
    people: dict[int, Person] = field(default_factory=dict)
    assignments: dict[int, Assignment] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: ImportBatch) -> "Traces":
        said = list(batch.rows.exclude(stored={}).values_list("stored", flat=True))
        traces = cls(said)
        ids = {one["person"] for one in said if one.get("person")}
        traces.people = Person.objects.select_for_update().order_by("pk").in_bulk(list(ids))
        posts = {one[name] for one in said for name in ("assignment", "superior_of", "moved_from")
                 if one.get(name)}  # fmt: skip
        traces.assignments = Assignment.objects.select_related("person").in_bulk(list(posts))
        return traces

    @property
    def new_people(self) -> list[Person]:
        return [
            self.people[one["person"]] for one in self.rows if one.get("new") and "person" in one
        ]


@transaction.atomic
def undo_batch(*, batch: ImportBatch, by: Person | None, on: date, reason: str = "") -> None:
    """Bring back what was before. People who were added stay as rows, because events name them,
    but count as never having been here; another import may bring them back.

    Errors: ImportClosed when it is not applied, ImportRestedOn when later facts rest on it,
    NotAllowed; nothing is changed then.
    """
    check_may_manage_people(by)
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
    if batch.state not in (ImportBatch.State.APPLIED, ImportBatch.State.FINISHED):
        raise ImportClosed("Hanya impor yang sudah disimpan yang dapat dibatalkan.")
    if batch.kind == ImportBatch.Kind.ORGANISATION:
        _undo_units(batch, by)
    elif batch.kind in TIME_KINDS:
        undo_time(batch=batch, by=by, on=on)
    else:
        _undo_people(batch, by, on)
    close(batch, ImportBatch.State.UNDONE)
    record("import.undone", about=batch, by=by, reason=reason, data={"file": batch.file_name})


def _undo_people(batch: ImportBatch, by: Person | None, on: date) -> None:
    traces = Traces.of(batch)
    made = [traces.assignments[one["assignment"]] for one in traces.rows
            if one.get("assignment") in traces.assignments]  # fmt: skip
    posts = list(Position.objects.filter(pk__in=batch.added.get("positions", ())))
    _check_unchanged(traces)
    _check_free(traces.new_people, ours={"people.assignment": {row.pk for row in made}})
    _check_free(made)
    _check_free(posts, ours={"people.assignment": {row.pk for row in made}})
    _withdraw(made, "assignment.withdrawn", by)
    _bring_back_posts(traces, by)
    _withdraw(posts, "position.withdrawn", by)
    edits = []
    for one in traces.rows:
        person = traces.people[one["person"]]
        if one["new"] or one["restored"]:
            change_status(
                person=person, status=Person.Status.WITHDRAWN, since=on, by=by, reason=REASON
            )
            continue
        if one["before"]:
            edits.append(PersonEdit(person, {k: _value(k, v) for k, v in one["before"].items()}))
        if one["status_before"]:
            change_status(
                person=person, status=one["status_before"], since=on, by=by, reason=REASON
            )
    edit_people(edits=edits, by=by, reason=REASON)


def _check_unchanged(traces: Traces) -> None:
    """Nobody may have edited these people since."""
    changed = [
        traces.people[one["person"]].name
        for one in traces.rows
        if traces.people[one["person"]].version != one["version"]
    ]
    if changed:
        raise ImportRestedOn(
            f"Data {_some(changed)} sudah diubah sesudah impor ini. Perbaiki datanya satu per satu."
        )


def _check_free(rows: Iterable[models.Model], ours: dict[str, set[int]] | None = None) -> None:
    """Refuse when any other row points at one of these. What was told, and `ours`, do not count."""
    rows = {row.pk: row for row in rows}
    if not rows:
        return
    model = type(next(iter(rows.values())))
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or not relation.auto_created:
            continue
        other: type[models.Model] = relation.related_model  # type: ignore[assignment]
        label = other._meta.label_lower
        told = label.startswith(TOLD) or getattr(other, "only_told", False)
        if told or not isinstance(relation.field, models.ForeignKey):
            continue
        name = relation.field.attname
        pointing = other._default_manager.filter(**{f"{relation.field.name}__in": list(rows)})
        pointing = pointing.exclude(pk__in=(ours or {}).get(label, ()))
        ids = list(pointing.values_list(name, flat=True)[: MOST_NAMED + 1])
        if ids:
            names = [str(rows[pk]) for pk in dict.fromkeys(ids)]
            raise ImportRestedOn(
                f"Sudah ada {other._meta.verbose_name} yang memakai data impor ini "
                f"({_some(names)}), jadi impor tidak dapat dibatalkan."
            )


def _bring_back_posts(traces: Traces, by: Person | None) -> None:
    """Posts that the import ended run on; superiors that it named are as before."""
    for one in traces.rows:
        old = traces.assignments.get(one.get("moved_from") or 0)
        if old is not None:
            old.ends_on = None
            old.save(update_fields=["ends_on"])
            record("assignment.reopened", about=old, person=old.person, by=by, reason=REASON)
    before = {
        one["superior_of"]: one["superior_before"]
        for one in traces.rows
        if one.get("superior_of") in traces.assignments
    }
    heads = Position.objects.in_bulk([pk for pk in before.values() if pk])
    name_superiors(
        superiors=[(traces.assignments[pk], heads.get(head or 0)) for pk, head in before.items()],
        by=by,
        reason=REASON,
    )


def _withdraw(rows: Iterable[models.Model], name: str, by: Person | None) -> None:
    """Delete rows and say so, each with an event of its own."""
    rows = list(rows)
    record_many(
        Happening(name, about=row, by=by, person=getattr(row, "person", None), reason=REASON)
        for row in rows
    )
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def _value(name: str, stored: Any) -> Any:
    """A former value out of JSON."""
    if name not in EDITABLE:
        raise ValueError(f"not a fact of a person: {name}")
    if name in ("birth_date", "start_date"):
        return date.fromisoformat(stored) if stored else None
    return stored


def _undo_units(batch: ImportBatch, by: Person | None) -> None:
    rows = list(batch.rows.exclude(stored={}).values_list("stored", flat=True))
    units = Unit.objects.in_bulk([one["unit"] for one in rows])
    new = [units[one["unit"]] for one in rows if one["new"] and one["unit"] in units]
    own = {"people.unit": {unit.pk for unit in new}}
    own["people.unitname"] = set(UnitName.objects.filter(unit__in=new).values_list("pk", flat=True))
    _check_free(new, ours=own)
    for one in rows:
        unit = units.get(one["unit"])
        if unit is None or one["new"]:
            continue
        if "name_before" in one:
            rename_unit(unit=unit, name=one["name_before"], by=by)
        if one.get("parent_before"):
            parent = Unit.objects.get(pk=one["parent_before"])
            move_unit(unit=unit, parent=parent, by=by, reason=REASON)
    UnitName.objects.filter(unit__in=new).delete()
    for depth in sorted({unit.depth for unit in new}, reverse=True):
        _withdraw([unit for unit in new if unit.depth == depth], "unit.withdrawn", by)


def _some(names: list[str]) -> str:
    """A few names, and how many more there are."""
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown}, dan {more} lainnya" if more > 0 else shown
