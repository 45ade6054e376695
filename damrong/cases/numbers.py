"""Running numbers that people read out, and secret codes that open a case to its citizen."""

import hashlib
import hmac
import re
import secrets

from django.utils import timezone

from damrong.config.secrets import secret
from damrong.text.digits import to_arabic

# Crockford's base 32: no I, L, O or U, so that a code can be read out over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 20  # 100 bits


def number_of(running: int, letters: str = "DD") -> str:
    """``letters`` (a case's: DD) + two digits of the Buddhist year + ``-`` + seven digits + ``-`` + check digit."""
    year = (timezone.localdate().year + 543) % 100
    body = f"{year:02d}{running:07d}"
    return f"{letters}{body[:2]}-{body[2:]}-{check_digit(body)}"


def check_digit(body: str) -> int:
    """Luhn's check digit: catches one wrong digit and most swapped neighbours."""
    total = 0
    for position, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def new_code() -> str:
    """A fresh secret code in groups of four."""
    bits = secrets.randbits(5 * CODE_LENGTH)
    letters = "".join(ALPHABET[bits >> 5 * n & 31] for n in range(CODE_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, CODE_LENGTH, 4))


def code_hash(code: str) -> bytes:
    """Keyed hash of a code as typed: case, spaces, dashes, Thai digits and look-alikes forgiven.

    The database holds this alone; looking it up compares hashes, so timing tells nothing.
    """
    plain = re.sub(r"[^0-9A-Z]", "", to_arabic(code).upper())
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    return hmac.digest(secret("tracking_key"), plain.encode(), hashlib.sha256)
