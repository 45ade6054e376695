"""Follow-up work, put into the queue in the same transaction as the change that asks for it.

Rooms above define the tasks; here only their names are known, so that no floor is broken.
"""

from typing import Any

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from psycopg.types.json import Jsonb

SCREEN = "cases.screen"
SEND_LEG = "exchange.send_leg"
TELL_AGENCY = "exchange.tell_agency"
TELL_SOURCE = "exchange.tell_source"

# Inside a worker the queue's own app speaks through connections of its own: a job put in by it
# would be there before the change is, and stay where the change is undone. This one always
# writes through Django's connection.
_queue = App(connector=DjangoConnector())


# The queue's own function (procrastinate's schema, "Functions"); not given: lock, queueing lock
# and a time to wait for.
_DEFER = (
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW({}, {}, 0, NULL, NULL, {}, NULL)"
    "::procrastinate_job_to_defer_v1])"
)


def enqueue(task: str, *, queue: str, **arguments: str | int) -> None:
    """Queue ``task``; arguments are numbers and codes only, never personal data."""
    _queue.configure_task(task, queue=queue).defer(**arguments)


def deferral(task: str, *, queue: str, **arguments: str | int) -> tuple[str, list[Any]]:
    """What ``enqueue`` does, as SQL and its values, to be part of a statement of the caller's."""
    return _DEFER, [queue, task, Jsonb(arguments)]
