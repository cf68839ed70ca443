"""Adapters of the rules on procedure: predicates, last days, plans, forms, evaluation."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tests.rules.adapters.registry import (
    ADAPTERS,
    Answer,
    Inputs,
    adapter,
    codes,
    day,
    free_days,
    read,
)

from kinerja.rules import (
    deadlines,
    distribution,
    evaluation,
    forms,
    plan,
    predicate,
    study_leave,
    work_result,
    year,
)
from kinerja.rules.authority import Authority
from kinerja.rules.parameters import RuleSet
from kinerja.rules.position import AgencyKind, PlanOwner, PositionKind
from kinerja.rules.predicate import OrgPredicate, Predicate, Rating
from kinerja.rules.working_days import skipped_holidays

# --- predicate and distribution


@adapter
def predicate_matrix(i: Inputs, rules: RuleSet) -> Answer:
    result = predicate.predicate(Rating(i["work_result_rating"]), Rating(i["behaviour_rating"]))
    return {"predicate": result.value}


@adapter
def predicate_distribution(i: Inputs, rules: RuleSet) -> Answer:
    policy = read(distribution.DistributionPolicy, i["policy"])
    assert policy in rules.distribution_policies
    counts = {Predicate(code): count for code, count in i["counts"].items()}
    check = distribution.predicate_distribution(policy, OrgPredicate(i["org_predicate"]), counts)
    return {"conforms": check.conforms, "violations": codes(check.violations)}


@adapter
def distribution_majority(i: Inputs, rules: RuleSet) -> Answer:
    most = distribution.distribution_majority(OrgPredicate(i["org_predicate"]))
    return {"most_employees": most.value}


# --- last days


def _limit_adapter(name: str, event: str, rule: Callable[..., date]) -> None:
    def run(i: Inputs, rules: RuleSet) -> Answer:
        start, holidays = day(i[event]), free_days(i)
        last_day = rule(start, holidays, rules.follow_up)
        return {
            "last_day": last_day,
            "skipped_dates": skipped_holidays(start, last_day, holidays),
        }

    ADAPTERS[name] = run


for _name, _event, _rule in (
    ("delivery_deadline", "signed_on", deadlines.delivery_deadline),
    ("return_deadline", "received_on", deadlines.return_deadline),
    ("report_deadline", "window_closed_on", deadlines.report_deadline),
    ("objection_deadline", "received_on", deadlines.objection_deadline),
    ("objection_decision_deadline", "received_on", deadlines.objection_decision_deadline),
    ("superior_sign_deadline", "window_closed_on", deadlines.superior_sign_deadline),
    ("superior_delivery_deadline", "signed_on", deadlines.superior_delivery_deadline),
    ("superior_return_deadline", "received_on", deadlines.superior_return_deadline),
):
    _limit_adapter(_name, _event, _rule)


@adapter
def objection_in_time(i: Inputs, rules: RuleSet) -> Answer:
    received, filed, holidays = day(i["received_on"]), day(i["filed_on"]), free_days(i)
    return {
        "in_time": deadlines.objection_in_time(received, filed, holidays, rules.follow_up),
        "last_day": deadlines.objection_deadline(received, holidays, rules.follow_up),
    }


@adapter
def evaluation_timeline(i: Inputs, rules: RuleSet) -> Answer:
    closed, signed = day(i["window_closed_on"]), day(i["signed_on"])
    line = deadlines.evaluation_timeline(closed, signed, free_days(i), rules.follow_up)
    return {
        "deliver_by": line.deliver_by,
        "return_by": line.return_by,
        "object_by": line.object_by,
        "decide_by": line.decide_by,
        "report_by": line.report_by,
        "decision_may_come_after_report": line.decision_may_come_after_report,
    }


@adapter
def skp_deadline(i: Inputs, rules: RuleSet) -> Answer:
    return {"plan_set_by": year.skp_deadline(i["year"], rules.year_dates)}


@adapter
def evaluation_window(i: Inputs, rules: RuleSet) -> Answer:
    return {"closes": year.evaluation_window(i["performance_year"], rules.year_dates).closes}


# --- plan and result


@adapter
def plan_setter(i: Inputs, rules: RuleSet) -> Answer:
    return {"set_by": codes(plan.plan_setters(AgencyKind(i["agency"]), read(PlanOwner, i["kind"])))}


@adapter
def planning_applies(i: Inputs, rules: RuleSet) -> Answer:
    return {"plan_required": plan.planning_applies(read(plan.DutyStatus, i["status"]))}


@adapter
def plan_dialogue_partner(i: Inputs, rules: RuleSet) -> Answer:
    on, has_set = day(i["on"]), i["appraiser_has_set_plan"]
    return {"partner": plan.plan_dialogue_partner(on, has_set, rules.year_dates).value}


@adapter
def assignment_kind(i: Inputs, rules: RuleSet) -> Answer:
    owner = read(PlanOwner, i["post"])
    kind = work_result.required_kind(owner, read(work_result.AssignmentSource, i["assignment"]))
    return {"kind": None if kind is None else kind.value}


@adapter
def perspective_check(i: Inputs, rules: RuleSet) -> Answer:
    check = work_result.perspective_check([plan.Perspective(code) for code in i["perspectives"]])
    return {"errors": codes(check.errors), "warnings": codes(check.warnings)}


@adapter
def result_quality_check(i: Inputs, rules: RuleSet) -> Answer:
    owner, quality = read(work_result.ResultOwner, i["role"]), plan.ResultQuality(i["quality"])
    return {"ok": work_result.quality_is_enough(owner, quality)}


@adapter
def absolute_target_words(i: Inputs, rules: RuleSet) -> Answer:
    return {"words": work_result.absolute_target_words(i["text"], i["critical"])}


# --- forms


def _form_inputs(i: Inputs) -> tuple[PositionKind, plan.PlanApproach]:
    return read(PositionKind, i["kind"]), plan.PlanApproach(i["approach"])


@adapter
def plan_form(i: Inputs, rules: RuleSet) -> Answer:
    return {"form": forms.plan_form(*_form_inputs(i)).value}


@adapter
def feedback_form(i: Inputs, rules: RuleSet) -> Answer:
    return {"form": forms.feedback_form(*_form_inputs(i)).value}


@adapter
def evaluation_form(i: Inputs, rules: RuleSet) -> Answer:
    return {"form": forms.evaluation_form(*_form_inputs(i)).value}


@adapter
def document_form(i: Inputs, rules: RuleSet) -> Answer:
    by, changed = forms.Signer(i["evaluated_by"]), i["result_changed_after_objection"]
    form = forms.document_form(by, changed)
    signatures = forms.document_signatures(form)
    return {
        "form": form.value,
        "signatures": {signer.value: number for signer, number in signatures.items()},
    }


# --- evaluation and study leave


@adapter
def org_predicate_used(i: Inputs, rules: RuleSet) -> Answer:
    published, this_year = i["published_on"], i["this_year"]
    used = evaluation.org_predicate_used(
        i["performance_year"],
        None if published is None else day(published),
        None if this_year is None else OrgPredicate(this_year),
        OrgPredicate(i["previous_year"]),
        rules.year_dates,
    )
    return {"predicate": used.predicate.value, "of_year": used.of_year}


@adapter
def result_is_final(i: Inputs, rules: RuleSet) -> Answer:
    owner, by = read(PlanOwner, i["kind"]), read(Authority, i["evaluated_by"])
    final = evaluation.result_is_final(AgencyKind(i["agency"]), owner, by)
    return {"final": final, "objection_allowed": not final}


@adapter
def evaluator(i: Inputs, rules: RuleSet) -> Answer:
    return {"evaluator": evaluation.evaluator(read(evaluation.Situation, i["situation"])).value}


@adapter
def appraiser_moved(i: Inputs, rules: RuleSet) -> Answer:
    window = day(i["window_opens"]), day(i["window_closes"])
    stays = evaluation.old_appraiser_evaluates(*window, day(i["moved_on"]))
    return {"old_appraiser_evaluates": stays}


@adapter
def study_leave_band(i: Inputs, rules: RuleSet) -> Answer:
    accreditation = i["university_accreditation"]
    band = study_leave.study_leave_band(
        study_leave.StudyPlace(i["place"]),
        study_leave.Degree(i["degree"]),
        None if accreditation is None else study_leave.Accreditation(accreditation),
        Decimal(i["gpa"]),
        rules.study_leave,
    )
    return {"band": band.value}


@adapter
def study_failed_predicate(i: Inputs, rules: RuleSet) -> Answer:
    allowed = study_leave.allowed_predicates(i["study_failed"])
    return {"allowed": Predicate(i["predicate"]) in allowed}
