"""What the database tells watchers about the house at this moment: counts and ages alone.

Labels are names of queues and states, from lists in the code; nothing of a case or a person.
"""

import datetime
import shutil
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from damrong.accounts.models import UseAlert
from damrong.accounts.row_scope import for_the_house
from damrong.audit.models import AuditCheckpoint, AuditRecord
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.catalogue.models import Agreement
from damrong.exchange.models import OutboundMessage

# An agreement that ends within these days should be in talks by now.
ENDS_SOON = datetime.timedelta(days=60)
UNSENT = (LegState.READY, LegState.SENT, LegState.SEND_FAILED)
# Seconds for all of it: a watcher that comes each quarter of a minute may never pile up.
PATIENCE = 5

_JOBS = """
WITH queues AS (
  SELECT queue_name,
    count(*) FILTER (WHERE status = 'todo') AS waiting,
    count(*) FILTER (WHERE status = 'doing') AS doing,
    count(*) FILTER (WHERE status = 'failed') AS failed,
    min(id) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()) AS first
  FROM procrastinate_jobs GROUP BY queue_name
)
SELECT queue_name, waiting, doing, failed, coalesce(extract(epoch FROM now() - (
  SELECT min(e.at) FROM procrastinate_events e WHERE e.type = 'deferred' AND e.job_id = first)), 0)
FROM queues
"""
_WORKERS = """
SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '90 seconds'
"""


class HouseFacts(Collector):
    """Asks the database anew whenever a watcher comes."""

    def collect(self) -> Iterable[Metric]:
        """Every figure; where the database does not answer, that alone."""
        yield _one("damrong_disk_free_bytes", "Free on the disk of files", _disk_free())
        try:
            with for_the_house():
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}s'")
                found = [*_jobs(), *_exchange(), *_log()]
        except DatabaseError:
            yield _one("damrong_database_up", "Whether the database answers", 0)
            return
        yield _one("damrong_database_up", "Whether the database answers", 1)
        yield from found


def _jobs() -> Iterator[Metric]:
    names = {
        "waiting": "Jobs that wait for a worker, or for their hour",
        "doing": "Jobs that a worker does",
        "failed": "Jobs that were given up and wait for a person",
        "oldest_seconds": "Since when the first job waits whose hour has come",
    }
    families = {
        name: GaugeMetricFamily(f"damrong_jobs_{name}", words, labels=["queue"])
        for name, words in names.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(_JOBS)
        for queue, *values in cursor.fetchall():
            for name, value in zip(
                ("waiting", "doing", "failed", "oldest_seconds"), values, strict=True
            ):
                families[name].add_metric([queue], float(value))
        cursor.execute(_WORKERS)
        alive = cursor.fetchone()[0]
    yield from families.values()
    yield _one("damrong_workers_alive", "Workers heard of in the last 90 seconds", alive)


def _exchange() -> Iterator[Metric]:
    counts: dict[Any, int] = dict(
        Leg.objects.filter(state__in=UNSENT)
        .values_list("state")
        .annotate(Count("pk"))
        .order_by()
    )  # fmt: skip
    legs = GaugeMetricFamily("damrong_legs_unsent", "Legs on their way out", labels=["state"])
    for state in UNSENT:
        legs.add_metric([state.value], counts.get(state.value, 0))
    yield legs
    alerts = UseAlert.objects.filter(cleared_at=None)
    yield _one("damrong_use_alerts", "Alerts of mass use nobody cleared", alerts.count())
    stopped = alerts.filter(stops=True).count()
    yield _one("damrong_use_stopped", "Those of them that stop something", stopped)
    dead = OutboundMessage.objects.filter(state=OutboundMessage.State.DEAD).count()
    yield _one("damrong_dead_letters", "Messages that could not be sent", dead)
    today = timezone.localdate()
    ending = Agreement.objects.filter(
        suspended=False, starts_on__lte=today, ends_on__range=(today, today + ENDS_SOON)
    )
    words = f"Agreements in force that end within {ENDS_SOON.days} days"
    yield _one("damrong_agreements_ending", words, ending.count())


def _log() -> Iterator[Metric]:
    now = timezone.now()
    last = AuditCheckpoint.objects.order_by("-last_id").first()
    if last:
        age = (now - last.at).total_seconds()
        yield _one("damrong_log_checkpoint_age_seconds", "Age of the newest checkpoint", age)
    after = AuditRecord.objects.filter(pk__gt=last.last_id if last else 0)
    oldest = after.aggregate(oldest=Min("at"))["oldest"]
    words = "Age of the oldest record that no checkpoint covers"
    yield _one(
        "damrong_log_unsealed_seconds", words, (now - oldest).total_seconds() if oldest else 0
    )


def _disk_free() -> int:
    folder = settings.MEDIA_ROOT
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)
