"""What a plan carries besides results: form A.1.8 and the leader's special expectations."""

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.refusals import check_fields
from kinerja.planning.plan import Plan, hold_to_edit, may_set
from kinerja.planning.refusals import NotYours, WrongState
from kinerja.planning.revision import grow, hold
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


@transaction.atomic
def set_expectation(*, plan: Plan, value: str, text: str, by: Person) -> None:
    """Write, change or (with an empty text) drop the leader's special expectation for one value.

    The leader may do so while the plan is being agreed on and during the year (6/2022 p. 30-31);
    the owner is told. Errors: NotYours, WrongState, InvalidInput.
    """
    hold(plan)
    if not may_set(by, plan):
        raise NotYours("Ekspektasi khusus ditulis oleh pejabat penilai.")
    if plan.state not in (Plan.State.SUBMITTED, Plan.State.SET):
        raise WrongState(f"Rencana ini berstatus {plan.get_state_display().lower()}.")
    text = text.strip()
    expectation = plan.expectations.filter(value=value).first()
    before = expectation.text if expectation else ""
    if text == before:
        return
    expectation = expectation or BehaviourExpectation(plan=plan, value=value)
    if text:
        expectation.text = text
        check_fields(expectation)
        expectation.save()
    else:
        expectation.delete()
    grow(plan)
    data = {"value": value, "text": [before, text]}
    record("plan.expectation_set", about=plan, person=plan.person, by=by, data=data)
    label = CoreValue(value).label
    notify(
        plan.person,
        f"Ekspektasi khusus untuk nilai {label} pada SKP {plan.year} Anda diperbarui.",
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
