"""One small adapter per rule name of the example files: JSON inputs in, JSON answers out.

An adapter reads codes, decimals and dates, calls the rule with the rule set of the example's day,
and writes the answer with the keys of the file. Nothing is decided here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from kinerja.rules import (
    achievement,
    akip,
    competency,
    complaint,
    credit,
    deadlines,
    distribution,
    evaluation,
    forms,
    nip,
    plan,
    predicate,
    professionalism,
    satisfaction,
    score120,
    study_leave,
    talent,
    training,
    work_result,
    workload,
    year,
)
from kinerja.rules.authority import Authority
from kinerja.rules.label import Labelled
from kinerja.rules.parameters import RuleSet
from kinerja.rules.position import AgencyKind, PlanOwner, PositionKind, PositionLevel
from kinerja.rules.predicate import OrgPredicate, Predicate, Rating
from kinerja.rules.working_days import skipped_holidays

Inputs = Mapping[str, Any]
Answer = dict[str, Any]
Adapter = Callable[[Inputs, RuleSet], Answer]
Code = TypeVar("Code", bound=Labelled)

ADAPTERS: dict[str, Adapter] = {}


def adapter(function: Adapter) -> Adapter:
    """Register a function under its own name, which is the name of the rule."""
    ADAPTERS[function.__name__] = function
    return function


def _decimals(values: list[str]) -> list[Decimal]:
    return [Decimal(value) for value in values]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _holidays(inputs: Inputs) -> frozenset[date]:
    return frozenset(_day(text) for text in inputs["holidays"])


# Codes that a file may use for what the project calls otherwise; the glossary knows both.
SYNONYMS = {
    "jpt": "jpt_pratama",  # where a file does not tell the three levels apart
    "ja": "ja_jf",
    "jf": "ja_jf",
    "ja_jf": "ja",
    "pre_retirement_leave": "pre_retirement",
    "mpp": "pre_retirement",
    "cltn": "unpaid_leave",
    "non_structural_body_leader": "non_structural_body",
    "non_structural_body_member": "non_structural_body",
    "non_structural_member": "non_structural_body",
    "temporarily_suspended": "suspended",
    "jf_in_structural_post": "structural_post",
    "functional_officer_in_structural_post": "structural_post",
    "initiative": "strategic_initiative",
    "jf_without_team": "jf",
    "employee_is_plt": "employee_acts_as_plt",
    "acting_plt": "employee_acts_as_plt",
    "plt_ended": "employee_plt_ended",
    "seconded_outside_government": "seconded",
    "secondment": "seconded",
    "auto_close_after_response": "auto_close",
    "close": "auto_close",
    "SMA": "SLTA",
    "SMP": "SLTP",
    "below_slta": "SLTP",
    "below": "SLTP",
    "none": "permenpanrb_6_2022",
    "off": "permenpanrb_6_2022",
}


def _read(kind: type[Code], code: str) -> Code:
    """A code of a closed list, under the project's own name or a synonym."""
    try:
        return kind(code)
    except ValueError:
        return kind(SYNONYMS.get(code, code))


def _codes(values: Any) -> list[str]:
    return [value.value for value in values]


# --- predicate and distribution


@adapter
def predicate_matrix(i: Inputs, rules: RuleSet) -> Answer:
    result = predicate.predicate(Rating(i["work_result_rating"]), Rating(i["behaviour_rating"]))
    return {"predicate": result.value}


@adapter
def predicate_distribution(i: Inputs, rules: RuleSet) -> Answer:
    policy = _read(distribution.DistributionPolicy, i["policy"])
    assert policy in rules.distribution_policies
    counts = {Predicate(code): count for code, count in i["counts"].items()}
    check = distribution.predicate_distribution(policy, OrgPredicate(i["org_predicate"]), counts)
    return {"conforms": check.conforms, "violations": _codes(check.violations)}


@adapter
def distribution_majority(i: Inputs, rules: RuleSet) -> Answer:
    most = distribution.distribution_majority(OrgPredicate(i["org_predicate"]))
    return {"most_employees": most.value}


# --- achievement and the 0-120 scheme


