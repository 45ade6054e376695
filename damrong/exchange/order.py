"""The order of our messages on one leg: none overtakes another that is still to be delivered.

A receiver that holds number 2 refuses number 1 for ever ("late"), so a message overtaken once
would be lost. Whoever waits burns no attempt: the delivery of the one before it wakes it. Only
what was withdrawn (a referral released anew, a send-back of a matter recalled) is not waited for.
"""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from damrong.cases.models import Case, Leg
from damrong.cases.states import LegState
from damrong.catalogue.models import Agency
from damrong.exchange.models import OutboundMessage

State = OutboundMessage.State
UNDELIVERED = (State.WAITING, State.OFFERED, State.DEAD)


def lock_leg(leg_id: int) -> Leg:
    """The leg, its case under lock as in every verb: its messages are written and begun in turn."""
    Case.objects.select_for_update(of=("self",)).get(legs=leg_id)
    return Leg.objects.select_related("agency", "agreement", "case").get(pk=leg_id)


def undelivered(leg_id: int) -> QuerySet[OutboundMessage]:
    """What the agency of a leg has still to get, in the order in which it will."""
    return OutboundMessage.objects.filter(leg=leg_id, state__in=UNDELIVERED).order_by("sequence")


def awaited(message: OutboundMessage) -> OutboundMessage | None:
    """The message that must reach the agency before this one may be attempted; None = its turn."""
    if message.leg_id is None:
        return None
    return undelivered(message.leg_id).filter(sequence__lt=message.sequence).first()


def turns(agency: Agency) -> list[uuid.UUID]:
    """Ids of an agency's waiting messages whose turn it is; the others follow one by one."""
    waiting = OutboundMessage.objects.filter(agency=agency, state=State.WAITING)
    firsts = (
        waiting.filter(leg__isnull=False)
        .exclude(leg__state=LegState.READY)  # its referral has a job that writes it
        .order_by("leg_id", "sequence")
        .distinct("leg_id")
        .values_list("message_id", flat=True)
    )
    return [*firsts, *waiting.filter(leg__isnull=True).values_list("message_id", flat=True)]


def lines(leg_ids: Iterable[int]) -> dict[int, list[OutboundMessage]]:
    """Leg → what its agency has still to get; the first holds up all that follow it."""
    found: dict[int, list[OutboundMessage]] = {}
    rows = OutboundMessage.objects.filter(leg__in=set(leg_ids), state__in=UNDELIVERED)
    for row in rows.defer("body").order_by("sequence"):
        if row.leg_id is not None:
            found.setdefault(row.leg_id, []).append(row)
    return found


def withdraw(leg_id: int, *types: str) -> int:
    """Send no more what is undelivered of these types; its numbers stay unused. How many."""
    return undelivered(leg_id).filter(type__in=types).update(state=State.WITHDRAWN)
