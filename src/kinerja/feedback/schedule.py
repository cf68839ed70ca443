"""The scheduled feedback that a leader and an employee agree on (6/2022 Pasal 19).

One of them proposes a rhythm, the other accepts it; from then on the leader owes feedback by the
end of each month or quarter. A new agreement ends the one before. With another leader it is agreed
on anew: nobody owes what somebody else promised.
"""

from datetime import date, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Q

from kinerja.feedback.refusals import NotYours
from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of
from kinerja.planning.plan import Plan
from kinerja.planning.refusals import WrongState
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.feedback import FeedbackRhythm, feedback_due_days

PAGE = "/umpan-balik/jadwal/"


class FeedbackScheduleQuerySet(models.QuerySet["FeedbackSchedule"]):
    def visible_to(self, person: Person) -> Self:
        """Of plans that one may see."""
        return self.filter(plan__in=Plan.objects.visible_to(person))

    def agreed(self) -> Self:
        return self.filter(agreed_on__isnull=False)

    def in_force(self, on: date) -> Self:
        return self.agreed().filter(starts_on__lte=on, ends_on__gte=on)

    def proposed(self) -> Self:
        """Waiting for the other side."""
        return self.filter(agreed_on=None)


class FeedbackSchedule(models.Model):
    """One agreement; without `agreed_on` a proposal. `starts_on` of a proposal is its day."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="feedback_schedules")
    person = models.ForeignKey(Person, models.PROTECT, related_name="feedback_schedules")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="feedback_promised")
    rhythm = models.CharField("irama", max_length=7, choices=FeedbackRhythm.choices())
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    agreed_on = models.DateField("disepakati", null=True, blank=True)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("sampai")

    objects = FeedbackScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "plan"],
                condition=Q(agreed_on=None),
                name="one_proposal_of_feedback",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_rhythm_display()}"

    @property
    def due_days(self) -> list[date]:
        """Every last day of the agreement."""
        return feedback_due_days(FeedbackRhythm(self.rhythm), self.starts_on, self.ends_on)

    @property
    def answers(self) -> Person:
        """Who accepts a proposal: the other of the two."""
        return self.leader if self.proposed_by_id == self.person_id else self.person


@transaction.atomic
def propose_schedule(*, plan: Plan, rhythm: str, by: Person, on: date) -> FeedbackSchedule:
    """Propose how often the leader gives feedback: by the owner of a plan in force, or by the
    appraiser of today. A new proposal takes the place of the one that waits; the same one again is
    the same.

    Errors: NotYours; WrongState when the plan is not in force, or this rhythm runs already.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("person").get(pk=plan.pk)
    leader = appraiser_of(plan.person, on)
    if leader is None or by.pk not in (plan.person_id, leader.pk):
        raise NotYours("Jadwal umpan balik disepakati pegawai dan pejabat penilainya.")
    if plan.state != Plan.State.SET or not plan.starts_on <= on <= plan.ends_on:
        raise WrongState("Jadwal disepakati untuk rencana yang sedang berlaku.")
    rhythm = FeedbackRhythm(rhythm).value
    of_plan = FeedbackSchedule.objects.filter(person=plan.person, plan=plan)
    if of_plan.in_force(on).filter(leader=leader, rhythm=rhythm).exists():
        raise WrongState("Jadwal ini sudah berlaku.")
    waiting = of_plan.proposed()
    if known := waiting.filter(leader=leader, rhythm=rhythm, proposed_by=by).first():
        return known
    waiting.delete()
    schedule = FeedbackSchedule.objects.create(
        plan=plan,
        person=plan.person,
        leader=leader,
        rhythm=rhythm,
        proposed_by=by,
        starts_on=on,
        ends_on=plan.ends_on,
    )
    data = {"rhythm": rhythm}
    record("schedule.proposed", about=schedule, person=plan.person, by=by, data=data)
    notify(schedule.answers, f"{by.name} mengusulkan jadwal umpan balik berkala.", PAGE)
    return schedule


@transaction.atomic
def accept_schedule(*, schedule: FeedbackSchedule, by: Person, on: date) -> FeedbackSchedule:
    """The other of the two agrees: the agreement before ends, this one begins today.

    Errors: NotYours; WrongState when the leader has changed since. Accepted twice: agreed once.
    """
    schedule = (
        FeedbackSchedule.objects.select_for_update(of=("self",))
        .select_related("person", "leader", "proposed_by", "plan")
        .get(pk=schedule.pk)
    )
    if schedule.answers != by:
        raise NotYours("Usulan jadwal disetujui oleh pihak yang menerimanya.")
    if schedule.agreed_on:
        return schedule
    if appraiser_of(schedule.person, on) != schedule.leader:
        raise WrongState(
            "Penilai sudah berganti. Usulkan jadwal baru dengan penilai yang sekarang."
        )
    running = FeedbackSchedule.objects.filter(person=schedule.person).in_force(on)
    running.filter(plan__assignment=schedule.plan.assignment_id).update(
        ends_on=on - timedelta(days=1)
    )
    schedule.agreed_on = schedule.starts_on = on
    schedule.save(update_fields=["agreed_on", "starts_on"])
    data = {"rhythm": schedule.rhythm}
    record("schedule.agreed", about=schedule, person=schedule.person, by=by, data=data)
    notify(schedule.proposed_by, f"{by.name} menyetujui jadwal umpan balik berkala.", PAGE)
    return schedule
