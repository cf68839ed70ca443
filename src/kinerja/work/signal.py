"""Who has news: a short list with growing ids, for pages that stay open.

The worker alone writes it, in the order in which things were committed, so "everything after
number 17" leaves nothing out. It holds ids, no contents: who may see what is asked anew by
whoever reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models
from django.utils import timezone

from kinerja.people.person import Person

CHANNEL = "kinerja_live"
MOST_NEWS = 2_000  # who missed more than that is shown everything anew


class Signal(models.Model):
    """Something about the work of one person changed; `news`: there is a new report."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    news = models.BooleanField()
    at = models.DateTimeField("waktu", default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="signal_at")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.person_id}"


@dataclass(frozen=True)
class Missed:
    """What was published after some number: (number, person, whether there is a new report).

    Whoever knows a smaller number than `reaches_to` may have missed something.
    """

    last: int
    reaches_to: int
    signals: Sequence[tuple[int, int, bool]] = ()


def publish(people: Mapping[int, bool]) -> None:
    """Write down who has news and wake the pages, once for all, in the transaction at hand."""
    known = Person.objects.filter(pk__in=people).values_list("pk", flat=True)
    Signal.objects.bulk_create([Signal(person_id=pk, news=people[pk]) for pk in sorted(known)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def last_signal() -> int:
    """The newest number; 0 before the first."""
    return Signal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def news_since(number: int) -> Missed:
    """What came after that number; of a long list only the end, so that it stays cheap."""
    last = last_signal()
    rows = Signal.objects.filter(pk__gt=number, pk__lte=last).order_by("-pk")
    newest = list(rows.values_list("pk", "person", "news")[: MOST_NEWS + 1])
    if len(newest) > MOST_NEWS:
        return Missed(last, newest[-1][0], tuple(newest[-2::-1]))
    oldest = Signal.objects.order_by("pk").values_list("pk", flat=True).first() or 1
    return Missed(last, oldest - 1, tuple(newest[::-1]))


def forget_signals(*, before: datetime) -> int:
    """Pages that slept longer are shown anew; the newest stays, so that numbers go on."""
    return Signal.objects.filter(at__lt=before, pk__lt=last_signal()).delete()[0]
