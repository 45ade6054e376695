"""Lay a message into the agency's queue. What the agency does with the queue: see ``queue``."""

from damrong.exchange.connectors.interface import Undelivered
from damrong.exchange.models import OutboundMessage, PartnerKey


class Pull:
    """The queue is the table of messages itself: what is offered is what lies in it."""

    calls, signs, queues = False, True, True

    def deliver(self, message: OutboundMessage) -> None:
        """Nothing to carry; refused where nobody could fetch it."""
        if not PartnerKey.objects.filter(agency=message.agency, revoked_at=None).exists():
            raise Undelivered(
                "หน่วยงานนี้ยังไม่มีกุญแจ จึงมารับจากคิวไม่ได้ โปรดลงทะเบียนกุญแจก่อน",
                "The agency has no key, so it cannot fetch. Register its key first.",
                again=False,
            )
