"""Who answers a plan: the appraiser; by rank or after the deadline the one above (6/2022 p. 65)."""

from datetime import date

from kinerja.people.agency import Agency
from kinerja.people.assignment import Assignment
from kinerja.people.person import Person, is_present
from kinerja.people.position import Position
from kinerja.people.supervision import appraisers_of, everyone_below, superior_of_appraiser
from kinerja.planning.plan import Plan, PlanQuerySet, may_set
from kinerja.planning.refusals import NotYours
from kinerja.rules.authority import Authority
from kinerja.rules.plan import DialoguePartner, plan_dialogue_partner, plan_setters
from kinerja.rules.position import AgencyKind, PlanOwner, PositionLevel, plan_owner
from kinerja.rules.year import skp_deadline

_TOP = {
    Authority.AGENCY_LEADER,
    Authority.MINISTER,
    Authority.COORDINATING_MINISTER,
}


def allowed_setters(plan: Plan) -> tuple[Authority, ...]:
    """Who may set this plan, by the words of the law."""
    position = plan.assignment.position
    owner = plan_owner(plan.position_kind, PositionLevel(position.level))
    if owner is PlanOwner.JA_JF:
        return plan_setters(AgencyKind.REGION, owner)  # the same everywhere
    kind = Agency.objects.values_list("kind", flat=True).first()
    try:
        return plan_setters(AgencyKind(kind or AgencyKind.REGION), owner)
    except ValueError:  # a post that the law does not know in this kind of agency
        return plan_setters(AgencyKind.REGION, PlanOwner.JA_JF)


def authorities_of(person: Person, on: date) -> set[Authority]:
    """As what a person may set plans on that day, besides being the direct superior."""
    found: set[Authority] = set()
    seats = Assignment.objects.on(on).leading().filter(is_present(on, "person__"), person=person)
    for seat in seats.select_related("position__unit"):
        position = seat.position
        if position.level == Position.Level.REGIONAL_HEAD:
            found.add(Authority.REGIONAL_HEAD)
        if position.unit.parent_id is None:
            found |= _TOP
        if position.level in (Position.Level.JPT_MADYA, Position.Level.JPT_UTAMA):
            found.add(Authority.JPT_MADYA)
        if position.kind == Position.Kind.JPT:
            found.add(Authority.COORDINATING_JPT)
        if position.unit.level == "device":
            found.add(Authority.COORDINATING_DEVICE_HEAD)
    return found


def rank_fits(person: Person, plan: Plan, on: date) -> bool:
    """May this superior of the owner set the plan, by rank?"""
    allowed = allowed_setters(plan)
    if Authority.DIRECT_SUPERIOR in allowed:
        return True
    return not authorities_of(person, on).isdisjoint(allowed)


def check_rank(person: Person, plan: Plan, on: date) -> None:
    """Errors: NotYours, with who sets plans of that rank."""
    if not rank_fits(person, plan, on):
        allowed = " atau ".join(one.label for one in allowed_setters(plan))
        raise NotYours(f"SKP untuk jabatan ini ditetapkan oleh {allowed}.")


def answer_is_late(plan: Plan, on: date) -> bool:
    """A plan of the beginning of the year that was handed in and is not answered when January is
    over: from then on the superior of the appraiser is the one to talk to."""
    deadline = skp_deadline(plan.year)
    if plan.state != Plan.State.SUBMITTED or plan.amends_id or plan.starts_on > deadline:
        return False
    if on.year != plan.year:
        return on.year > plan.year
    partner = plan_dialogue_partner(on, appraiser_has_set_plan=False)
    return partner is DialoguePartner.APPRAISER_SUPERIOR


def may_return(person: Person, plan: Plan, on: date) -> bool:
    """The appraiser of that day; after the deadline the superior of the appraiser too."""
    return may_set(person, plan, on) or stands_in(person, plan, on)


def may_agree(person: Person, plan: Plan, on: date) -> bool:
    """Those who may return it, as far as their rank allows them to set it."""
    return may_return(person, plan, on) and rank_fits(person, plan, on)


def stands_in(person: Person, plan: Plan, on: date) -> bool:
    """Does the superior of the appraiser answer: because the appraiser is silent, or because the
    rank of the appraiser does not allow to set this plan?"""
    if plan.person_id == person.pk or superior_of_appraiser(plan.person, on) != person:
        return False
    if answer_is_late(plan, on):
        return True
    appraiser = appraisers_of([plan.person], on)[plan.person_id].appraiser
    return appraiser is not None and not rank_fits(appraiser, plan, on)


def waiting_above(person: Person, on: date) -> PlanQuerySet:
    """Submitted plans for which this person stands in for their appraiser on that day."""
    waiting = Plan.objects.filter(
        state=Plan.State.SUBMITTED, person__in=everyone_below(person, on)
    ).select_related("person", "assignment__position__unit")
    # Late ones; and those whose owners' rank asks for somebody higher than the next in line.
    ours = [
        plan
        for plan in waiting
        if answer_is_late(plan, on) or Authority.DIRECT_SUPERIOR not in allowed_setters(plan)
    ]
    lines = appraisers_of([plan.person for plan in ours], on)
    return Plan.objects.filter(
        pk__in=[
            plan.pk
            for plan in ours
            if lines[plan.person_id].superior == person and stands_in(person, plan, on)
        ]
    )
