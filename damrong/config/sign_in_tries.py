"""Who is guessing: what the tries of one sign-in are counted under, and how the log names them."""

import datetime
import hashlib
import hmac
import math

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext

from damrong.accounts import throttle
from damrong.accounts.policy import TRIES_BY_NAME, TRIES_BY_PLACE, Slowing
from damrong.audit.models import AuditRecord
from damrong.audit.record import append
from damrong.config.client_address import client_address
from damrong.config.known_device import known_device
from damrong.config.secrets import secret


class Tries:
    """The tries at one thing (``what``: password, second step) by who says to be ``username``.

    On a device that this person signed in on before, only that device's own tries count.
    Elsewhere those of the same network address do, and those of all unknown devices together.
    """

    def __init__(self, request: HttpRequest, username: str, what: str) -> None:
        self.username = username
        place = f"{username.casefold()}\0{client_address(request)}"
        self.stream = f"sign-in:{_digest(place)[:40]}"
        self.counters: dict[str, Slowing]
        if device := known_device(request, username):
            self.counters = {_digest(f"{what}\0device\0{username}\0{device}"): TRIES_BY_PLACE}
        else:
            self.counters = {
                _digest(f"{what}\0place\0{place}"): TRIES_BY_PLACE,
                _digest(f"{what}\0name\0{username.casefold()}"): TRIES_BY_NAME,
            }

    def take(self, actor: str) -> str:
        """Count one try. What to tell the person where it comes too early, or nothing."""
        wait = throttle.take(self.counters)
        if not wait:
            return ""
        with transaction.atomic():
            if _last_event(self.stream) != "sign_in_blocked":  # once, however long they knock
                append(self.stream, "sign_in_blocked", actor)
        return words_for(wait)

    def forgive(self) -> None:
        """It was right."""
        throttle.forgive(self.counters)


def words_for(wait: datetime.timedelta) -> str:
    """How long to wait, in whole minutes."""
    minutes = math.ceil(wait.total_seconds() / 60)
    return gettext("ลองผิดหลายครั้งเกินไป โปรดรอ %(minutes)d นาทีแล้วลองใหม่") % {"minutes": minutes}


def _digest(what: str) -> str:
    """Neither names nor addresses are written down."""
    return hmac.digest(secret("django_secret"), what.encode(), hashlib.sha256).hex()


def _last_event(stream: str) -> str:
    last = AuditRecord.objects.filter(stream=stream).order_by("-sequence").first()
    return last.event if last else ""
