"""A leader who is away lets somebody of the unit answer reports, for some days, by consent.

A Plh of the post needs none of this: `people.supervision` makes the Plh the appraiser of that day.
"""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.people.supervision import everyone_below, reports_of
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.work.refusals import NotYours, WrongDelegate, WrongSpan, WrongState

PAGE = "/antrean/wakil/"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, person: Person) -> Self:
        """Only the two concerned."""
        return self.filter(Q(leader=person) | Q(delegate=person))

    def in_force(self, on: date) -> Self:
        return self.filter(state=Delegation.State.ACCEPTED, starts_on__lte=on, ends_on__gte=on)

    def standing(self) -> Self:
        """Offered or accepted, and not over."""
        return self.filter(state__in=[Delegation.State.OFFERED, Delegation.State.ACCEPTED])


class Delegation(models.Model):
    """`delegate` answers reports in the name of `leader`, both days included."""

    class State(models.TextChoices):
        OFFERED = "offered", "Menunggu kesediaan"
        ACCEPTED = "accepted", "Berlaku"
        DECLINED = "declined", "Tidak bersedia"
        ENDED = "ended", "Diakhiri"

    leader = models.ForeignKey(Person, models.CASCADE, related_name="delegations_given")
    delegate = models.ForeignKey(Person, models.CASCADE, related_name="delegations_taken")
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")  # last day, included
    reason = models.CharField("alasan", max_length=200, blank=True)
    state = models.CharField("keadaan", max_length=8, choices=State, default=State.OFFERED)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=models.F("ends_on")), name="delegation_span"
            ),
            models.CheckConstraint(
                condition=~Q(leader=models.F("delegate")), name="delegation_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} a.n. {self.leader}: {self.starts_on} – {self.ends_on}"

    def is_over(self, on: date) -> bool:
        return self.ends_on < on


@transaction.atomic
def offer_delegation(
    *, to: Person, starts_on: date, ends_on: date, by: Person, on: date, reason: str = ""
) -> Delegation:
    """Ask somebody of one's unit to answer reports in one's name. It waits for the consent.

    Errors: NotYours (leads nobody), WrongDelegate (not below), WrongSpan (past, or overlapping).
    """
    if not reports_of(by, on).exists():
        raise NotYours("Hanya atasan langsung yang dapat menunjuk wakil pemeriksa laporan.")
    if not everyone_below(by, on).filter(pk=to.pk).exists():
        raise WrongDelegate("Pilih seorang pegawai dari unit yang Anda pimpin.")
    if ends_on < starts_on or ends_on < on:
        raise WrongSpan("Tanggal akhir belum boleh lewat, dan tidak mendahului tanggal mulai.")
    Person.objects.select_for_update().get(pk=by.pk)  # two offers at once: the second one waits
    standing = Delegation.objects.standing().filter(leader=by)
    if standing.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise WrongSpan("Untuk hari-hari itu sudah ada wakil. Akhiri dulu yang lama.")
    reason = " ".join(reason.replace("\x00", "").split())[:200]
    delegation = Delegation.objects.create(
        leader=by, delegate=to, starts_on=starts_on, ends_on=ends_on, reason=reason
    )
    data = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    record("delegation.offered", about=delegation, person=to, by=by, reason=reason, data=data)
    notify(to, f"{by.name} meminta Anda memeriksa laporan selama beliau tidak di tempat.", PAGE)
    return delegation


@transaction.atomic
def answer_delegation(*, delegation: Delegation, accept: bool, by: Person) -> Delegation:
    """Agree, or not; nobody is made a delegate without a yes. Errors: NotYours, WrongState."""
    held = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if held.delegate_id != by.pk:
        raise NotYours("Hanya orang yang diminta yang dapat menjawab.")
    state = Delegation.State.ACCEPTED if accept else Delegation.State.DECLINED
    if held.state == state:
        return held
    if held.state != Delegation.State.OFFERED:
        raise WrongState("Permintaan ini sudah dijawab atau diakhiri.")
    held.state = state
    held.save(update_fields=["state"])
    record(f"delegation.{state}", about=held, person=by, by=by)
    words = "bersedia" if accept else "tidak bersedia"
    notify(held.leader, f"{by.name} {words} memeriksa laporan atas nama Anda.", PAGE)
    return held


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: Person) -> Delegation:
    """Either of the two ends it, from this moment on. Errors: NotYours, WrongState."""
    held = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if by.pk not in (held.leader_id, held.delegate_id):
        raise NotYours("Hanya atasan dan wakilnya yang dapat mengakhiri ini.")
    if held.state == Delegation.State.ENDED:
        return held
    if held.state == Delegation.State.DECLINED:
        raise WrongState("Permintaan ini tidak pernah berlaku, jadi tidak perlu diakhiri.")
    held.state = Delegation.State.ENDED
    held.save(update_fields=["state"])
    record("delegation.ended", about=held, person=held.delegate, by=by)
    other = held.delegate if by.pk == held.leader_id else held.leader
    notify(other, f"{by.name} mengakhiri perwakilan pemeriksaan laporan.", PAGE)
    return held


def principals_of(person: Person, on: date) -> list[Person]:
    """The leaders in whose name the person answers on that day; one query for most people.

    Whoever has left the unit meanwhile answers for nobody.
    """
    given = Delegation.objects.in_force(on).filter(delegate=person).select_related("leader")
    return [
        one.leader for one in given if everyone_below(one.leader, on).filter(pk=person.pk).exists()
    ]


def stands_in(pairs: Iterable[tuple[int, int]], on: date) -> set[tuple[int, int]]:
    """Which of these (leader, delegate) hold on that day; no query without pairs."""
    pairs = set(pairs)
    if not pairs:
        return set()
    people = Person.objects.in_bulk({delegate for _, delegate in pairs})
    held = {
        (leader.pk, person.pk) for person in people.values() for leader in principals_of(person, on)
    }
    return held & pairs


def lent_people(person: Person) -> list[int] | None:
    """Ids of those whose reports the person answers today in somebody's name; None: nobody's."""
    today = timezone.localdate()
    leaders = principals_of(person, today)
    if not leaders:
        return None
    return [
        pk for leader in leaders for pk in reports_of(leader, today).values_list("pk", flat=True)
    ]
