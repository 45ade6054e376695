"""The bytes of a message as they cross the network: as they are, or encrypted to the agency.

The agreement says which (``Agreement.encrypted``). The receipt is over the message itself, so that
it proves the same in both cases, years later, without any key that opens.
"""

from django.utils import timezone

from damrong.catalogue.agreements import encryption_asked
from damrong.exchange.connectors.interface import Undelivered
from damrong.exchange.keys import encryption_key_of, our_opening_key
from damrong.exchange.models import OutboundMessage
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import CONTENT_TYPE, SEALED_TYPE
from damrong.exchange.sealing import Unsealed, open_sealed, seal


def outgoing(message: OutboundMessage, body: bytes) -> tuple[bytes, str]:
    """What is signed and sent, and its content type.

    Raises Undelivered where it must be encrypted and the agency gave no key for it.
    """
    agency = str(message.agency_id)
    asked = (
        message.leg.agreement is not None and message.leg.agreement.encrypted
        if message.leg is not None
        else encryption_asked(agency, timezone.localdate())
    )
    if not asked:
        return body, CONTENT_TYPE
    key = encryption_key_of(agency)
    if key is None:
        raise Undelivered(
            "ข้อตกลงกำหนดให้เข้ารหัส แต่หน่วยงานยังไม่ได้ลงทะเบียนกุญแจเข้ารหัส",
            "The agreement asks for encryption, but the agency registered no key for it.",
            again=False,
        )
    return seal(body, key, content=CONTENT_TYPE).encode(), SEALED_TYPE


def incoming(body: bytes, content_type: str | None) -> bytes:
    """The message that came, opened where it was encrypted to us. Raises Refused."""
    if content_type != SEALED_TYPE:
        return body
    try:
        return open_sealed(body, our_opening_key)
    except Unsealed as wrong:
        raise Refused("data", wrong.th, wrong.en) from None