@adapter
def indicator_achievement(i: Inputs, rules: RuleSet) -> Answer:
    try:
        percent = achievement.indicator_achievement(*_indicator(i))
    except achievement.UndefinedAchievement:
        return {"achievement_percent": None}
    return {"achievement_percent": percent}


@adapter
def verdict_not_from_ratio(i: Inputs, rules: RuleSet) -> Answer:
    judged = achievement.judged_achievement(Rating(i["leader_verdict"]), *_indicator(i))
    return {"verdict": judged.verdict.value, "achievement_percent": judged.achievement_percent}


def _indicator(i: Inputs) -> tuple[achievement.Polarity, Decimal, Decimal, Decimal]:
    low, high, realisation = _decimals([i["target_min"], i["target_max"], i["realisation"]])
    return achievement.Polarity(i["polarity"]), low, high, realisation


@adapter
def indicator_score_120(i: Inputs, rules: RuleSet) -> Answer:
    percent = Decimal(i["achievement_percent"])
    result = score120.indicator_score_120(percent, i["target_is_ceiling"])
    return {"category": result.category.value, "score": result.score}


@adapter
def skp_score_total(i: Inputs, rules: RuleSet) -> Answer:
    main, additional = _decimals(i["weighted_main"]), _decimals(i["weighted_additional"])
    return {"skp_score": score120.skp_score_total(main, additional)}


@adapter
def additional_work_score(i: Inputs, rules: RuleSet) -> Answer:
    category = score120.Category120(i["category"])
    weight, score = Decimal(i["scope_weight"]), Decimal(i["score"])
    return {"weighted": score120.additional_work_score(category, weight, score)}


@adapter
def periodic_skp_score(i: Inputs, rules: RuleSet) -> Answer:
    means = _decimals([i["mean_action_plan_score"], i["mean_main_score"]])
    return {"score": score120.periodic_skp_score(*means)}


@adapter
def combined_score_pp30(i: Inputs, rules: RuleSet) -> Answer:
    plan_score, behaviour_score = _decimals([i["skp_score"], i["behaviour_score"]])
    result = score120.combined_score_pp30(
        plan_score, behaviour_score, i["peer_input_used"], i["new_idea"]
    )
    return {"score": result.score, "predicate": result.category.value}


@adapter
def pp46_to_pp30_score(i: Inputs, rules: RuleSet) -> Answer:
    return {"pp30_score": score120.pp46_to_pp30_score(Decimal(i["pp46_score"]))}


# --- satisfaction and workload


@adapter
def ikm(i: Inputs, rules: RuleSet) -> Answer:
    result = satisfaction.satisfaction_index(
        i["respondents"], i["element_totals"], Fraction(i["weight"]), rules.satisfaction
    )
    return {"mean": result.mean, "ikm": result.ikm, "grade": result.grade.value}


@adapter
def ikm_grade(i: Inputs, rules: RuleSet) -> Answer:
    return {"grade": satisfaction.satisfaction_grade(Decimal(i["ikm"]), rules.satisfaction).value}


@adapter
def survey_sample_size(i: Inputs, rules: RuleSet) -> Answer:
    return {"sample": satisfaction.survey_sample_size(i["population"])}


@adapter
def workload_staffing(i: Inputs, rules: RuleSet) -> Answer:
    tasks = [
        workload.Task(
            Decimal(task["volume"]),
            workload.WorkPeriod(task["period"]),
            Decimal(task["norm_minutes"]),
        )
        for task in i["tasks"]
    ]
    effective = Decimal(i.get("effective_minutes_per_year", rules.effective_minutes))
    return {
        "total_minutes": workload.total_minutes(tasks),
        "staff_needed_raw": workload.staff_needed(tasks, effective),
    }


@adapter
def effective_time_2011(i: Inputs, rules: RuleSet) -> Answer:
    return {"minutes": workload.effective_time_2011(workload.WorkPeriod(i["period"]))}


# --- credit points


def _credit_table(rules: RuleSet) -> credit.CreditTable:
    assert rules.credit is not None
    return rules.credit


