"""The way of one result through the year (6/2022 Pasal 20, annex p. 70)."""

from datetime import date

from django.db import models, transaction

from kinerja.people.person import Person
from kinerja.people.refusals import InvalidInput, check_fields
from kinerja.planning.plan import Plan, may_set
from kinerja.planning.refusals import NotHelpedYet, NotYours, ResultEnded, WrongState
from kinerja.planning.revision import grow, hold
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.records.notice import notify

State = WorkResult.State


class ResultStep(models.Model):
    """What was done about one result, by whom and when; it is never changed."""

    class Kind(models.TextChoices):
        ADJUSTED = "adjusted", "Ekspektasi atau dukungan disesuaikan"
        GUIDED = "guided", "Bimbingan diberikan"
        RESUMED = "resumed", "Berjalan kembali"
        DONE = "done", "Selesai"
        TAKEN_OVER = "taken_over", "Diambil alih atasan"

    HELP = (Kind.ADJUSTED, Kind.GUIDED)

    result = models.ForeignKey(WorkResult, models.CASCADE, related_name="steps")
    kind = models.CharField("langkah", max_length=10, choices=Kind)
    note = models.TextField("catatan")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    taken_on = models.DateField("tanggal")

    class Meta:
        ordering = ["-taken_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.result_id}: {self.get_kind_display()}"


def was_helped(result: WorkResult) -> bool:
    """Is an adjustment or guidance on record for it, in this version of the plan or before?"""
    if result.state == State.ADJUSTED:
        return True
    return ResultStep.objects.filter(result__line=result.line, kind__in=ResultStep.HELP).exists()


def steps_of(result: WorkResult) -> "models.QuerySet[ResultStep]":
    """All steps of a result in all versions, newest first."""
    return ResultStep.objects.filter(result__line=result.line).select_related("by")


@transaction.atomic
def adjust_result(*, result: WorkResult, kind: str, note: str, by: Person, on: date) -> None:
    """The appraiser adjusts what is expected or given for a result, or guides its owner; target
    changes themselves are a new version of the plan.

    Errors: NotYours, WrongState, ResultEnded, InvalidInput.
    """
    if kind not in ResultStep.HELP:
        raise InvalidInput("Pilih penyesuaian atau bimbingan.")
    _hold(result, by, on, owner=False)
    _take(result, kind, State.ADJUSTED, note, by, on)


@transaction.atomic
def resume_result(*, result: WorkResult, note: str, by: Person, on: date) -> None:
    """After the adjustment the work goes on; said by the owner or the appraiser.

    Errors: NotYours, WrongState, ResultEnded, InvalidInput.
    """
    _hold(result, by, on, owner=True)
    if result.state != State.ADJUSTED:
        raise WrongState("Hasil kerja ini sedang berjalan.")
    _take(result, ResultStep.Kind.RESUMED, State.RUNNING, note, by, on)


@transaction.atomic
def finish_result(*, result: WorkResult, note: str, by: Person, on: date) -> None:
    """Nothing more is to be done for it; said by the owner or the appraiser.

    Errors: NotYours, WrongState (while it is adjusted), ResultEnded, InvalidInput.
    """
    _hold(result, by, on, owner=True)
    if result.state != State.RUNNING:
        raise WrongState("Tandai dulu hasil kerja ini berjalan kembali, lalu selesai.")
    _take(result, ResultStep.Kind.DONE, State.DONE, note, by, on)


@transaction.atomic
def take_over_result(
    *, result: WorkResult, note: str, by: Person, on: date, told_before: bool = False
) -> None:
    """The appraiser takes a result over; the note counts in the evaluation, and there is no way
    back. Only after adjustment or guidance; `told_before`: feedback on it is on record.

    Errors: NotYours, WrongState, ResultEnded, NotHelpedYet, InvalidInput.
    """
    _hold(result, by, on, owner=False)
    if not told_before and not was_helped(result):
        raise NotHelpedYet(
            "Hasil kerja diambil alih setelah ada penyesuaian, bimbingan, atau umpan balik. Catat"
            " dulu langkah itu."
        )
    _take(result, ResultStep.Kind.TAKEN_OVER, State.TAKEN_OVER, note, by, on)


def _hold(result: WorkResult, by: Person, on: date, *, owner: bool) -> None:
    plan = result.plan
    hold(plan)
    hold(result)
    if not (may_set(by, plan, on) or (owner and plan.person_id == by.pk)):
        raise NotYours("Langkah ini diambil oleh pejabat penilai.")
    if plan.state != Plan.State.SET or not plan.starts_on <= on <= plan.ends_on:
        raise WrongState("Langkah ini berlaku untuk rencana yang sedang dijalankan.")
    if result.state in WorkResult.ENDED:
        raise ResultEnded(
            f"Hasil kerja nomor {result.number} sudah {result.get_state_display().lower()}."
        )


def _take(
    result: WorkResult, kind: str, state: WorkResult.State, note: str, by: Person, on: date
) -> None:
    if not note.strip():
        raise InvalidInput("Tulis catatan, supaya alasannya jelas bagi kedua pihak.")
    step = ResultStep(result=result, kind=kind, note=note.strip(), by=by, taken_on=on)
    check_fields(step)
    step.save()
    before, result.state, result.state_since = result.state, state, on
    grow(result, ["state", "state_since"])
    plan = result.plan
    record(
        f"result.{kind}",
        about=result,
        person=plan.person,
        by=by,
        reason=step.note,
        data={"from": before, "to": state.value},
    )
    other = plan.appraiser if by.pk == plan.person_id else plan.person
    if other is not None:
        text = f"Hasil kerja “{result.title[:120]}”: {ResultStep.Kind(kind).label.lower()}."
        notify(other, text, f"/rencana/{plan.pk}/")
