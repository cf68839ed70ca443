"""How a plan is agreed on: handed in, taken back, given back, set (dialog kinerja)."""

from datetime import date, timedelta

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.supervision import appraiser_of, superior_of_appraiser
from kinerja.planning.offer import lapse_offers
from kinerja.planning.plan import Plan, may_set
from kinerja.planning.plan_check import check_plan
from kinerja.planning.refusals import (
    IncompletePlan,
    NoAppraiser,
    NotLateYet,
    NotYours,
    WrongState,
)
from kinerja.planning.revision import check_revision, grow, hold
from kinerja.planning.setter import answer_is_late, check_rank, may_return
from kinerja.planning.succession import follow
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.date_words import date_in_words
from kinerja.rules.year import skp_deadline

DIALOGUE_DAYS = 7  # to answer an offered dialogue [D]: the law names no number
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
    _check_submitted(plan)
    reason = reason.strip()
    if not reason:
        raise IncompletePlan("Tulis apa yang perlu diperbaiki, supaya pegawai tahu langkahnya.")
    plan.state, plan.return_reason = Plan.State.DRAFT, reason
    grow(plan, ["state", "return_reason"])
    record("plan.returned", about=plan, person=plan.person, by=by, reason=reason)
    text = f"SKP {plan.year} dikembalikan: {reason[:200]}"
    notify(plan.person, text, plan_url(plan))
    if not may_set(by, plan, on):
        _tell_passed_over(plan, by, "mengembalikan")


@transaction.atomic
def set_plan(*, plan: Plan, by: Person, on: date, revision: int | None = None) -> None:
    """Agree to the plan (penetapan SKP, 6/2022 Pasal 14). A later version is in force from that
    day; the one before it ends on the day before.

    After the deadline the superior of a silent appraiser may set it; and the appraiser the draft of
    a silent owner to whom the dialogue was offered (`offer_dialogue`).
    Errors: NotYours (also by rank), WrongState, ChangedMeanwhile, OfferOpen, IncompletePlan,
    NotLateYet; WrongYear (after its end).
    """
    _hold_to_answer(plan, by, on, revision)
    silent = plan.state == Plan.State.DRAFT and plan.dialogue_by_id == by.pk
    if silent:
        _check_silent(plan, by, on)
    else:
        _check_submitted(plan)
    check_rank(by, plan, on)
    lapse_offers(plan, by, on)
    if plan.amends is not None:
        follow(plan.amends, plan, by=by, on=on)
    plan.state, plan.set_on, plan.return_reason = Plan.State.SET, on, ""
    appraiser = appraiser_of(plan.person, on)
    plan.appraiser = appraiser or by
    plan.set_by = None if plan.appraiser == by else by
    plan.anew_with = None
    fields = ["state", "set_on", "return_reason", "appraiser", "set_by", "anew_with"]
    grow(plan, [*fields, "starts_on", "ends_on"])
    data = agreed_data(plan, plan.revision)
    if silent:
        data["dialogue_offered_on"] = str(plan.dialogue_on)
    record("plan.set", about=plan, person=plan.person, by=by, data=data)
    notify(plan.person, *set_notice(plan))
    if plan.set_by is not None:
        _tell_passed_over(plan, by, "menetapkan")


@transaction.atomic
def ask_above(*, plan: Plan, by: Person, on: date) -> None:
    """The owner asks the superior of a silent appraiser for the dialogue (6/2022 p. 65); the
    appraiser is told too. At most once a day.

    Errors: NotYours, NotLateYet, WrongState (asked today), NoAppraiser (nobody above).
    """
    hold(plan)
    if plan.person_id != by.pk:
        raise NotYours("Hanya pemilik rencana yang dapat meminta ini.")
    if not answer_is_late(plan, on):
        raise NotLateYet(
            "Rencana yang diajukan dibicarakan dengan pejabat penilai sampai"
            f" {date_in_words(skp_deadline(plan.year))}; sesudahnya dengan atasannya."
        )
    if plan.asked_above_on == on:
        raise WrongState("Atasan pejabat penilai sudah mendapat kabar hari ini.")
    superior = superior_of_appraiser(plan.person, on)
    if superior is None:
        raise NoAppraiser("Atasan pejabat penilai belum tercatat. Hubungi bagian kepegawaian.")
    plan.asked_above_on = on
    plan.save(update_fields=["asked_above_on"])
    record("plan.asked_above", about=plan, person=by, by=by, data={"superior": superior.pk})
    who = f"SKP {plan.year} {plan.person.name}"
    notify(superior, f"{who} belum dijawab dan dibicarakan dengan Anda.", plan_url(plan))
    appraiser = appraiser_of(plan.person, on)
    if appraiser is not None:
        text = f"{who} menunggu jawaban Anda sejak {date_in_words(plan.submitted_on or on)};"
        notify(appraiser, f"{text} {superior.name} juga mendapat kabar.", plan_url(plan))


