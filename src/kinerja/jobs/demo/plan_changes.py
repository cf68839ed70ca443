"""What becomes of plans during the year: changed targets, a deadlock, a result taken over, offers,
roles that are confirmed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from kinerja.jobs.demo.people import Member
from kinerja.planning.amendment import open_amendment
from kinerja.planning.dialogue import ask_above, set_plan, submit_plan
from kinerja.planning.indicator import Indicator, edit_indicator
from kinerja.planning.offer import accept_offer, counter_offer, make_offer
from kinerja.planning.plan import Plan
from kinerja.planning.result_step import adjust_result, take_over_result
from kinerja.planning.role_confirmation import confirm_roles
from kinerja.planning.setter import answer_is_late
from kinerja.planning.work_result import WorkResult

CHANGED_BEFORE = timedelta(days=60)
REASONS = (
    ("resources", "Satu petugas dipindahkan ke unit lain sejak bulan lalu."),
    ("feedback", "Umpan balik triwulan lalu: sasaran perlu disesuaikan dengan data terbaru."),
    ("assignment", "Penugasan baru dari pimpinan mengambil sebagian waktu."),
)
UNCONFIRMED = 5  # every so many people have not said yet that the role is understood


def change_targets(members: Sequence[Member], *, today: date) -> None:
    """Three of the staff agreed on another target two months ago, after an offer and a counter."""
    on = today - CHANGED_BEFORE
    plans = [
        plan
        for plan in _set_plans(members, today.year)
        if plan.starts_on < on and plan.set_on and plan.set_on < on
    ]
    for plan, (change, reason) in zip(plans[:: max(1, len(plans) // 3)], REASONS, strict=False):
        appraiser, counted = plan.appraiser, _numbers(plan).first()
        if appraiser is None or counted is None:
            continue
        new = open_amendment(plan=plan, change=change, reason=reason, by=plan.person, on=on)
        measure = Indicator.objects.get(result__plan=new, continues=counted)
        first, offered, agreed = [_share(measure, part) for part in ("0.8", "0.95", "0.9")]
        edit_indicator(
            indicator=measure,
            text=measure.text,
            target_min=first,
            target_text=measure.target_text,
            by=plan.person,
        )
        submit_plan(plan=new, by=plan.person, on=on)
        offer = make_offer(
            indicator=measure,
            target_min=offered,
            reason="Dengan bantuan rekan satu tim, penurunannya tidak perlu sebesar itu.",
            by=appraiser,
            on=on + timedelta(days=1),
        )
        answer = counter_offer(
            offer=offer,
            target_min=agreed,
            reason="Bisa, asal bantuan tim tersedia dua hari seminggu.",
            by=plan.person,
            on=on + timedelta(days=2),
        )
        accept_offer(offer=answer, by=appraiser, on=on + timedelta(days=2), note="Sepakat.")
        set_plan(plan=new, by=appraiser, on=on + timedelta(days=2))


def add_turns(members: Sequence[Member], *, today: date) -> None:
    """A plan that nobody answers, a result taken over after guidance, an open offer, and roles that
    most people have confirmed."""
    waiting = list(
        Plan.objects.filter(state=Plan.State.SUBMITTED, year=today.year, amends=None)
        .select_related("person", "appraiser")
        .order_by("pk")
    )
    late = next((plan for plan in waiting if answer_is_late(plan, today)), None)
    if late is not None:
        ask_above(plan=late, by=late.person, on=today)
    for plan in waiting[-1:]:
        measure = _numbers(plan).first()
        if plan.appraiser is not None and measure is not None:
            make_offer(
                indicator=measure,
                target_min=_share(measure, "1.1"),
                reason="Tahun lalu sudah tercapai lebih dari target ini.",
                by=plan.appraiser,
                on=today,
            )
    _take_one_over(members, today)
    people = [member.person for number, member in enumerate(members) if number % UNCONFIRMED]
    confirm_roles(people=people, on=today - timedelta(days=1))


def _take_one_over(members: Sequence[Member], today: date) -> None:
    guided, taken = today - timedelta(days=14), today - timedelta(days=2)
    for plan in reversed(_set_plans(members, today.year)):
        results = WorkResult.objects.filter(plan=plan, state=WorkResult.State.RUNNING)
        result = results.order_by("number").last()
        if plan.appraiser is None or result is None or plan.starts_on > guided:
            continue
        adjust_result(
            result=result,
            kind="guided",
            note="Bimbingan dua kali: membagi pekerjaan per minggu dan memakai daftar periksa.",
            by=plan.appraiser,
            on=guided,
        )
        take_over_result(
            result=result,
            note="Belum ada kemajuan setelah bimbingan; diselesaikan atasan bersama tim.",
            by=plan.appraiser,
            on=taken,
        )
        return


def _set_plans(members: Sequence[Member], year: int) -> list[Plan]:
    """The plans in force of the staff, in the order of the plans."""
    staff = [member.person for member in members if not member.seat.leads]
    plans = Plan.objects.filter(person__in=staff, year=year, state=Plan.State.SET)
    return list(plans.select_related("person", "appraiser").order_by("pk"))


def _numbers(plan: Plan) -> QuerySet[Indicator]:
    rows = Indicator.objects.filter(result__plan=plan, target_min__gte=10, polarity="maximise")
    return rows.select_related("result__plan__person").order_by("pk")


def _share(measure: Indicator, part: str) -> Decimal:
    """That part of the target as it is stored, in whole numbers."""
    stored = Indicator.objects.get(pk=measure.pk).target_min or Decimal(0)
    return (stored * Decimal(part)).quantize(Decimal(1))
