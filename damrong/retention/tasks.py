"""The job that keeps to the policy, each night."""

from asgiref.sync import sync_to_async
from django.utils import timezone
from procrastinate.contrib.django import app

from damrong.retention.policy import policy
from damrong.retention.run import run


@app.periodic(cron="40 2 * * *", periodic_id="retention")
@app.task(name="retention.erase_due", queue="upkeep", queueing_lock="retention")
async def erase_due(timestamp: int) -> None:
    """Erase what is due; what failed is tried again the next night."""
    await sync_to_async(run)(policy(), timezone.localdate())
