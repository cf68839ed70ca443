"""How a plan is agreed on: handed in, taken back, given back, set (dialog kinerja)."""

from datetime import date

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of
from kinerja.planning.plan import Plan, may_set
from kinerja.planning.plan_check import check_plan
from kinerja.planning.refusals import IncompletePlan, NoAppraiser, NotYours, WrongState
from kinerja.planning.revision import check_revision, grow, hold
from kinerja.records.event import record
from kinerja.records.notice import notify

NO_APPRAISER = (
    "Atasan belum tercatat, jadi rencana belum dapat diajukan. Rencana tetap tersimpan; hubungi"
    " bagian kepegawaian."
)


@transaction.atomic
def submit_plan(*, plan: Plan, by: Person, on: date, revision: int | None = None) -> None:
    """Hand the plan to the appraiser.

    Errors: NotYours, WrongState, ChangedMeanwhile, IncompletePlan (names every missing part),
    NoAppraiser.
    """
    hold(plan)
    if plan.person_id != by.pk:
        raise NotYours("Hanya pemilik rencana yang dapat mengajukannya.")
    if plan.state != Plan.State.DRAFT:
        raise WrongState(f"Rencana ini sudah {plan.get_state_display().lower()}.")
    check_revision(plan, revision)
    appraiser = appraiser_of(plan.person, on)
    if errors := check_plan(plan, appraiser=appraiser, on=on).errors:
        raise IncompletePlan("Lengkapi dulu: " + "; ".join(errors) + ".")
    if appraiser is None:
        raise NoAppraiser(NO_APPRAISER)
    plan.state, plan.appraiser, plan.submitted_on = Plan.State.SUBMITTED, appraiser, on
    grow(plan, ["state", "appraiser", "submitted_on"])
    record(
        "plan.submitted",
        about=plan,
        person=plan.person,
        by=by,
        data=agreed_data(plan, plan.revision),
    )
    notify(appraiser, *submitted_notice(plan))


@transaction.atomic
def withdraw_plan(*, plan: Plan, by: Person) -> None:
    """Take a submitted plan back to change it, for example to hang it under a new leader's results.

    Errors: NotYours, WrongState.
    """
    hold(plan)
    if plan.person_id != by.pk:
        raise NotYours("Hanya pemilik rencana yang dapat menariknya.")
    if plan.state != Plan.State.SUBMITTED:
        raise WrongState(
            f"Rencana ini berstatus {plan.get_state_display().lower()}; tidak ada yang ditarik."
        )
    plan.state, plan.submitted_on = Plan.State.DRAFT, None
    grow(plan, ["state", "submitted_on"])
    record("plan.withdrawn", about=plan, person=plan.person, by=by)


@transaction.atomic
def return_plan(
    *, plan: Plan, reason: str, by: Person, on: date, revision: int | None = None
) -> None:
    """Give the plan back with a reason; the owner may change it again.

    Errors: NotYours, WrongState, ChangedMeanwhile, IncompletePlan (no reason).
    """
    _hold_to_answer(plan, by, on, revision)
    reason = reason.strip()
    if not reason:
        raise IncompletePlan("Tulis apa yang perlu diperbaiki, supaya pegawai tahu langkahnya.")
    plan.state, plan.return_reason = Plan.State.DRAFT, reason
    grow(plan, ["state", "return_reason"])
    record("plan.returned", about=plan, person=plan.person, by=by, reason=reason)
    text = f"SKP {plan.year} dikembalikan: {reason[:200]}"
    notify(plan.person, text, plan_url(plan))


@transaction.atomic
def set_plan(*, plan: Plan, by: Person, on: date, revision: int | None = None) -> None:
    """Agree to the plan (penetapan SKP, 6/2022 Pasal 14).

    Errors: NotYours, WrongState, ChangedMeanwhile.
    """
    _hold_to_answer(plan, by, on, revision)
    plan.state, plan.set_on, plan.return_reason = Plan.State.SET, on, ""
    plan.appraiser = by
    grow(plan, ["state", "set_on", "return_reason", "appraiser"])
    data = agreed_data(plan, plan.revision)
    record("plan.set", about=plan, person=plan.person, by=by, data=data)
    notify(plan.person, *set_notice(plan))


def agreed_data(plan: Plan, revision: int) -> dict[str, object]:
    """What was handed in or agreed on: the version of the plan and the state of its content."""
    return {"version": plan.version, "revision": revision}


def plan_url(plan: Plan) -> str:
    """The page of the plan, for notices."""
    return f"/rencana/{plan.pk}/"


def submitted_notice(plan: Plan) -> tuple[str, str]:
    """What the appraiser is told: text and page."""
    return f"{plan.person.name} mengajukan SKP {plan.year}.", plan_url(plan)


def set_notice(plan: Plan) -> tuple[str, str]:
    """What the owner is told: text and page."""
    return f"SKP {plan.year} Anda telah ditetapkan.", plan_url(plan)


def _hold_to_answer(plan: Plan, by: Person, on: date, revision: int | None) -> None:
    hold(plan)
    if not may_set(by, plan, on):
        raise NotYours("Hanya pejabat penilai yang dapat menjawab rencana ini.")
    if plan.state != Plan.State.SUBMITTED:
        raise WrongState(f"Rencana ini berstatus {plan.get_state_display().lower()}.")
    check_revision(plan, revision)
