"""What a plan carries besides results: form A.1.8 and the leader's special expectations."""

from collections.abc import Mapping
from datetime import date

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.planning.plan import Plan, hold_to_edit, may_set
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.revision import check_revision, grow, hold
from kinerja.records.event import record
from kinerja.records.notice import notify
from kinerja.rules.behaviour import CoreValue


class PlanTerm(models.Model):
    """One line of the attachment A.1.8 (6/2022 Pasal 11-13)."""

    class Kind(models.TextChoices):
        RESOURCE = "resource", "Dukungan sumber daya"
        ACCOUNTABILITY = "accountability", "Skema pertanggungjawaban"
        IF_MET = "if_met", "Konsekuensi bila tercapai"
        IF_NOT_MET = "if_not_met", "Konsekuensi bila tidak tercapai"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="terms")
    kind = models.CharField("jenis", max_length=15, choices=Kind)
    text = models.CharField("uraian", max_length=300)

    class Meta:
        ordering = ["plan_id", "kind", "pk"]

    def __str__(self) -> str:
        return self.text


class BehaviourExpectation(models.Model):
    """A special expectation of the leader for one value (6/2022 Pasal 10(4))."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="expectations", db_index=False)
    value = models.CharField("nilai", max_length=15, choices=CoreValue.choices())
    text = models.CharField("ekspektasi khusus", max_length=300)

    class Meta:
        ordering = ["plan_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "value"], name="expectation_once_per_value")
        ]

    def __str__(self) -> str:
        return self.text


@transaction.atomic
def add_term(*, plan: Plan, kind: str, text: str, by: Person) -> PlanTerm:
    """Add a line to the attachment of a draft. Errors: NotYours, WrongState, InvalidInput."""
    hold_to_edit(plan, by)
    term = new_term(plan, kind, text)
    term.save()
    grow(plan)
    record("term.added", about=term, person=plan.person, by=by, data=term_data(term))
    return term


@transaction.atomic
def remove_term(*, term: PlanTerm, by: Person) -> None:
    """Take a line out of the attachment of a draft. Errors: NotYours, WrongState."""
    plan = term.plan
    hold_to_edit(plan, by)
    hold(term)
    record("term.removed", about=term, person=plan.person, by=by, data=term_data(term))
    term.delete()
    grow(plan)


def set_expectation(*, plan: Plan, value: str, text: str, by: Person, on: date) -> None:
    """Write, change or (with an empty text) drop the special expectation for one value.

    Errors: as `set_expectations`.
    """
    set_expectations(plan=plan, texts={value: text}, by=by, on=on)


@transaction.atomic
def set_expectations(
    *, plan: Plan, texts: Mapping[str, str], by: Person, on: date, revision: int | None = None
) -> None:
    """Write the leader's special expectations for some values, by their codes; the others stay.

    The leader may do so while the plan is being agreed on and during the year (6/2022 p. 30-31);
    the owner is told. Errors: NotYours, WrongState, ChangedMeanwhile, InvalidInput.
    """
    hold(plan)
    if not may_set(by, plan, on):
        raise NotYours("Ekspektasi khusus ditulis oleh pejabat penilai.")
    if plan.state not in (Plan.State.SUBMITTED, Plan.State.SET):
        raise WrongState(f"Rencana ini berstatus {plan.get_state_display().lower()}.")
    check_revision(plan, revision)
    stored = {one.value: one for one in plan.expectations.all()}
    changes = {}
    for value, given in texts.items():
        text, row = given.strip(), stored.get(value)
        before = row.text if row else ""
        if text == before:
            continue
        changes[value] = [before, text]
        if not text:
            plan.expectations.filter(value=value).delete()
            continue
        row = row or BehaviourExpectation(plan=plan, value=value)
        row.text = text
        check_fields(row)
        row.save()
    if not changes:
        return
    grow(plan)
    data = {"changes": changes}
    record("plan.expectation_set", about=plan, person=plan.person, by=by, data=data)
    labels = ", ".join(CoreValue(value).label for value in changes)
    notify(
        plan.person,
        f"Ekspektasi khusus pada SKP {plan.year} Anda diperbarui: {labels}.",
        f"/rencana/{plan.pk}/",
    )


def new_term(plan: Plan, kind: str, text: str) -> PlanTerm:
    """A line of the attachment, not stored yet. Errors: InvalidInput."""
    term = PlanTerm(plan=plan, kind=kind, text=text.strip())
    check_fields(term)
    return term


def term_data(term: PlanTerm) -> dict[str, object]:
    """What an event of a new or removed line tells."""
    return {"plan": term.plan_id, "kind": term.kind, "text": term.text}
