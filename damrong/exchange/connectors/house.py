"""Receipts that the centre signs itself, for an agency that has no key."""

from dataclasses import replace

from django.utils import timezone

from damrong.exchange.keys import our_key
from damrong.exchange.models import OutboundMessage
from damrong.exchange.protocol import HUB, read
from damrong.exchange.receipts import receipt_for, sign_receipt
from damrong.exchange.sealed_body import bytes_of


def sign_for(message: OutboundMessage, how: str) -> str:
    """The receipt of exactly this message; ``how`` says what stands behind it: "portal"."""
    body = bytes_of(message)
    receipt = receipt_for(read(body), body, receiver=str(message.agency_id), at=timezone.now())
    return sign_receipt(replace(receipt, reference=f"{HUB} {how}"), our_key())
