"""The box of messages: each is stored first, under a key that exists once, and sent by the worker.

As with mail, a gateway that is down costs nothing but time: later and later it is asked again,
until the message is too old to be of use. The gateway may have delivered what it did not
acknowledge; then a message comes twice, for which WhatsApp gateways get the key as
`Idempotency-Key`.
"""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from kinerja.people.person import Person

OLDEST = timedelta(hours=24)  # then the next reminder says more than this one


class MessageQuerySet(models.QuerySet["Message"]):
    def open(self) -> Self:
        return self.filter(sent_at=None, ended_at=None)

    def waiting(self, at: datetime) -> Self:
        """To be tried now."""
        return self.open().filter(not_before__lte=at)


class Message(models.Model):
    """One message, sent, to be sent, or given up."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=80, unique=True)
    address = models.CharField(max_length=20)
    text = models.CharField(max_length=600)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # given up
    failure = models.CharField(max_length=120, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(sent_at=None, ended_at=None),
                name="message_waiting",
            ),
            models.Index(
                fields=["ended_at"], condition=Q(ended_at__isnull=False), name="message_given_up"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(ended_at=None), name="sent_or_given_up"
            )
        ]

    def __str__(self) -> str:
        return self.key


def post_message(
    *,
    person: Person,
    kind: str,
    address: str,
    key: str,
    text: str,
    at: datetime,
    until: datetime | None = None,
) -> Message | None:
    """Put a message into the box, in the transaction of what it tells of; None: it was there."""
    fields = {"kind": kind, "address": address, "text": text, "made_at": at, "not_before": at}
    message, created = Message.objects.get_or_create(
        key=key, defaults={"person": person, "until": until or at + OLDEST} | fields
    )
    return message if created else None


def take_back(*, person: Person, kind: str) -> None:
    """What waits for a number that is given up goes nowhere; what is being sent now is too late."""
    waiting = Message.objects.open().filter(person=person, kind=kind)
    held = waiting.select_for_update(skip_locked=True)  # the worker holds a channel after these
    Message.objects.filter(pk__in=list(held.values_list("pk", flat=True))).delete()
