"""How names in files of other systems are read here: said once, known from then on."""

from collections.abc import Mapping
from datetime import date

from django.db import models, transaction

from kinerja.needs.complaint.scope import check_keeps_rules
from kinerja.people.imports.text import key
from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.records.event import record


class ComplaintMapping(models.Model):
    """One name of a column, unit or category in a file, and what it stands for."""

    class What(models.TextChoices):
        COLUMN = "column", "Kolom"
        UNIT = "unit", "Instansi/unit"
        CATEGORY = "category", "Kategori"

    what = models.CharField(max_length=8, choices=What)
    said = models.CharField("nama dalam berkas", max_length=200)  # as `people.imports.text.key`
    target = models.CharField(max_length=40)  # name of a field, or id of a unit or category

    class Meta:
        ordering = ["what", "said"]
        constraints = [
            models.UniqueConstraint(fields=["what", "said"], name="complaint_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.said} → {self.target}"


def known_mapping() -> dict[tuple[str, str], str]:
    """All that was said so far; one query."""
    rows = ComplaintMapping.objects.values_list("what", "said", "target")
    return {(what, said): target for what, said, target in rows}


@transaction.atomic
def keep_mapping(*, mapping: Mapping[tuple[str, str], str], by: Person | None, on: date) -> int:
    """Remember what names stand for; how many changed. Errors: NotYours, InvalidInput."""
    check_keeps_rules(by, on)
    known, changed = known_mapping(), 0
    for (what, said), target in mapping.items():
        if not target or known.get((what, key(said))) == target:
            continue
        row = ComplaintMapping(what=what, said=key(said), target=target)
        check_fields(row)
        row, _ = ComplaintMapping.objects.update_or_create(
            what=what, said=row.said, defaults={"target": target}
        )
        record("complaint_mapping.set", about=row, by=by, data={"what": what, "target": target})
        changed += 1
    return changed
