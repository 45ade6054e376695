"""Limits per network address on what anybody may do without an account.

They are wide, since a village, an office or a whole mobile network may share one address. They
stop floods; what keeps a case closed to strangers is the length of its code.
"""

import datetime
import hashlib
import hmac
import time
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from damrong.citizen.models import RateWindow
from damrong.config.client_address import client_address
from damrong.config.secrets import secret


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in each window of ``seconds``."""

    name: str
    most: int
    seconds: int


SEND = Limit("send", most=60, seconds=3600)
UPLOAD = Limit("upload", most=120, seconds=3600)
WRONG_CODE = Limit("wrong-code", most=30, seconds=900)
ADD = Limit("add", most=60, seconds=3600)


def count(limit: Limit, request: HttpRequest) -> bool:
    """Count one more; False where it is too many."""
    key = _key(limit, request)
    ends = timezone.now() + datetime.timedelta(seconds=limit.seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO citizen_ratewindow (key, count, ends_at) VALUES (%s, 1, %s)"
            " ON CONFLICT (key) DO UPDATE SET count = citizen_ratewindow.count + 1"
            " RETURNING count",
            [key, ends],
        )
        counted = int(cursor.fetchone()[0])
    if counted == 1:  # a new window is the moment to forget the old ones
        RateWindow.objects.filter(ends_at__lt=timezone.now()).delete()
    return counted <= limit.most


def spent(limit: Limit, request: HttpRequest) -> bool:
    """Whether the limit was reached, without counting."""
    row = RateWindow.objects.filter(pk=_key(limit, request)).first()
    return row is not None and row.count >= limit.most


def _key(limit: Limit, request: HttpRequest) -> str:
    window = int(time.time()) // limit.seconds
    what = f"{limit.name}\0{client_address(request)}\0{window}".encode()
    return hmac.digest(secret("django_secret"), what, hashlib.sha256).hex()
