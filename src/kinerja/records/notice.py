"""What a person was told: the inbox."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.utils import timezone

if TYPE_CHECKING:
    from kinerja.people.models import Person


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: "Person") -> Self:
        """Only one's own."""
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One message to one person, with the page where the matter is dealt with."""

    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="notices", db_index=False
    )
    text = models.CharField("isi", max_length=300)
    url = models.CharField("halaman", max_length=200)  # a path of this site
    sent_at = models.DateTimeField("dikirim", default=timezone.now)
    read_at = models.DateTimeField("dibaca", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="notice_person")]

    def __str__(self) -> str:
        return self.text


def notify(person: "Person", text: str, url: str) -> Notice:
    """Tell one person; call it in the transaction of the change."""
    return Notice.objects.create(person=person, text=text, url=url)


def notify_many(people: "Iterable[Person]", text: str, url: str) -> None:
    Notice.objects.bulk_create([Notice(person=one, text=text, url=url) for one in people])


def notify_all(people: "models.QuerySet[Person]", text: str, url: str) -> int:
    """The same for a set of people of any size, written by the database; how many were told."""
    try:
        ids, values = people.order_by().values_list("pk").distinct().query.sql_with_params()
    except EmptyResultSet:  # nobody, as the condition itself says
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_notice (person_id, text, url, sent_at)"  # noqa: S608 - of models
            f" SELECT told.id, %s, %s, %s FROM ({ids}) AS told (id)",
            [text, url, timezone.now(), *values],
        )
        return int(cursor.rowcount)


def mark_read(notices: NoticeQuerySet, *, at: datetime) -> int:
    """Note that these were seen; the number that were new."""
    return notices.unread().update(read_at=at)
