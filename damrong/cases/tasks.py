"""Background jobs of this room. Their arguments are numbers only."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damrong.cases import jobs
from damrong.cases.verbs.screen import screen

# A reading that broke is tried again after 2, 4, 8 and 16 seconds; then it stands in the list of
# failed jobs. The verb does nothing to a case that was screened in the meantime.
_RETRY = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.task(name=jobs.SCREEN, queue="screening", retry=_RETRY)
def screen_case(number: str) -> None:
    """Screen a case that came in."""
    screen(number)
