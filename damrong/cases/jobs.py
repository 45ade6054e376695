"""Follow-up work, put into the queue in the same transaction as the change that asks for it.

Rooms above define the tasks; here only their names are known, so that no floor is broken.
"""

from collections.abc import Iterable
from typing import Any

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from psycopg.types.json import Jsonb

SCREEN = "cases.screen"
SEND_LEG = "exchange.send_leg"
TELL_AGENCY = "exchange.tell_agency"
TELL_SOURCE = "exchange.tell_source"
CLEAN_FILE = "release.clean_file"

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


def enqueue(task: str, *, queue: str, lock: str | None = None, **arguments: str | int) -> None:
    """Queue ``task``; arguments are numbers and codes only, never personal data.

    Of jobs with the same ``lock`` one runs at a time, in the order in which they were queued.
    """
    _queue.configure_task(task, queue=queue, lock=lock).defer(**arguments)


def clean_files(attachments: Iterable[int]) -> None:
    """Have files looked through and drawn anew, one at a time: it takes a processor for seconds."""
    for key in attachments:
        enqueue(CLEAN_FILE, queue="upkeep", lock="files", attachment=key)


def deferral(task: str, *, queue: str, **arguments: str | int) -> tuple[str, list[Any]]:
    """What ``enqueue`` does, as SQL and its values, to be part of a statement of the caller's."""
    return _DEFER, [queue, task, Jsonb(arguments)]
