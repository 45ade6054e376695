"""Key-encryption keys in files, each 32 bytes in hexadecimal (``damrong.config.secrets``)."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from damrong.config.secrets import kept_secret, secret
from damrong.vault.errors import KeyUnavailable, VaultError

_NONCE = 12  # bytes, as NIST SP 800-38D recommends for GCM


def secret_name(number: int) -> str:
    """Under which name a key is kept; the first has the name that it had when it was the only one."""
    return "vault_master_key" if number == 1 else f"vault_master_key_{number}"


class FileKeys:
    """AES-256-GCM in this process, the key from its file (or the variable that stands for it)."""

    def make(self, number: int) -> None:
        """Make the file where there is none yet."""
        secret(secret_name(number))

    def wrap(self, number: int, plain: bytes, label: bytes) -> bytes:
        """Nonce and ciphertext."""
        nonce = os.urandom(_NONCE)
        return nonce + self._key(number).encrypt(nonce, plain, label)

    def unwrap(self, number: int, wrapped: bytes, label: bytes) -> bytes:
        """The data key."""
        try:
            return self._key(number).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], label)
        except InvalidTag as error:
            raise VaultError(f"master key {number} does not open it") from error

    def _key(self, number: int) -> AESGCM:
        # Never made in passing: a wrong key would look like a right one until it is needed.
        value = kept_secret(secret_name(number))
        if value is None:
            raise KeyUnavailable(f"master key {number} is not there")
        return AESGCM(value)
