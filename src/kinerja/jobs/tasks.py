"""What the worker does from the queue.

A task is a function here, with plain JSON values as arguments, that says one verb of a room below:

    @app.task(name="people.apply_import", retry=3)
    def apply_import(batch_id: int) -> None: ...

Pages put it in the queue by its name, in the transaction of what it works on, so that neither
exists without the other:

    app.configure_task("people.apply_import", lock=f"import-{batch_id}").defer(batch_id=batch_id)

A task may run twice (the worker was killed in the middle): it looks first what is done already.
"""

from procrastinate import JobContext
from procrastinate.contrib.django import app

STALLED_SECONDS = 30  # a worker gives a sign of life every ten


@app.periodic(cron="* * * * *")
@app.task(name="jobs.retry_stalled", queueing_lock="jobs.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Put back what a worker was doing when it was killed."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await manager.retry_job(job)
