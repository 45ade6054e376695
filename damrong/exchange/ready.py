"""Take one message out of the box where it lies ready: still wanted, and still agreed to today."""

from collections.abc import Callable
from typing import TypeVar

from damrong.exchange import outcome
from damrong.exchange.agreement import require_agreement
from damrong.exchange.connectors.interface import Undelivered
from damrong.exchange.models import OutboundMessage
from damrong.exchange.order import lock_leg
from damrong.exchange.sealed_body import bytes_of
from damrong.vault.errors import VaultError

SEALED = (
    "เปิดข้อความที่ปิดผนึกไว้ไม่ได้ กุญแจของเรื่องอาจถูกทำลายแล้ว",
    "The sealed message cannot be opened; the key of its case may be destroyed.",
)


def lock_offered(pk: int) -> OutboundMessage | None:
    """The message, it and its leg under lock; None where it lies ready no more."""
    leg_id = OutboundMessage.objects.values_list("leg_id", flat=True).get(pk=pk)
    if leg_id is not None:
        lock_leg(leg_id)
    message = OutboundMessage.objects.select_for_update().get(pk=pk)
    return message if message.state == OutboundMessage.State.OFFERED else None


T = TypeVar("T")


def leaving(message: OutboundMessage, packed: Callable[[bytes], T]) -> T | None:
    """Its bytes, ``packed`` as they leave now; else None, and it is a dead letter that says why."""
    try:
        require_agreement(message)
        return packed(bytes_of(message))
    except Undelivered as failure:
        outcome.failed(message, failure)
    except VaultError:  # it must not hold up the rest
        outcome.failed(message, Undelivered(*SEALED, again=False))
    return None
