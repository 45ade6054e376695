"""Lay a message ready for the next bundle. Making one: see ``making``; its answers: ``taking``."""

from damrong.exchange.connectors.interface import Undelivered
from damrong.exchange.keys import encryption_key_of, may_sign
from damrong.exchange.models import OutboundMessage


class File:
    """Like the queue, carried by hand: the agency signs for each message when it opens the file."""

    calls, signs, queues = False, True, True

    def deliver(self, message: OutboundMessage) -> None:
        """Nothing to carry yet; refused where nobody could open the file or sign for it."""
        agency = str(message.agency_id)
        if not may_sign(agency) or encryption_key_of(agency) is None:
            raise Undelivered(
                "หน่วยงานนี้ยังไม่มีกุญแจลงนามและกุญแจเข้ารหัส โปรดลงทะเบียนทั้งสองดอกก่อน",
                "The agency lacks its signing or its encryption key. Register both first.",
                again=False,
            )
