"""A set plan is not edited: it gets a new version (6/2022 Pasal 14(2), 20)."""

from datetime import date
from typing import Any

from django.db import transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.planning.indicator import Indicator
from kinerja.planning.plan import Plan, may_set
from kinerja.planning.refusals import NotYours, PlanExists, WrongState, WrongYear
from kinerja.planning.revision import hold
from kinerja.planning.terms import BehaviourExpectation, PlanTerm
from kinerja.planning.trajectory import copy_trajectories
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import Notice, notify
from kinerja.rules.date_words import date_in_words


def may_amend(person: Person, plan: Plan, on: date) -> bool:
    """The owner, or the appraiser of that day."""
    return plan.person_id == person.pk or may_set(person, plan, on)


@transaction.atomic
def open_amendment(*, plan: Plan, change: str, reason: str, by: Person, on: date) -> Plan:
    """Open a draft of the next version: a copy of the plan in force, for its owner to change.

    Nothing counts from it before it is set. The other one of owner and appraiser is told.
    Errors: NotYours, WrongState, WrongYear (not in force that day), PlanExists (one is open),
    InvalidInput.
    """
    hold(plan)
    if not may_amend(by, plan, on):
        raise NotYours("Perubahan dibuka oleh pemilik rencana atau pejabat penilainya.")
    if plan.state != Plan.State.SET:
        raise WrongState(
            f"Rencana ini berstatus {plan.get_state_display().lower()}; hanya rencana yang sedang"
            " berlaku yang dapat diubah lewat versi baru."
        )
    if not plan.starts_on <= on <= plan.ends_on:
        raise WrongYear(
            f"Rencana ini berlaku {date_in_words(plan.starts_on)} sampai"
            f" {date_in_words(plan.ends_on)}."
        )
    if Plan.objects.filter(amends=plan).exists():
        raise PlanExists("Perubahan rencana ini sudah dibuka. Lanjutkan yang itu.")
    if not reason.strip():
        raise InvalidInput("Tulis alasan perubahan, supaya jelas bagi kedua pihak.")
    new = Plan(
        person=plan.person,
        assignment=plan.assignment,
        year=plan.year,
        starts_on=on,
        ends_on=plan.ends_on,
        version=plan.version + 1,
        approach=plan.approach,
        appraiser=plan.appraiser,
        amends=plan,
        change=change,
        change_reason=reason.strip(),
        opened_by=by,
    )
    check_fields(new)
    new.save()
    _copy_content(plan, new)
    record(
        "plan.amendment_opened",
        about=new,
        person=plan.person,
        by=by,
        reason=new.change_reason,
        data={"version": new.version, "change": change, "amends": plan.pk},
    )
    if by.pk != plan.person_id:
        notify(
            plan.person,
            f"Atasan membuka perubahan SKP {plan.year} Anda: {new.change_reason[:150]}",
            f"/rencana/{new.pk}/",
        )
    return new


@transaction.atomic
def cancel_amendment(*, plan: Plan, by: Person, on: date) -> None:
    """Drop a version that is not set; only its events stay. The owner may do so at any time before
    it is set, whoever opened it as well.

    Errors: NotYours, WrongState.
    """
    hold(plan)
    if plan.person_id != by.pk and not (plan.opened_by_id == by.pk and may_set(by, plan, on)):
        raise NotYours("Perubahan dibatalkan oleh pemilik rencana atau yang membukanya.")
    if not plan.is_change or plan.amends is None:
        raise WrongState("Tidak ada perubahan yang dapat dibatalkan.")
    before = plan.amends
    data = {"version": plan.version, "change": plan.change, "state": plan.state}
    record(
        "plan.amendment_cancelled",
        about=before,
        person=plan.person,
        by=by,
        reason=plan.change_reason,
        data=data,
    )
    Notice.objects.filter(url=f"/rencana/{plan.pk}/").update(url=f"/rencana/{before.pk}/")
    plan.delete()
    other = before.appraiser if by.pk == before.person_id else before.person
    if other is not None:
        notify(
            other,
            f"Perubahan SKP {before.year} {before.person.name} dibatalkan. Versi"
            f" {before.version} tetap berlaku.",
            f"/rencana/{before.pk}/",
        )


def _copy_content(old: Plan, new: Plan) -> None:
    """Results, measures, attachment and special expectations; each result and measure knows which
    one it continues."""
    earlier = list(old.results.order_by("number").prefetch_related("indicators"))
    results = [_continued(one, plan=new) for one in earlier]
    WorkResult.objects.bulk_create(results)
    measures = [
        _continued(indicator, result=result)
        for one, result in zip(earlier, results, strict=True)
        for indicator in one.indicators.all()
    ]
    Indicator.objects.bulk_create(measures)
    copy_trajectories({measure.continues_id: measure.pk for measure in measures})
    PlanTerm.objects.bulk_create(
        [PlanTerm(plan=new, kind=term.kind, text=term.text) for term in old.terms.all()]
    )
    BehaviourExpectation.objects.bulk_create(
        [
            BehaviourExpectation(plan=new, value=one.value, text=one.text)
            for one in old.expectations.all()
        ]
    )


def _continued(row: Any, **above: Any) -> Any:
    """A new row with all that the old one says, which continues it."""
    own = {"id", "line", "continues", "origin", "revision", *above}
    said = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in own
    }
    return type(row)(**said, **above, continues=row, origin_id=row.line)
