"""How this agency deals with ideas of the box; one row. Our defaults, not law."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction

from kinerja.participation.refusals import NotYours
from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.records.event import record
from kinerja.rules.idea import ANSWER_DAYS, SUPPORTS_EACH


class IdeaSetting(models.Model):
    """Exactly one row, made when it is first changed."""

    answer_days = models.PositiveSmallIntegerField(
        "batas jawaban (hari kerja)",
        default=ANSWER_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    supports_each = models.PositiveSmallIntegerField(
        "dukungan tiap pegawai",
        default=SUPPORTS_EACH,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="idea_setting_is_one_row"),
        ]

    def __str__(self) -> str:
        return "Aturan gagasan"


def idea_setting() -> IdeaSetting:
    """The one row; the defaults of the product until somebody sets others."""
    return IdeaSetting.objects.filter(pk=1).first() or IdeaSetting(pk=1)


@transaction.atomic
def set_idea_rules(*, answer_days: int, supports_each: int, by: Person, on: date) -> IdeaSetting:
    """Change them; they count for ideas that are handed in from then on.

    Errors: NotYours, InvalidInput.
    """
    if not by.manages_people(on):
        raise NotYours("Aturan gagasan diatur admin kepegawaian.")
    row, _ = IdeaSetting.objects.select_for_update().get_or_create(pk=1)
    new: dict[str, Any] = {"answer_days": answer_days, "supports_each": supports_each}
    changed = {
        name: [getattr(row, name), value]
        for name, value in new.items()
        if getattr(row, name) != value
    }
    for name in changed:
        setattr(row, name, new[name])
    check_fields(row)
    if changed:
        row.save()
        record("idea_rules.changed", about=row, by=by, data=changed)
    return row
