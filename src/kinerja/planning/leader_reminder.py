"""The leader hears once a year that staff have drafted and wait for his or her plan."""

from datetime import date

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of, reports_of
from kinerja.planning.plan import Plan, PlanQuerySet
from kinerja.planning.refusals import NoAppraiser, NotYours, WrongState
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import notify


class LeaderReminder(models.Model):
    """One reminder to one leader for one year."""

    leader = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField("tahun")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    sent_on = models.DateField("dikirim")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["leader", "year"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.leader} {self.year}"


def waiting_drafts(leader: Person, year: int, on: date) -> PlanQuerySet:
    """Plans of the staff of that day that are not set and wait for the leader's; none once the
    leader's plan is handed in."""
    if WorkResult.objects.of_leader(leader, year).exists():
        return Plan.objects.none()
    return Plan.objects.filter(
        person__in=reports_of(leader, on), year=year, state__in=Plan.UNSET, amends=None
    )


@transaction.atomic
def remind_leader(*, plan: Plan, by: Person, on: date) -> Person:
    """Tell the leader that a draft waits for his or her plan: once for each leader and year,
    however many ask. Who was told.

    Errors: NotYours, NoAppraiser, WrongState (the leader's plan is there, or was reminded of).
    """
    if plan.person_id != by.pk:
        raise NotYours("Pengingat dikirim oleh pemilik konsep.")
    leader = appraiser_of(by, on)
    if leader is None:
        raise NoAppraiser("Atasan Anda belum tercatat. Hubungi bagian kepegawaian.")
    if not waiting_drafts(leader, plan.year, on).filter(pk=plan.pk).exists():
        raise WrongState(f"Rencana {leader.name} sudah diajukan. Hubungkan hasil kerja Anda.")
    reminder, created = LeaderReminder.objects.get_or_create(
        leader=leader, year=plan.year, defaults={"by": by, "sent_on": on}
    )
    if not created:
        raise WrongState(f"{leader.name} sudah diingatkan. Konsep Anda tetap tersimpan.")
    record("leader.reminded", about=reminder, person=leader, by=by, data={"year": plan.year})
    text = f"Konsep SKP {plan.year} pegawai Anda menunggu rencana Anda. Ajukan rencana Anda dulu."
    notify(leader, text, "/rencana/")
    return leader
