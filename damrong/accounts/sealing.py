"""Secrets of accounts at rest: sealed or hashed under keys drawn from the vault's master key.

The database never holds that key. Each purpose has its own (HKDF, RFC 5869), so that nothing
sealed here opens in the vault or the other way round.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from damrong.config.secrets import secret

_NONCE = 12


class CannotOpen(Exception):
    """Sealed under another master key, for another account, or altered."""


def seal(plain: bytes, account: int) -> bytes:
    """AES-256-GCM, bound to the account's number."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key("seal")).encrypt(nonce, plain, str(account).encode())


def unseal(sealed: bytes, account: int) -> bytes:
    """What was sealed for this account. Raises CannotOpen."""
    try:
        return AESGCM(_key("seal")).decrypt(sealed[:_NONCE], sealed[_NONCE:], str(account).encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error


def keyed_digest(value: str, account: int) -> bytes:
    """HMAC-SHA-256 of a code of this account."""
    return hmac.digest(_key("digest"), f"{account}:{value}".encode(), hashlib.sha256)


def _key(purpose: str) -> bytes:
    info = f"damrong.accounts.{purpose}".encode()
    return HKDF(SHA256(), 32, salt=None, info=info).derive(secret("vault_master_key"))