@adapter
def credit_conversion(i: Inputs, rules: RuleSet) -> Answer:
    level, held = PositionLevel(i["level"]), Predicate(i["predicate"])
    return {"credit": credit.credit_conversion(level, held, i["months"], _credit_table(rules))}


@adapter
def credit_accumulation(i: Inputs, rules: RuleSet) -> Answer:
    return {"total": credit.credit_accumulation(_decimals(i["entries"]))}


@adapter
def credit_thresholds(i: Inputs, rules: RuleSet) -> Answer:
    figures = _credit_table(rules).level(PositionLevel(i["level"]))
    return {"rank_promotion": figures.rank_promotion, "level_promotion": figures.level_promotion}


@adapter
def credit_eligibility(i: Inputs, rules: RuleSet) -> Answer:
    level, accumulated = PositionLevel(i["level"]), Decimal(i["accumulated"])
    result = credit.credit_eligibility(level, accumulated, _credit_table(rules))
    return {
        "meets_rank_threshold": result.meets_rank_threshold,
        "meets_level_threshold": result.meets_level_threshold,
    }


# --- indices of people and organisations


@adapter
def ip_asn_category(i: Inputs, rules: RuleSet) -> Answer:
    scale = rules.professionalism
    return {"category": professionalism.professionalism_category(Decimal(i["score"]), scale).value}


@adapter
def ip_asn_score(i: Inputs, rules: RuleSet) -> Answer:
    index = professionalism.professionalism_index(
        _read(professionalism.Education, i["education"]),
        professionalism.PostGroup(i["position_kind"]),
        professionalism.Trainings(
            leadership=i["leadership_training"],
            functional=i["functional_training"],
            technical=i["technical_training_20jp"],
            seminar=i["seminar"],
        ),
        Decimal(i["performance_0_100"]),
        professionalism.Discipline(i["discipline"]),
        rules.professionalism,
    )
    return {"score": index.score, "category": index.category.value}


@adapter
def akip_predicate(i: Inputs, rules: RuleSet) -> Answer:
    return {"predicate": akip.akip_predicate(Decimal(i["score"]), rules.akip).value}


@adapter
def akip_score(i: Inputs, rules: RuleSet) -> Answer:
    result = akip.akip_score(
        Decimal(i["planning_pct"]),
        Decimal(i["measurement_pct"]),
        Decimal(i["reporting_pct"]),
        Decimal(i["internal_evaluation_pct"]),
        rules.akip,
    )
    return {"score": result.score, "predicate": result.predicate.value}


@adapter
def talent_box(i: Inputs, rules: RuleSet) -> Answer:
    return {"box": talent.talent_box(Rating(i["performance"]), talent.Potential(i["potential"]))}


# --- identity, complaints, competency, training


@adapter
def nip_parse(i: Inputs, rules: RuleSet) -> Answer:
    try:
        number = nip.parse_nip(i["nip"])
    except nip.InvalidNip as invalid:
        return {"valid": False, "reason": invalid.code}
    return {
        "valid": True,
        "birth_date": number.birth_date,
        "start_year": number.start_year,
        "start_month": number.start_month,
        "sex": number.sex.value,
        "sequence": number.sequence,
        "kind": number.kind.value,
    }


@adapter
def complaint_deadline(i: Inputs, rules: RuleSet) -> Answer:
    stage = _read(complaint.ComplaintStage, i["stage"])
    return {"working_days": complaint.complaint_deadline(stage, rules.complaint_limits)}


@adapter
def complaint_due_date(i: Inputs, rules: RuleSet) -> Answer:
    stage, received = _read(complaint.ComplaintStage, i["stage"]), _day(i["received_on"])
    holidays = _holidays(i)
    due = complaint.complaint_due_date(stage, received, holidays, rules.complaint_limits)
    return {"due": due, "skipped_dates": skipped_holidays(received, due, holidays)}


@adapter
def competency_fit_category(i: Inputs, rules: RuleSet) -> Answer:
    category = competency.competency_fit_category(
        Decimal(i["jpm_percent"]),
        competency.FitScheme(i["scheme"]),
        i.get("senior_post", False),
    )
    return {"category": category.value}


