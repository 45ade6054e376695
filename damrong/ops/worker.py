"""The background worker: does the queued jobs, and brings back those of a worker that died."""

import asyncio
import logging

from procrastinate import App
from procrastinate.contrib.django import app

QUEUES = ("screening", "release", "exchange", "upkeep")


def run(*, concurrency: int, wait: bool = True, queues: tuple[str, ...] = QUEUES) -> None:
    """Work until told to stop; with ``wait=False`` until the queue is empty."""
    # Each job in words would fill the log; failures and retries still appear.
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    asyncio.run(_run(concurrency, wait, queues))


async def _run(concurrency: int, wait: bool, queues: tuple[str, ...]) -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            await _work(worker_app, concurrency, wait, queues)


async def _work(worker_app: App, concurrency: int, wait: bool, queues: tuple[str, ...]) -> None:
    await worker_app.run_worker_async(
        queues=list(queues),
        concurrency=concurrency,
        wait=wait,
        delete_jobs="successful",
        fetch_job_polling_interval=2.0,
        install_signal_handlers=wait,
    )