@transaction.atomic
def offer_dialogue(*, plan: Plan, by: Person, on: date) -> None:
    """The appraiser offers the dialogue on a draft that was not handed in; from then on he or she
    may read it, and set it when the owner stays silent past the deadline [D].

    Errors: NotYours, WrongState.
    """
    hold(plan)
    if not may_set(by, plan, on):
        raise NotYours("Dialog ditawarkan oleh pejabat penilai.")
    if plan.state != Plan.State.DRAFT or plan.amends_id is not None:
        raise WrongState(f"Rencana ini berstatus {plan.get_state_display().lower()}.")
    if plan.dialogue_by_id == by.pk:
        raise WrongState(f"Dialog sudah ditawarkan {date_in_words(plan.dialogue_on or on)}.")
    plan.dialogue_by, plan.dialogue_on = by, on
    plan.save(update_fields=["dialogue_by", "dialogue_on"])
    record("plan.dialogue_offered", about=plan, person=plan.person, by=by)
    until = silence_ends(plan)
    notify(
        plan.person,
        f"{by.name} menawarkan dialog tentang SKP {plan.year} Anda dan kini dapat membacanya."
        f" Ajukan sebelum {date_in_words(until or on)}; sesudah itu atasan dapat menetapkannya.",
        plan_url(plan),
    )


def agreed_data(plan: Plan, revision: int) -> dict[str, object]:
    """What was handed in or agreed on: the version of the plan and the state of its content."""
    return {"version": plan.version, "revision": revision}


def plan_url(plan: Plan) -> str:
    """The page of the plan, for notices."""
    return f"/rencana/{plan.pk}/"


def submitted_notice(plan: Plan) -> tuple[str, str]:
    """What the appraiser is told: text and page."""
    what = f"perubahan SKP {plan.year}" if plan.amends_id else f"SKP {plan.year}"
    return f"{plan.person.name} mengajukan {what}.", plan_url(plan)


def set_notice(plan: Plan) -> tuple[str, str]:
    """What the owner is told: text and page."""
    what = f"Perubahan SKP {plan.year}" if plan.amends_id else f"SKP {plan.year}"
    return f"{what} Anda telah ditetapkan.", plan_url(plan)


def _hold_to_answer(plan: Plan, by: Person, on: date, revision: int | None) -> None:
    hold(plan)
    if not may_return(by, plan, on):
        raise NotYours("Hanya pejabat penilai yang dapat menjawab rencana ini.")
    check_revision(plan, revision)


def _check_submitted(plan: Plan) -> None:
    if plan.state != Plan.State.SUBMITTED:
        raise WrongState(f"Rencana ini berstatus {plan.get_state_display().lower()}.")


def _check_silent(plan: Plan, by: Person, on: date) -> None:
    """May a draft be set because its owner did not answer the offered dialogue?"""
    until = silence_ends(plan)
    if until is None or on < until:
        raise NotLateYet(
            "Pegawai masih punya waktu menjawab dialog yang ditawarkan"
            + (f", sampai {date_in_words(until)}." if until else ".")
        )
    if errors := check_plan(plan, appraiser=by, on=on).errors:
        raise IncompletePlan("Konsep ini belum lengkap: " + "; ".join(errors) + ".")


def silence_ends(plan: Plan) -> date | None:
    """From when on the appraiser may set the draft of a silent owner; None: no dialogue offered."""
    if plan.dialogue_on is None:
        return None
    after = plan.dialogue_on + timedelta(days=DIALOGUE_DAYS)
    return max(after, skp_deadline(plan.year) + timedelta(days=1))


def _tell_passed_over(plan: Plan, by: Person, done: str) -> None:
    appraiser = plan.appraiser
    if appraiser is not None and appraiser != by:
        text = f"{by.name} {done} SKP {plan.year} {plan.person.name} sebagai atasan Anda."
        notify(appraiser, text, plan_url(plan))
