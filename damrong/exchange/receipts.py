"""Signed receipts: a compact JWS (EdDSA) by which the receiver says "I have exactly this".

A receipt can be checked years later with nothing but the message's bytes and the receiver's
public key. Knows no framework.
"""

import datetime
import json
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from damrong.exchange.jwks import kid_of
from damrong.exchange.protocol import Message, digest

# RFC 9864 renames the algorithm "Ed25519"; agencies' libraries mostly know the older name, so
# both are read and the older one is written.
ALGORITHMS = ["EdDSA", "Ed25519"]
TYPE = "damrong-receipt+jws"
LONGEST = 8_000  # characters
warnings.filterwarnings("ignore", "EdDSA is deprecated")


class BadReceipt(Exception):
    """The receipt is not one for this message; carries the reason in Thai and English."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.th, self.en = th, en


@dataclass(frozen=True)
class Receipt:
    """What a receiver signs for.

    ``witness``: of a receipt that the centre signs, the newest checkpoint of its log, as
    ``LAST-RECORD:SHA-256``; who holds the receipt can say later that it was so.
    ``digest``: SHA-256 (hexadecimal) of the body as received; ``data_digest``: of the canonical
    JSON of its data. ``reference``: the receiver's own number for the matter, where it has one.
    """

    message_id: str
    type: str
    sender: str
    receiver: str
    subject: str
    sequence: int
    digest: str
    data_digest: str
    received_at: str  # RFC 3339
    reference: str = ""
    witness: str = ""


def receipt_for(
    message: Message,
    body: bytes,
    *,
    receiver: str,
    at: datetime.datetime,
    reference: str = "",
    witness: str = "",
) -> Receipt:
    """The receipt of a message that was just taken in."""
    return Receipt(
        message_id=message.id,
        type=str(message.type),
        sender=message.source,
        receiver=receiver,
        subject=message.subject,
        sequence=message.sequence,
        digest=digest(body),
        data_digest=message.data_digest,
        received_at=at.astimezone(datetime.UTC)
        .isoformat(timespec="seconds")
        .replace("+00:00", "Z"),
        reference=reference,
        witness=witness,
    )


def sign_receipt(receipt: Receipt, key: Ed25519PrivateKey) -> str:
    """The receipt as a compact JWS."""
    header = {"alg": "EdDSA", "typ": TYPE, "kid": kid_of(key)}
    said = {name: value for name, value in asdict(receipt).items() if name != "witness" or value}
    payload = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return jws.serialize_compact(header, payload, OKPKey.import_key(key), algorithms=ALGORITHMS)


def read_receipt(token: object, find_key: Callable[[str], Ed25519PublicKey]) -> Receipt:
    """Check the signature of a receipt and read it. Raises BadReceipt, or what find_key raises."""
    if not isinstance(token, str) or not token or len(token) > LONGEST:
        raise BadReceipt("ไม่มีใบรับที่ลงนาม", "There is no signed receipt.")
    try:
        header: dict[str, Any] = jws.extract_compact(token.encode()).protected
    except (JoseError, ValueError, TypeError, KeyError):
        raise BadReceipt("อ่านใบรับไม่ได้", "The receipt cannot be read.") from None
    key = find_key(str(header.get("kid", "")))
    try:
        payload = jws.deserialize_compact(
            token, OKPKey.import_key(key), algorithms=ALGORITHMS
        ).payload
        fields = json.loads(payload)
        return Receipt(**fields)
    except (JoseError, ValueError, TypeError, KeyError):
        raise BadReceipt("ลายมือชื่อบนใบรับไม่ถูกต้อง", "The receipt's signature is not valid.") from None


def check_receipt(receipt: Receipt, message: Message, body: bytes) -> None:
    """Whether the receipt is for exactly this message. Raises BadReceipt."""
    wanted = {
        "message_id": message.id,
        "type": str(message.type),
        "sender": message.source,
        "receiver": message.recipient,
        "subject": message.subject,
        "sequence": message.sequence,
        "digest": digest(body),
        "data_digest": message.data_digest,
    }
    given = asdict(receipt)
    wrong = [name for name, value in wanted.items() if given[name] != value]
    if wrong:
        raise BadReceipt(
            f"ใบรับไม่ใช่ของข้อความนี้ ({', '.join(wrong)})",
            f"The receipt is not for this message ({', '.join(wrong)}).",
        )
