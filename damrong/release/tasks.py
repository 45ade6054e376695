"""Background jobs of this room."""

from procrastinate.contrib.django import app

from damrong.cases import jobs
from damrong.release.automatic import consider


@app.task(name=jobs.CONSIDER_RELEASE, queue="release")
def consider_release(number: str) -> None:
    """Ask whether a screened case may go by itself."""
    consider(number)
