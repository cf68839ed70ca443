"""What the page of a plan says about where it stands, and what can be done now."""

from dataclasses import dataclass, field
from datetime import date

from kinerja.people.assignment import Assignment
from kinerja.people.person import Person
from kinerja.people.supervision import superior_of_appraiser
from kinerja.planning.dialogue import silence_ends
from kinerja.planning.leader_reminder import LeaderReminder, waiting_drafts
from kinerja.planning.linking import to_link
from kinerja.planning.moves import last_day
from kinerja.planning.offer import Offer
from kinerja.planning.plan import Plan
from kinerja.planning.setter import answer_is_late
from kinerja.planning.work_result import WorkResult


@dataclass
class Situation:
    """Facts for the notices of the page; empty where there is nothing to say."""

    late: bool = False  # the owner may talk with the superior of the appraiser
    superior: Person | None = None
    asked_today: bool = False
    anew: bool = False  # somebody else appraises now: to be agreed on anew
    ended: date | None = None  # the post was left, or the person plans no more
    unlinked: int = 0
    leader_plans: bool = False  # the leader has a plan to hang results under
    remindable: bool = False
    reminded: LeaderReminder | None = None
    tasks: list[Assignment] = field(default_factory=list)  # Plt, Plh without a result
    study: bool = False  # on study leave, and no result speaks of it
    silent_until: date | None = None  # the appraiser may set the draft from then on
    staff_waits: int = 0  # drafts of the staff that wait for this plan


def situation_of(plan: Plan, leader: Person | None, viewer: Person, today: date) -> Situation:
    """All that the page of this plan tells this viewer."""
    owner = plan.person_id == viewer.pk
    found = Situation(ended=last_day(plan, today) if plan.state == Plan.State.SET else None)
    if plan.state == Plan.State.SUBMITTED:
        found.late = answer_is_late(plan, today)
        found.asked_today = plan.asked_above_on == today
        if found.late:
            found.superior = superior_of_appraiser(plan.person, today)
    if plan.state == Plan.State.SET and found.ended is None:
        found.anew = leader is not None and plan.appraiser_id not in (None, leader.pk)
    if plan.state == Plan.State.DRAFT and plan.dialogue_on is not None:
        found.silent_until = silence_ends(plan)
    if not owner or plan.state not in (*Plan.UNSET, Plan.State.SET) or found.ended:
        return found
    if not plan.like_jpt:
        found.unlinked = len(to_link(plan))
    if leader is not None and found.unlinked:
        found.leader_plans = WorkResult.objects.of_leader(leader, plan.year).exists()
        if not found.leader_plans and plan.state in Plan.UNSET:
            found.reminded = LeaderReminder.objects.filter(leader=leader, year=plan.year).first()
            found.remindable = found.reminded is None
    results = list(plan.results.all())
    acting = Assignment.objects.on(today).filter(person=viewer, kind__in=Assignment.ACTING_KINDS)
    named = {one.task_id for one in results}
    found.tasks = [one for one in acting.select_related("position") if one.pk not in named]
    on_leave = viewer.status == Person.Status.STUDY_LEAVE
    found.study = on_leave and not any(one.study for one in results)
    if plan.state == Plan.State.DRAFT and plan.amends_id is None:
        found.staff_waits = waiting_drafts(viewer, plan.year, today).count()
    return found


def offers_by_indicator(plan: Plan) -> dict[int, list[Offer]]:
    """The exchange on every target of the plan, oldest first; also that of earlier versions."""
    rows = Offer.objects.filter(
        indicator__result__plan__assignment=plan.assignment_id,
        indicator__result__plan__year=plan.year,
        indicator__result__plan__version__lte=plan.version,
    ).select_related("indicator", "by", "answered_by")
    found: dict[int, list[Offer]] = {}
    for offer in rows:
        found.setdefault(offer.indicator.line, []).append(offer)
    return found
