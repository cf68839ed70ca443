"""Changing one's own report until it is accepted: correct it, or take it back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kinerja.people.person import Person
from kinerja.planning.work_result import WorkResult
from kinerja.records.event import record
from kinerja.rules.refusal import ChangedMeanwhile
from kinerja.work.evidence import Evidence, check_room, keep_evidence, read_files
from kinerja.work.evidence_match import note_matches
from kinerja.work.filing import check_not_frozen, checked_quantity, checked_text, result_on
from kinerja.work.plan_item import results_by_id
from kinerja.work.refusals import NotYours, WrongState
from kinerja.work.report import Report


@transaction.atomic
def correct_report(
    *,
    report: Report,
    version: int,
    text: str,
    by: Person,
    at: datetime,
    result: WorkResult | None = None,
    quantity: Decimal | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    without: Collection[int] = (),
) -> Report:
    """Change one's own report until it is accepted; it then waits for the leader again.

    `version` is the one that the author read; `files` (name, content) come on top, `without` names
    evidence (ids) that goes. What it said before stays in the event. A report that says all this
    already is answered as it is: a repeated tap changes nothing.

    Errors: NotYours, WrongState, ChangedMeanwhile, and those of `file_report`.
    """
    held = _hold(report, by, "memperbaiki")
    text = checked_text(text)
    chosen = results_by_id([result.pk]).get(result.pk) if result else None
    if result is not None and result.pk != held.result_id:  # what was right when filed stays right
        chosen = result_on(chosen or result, by, held.done_on)
    quantity, indicator = checked_quantity(quantity, chosen)
    gone = list(held.evidence.filter(pk__in=without).select_related("attachment"))
    says_so = (held.text, held.result_id, held.quantity) == (text, chosen and chosen.pk, quantity)
    if says_so and not files and not gone and held.state == Report.State.FILED:
        return held
    if not held.is_open:
        raise WrongState("Laporan ini sudah diterima atau ditarik, jadi tidak dapat diubah lagi.")
    if held.version != version:
        raise ChangedMeanwhile(
            "Laporan ini sudah Anda ubah di jendela lain."
            " Bandingkan dengan isi yang tersimpan, lalu kirim lagi."
        )
    check_not_frozen([(held.result, held.done_on), (chosen, held.done_on)])
    proofs = read_files(files, already=held.evidence.count() - len(gone))
    check_room([(by, proofs)])
    before = {
        "text": held.text,
        "result": held.result_id,
        "quantity": None if held.quantity is None else str(held.quantity),
        "removed": [one.attachment.original_sha256 for one in gone],
    }
    held.text, held.result, held.quantity, held.indicator = text, chosen, quantity, indicator
    held.state, held.version = Report.State.FILED, version + 1
    held.waiting_since = timezone.now()
    held.save(
        update_fields=[
            *("text", "result", "quantity", "indicator", "state", "version", "waiting_since")
        ]
    )
    Evidence.objects.filter(pk__in=[one.pk for one in gone]).delete()
    note_matches(keep_evidence((held, proof) for proof in proofs))
    record(
        "report.corrected",
        about=held,
        person=by,
        by=by,
        data={"before": before, "files": [proof.original_sha256 for proof in proofs]},
    )
    return held


@transaction.atomic
def withdraw_report(*, report: Report, by: Person) -> Report:
    """Take one's own report back until it is accepted; it stays to be read, and counts for nothing.

    Said twice, it answers with what stands. Errors: NotYours, WrongState.
    """
    held = _hold(report, by, "menarik")
    if held.state == Report.State.WITHDRAWN:
        return held
    if not held.is_open:
        raise WrongState("Laporan ini sudah diterima, jadi tidak dapat ditarik lagi.")
    held.state, held.version = Report.State.WITHDRAWN, held.version + 1
    held.save(update_fields=["state", "version"])
    record("report.withdrawn", about=held, person=by, by=by)
    return held


def _hold(report: Report, by: Person, what: str) -> Report:
    """The report as it stands now, held until the transaction ends."""
    held = (
        Report.objects.select_for_update(of=("self",))
        .select_related("person", "result")
        .get(pk=report.pk)
    )
    if held.person_id != by.pk:
        raise NotYours(f"Hanya penulisnya yang dapat {what} laporan ini.")
    return held
