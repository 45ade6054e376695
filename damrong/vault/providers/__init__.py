"""Where key-encryption keys lie: one interface, several kinds of places outside the database.

A provider never gives a key away; it wraps and unwraps with it. ``label`` binds what is wrapped to
what it is for: under another label it does not unwrap.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Protocol

from damrong.vault.errors import KeyUnavailable


class KeyProvider(Protocol):
    """Wraps data keys under the key-encryption key of a number."""

    def make(self, number: int) -> None:
        """See that there is a key of this number. Raises KeyRefused where a person must place it."""

    def wrap(self, number: int, plain: bytes, label: bytes) -> bytes:
        """``plain`` under that key. Raises KeyUnavailable."""

    def unwrap(self, number: int, wrapped: bytes, label: bytes) -> bytes:
        """What ``wrap`` wrapped. Raises KeyUnavailable, or VaultError where it does not open."""


def _file() -> KeyProvider:
    from damrong.vault.providers.file import FileKeys

    return FileKeys()


def _environment() -> KeyProvider:
    from damrong.vault.providers.environment import EnvironmentKeys

    return EnvironmentKeys()


def _pkcs11() -> KeyProvider:
    from damrong.vault.providers.pkcs11 import Pkcs11Keys

    return Pkcs11Keys.from_environment()


PROVIDERS: Mapping[str, Callable[[], KeyProvider]] = {
    "file": _file,
    "environment": _environment,
    "pkcs11": _pkcs11,
}


@cache
def provider(name: str) -> KeyProvider:
    """The provider of this name, opened once for each process."""
    if name not in PROVIDERS:
        raise KeyUnavailable(f"there is no key provider {name}")
    return PROVIDERS[name]()
