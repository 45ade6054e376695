"""Deposit a message for an agency without an API.

The deposit is the delivery: from then on the agency's officers can open it. The hub signs the
receipt on the portal's behalf; that the agency's people have seen it (รับทราบ) is a verb of its
own, done when one of them opens it.
"""

from typing import Any

from damrong.cases.models import Leg
from damrong.exchange.connectors.house import sign_for
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type, read
from damrong.exchange.sealed_body import bytes_of


class Portal:
    """The box of the agency at our own house."""

    calls, signs, queues = False, False, False

    def deliver(self, message: OutboundMessage) -> str:
        """Sign for it; the message itself already lies in the box."""
        return sign_for(message, "portal")


def deposited(leg: Leg) -> list[dict[str, Any]]:
    """What lies in the agency's box on a leg, oldest first: type, made_at, data.

    Who the complainant is stays sealed here: ``identity_in`` opens it, once somebody asks for it.
    """
    rows = leg.outbound.filter(state=OutboundMessage.State.ACKNOWLEDGED).order_by("sequence")
    return [
        {
            "type": row.type,
            "made_at": row.made_at,
            "data": {} if row.type == Type.IDENTITY else read(bytes(row.body)).data,
        }
        for row in rows
    ]


def identity_in(leg: Leg) -> dict[str, Any]:
    """The last identity that lies in the box; the caller logs the look. Empty where there is none."""
    row = (
        leg.outbound.filter(state=OutboundMessage.State.ACKNOWLEDGED, type=Type.IDENTITY)
        .order_by("sequence")
        .last()
    )
    return read(bytes_of(row)).data if row else {}
