"""Background jobs of this room. Their arguments are ids only."""

import datetime
import os
import random
import uuid

from asgiref.sync import sync_to_async
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from damrong.cases import jobs
from damrong.exchange import answering, inbox, outbox, telling
from damrong.exchange.models import OutboundMessage

LONGEST_WAIT = 3600.0  # seconds
CRASHES = 5  # how often a job that broke is tried again


class BackOff(BaseRetryStrategy):
    """Wait twice as long after each attempt, give or take half, at most an hour; or for the line.

    The first wait is DAMRONG_SEND_WAIT_SECONDS (5). When to give a message up, the outbox says.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None = never."""
        if isinstance(exception, outbox.Held):
            # Not all at the same moment.
            spread = datetime.timedelta(seconds=random.uniform(0, 5))  # noqa: S311 - no secret
            return RetryDecision(retry_at=exception.until + spread)
        if isinstance(exception, outbox.TryAgain):
            attempts = exception.attempts
        elif job.attempts < CRASHES:
            attempts = job.attempts + 1
        else:
            return None
        first = float(os.environ.get("DAMRONG_SEND_WAIT_SECONDS", "5"))
        wait = min(LONGEST_WAIT, first * 2 ** (attempts - 1)) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        return RetryDecision(
            retry_at=datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=wait)
        )


@app.task(name=jobs.SEND_LEG, queue="exchange", retry=BackOff())
def send_leg(leg_id: int) -> None:
    """Send the package of a leg to its agency."""
    outbox.send_leg(leg_id)


@app.task(name=outbox.SEND_MESSAGE, queue="exchange", retry=BackOff())
def send_message(message_id: str) -> None:
    """Send one message that is no referral."""
    outbox.send(OutboundMessage.objects.get(message_id=uuid.UUID(message_id)))


@app.task(name=jobs.TELL_AGENCY, queue="exchange", retry=BackOff())
def tell_agency(leg_id: int, what: str, text_id: int) -> None:
    """Tell an agency something on its leg."""
    write = answering.to_agency if what in answering.SAID else telling.to_agency
    message = write(leg_id, what, text_id)
    if message is not None:
        outbox.send(message)


@app.task(name=jobs.TELL_SOURCE, queue="exchange", retry=BackOff())
def tell_source(number: str) -> None:
    """Tell the partner that a matter came from how it stands now."""
    message = telling.to_source(number)
    if message is not None:
        outbox.send(message)


@app.periodic(cron="*/5 * * * *", periodic_id="forget_signatures")
@app.task(name="exchange.forget_signatures", queue="upkeep", queueing_lock="forget_signatures")
async def forget_signatures(timestamp: int) -> None:
    """Keep the list of used signatures short."""
    await sync_to_async(inbox.forget_signatures)()
