"""Who had exactly what, and when: a message with its receipt, checked by the key history alone.

A package is JSON: ``format``, ``body`` (the message's exact bytes in base64), ``receipt`` (a
compact JWS). A key history is a JWK Set whose keys also carry ``party``, ``valid_from`` and
``revoked_at`` (RFC 3339, null = always and never). Knows no framework and needs no network.
"""

import base64
import binascii
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from damrong.exchange.jwks import BadKey, kid_of, read_jwk
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB, read
from damrong.exchange.receipts import BadReceipt, Receipt, check_receipt, read_receipt
from damrong.exchange.signing import SKEW

FORMAT = "damrong-receipt/1"


class Unreadable(ValueError):
    """Not a package or a key history; carries the reason in Thai and English."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.th, self.en = th, en


@dataclass(frozen=True)
class HeldKey:
    """A key, whose it was, and between which moments its signatures count."""

    party: str
    key: Ed25519PublicKey
    valid_from: datetime.datetime | None
    revoked_at: datetime.datetime | None


@dataclass(frozen=True)
class Proved:
    """What holds: the receipt's words, and the party whose key signed them."""

    receipt: Receipt
    signer: str
    kid: str


def package(body: bytes, receipt: str) -> dict[str, str]:
    """Message and receipt as one document."""
    return {"format": FORMAT, "body": base64.b64encode(body).decode(), "receipt": receipt}


def read_history(document: Any) -> dict[str, HeldKey]:
    """The keys by their ids. Raises Unreadable."""
    try:
        rows = document["keys"]
        keys = [
            HeldKey(
                str(row["party"]), read_jwk(row), _moment(row["valid_from"]), _moment(row["revoked_at"])
            )
            for row in rows
        ]  # fmt: skip
    except (KeyError, TypeError, ValueError, BadKey):
        raise Unreadable(
            "ไม่ใช่ไฟล์ประวัติกุญแจ โปรดใช้ไฟล์จาก damrong export-keys",
            "This is no key history: use a file that damrong export-keys wrote.",
        ) from None
    return {kid_of(held.key): held for held in keys}


def prove(document: Any, history: Mapping[str, HeldKey]) -> Proved:
    """Check a package. Raises Unreadable for what is none, BadReceipt with what does not hold.

    The hour is the one that the receipt itself states: a receipt signed before its key was
    revoked still counts, one that says it was signed later does not.
    """
    try:
        if document["format"] != FORMAT:
            raise ValueError
        body, token = base64.b64decode(document["body"], validate=True), document["receipt"]
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise Unreadable(
            "ไม่ใช่ไฟล์ชุดหลักฐาน โปรดใช้ไฟล์จาก damrong export-receipt",
            "This is no package: use a file that damrong export-receipt wrote.",
        ) from None
    used: list[str] = []

    def find(kid: str) -> Ed25519PublicKey:
        if kid not in history:
            raise BadReceipt(
                "กุญแจที่ลงนามใบรับไม่อยู่ในประวัติกุญแจ",
                "The key that signed the receipt is not in the key history.",
            )
        used.append(kid)
        return history[kid].key

    receipt = read_receipt(token, find)
    try:
        check_receipt(receipt, read(body), body)
    except Refused as refused:
        raise BadReceipt(f"ข้อความเสียหาย: {refused.th}", f"The message is damaged: {refused.en}") from None  # fmt: skip
    held = history[used[0]]
    # For an agency without an API the centre's own box signs.
    if held.party not in {receipt.receiver, HUB}:
        raise BadReceipt(
            f"ผู้ลงนามคือ {held.party} ไม่ใช่ผู้รับ {receipt.receiver}",
            f"It was signed by {held.party}, not by the receiver {receipt.receiver}.",
        )
    _in_time(receipt, held)
    return Proved(receipt, held.party, used[0])


def _in_time(receipt: Receipt, held: HeldKey) -> None:
    at = _stated(receipt)
    if held.revoked_at is not None and at >= held.revoked_at:
        raise BadReceipt(
            "ใบรับลงนามหลังจากกุญแจถูกเพิกถอนแล้ว",
            "The receipt was signed after its key had been revoked.",
        )
    if held.valid_from is not None and at + SKEW < held.valid_from:
        raise BadReceipt(
            "ใบรับลงนามก่อนที่กุญแจจะเริ่มใช้", "The receipt was signed before its key was valid."
        )


def _stated(receipt: Receipt) -> datetime.datetime:
    try:
        at = _moment(receipt.received_at)
    except (TypeError, ValueError):
        at = None
    if at is None:
        raise BadReceipt("ใบรับไม่มีเวลาที่อ่านได้", "The receipt states no time that can be read.")
    return at


def _moment(value: Any) -> datetime.datetime | None:
    if value is None:
        return None
    at = datetime.datetime.fromisoformat(value)
    if at.tzinfo is None:
        raise ValueError(value)
    return at