@adapter
def competency_gap(i: Inputs, rules: RuleSet) -> Answer:
    gap = competency.competency_gap(i["required"], i["actual"])
    return {
        "gaps": list(gap.gaps),
        "items_below": gap.items_below,
        "jpm_capped_percent": gap.jpm_capped_percent,
    }


@adapter
def training_hours(i: Inputs, rules: RuleSet) -> Answer:
    hours = Decimal(i["hours_jp"])
    return {"meets_annual_minimum": training.meets_training_minimum(hours, rules.training_hours)}


# --- last days


def _limit_adapter(name: str, event: str, rule: Callable[..., date]) -> None:
    def run(i: Inputs, rules: RuleSet) -> Answer:
        start, holidays = _day(i[event]), _holidays(i)
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
    received, filed, holidays = _day(i["received_on"]), _day(i["filed_on"]), _holidays(i)
    return {
        "in_time": deadlines.objection_in_time(received, filed, holidays, rules.follow_up),
        "last_day": deadlines.objection_deadline(received, holidays, rules.follow_up),
    }


@adapter
def evaluation_timeline(i: Inputs, rules: RuleSet) -> Answer:
    closed, signed = _day(i["window_closed_on"]), _day(i["signed_on"])
    line = deadlines.evaluation_timeline(closed, signed, _holidays(i), rules.follow_up)
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
    return {
        "set_by": _codes(plan.plan_setters(AgencyKind(i["agency"]), _read(PlanOwner, i["kind"])))
    }


@adapter
def planning_applies(i: Inputs, rules: RuleSet) -> Answer:
    return {"plan_required": plan.planning_applies(_read(plan.DutyStatus, i["status"]))}


@adapter
def plan_dialogue_partner(i: Inputs, rules: RuleSet) -> Answer:
    on, has_set = _day(i["on"]), i["appraiser_has_set_plan"]
    return {"partner": plan.plan_dialogue_partner(on, has_set, rules.year_dates).value}


@adapter
def assignment_kind(i: Inputs, rules: RuleSet) -> Answer:
    owner = _read(PlanOwner, i["post"])
    kind = work_result.required_kind(owner, _read(work_result.AssignmentSource, i["assignment"]))
    return {"kind": None if kind is None else kind.value}


@adapter
def perspective_check(i: Inputs, rules: RuleSet) -> Answer:
    check = work_result.perspective_check([plan.Perspective(code) for code in i["perspectives"]])
    return {"errors": _codes(check.errors), "warnings": _codes(check.warnings)}


@adapter
def result_quality_check(i: Inputs, rules: RuleSet) -> Answer:
    owner, quality = _read(work_result.ResultOwner, i["role"]), plan.ResultQuality(i["quality"])
    return {"ok": work_result.quality_is_enough(owner, quality)}


@adapter
def absolute_target_words(i: Inputs, rules: RuleSet) -> Answer:
    return {"words": work_result.absolute_target_words(i["text"], i["critical"])}


# --- forms


def _form_inputs(i: Inputs) -> tuple[PositionKind, plan.PlanApproach]:
    return _read(PositionKind, i["kind"]), plan.PlanApproach(i["approach"])


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
        None if published is None else _day(published),
        None if this_year is None else OrgPredicate(this_year),
        OrgPredicate(i["previous_year"]),
        rules.year_dates,
    )
    return {"predicate": used.predicate.value, "of_year": used.of_year}


@adapter
def result_is_final(i: Inputs, rules: RuleSet) -> Answer:
    owner, by = _read(PlanOwner, i["kind"]), _read(Authority, i["evaluated_by"])
    final = evaluation.result_is_final(AgencyKind(i["agency"]), owner, by)
    return {"final": final, "objection_allowed": not final}


@adapter
def evaluator(i: Inputs, rules: RuleSet) -> Answer:
    return {"evaluator": evaluation.evaluator(_read(evaluation.Situation, i["situation"])).value}


@adapter
def appraiser_moved(i: Inputs, rules: RuleSet) -> Answer:
    window = _day(i["window_opens"]), _day(i["window_closes"])
    stays = evaluation.old_appraiser_evaluates(*window, _day(i["moved_on"]))
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
