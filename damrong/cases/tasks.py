"""Background jobs of this room."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damrong.cases import jobs
from damrong.cases.verbs.screen import screen

# A case that cannot be screened after these tries shows up among the failed jobs.
RETRY = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.task(name=jobs.SCREEN, queue="screening", retry=RETRY)
def screen_case(number: str) -> None:
    """Screen one newly received case."""
    screen(number)
