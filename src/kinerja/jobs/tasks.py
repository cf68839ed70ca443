"""What the worker does from the queue.

A task is a function here, with plain JSON values as arguments, that says one verb of a room below:

    @app.task(name="people.apply_import", retry=3)
    def apply_import(batch_id: int) -> None: ...

Pages put it in the queue by its name, in the transaction of what it works on, so that neither
exists without the other:

    app.configure_task("people.apply_import", lock=f"import-{batch_id}").defer(batch_id=batch_id)

A task may run twice (the worker was killed in the middle): it looks first what is done already.
"""

from datetime import timedelta

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from kinerja.people.agency import the_agency
from kinerja.people.imports.batch import ImportBatch
from kinerja.people.imports.importing import (
    apply_started,
    forget_files,
    read_received,
    recheck_started,
)
from kinerja.people.person import Person

STALLED_SECONDS = 30  # a worker gives a sign of life every ten
IMPORT_DAYS = 30  # an import that nobody finishes loses its file after that


@app.periodic(cron="* * * * *")
@app.task(name="jobs.retry_stalled", queueing_lock="jobs.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Put back what a worker was doing when it was killed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(job)


@app.task(name="people.read_import", retry=3)
def read_import(batch_id: int) -> None:
    """Read a large file that somebody handed in, and judge its rows."""
    batch = ImportBatch.objects.get(pk=batch_id)
    read_received(batch=batch, on=timezone.localdate(timezone=the_agency().zone))


@app.task(name="people.recheck_import", retry=3)
def recheck_import(batch_id: int) -> None:
    """Judge the rows of a large import anew."""
    batch = ImportBatch.objects.get(pk=batch_id)
    recheck_started(batch=batch, on=timezone.localdate(timezone=the_agency().zone))


@app.task(name="people.apply_import", retry=3)
def apply_import(batch_id: int, by_id: int) -> None:
    """Store the rows of a large import."""
    batch = ImportBatch.objects.get(pk=batch_id)
    today = timezone.localdate(timezone=the_agency().zone)
    apply_started(batch=batch, by=Person.objects.get(pk=by_id), on=today)


@app.periodic(cron="10 1 * * *")
@app.task(name="people.forget_imports", queueing_lock="people.forget_imports")
def forget_imports(timestamp: int) -> None:
    """Delete the files of imports that were left lying: they hold personal data."""
    forget_files(before=timezone.now() - timedelta(days=IMPORT_DAYS))
