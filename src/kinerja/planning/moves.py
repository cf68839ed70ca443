"""What becomes of plans when people move, leave, or get another appraiser (6/2022 p. 65-66).

The dated assignments say the truth; these verbs write it down, once a day, and may run again.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of
from kinerja.planning.plan import Plan, PlanQuerySet, may_set, plans
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.revision import grow, hold
from kinerja.records.event import record
from kinerja.records.notice import Notice, notify
from kinerja.rules.date_words import date_in_words

BATCH = 1_000  # plans whose appraisers are found at once


def follow_moves(*, on: date) -> int:
    """End the plans of posts that were left and of people who plan no more, and say where
    expectations are to be agreed anew; the number of plans that changed."""
    return _end_left_posts(on) + _end_without_plan(on) + _note_new_appraisers(on)


def last_day(plan: Plan, on: date) -> date | None:
    """The last day of the plan as post and status of its owner have it on that day; None: it runs
    as long as it says."""
    ends = [plan.assignment.ends_on] if plan.assignment.ends_on else []
    person = plan.person
    if not plans(person) and person.status_since and person.status_since <= on:
        ends.append(person.status_since - timedelta(days=1))
    last = min(ends, default=None)
    return last if last and last < min(on, plan.ends_on) else None


@transaction.atomic
def agree_anew(*, plan: Plan, by: Person, on: date) -> None:
    """The new appraiser agrees to the plan as it stands; changes are a new version instead.

    Errors: NotYours, WrongState.
    """
    hold(plan)
    if not may_set(by, plan, on):
        raise NotYours("Ekspektasi disepakati ulang dengan pejabat penilai yang baru.")
    if plan.state != Plan.State.SET or plan.appraiser_id == by.pk:
        raise WrongState("Rencana ini sudah disepakati dengan Anda.")
    before, plan.appraiser, plan.anew_with = plan.appraiser_id, by, None
    grow(plan, ["appraiser", "anew_with"])
    data = {"before": before, "version": plan.version}
    record("plan.agreed_anew", about=plan, person=plan.person, by=by, data=data)
    notify(
        plan.person,
        f"{by.name} menyepakati SKP {plan.year} Anda. Hubungkan hasil kerja dengan rencananya.",
        f"/rencana/{plan.pk}/hubungkan/",
    )


def _end_left_posts(on: date) -> int:
    ended = Plan.objects.filter(state=Plan.State.SET, assignment__ends_on__lt=F("ends_on")).filter(
        assignment__ends_on__lt=on
    )
    return _end_each(ended, on)


def _end_without_plan(on: date) -> int:
    statuses = [status for status in Person.Status if not plans(Person(status=status))]
    ended = Plan.objects.filter(
        state=Plan.State.SET,
        person__status__in=statuses,
        person__status_since__lte=F("ends_on"),
    ).filter(person__status_since__lte=on)
    return _end_each(ended, on)


def _end_each(ended: PlanQuerySet, on: date) -> int:
    return sum(_end(pk, on) for pk in list(ended.values_list("pk", flat=True)))


@transaction.atomic
def _end(pk: int, on: date) -> bool:
    """Close one plan at the day that `last_day` gives; a change in preparation goes with it."""
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("person", "assignment__position")
        .get(pk=pk)
    )
    last = last_day(plan, on)
    if plan.state != Plan.State.SET or last is None:
        return False
    change = Plan.objects.filter(amends=plan, state__in=Plan.UNSET).first()
    if change is not None:
        Notice.objects.filter(url=f"/rencana/{change.pk}/").update(url=f"/rencana/{plan.pk}/")
        data: dict[str, object] = {"version": change.version, "state": change.state}
        record("plan.amendment_cancelled", about=plan, person=plan.person, by=None, data=data)
        change.delete()
    post = Assignment.objects.filter(person=plan.person).main().on(on).select_related("position")
    new = post.exclude(pk=plan.assignment_id).first()
    moved = new is not None and plans(plan.person)
    plan.state = Plan.State.SUPERSEDED if moved else Plan.State.CLOSED
    plan.ends_on = max(last, plan.starts_on)
    grow(plan, ["state", "ends_on"])
    data = {"ends_on": plan.ends_on.isoformat(), "post": plan.assignment.position_id}
    name = "plan.left_post" if moved else "plan.closed"
    record(name, about=plan, person=plan.person, by=None, data=data)
    until = f"SKP {plan.year} untuk {plan.assignment.position} berakhir {date_in_words(last)}."
    if moved and new is not None:
        text = f"{until} Susun rencana untuk {new.position} bersama atasan yang baru."
        notify(plan.person, text[:300], f"/rencana/mulai/{on.year}/")
    else:
        notify(plan.person, until[:300], f"/rencana/{plan.pk}/")
    return True


def close_year(*, plan_ids: Sequence[int]) -> int:
    """The year of these plans is evaluated: set plans are closed, whatever version was evaluated.

    Call it in the transaction that signs the annual evaluation; its event tells of it.
    """
    versions = Plan.objects.filter(
        assignment__plans__in=plan_ids, assignment__plans__year=F("year"), state=Plan.State.SET
    )
    return Plan.objects.filter(pk__in=versions.values("pk")).update(
        state=Plan.State.CLOSED, revision=F("revision") + 1
    )


def _note_new_appraisers(on: date) -> int:
    """Plans in force whose appraiser is another one now; both are told, once for each new one."""
    noted = last = 0
    while batch := list(
        Plan.objects.filter(state=Plan.State.SET, pk__gt=last, starts_on__lte=on, ends_on__gte=on)
        .exclude(appraiser=None)
        .select_related("person", "appraiser")
        .order_by("pk")[:BATCH]
    ):
        last = batch[-1].pk
        lines = appraisers_of([plan.person for plan in batch], on)
        for plan in batch:
            new = lines[plan.person_id].appraiser
            if new is None:
                continue
            if new.pk not in (plan.appraiser_id, plan.anew_with_id):
                noted += _note(plan.pk, new)
            elif new.pk == plan.appraiser_id and plan.anew_with_id:  # back at the post
                Plan.objects.filter(pk=plan.pk).update(anew_with=None)
    return noted


@transaction.atomic
def _note(pk: int, new: Person) -> bool:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    if plan.state != Plan.State.SET or new.pk in (plan.appraiser_id, plan.anew_with_id):
        return False
    plan.anew_with = new
    plan.save(update_fields=["anew_with"])
    record(
        "plan.appraiser_changed",
        about=plan,
        person=plan.person,
        by=None,
        data={"before": plan.appraiser_id, "after": new.pk},
    )
    url = f"/rencana/{plan.pk}/"
    notify(
        plan.person,
        f"Pejabat penilai Anda kini {new.name}. SKP {plan.year} perlu disepakati ulang; laporan"
        " tetap berjalan.",
        url,
    )
    notify(new, f"SKP {plan.year} {plan.person.name} perlu disepakati ulang dengan Anda.", url)
    return True


def to_agree_anew(appraiser: Person, on: date) -> Q:
    """A condition on plans: set with somebody else before, and now this person's to agree."""
    return Q(state=Plan.State.SET, anew_with=appraiser, starts_on__lte=on, ends_on__gte=on)
