"""The bytes of our messages. One that tells an identity lies sealed under the key of its case.

So a copy of the database tells nobody who complained, and with the key of a case its messages of
this kind are gone too.
"""

from damrong.accounts.row_scope import for_the_house
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import Type
from damrong.vault.seal import open_bytes, seal_bytes


def stored(type: str, case_number: str, body: bytes) -> bytes:
    """What is put into the table for a message of a leg."""
    return seal_bytes(case_number, body) if type == Type.IDENTITY else body


def bytes_of(message: OutboundMessage) -> bytes:
    """The exact bytes that are signed and sent. Raises VaultError once the key is destroyed."""
    if message.type == Type.IDENTITY and message.leg is not None:
        with for_the_house():  # who may read the message needs no row of the vault for it
            return open_bytes(message.leg.case.number, bytes(message.body))
    return bytes(message.body)
