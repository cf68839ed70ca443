"""What people ask of Kinerja itself: a box that is open to everybody who signs in."""

from datetime import date, datetime
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Q

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.people.role import Role
from kinerja.people.scope import scope_of
from kinerja.records.event import record

LONGEST_TEXT = 2_000  # characters
MOST_A_DAY = 10
KEEPERS = (Role.Name.PERSONNEL_ADMIN, Role.Name.SYSTEM_OPERATOR)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, person: Person, on: date) -> Self:
        """One's own; all for those who look after the system."""
        return self if keeps_system(person, on) else self.filter(person=person)


class Suggestion(models.Model):
    """One wish, complaint or remark about the system. `key` is made on the form: twice is once."""

    class Kind(models.TextChoices):
        WISH = "wish", "Usul perbaikan"
        COMPLAINT = "complaint", "Keluhan"
        GUIDE = "guide", "Panduan atau bantuan"

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField("tentang", max_length=9, choices=Kind)
    text = models.TextField("usul")
    sent_at = models.DateTimeField("dikirim")
    key = models.UUIDField(unique=True, default=uuid4, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="suggestion_is_said"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


def keeps_system(person: Person, on: date) -> bool:
    """Whether the person looks after the system, and writes its review."""
    return scope_of(person, KEEPERS, on).everything


@transaction.atomic
def suggest(
    *, kind: str, text: str, by: Person, at: datetime, key: UUID | None = None
) -> Suggestion:
    """Put something into the box; the same key again: the first. Errors: InvalidInput."""
    key = key or uuid4()
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # two taps: the second one waits
    if known := Suggestion.objects.filter(key=key, person=by).first():
        return known
    lines = (line.strip() for line in text.replace("\x00", "").splitlines())
    row = Suggestion(person=by, kind=kind, text="\n".join(lines).strip(), sent_at=at, key=key)
    if not row.text or len(row.text) > LONGEST_TEXT:
        raise InvalidInput(f"Tulis usul Anda, paling banyak {LONGEST_TEXT} huruf.")
    check_fields(row)
    today = Suggestion.objects.filter(person=by, sent_at__date=at.date())
    if today.count() >= MOST_A_DAY:
        raise InvalidInput(f"Hari ini sudah {MOST_A_DAY} usul; lanjutkan besok.")
    row.save(force_insert=True)
    record("suggestion.sent", about=row, person=by, by=by, data={"kind": row.kind})
    return row
