"""Follow-up work, put into the queue in the same transaction as the change that asks for it.

Rooms above define the tasks; here only their names are known, so that no floor is broken.
"""

from procrastinate.contrib.django import app

SCREEN = "cases.screen"
CONSIDER_RELEASE = "release.consider"
SEND_LEG = "exchange.send_leg"
TELL_AGENCY = "exchange.tell_agency"
TELL_SOURCE = "exchange.tell_source"


def enqueue(task: str, *, queue: str, **arguments: str | int) -> None:
    """Queue ``task``; arguments are numbers and codes only, never personal data."""
    app.configure_task(task, queue=queue).defer(**arguments)
