"""Small things kept for a browser between two pages, sealed under a key outside the database."""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from damrong.config.secrets import secret


def seal(value: dict[str, Any], purpose: str) -> str:
    """Encrypt a small value for the session; ``purpose`` keeps one kind from passing as another."""
    return encrypt(json.dumps(value, ensure_ascii=False).encode(), purpose.encode()).hex()


def unseal(sealed: str, purpose: str) -> dict[str, Any] | None:
    """The value again, or None where it cannot be opened (another key, altered, empty)."""
    try:
        plain = decrypt(bytes.fromhex(sealed), purpose.encode())
    except (InvalidTag, ValueError):
        return None
    value: dict[str, Any] = json.loads(plain)
    return value


def encrypt(plain: bytes, label: bytes) -> bytes:
    """AES-GCM, the nonce of 12 bytes first; ``label`` must be the same to open it."""
    nonce = os.urandom(12)
    return nonce + AESGCM(secret("draft_key")).encrypt(nonce, plain, label)


def decrypt(sealed: bytes, label: bytes) -> bytes:
    """What ``encrypt`` sealed; raises InvalidTag."""
    return AESGCM(secret("draft_key")).decrypt(sealed[:12], sealed[12:], label)
