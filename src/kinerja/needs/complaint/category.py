"""What complaints are about: a short list of the agency, each with its usual class."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.needs.complaint.scope import check_keeps_rules
from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.records.event import record
from kinerja.rules.complaint import ComplaintClass

FIRST = (  # what a new agency starts with; it edits them
    ("Prosedur dan persyaratan", ComplaintClass.NORMATIVE),
    ("Waktu pelayanan", ComplaintClass.NON_SUPERVISORY),
    ("Sikap petugas", ComplaintClass.NON_SUPERVISORY),
    ("Sarana dan prasarana", ComplaintClass.NON_SUPERVISORY),
    ("Biaya pelayanan", ComplaintClass.NON_SUPERVISORY),
    ("Dugaan pungutan liar atau pelanggaran", ComplaintClass.SUPERVISORY),
)


class CategoryQuerySet(models.QuerySet["ComplaintCategory"]):
    def offered(self) -> Self:
        return self.filter(active=True)


class ComplaintCategory(models.Model):
    """One kind of complaint."""

    name = models.CharField("nama", max_length=80, unique=True)
    usual_class = models.CharField("kadar", max_length=16, choices=ComplaintClass.choices())
    active = models.BooleanField("dipakai", default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="complaint_category_is_named")
        ]

    def __str__(self) -> str:
        return self.name


@transaction.atomic
def set_category(
    *,
    name: str,
    usual_class: str,
    by: Person | None,
    on: date,
    active: bool = True,
    category: ComplaintCategory | None = None,
) -> ComplaintCategory:
    """Add a category, or change the one that is handed in. Errors: NotYours, InvalidInput."""
    check_keeps_rules(by, on)
    row = category or ComplaintCategory()
    row.name, row.usual_class, row.active = " ".join(name.split()), usual_class, active
    check_fields(row)
    others = ComplaintCategory.objects.exclude(pk=row.pk).filter(name__iexact=row.name)
    if others.exists():
        raise InvalidInput(f"Kategori “{row.name}” sudah ada.")
    row.save()
    data = {"name": row.name, "class": str(row.usual_class), "active": active}
    record("complaint_category.set", about=row, by=by, data=data)
    return row


@transaction.atomic
def first_categories(*, by: Person | None, on: date) -> int:
    """The list that a new agency starts with, where it has none yet; how many were added."""
    check_keeps_rules(by, on)
    if ComplaintCategory.objects.exists():
        return 0
    for name, usual_class in FIRST:
        set_category(name=name, usual_class=usual_class, by=by, on=on)
    return len(FIRST)
