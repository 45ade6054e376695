"""Devices on which a person signed in before: guessing from elsewhere does not slow them down.

After the OWASP's "device cookies". A cookie for each person, since offices share computers; it
proves nothing but that somebody signed in here once, and has wrong tries of its own counted.
"""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from damrong.accounts.models import Person
from damrong.accounts.policy import DEVICE_KNOWN_FOR
from damrong.config.secrets import secret

_SALT = "damrong.known-device"
_SECONDS = int(DEVICE_KNOWN_FOR.total_seconds())


def known_device(request: HttpRequest, username: str) -> str:
    """The name of this device if ``username`` has signed in on it, or nothing."""
    try:
        given = signing.loads(
            request.COOKIES.get(_cookie(username), ""), salt=_SALT, max_age=_SECONDS
        )
    except signing.BadSignature:
        return ""
    return str(given["device"]) if given.get("of") == _cookie(username) else ""


def remember_device(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Know this device again for so long from now."""
    name = _cookie(person.username)
    device = known_device(request, person.username) or secrets.token_hex(16)
    response.set_cookie(
        name,
        signing.dumps({"of": name, "device": device}, salt=_SALT),
        max_age=_SECONDS,
        path="/sign-in/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(username: str) -> str:
    """One for each account, without its name being readable on a shared computer."""
    name = hmac.digest(secret("django_secret"), b"device:" + username.encode(), hashlib.sha256)
    return f"device_{name.hex()[:16]}"
