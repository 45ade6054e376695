"""Background jobs of this room: screening with what follows from it, files. Arguments are numbers only."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damrong.cases import jobs
from damrong.cases.verbs.screen import screen
from damrong.release.automatic import consider
from damrong.release.corrections import gather
from damrong.release.files import clean, clean_later
from damrong.release.second_opinion import ask, switched_on
from damrong.release.watch import look

OPINION = "release.second_opinion"

# What broke is tried again after 2, 4, 8 and 16 seconds; then it stands in the list of failed
# jobs. Neither verb does anything to a case that moved on in the meantime.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.task(name=jobs.SCREEN, queue="screening", retry=_RETRY)
def screen_case(number: str) -> None:
    """Screen a case that came in, then ask whether it may go by itself.

    Two changes with a log record each. Where the process ends between them, the job is still in
    the queue, and the second run goes on with the second.
    """
    screen(number)
    consider(number)
    clean_later(number)
    if switched_on():
        jobs.enqueue(OPINION, queue="exchange", number=number)


@app.task(name=OPINION, queue="exchange")
def second_opinion(number: str) -> None:
    """Ask a language model, where one is set up: a failure is written down and not tried again."""
    ask(number)


# A file that breaks the reading program is tried once more, by a worker that has not read it yet.
@app.task(name=jobs.CLEAN_FILE, queue="upkeep", retry=RetryStrategy(max_attempts=2, wait=60))
def clean_file(attachment: int) -> None:
    """Look through one attached file and draw it anew, to be looked at by an officer."""
    clean(attachment)


@app.periodic(cron="*/5 * * * *", periodic_id="automation")
@app.task(name="release.watch_automation", queue="upkeep", queueing_lock="automation")
def watch_automation(timestamp: int) -> None:
    """Count what officers' decisions say, and let automation fall back where it must."""
    look()


@app.periodic(cron="40 * * * *", periodic_id="corrections")
@app.task(name="release.gather_corrections", queue="upkeep", queueing_lock="corrections")
def gather_corrections(timestamp: int) -> None:
    """Keep a masked copy of what officers corrected, for a steward to review."""
    gather()
