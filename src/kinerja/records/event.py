"""What happened: an append-only list that says who did what, to what, about whom, and why."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone

from kinerja.records.copying import copy_many

if TYPE_CHECKING:
    from kinerja.people.models import Person


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, thing: models.Model) -> Self:
        """Everything that happened to one row."""
        return self.filter(about_type=type_of(thing), about_id=thing.pk)

    def named(self, *names: str) -> Self:
        return self.filter(name__in=names)


class Event(models.Model):
    """One thing that happened. A database trigger refuses to change or delete it."""

    name = models.CharField("peristiwa", max_length=60)  # subject.verb, for example plan.set
    about_type = models.CharField(max_length=60)  # room.model of the row that changed
    about_id = models.BigIntegerField()
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="tentang",
        db_index=False,  # the index below begins with it
    )
    by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name="oleh"
    )  # empty: the system itself
    on_behalf_of = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="atas nama",
        db_index=False,
    )
    reason = models.TextField("alasan", blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField("waktu")
    digest = models.BinaryField(max_length=32)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["about_type", "about_id", "id"], name="event_about"),
            models.Index(fields=["person", "id"], name="event_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"

    @property
    def is_unchanged(self) -> bool:
        """Whether it still says what its digest was made of."""
        return self.content_digest() == bytes(self.digest)

    def content_digest(self) -> bytes:
        """SHA-256 of what this event says, independent of where it is stored."""
        said = [
            self.name,
            self.about_type,
            self.about_id,
            self.person_id,
            self.by_id,
            self.on_behalf_of_id,
            self.reason,
            self.data,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
        ]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True)
class Happening:
    """An event before it is stored, for `record_many`."""

    name: str
    about: models.Model
    by: "Person | None"
    person: "Person | None" = None
    on_behalf_of: "Person | None" = None
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def event(self, at: datetime) -> Event:
        """The row to store. Errors: TypeError for data that would come back changed."""
        _check_plain(self.data)
        event = Event(
            name=self.name,
            about_type=type_of(self.about),
            about_id=self.about.pk,
            person=self.person,
            by=self.by,
            on_behalf_of=self.on_behalf_of,
            reason=self.reason,
            data=dict(self.data),
            at=at,
        )
        event.digest = event.content_digest()
        return event


def _check_plain(value: object) -> None:
    """The database keeps 1e22 as a number in another form: floats would break the digest."""
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        for one in value.values():
            _check_plain(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _check_plain(one)
    elif not isinstance(value, str | int | None):
        raise TypeError(f"an event keeps texts, whole numbers, yes and no, not {value!r}")


def type_of(thing: models.Model) -> str:
    """`room.model` of a row, as events name it."""
    return thing._meta.label_lower


def record(
    name: str,
    *,
    about: models.Model,
    by: "Person | None",
    person: "Person | None" = None,
    on_behalf_of: "Person | None" = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Write down one event, in the transaction of the change that it tells of.

    `about` is the row that changed, `person` whom it concerns, `by` who did it (None: the
    system). `data` holds texts, whole numbers, yes and no, lists and mappings of them; dates and
    decimals go in as text (TypeError otherwise).
    """
    happening = Happening(name, about, by, person, on_behalf_of, reason, data or {})
    event = happening.event(timezone.now())
    event.save(force_insert=True)
    return event


def record_many(happenings: Iterable[Happening]) -> None:
    """The same rows as `record` one by one, for bulk verbs."""
    now = timezone.now()
    copy_many([one.event(now) for one in happenings])
