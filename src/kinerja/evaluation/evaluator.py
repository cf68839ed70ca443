"""Who evaluates a plan in a period: the appraiser, and whom the regulation names when people move.

PermenPANRB 6/2022 annex p. 89-92, by the dated assignments:

- Of a plan whose post was left, the line of the last day in that post: who served until then is
  evaluated by the leader of that time. (A new plan in the same period takes its place, see
  `opening.plans_of`: then the new appraiser evaluates.)
- An appraiser who moved inside the window still evaluates the old unit; outside it the new one.
- An appraiser who serves no more, or is on leave until the window closes, is followed by the
  superior, upwards in turn.
- Whoever acts as Plt is evaluated where he or she acts (`people.supervision`); on study leave or
  seconded one keeps the post, so the home appraiser evaluates.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kinerja.evaluation.period import Period
from kinerja.people.leave import Leave
from kinerja.people.person import Person
from kinerja.people.supervision import appraisers_of
from kinerja.people.tenure import Assignment
from kinerja.planning.plan import Plan
from kinerja.rules.evaluation import old_appraiser_evaluates

DAY = timedelta(days=1)
HIGHEST_STEP = 5  # how far up a line of absent leaders is followed

Found = dict[int, Person | None]  # by the id of the plan


def evaluators_of(plans: Iterable[Plan], period: Period, on: date) -> Found:
    """Who evaluates each of these plans on that day, by the id of the plan; None: nobody on record.

    Plans come with `person` and `assignment`. The number of queries grows with the number of days
    on which posts were left, not with the plans.
    """
    plans = list(plans)
    found = _of_their_post(plans, on)
    _keep_movers(found, plans, period, on)
    _pass_over_absent(found, plans, period, on)
    return found


def _of_their_post(plans: list[Plan], on: date) -> Found:
    """By the line of that day, or of the last day in a post that was left."""
    by_day: dict[date, list[Plan]] = {}
    for plan in plans:
        last = plan.assignment.ends_on
        by_day.setdefault(min(on, last) if last else on, []).append(plan)
    found: Found = {}
    for day, of_day in by_day.items():
        lines = appraisers_of([plan.person for plan in of_day], day)
        found |= {plan.pk: lines[plan.person_id].appraiser for plan in of_day}
    return found


def _keep_movers(found: Found, plans: list[Plan], period: Period, on: date) -> None:
    """An appraiser who left the post inside the window goes on with those who stayed."""
    eve = period.opens_on - DAY
    stayed = [plan for plan in plans if plan.assignment.starts_on <= eve and _runs(plan, on)]
    if not stayed:
        return
    before = appraisers_of([plan.person for plan in stayed], eve)
    changed = {
        plan.pk: old
        for plan in stayed
        if (old := before[plan.person_id].appraiser) and old != found[plan.pk]
    }
    moved = _moved_inside({old.pk for old in changed.values()}, period, on)
    found |= {pk: old for pk, old in changed.items() if old.pk in moved and old.serves(on)}


def _runs(plan: Plan, on: date) -> bool:
    return plan.assignment.ends_on is None or plan.assignment.ends_on >= on


def _moved_inside(people: set[int], period: Period, on: date) -> set[int]:
    """Those who left a leading post inside the window, up to that day."""
    left = Assignment.objects.leading().main().filter(person__in=people, ends_on__lt=on)
    return {
        person
        for person, last in left.order_by().values_list("person_id", "ends_on")
        if last and old_appraiser_evaluates(period.opens_on, period.last_day, last + DAY)
    }


def _pass_over_absent(found: Found, plans: list[Plan], period: Period, on: date) -> None:
    """Upwards in turn, until somebody is there to evaluate."""
    owners = {plan.pk: plan.person_id for plan in plans}
    for _ in range(HIGHEST_STEP):
        away = _away({one.pk: one for one in found.values() if one}, period, on)
        asked = {pk: one for pk, one in found.items() if one and one.pk in away}
        if not asked:
            return
        above = _superiors(asked.values(), on)
        for pk, one in asked.items():
            superior = above[one.pk]
            found[pk] = superior if superior and superior.pk != owners[pk] else None


def _away(people: Mapping[int, Person], period: Period, on: date) -> set[int]:
    """Those who serve no more, or are on leave from that day until the window closes."""
    whole = Leave.objects.filter(person__in=list(people), starts_on__lte=on)
    on_leave = whole.filter(ends_on__gte=max(on, period.last_day)).values_list("person_id")
    gone = {pk for pk, person in people.items() if not person.serves(on)}
    return gone | {pk for (pk,) in on_leave}


def _superiors(people: Iterable[Person], on: date) -> Found:
    """Who stands above each, by the post of that day, or by the last one that was held."""
    people = {one.pk: one for one in people}.values()
    lines = appraisers_of(people, on)
    found: Found = {pk: line.appraiser for pk, line in lines.items()}
    posts = Assignment.objects.main().filter(
        person__in=[pk for pk, one in found.items() if not one]
    )
    ended = posts.filter(ends_on__isnull=False).order_by("starts_on")
    last = {person: day for person, day in ended.values_list("person_id", "ends_on") if day}
    for one in people:
        if found[one.pk] is None and one.pk in last:
            found[one.pk] = appraisers_of([one], last[one.pk])[one.pk].appraiser
    return found
