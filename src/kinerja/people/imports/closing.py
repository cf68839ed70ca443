"""Whether anything can still be decided about an import, and its end."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kinerja.people.imports.batch import ImportBatch, ImportFile
from kinerja.people.person import Person, check_may_manage_people
from kinerja.records.event import record
from kinerja.rules.refusal import Refusal

State = ImportBatch.State


class ImportClosed(Refusal):
    """The import was taken back or finished, or the row is stored: nothing can be decided."""


def check_open(batch: ImportBatch, *also: State) -> None:
    """Hold the batch while something is decided about it; `also`: states that will do too.

    Errors: ImportClosed.
    """
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
    if batch.is_open or batch.state in also:
        return
    if batch.is_busy:
        raise ImportClosed("Impor ini sedang diproses. Tunggu sampai selesai, lalu coba lagi.")
    raise ImportClosed(
        f"Impor ini sudah {batch.get_state_display().lower()}; unggah berkasnya lagi."
    )


def close(batch: ImportBatch, state: str) -> None:
    """Delete the file and set the last state (inside the caller's transaction)."""
    ImportFile.objects.filter(batch=batch).delete()
    batch.state, batch.closed_at = state, timezone.now()
    batch.save(update_fields=["state", "closed_at"])


@transaction.atomic
def finish_batch(*, batch: ImportBatch, by: Person | None) -> None:
    """No row will be decided any more: the file is deleted, the verdicts stay.

    Errors: ImportClosed, NotAllowed.
    """
    check_may_manage_people(by)
    check_open(batch)
    close(batch, State.FINISHED)
    record("import.finished", about=batch, by=by)


def forget_files(*, before: datetime) -> int:
    """Finish imports that were left lying since before then; how many there were.

    Their files hold personal data, and nobody needs them any more.
    """
    old = list(ImportBatch.objects.open().filter(created_at__lt=before))
    for batch in old:
        with transaction.atomic():
            close(batch, State.FINISHED)
            record("import.finished", about=batch, by=None, reason="Berkas terlalu lama disimpan.")
    return len(old)
