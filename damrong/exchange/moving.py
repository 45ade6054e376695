"""An agency moves from one way to another while matters are with it: nothing lost or renumbered.

What is still to be delivered goes the new way, the same bytes under the same numbers. What lay
in a box of ours until now is handed over again where the agency from now on signs for itself, so
that its own system holds every open matter whole; its signature then takes the place of ours.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from damrong.audit.record import append
from damrong.cases import jobs
from damrong.cases.errors import VerbRefused
from damrong.cases.states import LEG_ENDED
from damrong.catalogue.models import Agency
from damrong.exchange.connectors import Undelivered, connector_for
from damrong.exchange.connectors.push.address import messages_url
from damrong.exchange.keys import encryption_key_of, may_sign
from damrong.exchange.models import Lease, OutboundMessage
from damrong.exchange.order import turns
from damrong.exchange.outcome import SEND_MESSAGE
from damrong.exchange.protocol import HUB

State = OutboundMessage.State


@dataclass(frozen=True)
class Moved:
    """From which way to which; messages still to be delivered, and those handed over again."""

    was: str
    now: str
    undelivered: int
    again: int


def move(
    code: str,
    way: str,
    actor: str,
    *,
    endpoint: str = "",
    email: str = "",
    code_email: str = "",
) -> Moved:
    """Reach an agency another way from now on. The same way again changes at most the addresses.

    Raises VerbRefused where the way is none or something it needs is missing; nothing changed then.
    """
    with transaction.atomic():
        agency = Agency.objects.select_for_update(no_key=True).filter(pk=code).first()
        if agency is None:
            raise VerbRefused(
                "agency", f"ไม่มีหน่วยงานรหัส {code}", f"There is no agency with code {code}."
            )
        was, before = agency.connector, connector_for(agency)
        agency.email = email or agency.email
        agency.code_email = code_email or agency.code_email
        _choose(agency, way, endpoint)
        after = connector_for(agency)
        undelivered = _undelivered(agency)
        Lease.objects.filter(message__in=undelivered).delete()
        count = undelivered.update(state=State.WAITING)
        again = 0
        if after.signs and not before.signs:
            again = _open_and_signed_by_us(agency).update(state=State.WAITING)
        for message_id in turns(agency):
            jobs.enqueue(SEND_MESSAGE, queue="exchange", message_id=str(message_id))
        moved = Moved(was, way, count, again)
        append(f"agency:{code}", "connector_moved", actor, vars(moved) | {"endpoint": endpoint})
        return moved


def _choose(agency: Agency, way: str, endpoint: str) -> None:
    if way == Agency.Connector.NONE or way not in Agency.Connector.values:
        raise VerbRefused("way", "ไม่รู้จักวิธีเชื่อมต่อนี้", "There is no such way.")
    agency.connector = way
    agency.endpoint = endpoint or agency.endpoint
    if way == Agency.Connector.PUSH:
        try:
            messages_url(agency)
        except Undelivered as missing:
            raise VerbRefused("endpoint", missing.th, missing.en) from None
    keyed = may_sign(str(agency.code))
    if way == Agency.Connector.FILE:
        keyed = keyed and encryption_key_of(str(agency.code)) is not None
    if connector_for(agency).signs and not keyed:
        raise VerbRefused(
            "key",
            "หน่วยงานนี้ยังไม่มีกุญแจ โปรดลงทะเบียนกุญแจก่อน (damrong register-key)",
            "The agency has no key. Register its key first (damrong register-key).",
        )
    if way == Agency.Connector.MAIL:
        _require_two_addresses(agency)
    agency.save(update_fields=["connector", "endpoint", "email", "code_email"])


def _require_two_addresses(agency: Agency) -> None:
    """One for notices; codes go to another one, or by telephone."""
    if not agency.email or agency.email == agency.code_email:
        raise VerbRefused(
            "email",
            "ต้องมีอีเมลรับแจ้ง และอีเมลรับรหัสต้องเป็นคนละที่อยู่ (ไม่ใส่ = แจ้งรหัสทางโทรศัพท์)",
            "A mail address for notices is needed, and codes must go to another one"
            " (none = by telephone).",
        )


def _undelivered(agency: Agency) -> QuerySet[OutboundMessage]:
    """Dead letters stay where they are: a person sees them and presses."""
    return OutboundMessage.objects.filter(agency=agency, state__in=(State.WAITING, State.OFFERED))


def _open_and_signed_by_us(agency: Agency) -> QuerySet[OutboundMessage]:
    return OutboundMessage.objects.filter(
        ~Q(leg__state__in=LEG_ENDED),
        agency=agency,
        leg__isnull=False,
        state=State.ACKNOWLEDGED,
        receipt__claims__reference__startswith=f"{HUB} ",
    )
