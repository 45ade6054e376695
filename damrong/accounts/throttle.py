"""Slowing down who guesses. Every wait ends by itself, so nobody can lock somebody out for good.

A try is counted before it is judged and forgiven when it was right: so many tries sent at once
are counted as many. A try that comes too early is refused and does not lengthen the wait.
"""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from damrong.accounts.models import Tries
from damrong.accounts.policy import TRIES_FORGOTTEN_AFTER, Slowing


def take(counters: Mapping[str, Slowing]) -> datetime.timedelta:
    """Count one try under each key; where one has to wait, say how long and count nothing.

    The keys are digests (at most 64 letters): no name or address is kept.
    """
    now = timezone.now()
    with transaction.atomic():
        Tries.objects.bulk_create(
            [Tries(key=key, count=0, last_at=now) for key in sorted(counters)],
            ignore_conflicts=True,
        )
        rows = list(
            Tries.objects.select_for_update().filter(key__in=list(counters)).order_by("key")
        )
        for row in rows:
            if now - row.last_at > TRIES_FORGOTTEN_AFTER:
                row.count = 0
        wait = max(row.last_at + counters[row.key].wait_after(row.count) - now for row in rows)
        if wait > datetime.timedelta(0):
            return wait
        for row in rows:
            row.count, row.last_at = row.count + 1, now
        Tries.objects.bulk_update(rows, ["count", "last_at"])
    return datetime.timedelta(0)


def forgive(counters: Mapping[str, Slowing]) -> None:
    """The try was right: forget the wrong ones before it, and what nobody asks about any more."""
    Tries.objects.filter(key__in=list(counters)).delete()
    Tries.objects.filter(last_at__lt=timezone.now() - TRIES_FORGOTTEN_AFTER).delete()
