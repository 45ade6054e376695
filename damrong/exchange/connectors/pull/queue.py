"""An agency's queue: it fetches what is offered, has a while to sign for it, and signs once.

What it does not sign for in time is offered again, the same bytes under the same id. The receipt
counts whenever it comes, since it proves that the agency has the message; only the first is kept.
"""

import datetime
import json
import os
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from joserfc import jws
from joserfc.errors import JoseError

from damrong.accounts.row_scope import for_the_house, of_agency, scoped
from damrong.catalogue.models import Agency
from damrong.exchange import line, outcome
from damrong.exchange.connectors.interface import Undelivered
from damrong.exchange.models import Lease, OutboundMessage
from damrong.exchange.problems import Refused
from damrong.exchange.ready import leaving, lock_offered
from damrong.exchange.receipts import LONGEST
from damrong.exchange.wire import outgoing

State = OutboundMessage.State
AT_ONCE = 20  # messages in one fetch
BYTES_AT_ONCE = 4 * 1024 * 1024  # of bodies in one fetch; the first message always fits


@dataclass(frozen=True)
class Leased:
    """A message handed out: its bytes as they leave, until when to sign, how often it was fetched."""

    body: bytes
    content_type: str
    until: datetime.datetime
    times: int


def lease_time() -> datetime.timedelta:
    """How long an agency has to sign for what it fetched: DAMRONG_LEASE_SECONDS (300)."""
    return datetime.timedelta(seconds=int(os.environ.get("DAMRONG_LEASE_SECONDS", "300")))


def fetch(agency: Agency, limit: int = AT_ONCE) -> list[Leased]:
    """Hand out up to ``limit`` messages, oldest first, each leg's in order.

    What another fetch holds is left out. What may leave no more becomes a dead letter instead.
    """
    line.heard(str(agency.code))
    found: list[Leased] = []
    size = 0
    with scoped(of_agency(str(agency.code))):
        free = list(_free(agency).values_list("pk", flat=True)[: min(limit, AT_ONCE)])
    for message_id in free:
        leased = _lease(message_id, room=BYTES_AT_ONCE - size if found else None)
        if leased is not None:
            size += len(leased.body)
            found.append(leased)
    return found


def waiting(agency: Agency) -> int:
    """How many messages lie in the queue that nobody holds now."""
    with scoped(of_agency(str(agency.code))):
        return _free(agency).count()


def sign_off(agency: Agency, token: object) -> bool:
    """Take the agency's receipt; whether it is the first of its message. Raises Refused."""
    if not isinstance(token, str) or len(token) > LONGEST:
        raise Refused("data", "ไม่มีใบรับที่ลงนาม", "There is no signed receipt.")
    named = _named(token)
    with scoped(of_agency(str(agency.code))):
        message = OutboundMessage.objects.filter(agency=agency, message_id=named).first()
    if message is None:
        # Another agency's message is answered like none at all.
        raise Refused(
            "data",
            "ใบรับนี้ไม่ใช่ของข้อความในคิวของท่าน",
            "The receipt is for no message of your queue.",
        )
    try:
        with for_the_house():
            return outcome.signed_for(message, token, by_us=False)
    except Undelivered as wrong:
        raise Refused("data", wrong.th, wrong.en) from None


def _free(agency: Agency) -> QuerySet[OutboundMessage]:
    held = Q(lease__until__gt=timezone.now())
    return OutboundMessage.objects.filter(~held, agency=agency, state=State.OFFERED).order_by(
        "made_at", "pk"
    )


def _lease(pk: int, room: int | None) -> Leased | None:
    """Hand out one message; None where somebody was faster, or it has no room or no leave."""
    with transaction.atomic(), for_the_house():
        message = lock_offered(pk)
        if message is None:
            return None
        lease = Lease.objects.filter(message=message).first()
        now = timezone.now()
        if lease is not None and lease.until > now:
            return None
        packed = leaving(message, lambda plain: outgoing(message, plain))
        if packed is None:
            return None
        body, content_type = packed
        if room is not None and len(body) > room:
            return None
        until = now + lease_time()
        lease, _ = Lease.objects.update_or_create(
            message=message,
            defaults={"until": until, "times": F("times") + 1},
            create_defaults={"until": until, "times": 1},
        )
        lease.refresh_from_db()
        return Leased(body, content_type, until, lease.times)


def _named(token: str) -> str:
    """The message a receipt names, not believed yet: its signature is checked with the message."""
    try:
        payload = json.loads(jws.extract_compact(token.encode()).payload)
        return str(uuid.UUID(payload["message_id"]))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise Refused("data", "อ่านใบรับไม่ได้", "The receipt cannot be read.") from None
