"""Aggregates of other agencies as they arrived; the newest of a month counts, older ones stay."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.db import models, transaction
from django.utils import timezone

from kinerja.integrations.hub.aggregate import (
    VERSION,
    Aggregate,
    UnreadableAggregate,
    read_document,
    read_said,
)
from kinerja.integrations.hub.member import Member, may_bring
from kinerja.people.person import Person
from kinerja.people.refusals import NotAllowed
from kinerja.records.event import record


class ReceivedQuerySet(models.QuerySet["Received"]):
    def newest(self, month: date) -> Self:
        """The one that counts of each agency in a month (its first day)."""
        return self.filter(month=month).order_by("member_id", "-made_at").distinct("member_id")


class Received(models.Model):
    """One month of one agency, counted there at `made_at`."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="received", db_index=False)
    month = models.DateField("bulan")  # its first day
    made_at = models.DateTimeField("dihitung")
    version = models.PositiveSmallIntegerField("versi", default=VERSION)
    cells = models.JSONField("angka")
    received_at = models.DateTimeField("diterima")
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="dibawa oleh"
    )  # empty: the console

    is_new = False  # stored by this very call, not there before

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "month", "made_at"], name="received_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.month:%Y-%m}"


def receive_file(*, content: bytes, by: Person | None, at: datetime) -> list[Received]:
    """Keep what a file says, all of it or nothing.

    Errors: UnreadableAggregate (also for an agency that is not awaited), NotAllowed.
    """
    return receive(aggregates=read_document(content, now=at), by=by, at=at)


def receive_said(*, said: object, by: Person | None, at: datetime) -> list[Received]:
    """The same for JSON that is read already."""
    return receive(aggregates=read_said(said, now=at), by=by, at=at)


@transaction.atomic
def receive(*, aggregates: Sequence[Aggregate], by: Person | None, at: datetime) -> list[Received]:
    """Keep these, all or none; the same once more changes nothing. Errors: as `receive_file`."""
    codes = {one.code for one in aggregates}
    members = {
        one.code: one
        for one in Member.objects.select_for_update().filter(code__in=codes).order_by("pk")
    }
    return [_keep(one, members.get(one.code), by, at) for one in aggregates]


def _keep(one: Aggregate, member: Member | None, by: Person | None, at: datetime) -> Received:
    if member is None or (member.until and one.month > member.until):
        raise UnreadableAggregate(f"Kode {one.code} tidak ada dalam daftar instansi yang ditunggu.")
    if not may_bring(by, member, timezone.localdate(at)):
        raise NotAllowed(f"Anda bukan pengirim agregat {member.name}.")
    there = Received.objects.filter(member=member, month=one.month)
    if same := there.filter(made_at=one.made_at).first():
        if same.cells != one.cells:
            raise UnreadableAggregate(
                f"{member.name}: agregat dengan waktu yang sama sudah ada, angkanya lain."
            )
        return same
    if there.filter(made_at__gt=one.made_at).exists():
        raise UnreadableAggregate(f"{member.name}: yang lebih baru sudah diterima.")
    kept = Received.objects.create(
        member=member,
        month=one.month,
        made_at=one.made_at,
        cells=one.cells,
        received_at=at,
        by=by,
    )
    data = {"code": one.code, "period": f"{one.month:%Y-%m}", "made_at": one.made_at.isoformat()}
    record("hub.received", about=kept, by=by, data=data | {"cells": one.cells})
    kept.is_new = True
    return kept


def aggregate_again(row: Received) -> Aggregate:
    """What arrived, as it may travel on to the level above."""
    member = row.member
    made_at = timezone.localtime(row.made_at)
    return Aggregate(member.code, member.name, row.month, made_at, row.cells)
