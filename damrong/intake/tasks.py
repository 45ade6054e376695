"""Regular upkeep of the doors."""

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app

from damrong.intake.once import forget_old


@app.periodic(cron="17 * * * *", periodic_id="forget_answers")
@app.task(name="intake.forget_answers", queue="upkeep", queueing_lock="forget_answers")
async def forget_answers(timestamp: int) -> None:
    """Forget the answers kept for repeated requests once their day is over."""
    await sync_to_async(forget_old)()
