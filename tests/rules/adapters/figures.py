"""Adapters of the rules that compute: scores, indices, points, limits of a number."""

from decimal import Decimal
from fractions import Fraction

from tests.rules.adapters.registry import Answer, Inputs, adapter, day, decimals, free_days, read

from kinerja.rules import (
    achievement,
    akip,
    competency,
    complaint,
    credit,
    nip,
    professionalism,
    satisfaction,
    score120,
    talent,
    training,
    workload,
)
from kinerja.rules.parameters import RuleSet
from kinerja.rules.position import PositionLevel
from kinerja.rules.predicate import Predicate, Rating
from kinerja.rules.working_days import skipped_holidays

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
    low, high, realisation = decimals([i["target_min"], i["target_max"], i["realisation"]])
    return achievement.Polarity(i["polarity"]), low, high, realisation


@adapter
def indicator_score_120(i: Inputs, rules: RuleSet) -> Answer:
    percent = Decimal(i["achievement_percent"])
    result = score120.indicator_score_120(percent, i["target_is_ceiling"])
    return {"category": result.category.value, "score": result.score}


@adapter
def skp_score_total(i: Inputs, rules: RuleSet) -> Answer:
    main, additional = decimals(i["weighted_main"]), decimals(i["weighted_additional"])
    return {"skp_score": score120.skp_score_total(main, additional)}


@adapter
def additional_work_score(i: Inputs, rules: RuleSet) -> Answer:
    category = score120.Category120(i["category"])
    weight, score = Decimal(i["scope_weight"]), Decimal(i["score"])
    return {"weighted": score120.additional_work_score(category, weight, score)}


@adapter
def periodic_skp_score(i: Inputs, rules: RuleSet) -> Answer:
    means = decimals([i["mean_action_plan_score"], i["mean_main_score"]])
    return {"score": score120.periodic_skp_score(*means)}


@adapter
def combined_score_pp30(i: Inputs, rules: RuleSet) -> Answer:
    plan_score, behaviour_score = decimals([i["skp_score"], i["behaviour_score"]])
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
    return {"total": credit.credit_accumulation(decimals(i["entries"]))}


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
        read(professionalism.Education, i["education"]),
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
    stage = read(complaint.ComplaintStage, i["stage"])
    return {"working_days": complaint.complaint_deadline(stage, rules.complaint_limits)}


@adapter
def complaint_due_date(i: Inputs, rules: RuleSet) -> Answer:
    stage, received = read(complaint.ComplaintStage, i["stage"]), day(i["received_on"])
    free = free_days(i)
    due = complaint.complaint_due_date(stage, received, free, rules.complaint_limits)
    return {"due": due, "skipped_dates": skipped_holidays(received, due, free)}


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
