"""What a plan still lacks, and what the regulation advises: errors block it, hints do not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kinerja.people.person import Person
from kinerja.people.position import Position
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan
from kinerja.planning.work_result import WorkResult
from kinerja.rules.date_words import date_in_words
from kinerja.rules.plan import DialoguePartner, Perspective, ResultQuality, plan_dialogue_partner
from kinerja.rules.work_result import (
    ResultOwner,
    absolute_target_words,
    perspective_check,
    quality_is_enough,
)
from kinerja.rules.year import skp_deadline

_OWNER_BY_LEVEL = {
    Position.Level.ADMINISTRATOR.value: ResultOwner.ADMINISTRATOR,
    Position.Level.PENGAWAS.value: ResultOwner.PENGAWAS,
    Position.Level.PELAKSANA.value: ResultOwner.PELAKSANA,
}

Contents = Sequence[tuple[WorkResult, Sequence[Indicator]]]  # results with their measures


@dataclass
class PlanCheck:
    """Sentences without a full stop, in Indonesian."""

    errors: list[str] = field(default_factory=list)  # the plan cannot be submitted
    hints: list[str] = field(default_factory=list)  # the owner decides


def check_plan(plan: Plan, *, appraiser: Person | None, on: date) -> PlanCheck:
    """Check a stored plan that would go to this appraiser."""
    results = plan.results.select_related("parent__plan").prefetch_related("indicators")
    contents = [(result, list(result.indicators.all())) for result in results]
    return check_contents(plan, contents, appraiser=appraiser, on=on)


def check_contents(
    plan: Plan, contents: Contents, *, appraiser: Person | None, on: date
) -> PlanCheck:
    """Check results and measures, stored or not; needs `assignment.position` of the plan."""
    check = PlanCheck()
    if not contents:
        check.errors.append("tulis sedikitnya satu hasil kerja")
        return check
    if not any(result.is_main for result, _ in contents):
        check.errors.append("tulis sedikitnya satu hasil kerja utama")
    for result, indicators in contents:
        _check_result(check, plan, result, indicators, appraiser)
    if plan.like_jpt:
        _check_perspectives(check, contents)
    else:
        _check_words(check, contents)
    _check_quality(check, plan.assignment.position, contents)
    _check_deadline(check, plan, on)
    return check


def _check_result(
    check: PlanCheck,
    plan: Plan,
    result: WorkResult,
    indicators: Sequence[Indicator],
    appraiser: Person | None,
) -> None:
    if not indicators:
        check.errors.append(f"isi indikator dan target untuk hasil kerja nomor {result.number}")
    parent = result.parent
    if parent is not None and (appraiser is None or parent.plan.person_id != appraiser.pk):
        check.errors.append(
            f"hubungkan hasil kerja nomor {result.number} dengan rencana atasan Anda yang sekarang"
        )
    if parent is None and not plan.like_jpt and not result.assigned_by:
        check.hints.append(
            f"hasil kerja nomor {result.number} belum terhubung dengan hasil kerja atasan"
        )


def _check_perspectives(check: PlanCheck, contents: Contents) -> None:
    """Annex p. 29: the budget is obligatory, the other three are advice."""
    used = {
        Perspective(indicator.perspective)
        for _, indicators in contents
        for indicator in indicators
        if indicator.perspective
    }
    missing = perspective_check(used)
    for perspective in missing.errors:
        check.errors.append(f"tulis sedikitnya satu indikator perspektif {perspective.label}")
    for perspective in missing.warnings:
        check.hints.append(f"belum ada indikator perspektif {perspective.label}")


def _check_words(check: PlanCheck, contents: Contents) -> None:
    """Annex p. 51: targets of JA and JF leave a margin, save where lives or safety are at stake."""
    for result, indicators in contents:
        for indicator in indicators:
            words = absolute_target_words(f"{indicator.text} {indicator.target_text}")
            if words:
                quoted = ", ".join(f"“{word}”" for word in words)
                check.hints.append(
                    f"indikator “{indicator.text}” (hasil kerja nomor {result.number}) memakai kata"
                    f" {quoted}; bila tidak menyangkut keselamatan, beri ruang, misalnya 90–95%"
                )


def _check_quality(check: PlanCheck, position: Position, contents: Contents) -> None:
    """Annex p. 28, 44: how much of the result its owner controls; advice only."""
    owner = result_owner(position)
    if owner is None:
        return
    for result, _ in contents:
        if result.quality and not quality_is_enough(owner, ResultQuality(result.quality)):
            quality = ResultQuality(result.quality).label
            check.hints.append(
                f"hasil kerja nomor {result.number} berkualitas {quality}; untuk jabatan ini"
                " disarankan hasil yang lebih tinggi"
            )


def _check_deadline(check: PlanCheck, plan: Plan, on: date) -> None:
    """Pasal 14: by 31 January; later the superior of the appraiser is the one to talk to."""
    deadline = skp_deadline(plan.year)
    if plan.starts_on > deadline or on.year > plan.year or plan.amends_id is not None:
        return
    if on <= deadline:
        check.hints.append(f"SKP ditetapkan paling lambat {date_in_words(deadline)}")
    elif plan_dialogue_partner(on, False) is DialoguePartner.APPRAISER_SUPERIOR:
        check.hints.append(
            f"batas penetapan {date_in_words(deadline)} sudah lewat; bila atasan Anda belum"
            " dapat menetapkan, bicarakan dengan atasan pejabat penilai"
        )


def result_owner(position: Position) -> ResultOwner | None:
    """Whose quality level the rule should ask for; None for officials without a plan."""
    if position.independent:
        return ResultOwner.INDEPENDENT_UNIT_HEAD
    match position.kind:
        case Position.Kind.JPT:
            return ResultOwner.JPT
        case Position.Kind.JF:
            return ResultOwner.JF
        case Position.Kind.JA:
            return _OWNER_BY_LEVEL.get(position.level)
        case _:
            return None
