"""The agencies whose aggregates are awaited here (on an installation of a province, a ministry)."""

from datetime import date
from typing import Self

from django.db import models, transaction

from kinerja.integrations.hub.aggregate import checked_code
from kinerja.people.access import SEES_PEOPLE, leads_region, may_manage_people
from kinerja.people.person import Person, check_may_manage_people
from kinerja.people.refusals import InvalidInput
from kinerja.records.event import record


class MemberQuerySet(models.QuerySet["Member"]):
    def awaited(self, month: date) -> Self:
        """Those that belong to the circle in that month (its first day)."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=month))


class Member(models.Model):
    """One agency. `until`: the last month (its first day) that is awaited."""

    code = models.CharField("kode", max_length=20, unique=True)
    name = models.CharField("nama instansi", max_length=150)
    region = models.CharField("wilayah", max_length=100, blank=True)  # a province, for the nation
    sender = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pengirim"
    )  # who may bring the numbers of this agency alone, by a program
    until = models.DateField("sampai bulan", null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["region", "name", "pk"]

    def __str__(self) -> str:
        return self.name


def may_see_aggregates(person: Person, on: date) -> bool:
    """Those who watch over the whole agency; the numbers name nobody."""
    tasks = person.roles.on(on).filter(name__in=SEES_PEOPLE, unit=None)
    return tasks.exists() or leads_region(person, on)


def may_bring(person: Person | None, member: Member, on: date) -> bool:
    """The office for every agency, the sender for his or her own; None: the console."""
    return person is None or member.sender_id == person.pk or may_manage_people(person, on)


@transaction.atomic
def add_member(
    *, code: str, name: str, by: Person | None, region: str = "", sender: Person | None = None
) -> Member:
    """An agency is awaited from now on. Errors: NotAllowed, InvalidInput, UnreadableAggregate."""
    check_may_manage_people(by)
    code, name = checked_code(code.strip()), " ".join(name.split())
    if not name or len(name) > 150:
        raise InvalidInput("Tulis nama instansi, paling banyak 150 huruf.")
    if Member.objects.filter(code=code).exists():
        raise InvalidInput(f"Kode {code} sudah dipakai.")
    region = " ".join(region.split())[:100]
    member = Member.objects.create(code=code, name=name, region=region, sender=sender)
    data = {"code": code, "name": name, "region": region, "sender": sender.pk if sender else None}
    record("hub.member_added", about=member, by=by, data=data)
    return member


@transaction.atomic
def end_member(*, member: Member, month: date, by: Person | None, reason: str = "") -> None:
    """That month is the last that is awaited; what was received stays. Errors: NotAllowed."""
    check_may_manage_people(by)
    member.until = month.replace(day=1)
    member.save(update_fields=["until"])
    data = {"until": member.until.isoformat()}
    record("hub.member_ended", about=member, by=by, reason=reason, data=data)
