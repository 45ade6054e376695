"""Is the house alive? For watchers and load balancers; tells counts and ages, nothing of a case."""

import os
from typing import Any

import orjson
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

# Seconds after which a waiting job, or a worker that was not heard of, is a fault.
OLDEST_JOB = float(os.environ.get("DAMRONG_HEALTH_OLDEST_JOB", "600"))
SILENT_WORKER = float(os.environ.get("DAMRONG_HEALTH_SILENT_WORKER", "90"))

_FACTS = """
SELECT
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'),
  (SELECT extract(epoch FROM now() - min(e.at)) FROM procrastinate_events e
     WHERE e.type = 'deferred' AND e.job_id = (
       SELECT id FROM procrastinate_jobs WHERE status = 'todo'
       AND (scheduled_at IS NULL OR scheduled_at <= now()) ORDER BY id LIMIT 1)),
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
  (SELECT count(*) FROM procrastinate_workers
     WHERE last_heartbeat > now() - make_interval(secs => %s)),
  (SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers)
"""


def health(request: HttpRequest) -> HttpResponse:
    """200 where all is well, else 503 with what is not.

    ``?part=web`` asks for this process and its database alone: a load balancer should go on
    sending citizens here while the background worker is being repaired.
    """
    facts = read()
    well = facts["database"] if request.GET.get("part") == "web" else facts["status"] == "ok"
    response = HttpResponse(
        orjson.dumps(facts), status=200 if well else 503, content_type="application/json"
    )
    response["Cache-Control"] = "no-store"
    return response


def read() -> dict[str, Any]:
    """``status`` is ok, degraded (``faults`` says why) or down (no database)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_FACTS, [SILENT_WORKER])
            waiting, oldest, failed, alive, heard = cursor.fetchone()
    except DatabaseError:
        return {"status": "down", "database": False, "faults": ["database"]}
    faults = []
    if not alive:
        faults.append("no_worker")
    if oldest is not None and oldest > OLDEST_JOB:
        faults.append("queue_too_old")
    return {
        "status": "degraded" if faults else "ok",
        "database": True,
        "faults": faults,
        "queue": {
            "waiting": waiting,
            "oldest_seconds": None if oldest is None else round(float(oldest), 1),
            "failed": failed,
        },
        "workers": {
            "alive": alive,
            "heard_seconds_ago": None if heard is None else round(float(heard), 1),
        },
    }
