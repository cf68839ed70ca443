"""Plans of everybody, each result hanging under a result of the leader."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from kinerja.jobs.demo.needs import Threads
from kinerja.jobs.demo.people import Member
from kinerja.jobs.demo.teller import Strand
from kinerja.people.supervision import appraisers_of
from kinerja.planning.dialogue import submit_plan
from kinerja.planning.goal import Goal
from kinerja.planning.indicator import Measure, add_indicator
from kinerja.planning.key_indicator import KeyIndicator
from kinerja.planning.plan import start_plan
from kinerja.planning.plan_draft import IndicatorDraft, PlanDraft, ResultDraft, make_plans_many
from kinerja.planning.work_result import add_result

TERMS = (
    ("resource", "Peralatan kerja dan bahan sesuai rencana kebutuhan unit"),
    ("accountability", "Dilaporkan harian dengan bukti dan dibahas setiap bulan dengan atasan"),
    ("if_met", "Prioritas mengikuti pengembangan kompetensi"),
    ("if_not_met", "Pendampingan atasan dan penyesuaian cara kerja"),
)
DEMANDS = (0.55, 0.6, 0.65, 0.7, 0.85)  # target against what somebody who reports daily reaches
SHARE_STILL_OPEN = 0.06  # of the staff: the plan of this year is a draft, or waits for the leader


def make_plans(
    members: Sequence[Member],
    posts: Mapping[str, Mapping[str, Any]],
    goals: Mapping[str, Goal],
    threads: Threads,
    *,
    year: int,
    random: Random,
    some_open: bool,
    load: float,
) -> None:
    """Set plans for a year; with `some_open` a few of the staff have not come so far.

    Results on which a thread hangs serve its goal, with its measures.

    `load` is how many reports a person writes in a year: targets that count them fit to it.
    """
    planning = [member for member in members if posts[member.seat.post].get("results")]
    people = {member.person.pk: member for member in planning}
    leaders = appraisers_of([member.person for member in planning], date(year, 1, 31))
    chain = sorted(planning, key=lambda member: member.assignment.position.unit.depth)
    chain.sort(key=lambda member: not member.seat.leads)
    drafts: dict[int, dict[str, ResultDraft]] = {}
    plans, late = [], []
    for member in chain:
        leader = leaders[member.person.pk].appraiser
        above = drafts.get(leader.pk, {}) if leader and leader.pk in people else {}
        post, unit = posts[member.seat.post], member.assignment.position.unit
        strands = {
            one["key"]: strand
            for one in post["results"]
            if (strand := threads.strand(one["key"], unit, year))
        }
        results = _results(member, post, above, goals, strands, load, random)
        if some_open and not member.seat.leads and random.random() < SHARE_STILL_OPEN:
            late.append((member, results))
            continue
        drafts[member.person.pk] = results
        submitted = date(year, 1, random.randint(8, 22))
        plans.append(
            PlanDraft(
                assignment=member.assignment,
                year=year,
                results=list(results.values()),
                submitted_on=submitted,
                set_on=submitted + timedelta(days=random.randint(1, 7)),
                terms=TERMS,
            )
        )
    make_plans_many(plans)
    for number, (member, results) in enumerate(late):
        _open_plan(member, results, year=year, submit=number % 2 == 0)


def _results(
    member: Member,
    post: Mapping[str, Any],
    above: Mapping[str, ResultDraft],
    goals: Mapping[str, Goal],
    strands: Mapping[str, Strand],
    load: float,
    random: Random,
) -> dict[str, ResultDraft]:
    """The results of a post by key; under the leader's result that they serve."""
    unit = member.assignment.position.unit.name
    found = {}
    for result in post["results"]:
        parent = above.get(result.get("serves", "")) or next(iter(above.values()), None)
        goal = goals.get(result.get("goal", "")) or (
            None if parent else next(goal for goal in goals.values() if goal.level == "objective")
        )
        strand = strands.get(result["key"])
        measures = strand.measures if strand else {}
        found[result["key"]] = ResultDraft(
            title=result["title"].format(unit=unit),
            indicators=[
                _indicator(
                    measure,
                    measures.get(measure["text"]),
                    load / len(post["results"]),
                    random,
                )
                for measure in result["measures"]
            ],
            parent=parent,
            goal=strand.goal if strand else goal,
        )
    return found


def _indicator(
    measure: Mapping[str, Any], of_goal: KeyIndicator | None, load: float, random: Random
) -> IndicatorDraft:
    low, high = (Decimal(str(end)) for end in measure["target"])
    if measure.get("counts"):  # no two people have quite the same amount to do
        share = load * sum(measure["daily"]) / 2 * random.choice(DEMANDS) / float(high)
        low, high = (max(Decimal(1), Decimal(round(float(end) * share))) for end in (low, high))
    more: Measure = {
        "unit_of_measure": measure["unit"],
        "polarity": measure.get("polarity", "maximise"),
        "counts_reports": measure.get("counts", False),
        "key_indicator": of_goal,
    }
    if "aspect" in measure:
        more["aspect"] = measure["aspect"]
    if "perspective" in measure:
        more["perspective"] = measure["perspective"]
    return IndicatorDraft(measure["text"], low, high, measure=more)


def _open_plan(
    member: Member, results: Mapping[str, ResultDraft], *, year: int, submit: bool
) -> None:
    """A plan that is still a draft, or that waits for the leader's answer."""
    on = date(year, 1, 20)
    plan = start_plan(assignment=member.assignment, year=year, by=member.person, on=on)
    for draft in results.values():
        result = add_result(plan=plan, title=draft.title, goal=draft.goal, by=member.person, on=on)
        for one in draft.indicators:
            add_indicator(
                result=result,
                text=one.text,
                target_min=one.target_min,
                target_max=one.target_max,
                by=member.person,
                **one.measure,
            )
    if submit:
        submit_plan(plan=plan, by=member.person, on=on)
