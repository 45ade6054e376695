"""What a job does in a worker, it does wholly or not at all: also what it puts into the queue."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from damrong.cases import jobs
from damrong.ops.worker import run

pytestmark = pytest.mark.django_db(transaction=True)


@app.task(name="tests.ask_for_more", queue="upkeep")
def ask_for_more(*, fails: bool) -> None:
    """Change something, ask for a follow-up, and perhaps break before the end."""
    with transaction.atomic():
        jobs.enqueue("tests.follow_up", queue="unserved", number="1")
        if fails:
            raise RuntimeError("the plug was pulled")


@pytest.mark.parametrize(("fails", "follow_ups"), [(True, 0), (False, 1)])
def test_a_follow_up_is_queued_with_its_change_or_not_at_all(
    fails: bool, follow_ups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The worker's threads are to leave no connection behind that would hold the test database.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    ask_for_more.defer(fails=fails)
    # In a thread of its own: a browser of other tests may keep an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(run, concurrency=1, wait=False, queues=("upkeep",)).result()
    assert ProcrastinateJob.objects.filter(task_name="tests.follow_up").count() == follow_ups
