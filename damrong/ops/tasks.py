"""Regular upkeep: jobs of dead workers go back into the queue, the log gets its checkpoint."""

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate.contrib.django import app

from damrong.audit.checkpoint import take_checkpoint
from damrong.release.identity import lapse

STALLED_AFTER = 60  # seconds without a heartbeat


@app.periodic(cron="* * * * *", periodic_id="stalled")
@app.task(name="ops.bring_back_stalled", queue="upkeep", queueing_lock="stalled")
async def bring_back_stalled(timestamp: int) -> None:
    """Queue again what a worker held when it died; every job may safely run twice."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await app.job_manager.retry_job(job)


@app.periodic(cron="*/5 * * * *", periodic_id="checkpoint")
@app.task(name="ops.take_checkpoint", queue="upkeep", queueing_lock="checkpoint")
async def checkpoint_the_log(timestamp: int) -> None:
    """Sign what was written to the log since the last checkpoint."""
    await sync_to_async(take_checkpoint)()


@app.periodic(cron="10 * * * *", periodic_id="consents")
@app.task(name="ops.lapse_consents", queue="upkeep", queueing_lock="consents")
async def lapse_consents(timestamp: int) -> None:
    """Close identity requests that the complainant did not answer by their day: that is a no."""
    await sync_to_async(lapse)(timezone.localdate())
