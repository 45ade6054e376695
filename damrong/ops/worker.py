"""The background worker: does the queued jobs, and brings back those of a worker that died."""

import asyncio
import logging
import time
from typing import Any

from django.db import connections
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException
from psycopg import AsyncConnection

from damrong.screening.screen import screen
from damrong.screening.submission import Submission

log = logging.getLogger(__name__)
AGAIN = 2  # seconds
QUEUES = ("screening", "exchange", "upkeep")


def run(*, concurrency: int, wait: bool = True, queues: tuple[str, ...] = QUEUES) -> None:
    """Work until told to stop; with ``wait=False`` until the queue is empty.

    A worker that waits outlives its database: it begins anew once that is back. Jobs it had begun
    are brought back as those of a worker that died.
    """
    # Each job in words would fill the log; failures and retries still appear.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    while True:
        try:
            asyncio.run(_run(concurrency, wait, queues))
        except ConnectorException:
            if not wait:
                raise
            log.warning("the database is away; the worker tries again in %s s", AGAIN)
            time.sleep(AGAIN)
        else:
            return


def load_models() -> None:
    """Read what screening needs, so that no job waits for it and no two threads read it twice."""
    screen(Submission(id="", text="ทดสอบ", channel="", received_on=None, place={}))


def plan_once() -> None:
    """Let the server plan each statement once for each connection, not each time.

    A worker asks the same few dozen questions over and over. For connections made from now on.
    """
    options = connections.settings["default"].setdefault("OPTIONS", {})
    options |= {"server_side_binding": True, "prepare_threshold": 3}


async def _run(concurrency: int, wait: bool, queues: tuple[str, ...]) -> None:
    connector = PsycopgConnector(kwargs=connector_params(), configure=_one_statement_each)
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            await _work(worker_app, concurrency, wait, queues)


async def _one_statement_each(connection: AsyncConnection[Any]) -> None:
    """The queue's every step is one statement: BEGIN and COMMIT around it would be for nothing."""
    await connection.set_autocommit(True)


async def _work(worker_app: App, concurrency: int, wait: bool, queues: tuple[str, ...]) -> None:
    await worker_app.run_worker_async(
        queues=list(queues),
        concurrency=concurrency,
        wait=wait,
        delete_jobs="successful",
        fetch_job_polling_interval=2.0,
        install_signal_handlers=wait,
    )
