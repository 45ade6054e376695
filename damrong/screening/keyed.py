"""Identifiers as two hubs may compare them: keyed hashes, which tell nothing to who lacks the key.

Numbers alone (national number, telephone, account and the like): of names there are so few that
whoever holds the key could try them all, and two people share one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping

COMPARED = ("national_id", "passport", "phone", "email", "bank_account", "plate", "land_deed")
KEY_BYTES = 32
_LEAST_SIGNS = 5  # what is shorter was cut off and points to many


def keyed(identities: Mapping[str, Collection[str]], key: bytes) -> frozenset[str]:
    """HMAC-SHA256 (hexadecimal) of each identifier, with its type, under the key of a pair of hubs.

    `identities` are those of a fingerprint: canonical forms by type. Raises ValueError for a key of
    less than 32 bytes.
    """
    return frozenset(
        hash_under(key, kind, value)
        for kind in COMPARED
        for value in identities.get(kind, ())
        if len(value) >= _LEAST_SIGNS
    )


def hash_under(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 (hexadecimal) of parts that hold no zero byte."""
    if len(key) < KEY_BYTES:
        raise ValueError("the key of a pair of hubs has 32 bytes or more")
    return hmac.digest(key, "\0".join(parts).encode(), hashlib.sha256).hex()
