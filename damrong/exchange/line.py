"""The line to each partner's API: how much goes out, and a rest where nothing comes through.

After several failures in a row nothing is attempted for a while, then one message tries; each
further failure doubles the rest, give or take half. What is held up burns no attempt, so that an
outage of a day makes no dead letters. A refusal in words shows that the line works.
"""

import datetime
import os
import random

from django.db import connection
from django.db.models import F
from django.utils import timezone

from damrong.exchange.models import PartnerLine

WINDOW = datetime.timedelta(minutes=1)
FIRST_REST, LONGEST_REST = 30.0, 3600.0  # seconds
TRIAL = datetime.timedelta(seconds=45)  # longer than an attempt may last

_BEGIN = """
INSERT INTO exchange_partnerline AS line
  (agency_id, failures, window_from, begun, last_error_th, last_error_en)
VALUES (%(agency)s, 0, %(now)s, 1, '', '')
ON CONFLICT (agency_id) DO UPDATE SET
  window_from = CASE WHEN line.window_from <= %(old)s THEN %(now)s ELSE line.window_from END,
  begun = CASE WHEN line.window_from <= %(old)s THEN 1 ELSE line.begun + 1 END
RETURNING window_from, begun, rests_until
"""


def failure_limit() -> int:
    """After how many failures in a row the line rests."""
    return int(os.environ.get("DAMRONG_PARTNER_FAILURES", "5"))


def per_minute() -> int:
    """How many attempts may begin to one partner within a minute."""
    return int(os.environ.get("DAMRONG_PARTNER_PER_MINUTE", "600"))


def held_until(agency: str) -> datetime.datetime | None:
    """Count one attempt to a partner; until when it has to wait, None = it may begin now.

    Runs in the caller's transaction: whoever is told to wait rolls it back, so that only what
    begins is counted. One attempt goes out when the rest is over; the others wait for its outcome.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, {"agency": agency, "now": now, "old": now - WINDOW})
        window_from, begun, rests_until = cursor.fetchone()
    if begun > per_minute():
        return window_from + WINDOW  # type: ignore[no-any-return]
    if rests_until is not None:
        if now < rests_until:
            return rests_until  # type: ignore[no-any-return]
        PartnerLine.objects.filter(agency=agency).update(rests_until=now + TRIAL)
    return None


def worked(agency: str) -> None:
    """Something came through, an answer of refusal too."""
    PartnerLine.objects.filter(agency=agency).update(
        failures=0, rests_until=None, last_ok_at=timezone.now()
    )


def heard(agency: str) -> None:
    """The partner came by itself, as when it fetches from its queue."""
    now = timezone.now()
    PartnerLine.objects.update_or_create(
        agency_id=agency,
        defaults={"failures": 0, "rests_until": None, "last_ok_at": now},
        create_defaults={"window_from": now, "last_ok_at": now},
    )


def failed(agency: str, th: str, en: str) -> None:
    """Nothing came through this time; the line rests where that was once too often."""
    now = timezone.now()
    PartnerLine.objects.filter(agency=agency).update(
        failures=F("failures") + 1,
        last_failed_at=now,
        last_error_th=th[:300],
        last_error_en=en[:300],
    )
    failures = PartnerLine.objects.values_list("failures", flat=True).get(agency=agency)
    over = failures - failure_limit()
    if over >= 0:
        rest = min(LONGEST_REST, FIRST_REST * 2 ** min(over, 10)) * random.uniform(0.5, 1.5)  # noqa: S311 - no secret
        PartnerLine.objects.filter(agency=agency).update(
            rests_until=now + datetime.timedelta(seconds=rest)
        )
