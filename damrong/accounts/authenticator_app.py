"""Six digits from an app on the telephone: TOTP (RFC 6238), SHA-1, 30 seconds, as apps know it."""

import base64
import secrets
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from damrong.accounts.models import AuthenticatorApp, Person
from damrong.accounts.passwords import STREAM
from damrong.accounts.sealing import CannotOpen, seal, unseal
from damrong.audit.record import append

ISSUER = "Damrong"
_BYTES, _DIGITS, _SECONDS = 20, 6, 30
# A clock may be off by one step either way.
_STEPS = (0, -1, 1)


def new_secret() -> bytes:
    """A secret for one app: 160 random bits, as RFC 4226 recommends."""
    return secrets.token_bytes(_BYTES)


def typed(secret: bytes) -> str:
    """The secret for whoever cannot scan: base32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def uri(secret: bytes, person: Person) -> str:
    """What the square picture holds (``otpauth://``)."""
    return _totp(secret).get_provisioning_uri(person.username, ISSUER)


def add_app(person: Person, secret: bytes, code: str) -> bool:
    """Enrol the app if it shows the right code; it takes the place of an older one."""
    step = _step_of(secret, code)
    if step is None:
        return False
    with transaction.atomic():
        AuthenticatorApp.objects.update_or_create(
            person=person, defaults={"sealed": seal(secret, person.pk), "last_step": step}
        )
        append(STREAM, "two_step_added", person.actor, {"account": person.username, "means": "app"})
    return True


def takes_code(person: Person, code: str) -> bool:
    """Whether the code is right now and was not used before."""
    with transaction.atomic():
        app = AuthenticatorApp.objects.select_for_update().filter(person=person).first()
        if app is None:
            return False
        try:
            step = _step_of(unseal(bytes(app.sealed), person.pk), code)
        except CannotOpen:
            return False
        if step is None or step <= app.last_step:
            return False
        app.last_step = step
        app.save(update_fields=["last_step"])
    return True


def _step_of(secret: bytes, code: str) -> int | None:
    now, totp = int(time.time()), _totp(secret)
    try:
        given = code.encode("ascii")
    except UnicodeEncodeError:
        return None
    for steps in _STEPS:
        at = now + steps * _SECONDS
        try:
            totp.verify(given, at)
        except InvalidToken:
            continue
        return at // _SECONDS
    return None


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, _DIGITS, SHA1(), _SECONDS)  # noqa: S303 what apps know; HMAC holds
