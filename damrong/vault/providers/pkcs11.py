"""Key-encryption keys in a security module that speaks PKCS#11; they never leave it.

``DAMRONG_PKCS11_MODULE`` names the module's library, ``DAMRONG_PKCS11_TOKEN`` the token;
``DAMRONG_PKCS11_PIN`` or a file named by ``DAMRONG_PKCS11_PIN_FILE`` holds the user's PIN.
Each key is an AES key of 256 bits labelled ``damrong-vault-NUMBER`` that cannot be read out.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from damrong.vault.errors import KeyUnavailable, VaultError

_NONCE = 12
_TAG_BITS = 128
T = TypeVar("T")


class Pkcs11Keys:
    """AES-256-GCM inside the module, one session for the process, one caller at a time."""

    def __init__(self, module: str, token: str, pin: str) -> None:
        try:
            import pkcs11
        except ImportError as error:
            raise KeyUnavailable("install damrong[pkcs11] to use a security module") from error
        self._pkcs11, self._module, self._token, self._pin = pkcs11, module, token, pin
        self._session: Any = None
        self._process = 0
        self._lock = threading.Lock()

    @classmethod
    def from_environment(cls) -> "Pkcs11Keys":
        """As the variables say. Raises KeyUnavailable where one is missing."""
        pin = os.environ.get("DAMRONG_PKCS11_PIN", "")
        if file := os.environ.get("DAMRONG_PKCS11_PIN_FILE"):
            pin = Path(file).read_text("utf-8").strip()
        module = os.environ.get("DAMRONG_PKCS11_MODULE", "")
        token = os.environ.get("DAMRONG_PKCS11_TOKEN", "")
        if not (module and token and pin):
            raise KeyUnavailable("DAMRONG_PKCS11_MODULE, _TOKEN and _PIN or _PIN_FILE are needed")
        return cls(module, token, pin)

    def make(self, number: int) -> None:
        """Make it inside the module where it is not there yet."""

        def made(session: Any) -> None:
            try:
                self._key(session, number)
            except self._pkcs11.NoSuchKey:
                attribute = self._pkcs11.Attribute
                session.generate_key(
                    self._pkcs11.KeyType.AES,
                    256,
                    label=_label(number),
                    store=True,
                    template={attribute.SENSITIVE: True, attribute.EXTRACTABLE: False},
                )

        self._asked(made)

    def wrap(self, number: int, plain: bytes, label: bytes) -> bytes:
        """Nonce and ciphertext."""
        nonce = os.urandom(_NONCE)

        def wrapped(session: Any) -> bytes:
            key = self._key(session, number)
            return bytes(key.encrypt(plain, **self._gcm(nonce, label)))

        return nonce + self._asked(wrapped)

    def unwrap(self, number: int, wrapped: bytes, label: bytes) -> bytes:
        """The data key."""

        def plain(session: Any) -> bytes:
            key = self._key(session, number)
            try:
                return bytes(key.decrypt(wrapped[_NONCE:], **self._gcm(wrapped[:_NONCE], label)))
            except self._altered as error:
                raise VaultError(f"master key {number} does not open it") from error

        return self._asked(plain)

    @property
    def _altered(self) -> tuple[type[Exception], ...]:
        # Modules differ in what they say of a wrong tag; SoftHSM says "general error".
        found = self._pkcs11.exceptions
        return (found.EncryptedDataInvalid, found.EncryptedDataLenRange, found.GeneralError)

    def _gcm(self, nonce: bytes, label: bytes) -> dict[str, Any]:
        return {
            "mechanism": self._pkcs11.Mechanism.AES_GCM,
            "mechanism_param": self._pkcs11.GCMParams(nonce, label, _TAG_BITS),
        }

    def _key(self, session: Any, number: int) -> Any:
        return session.get_key(
            object_class=self._pkcs11.ObjectClass.SECRET_KEY, label=_label(number)
        )

    def _asked(self, question: Callable[[Any], T]) -> T:
        """Ask the module; a session that it ended meanwhile is opened anew, once."""
        with self._lock:
            for last in (False, True):
                try:
                    return question(self._opened())
                except self._pkcs11.NoSuchKey as error:
                    raise KeyUnavailable("the security module has no such key") from error
                except VaultError:
                    raise
                except self._pkcs11.PKCS11Error as error:
                    self._closed()
                    if last:
                        # The kind alone: a module's words may name what it was given.
                        raise KeyUnavailable(f"security module: {type(error).__name__}") from error
            raise AssertionError("unreachable")

    def _closed(self) -> None:
        # Left open it would keep its sign-in, and a second one is refused.
        with suppress(self._pkcs11.PKCS11Error):
            if self._session is not None:
                self._session.close()
        self._session = None

    def _opened(self) -> Any:
        if self._session is None or self._process != os.getpid():
            library = self._pkcs11.lib(self._module)
            token = library.get_token(token_label=self._token)
            try:
                self._session = token.open(user_pin=self._pin, rw=True)
            except self._pkcs11.UserAlreadyLoggedIn:  # this process is, by another session
                self._session = token.open(rw=True)
            self._process = os.getpid()
        return self._session


def _label(number: int) -> str:
    return f"damrong-vault-{number}"
