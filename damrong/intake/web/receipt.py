"""Number and secret code until they are noted: sealed in the session for half an hour, then gone."""

import time
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from damrong.cases.submission import Received
from damrong.intake.web.sealed import seal, unseal

KEPT_SECONDS = 1800


def keep(request: HttpRequest, received: Received, name: str = "receipt") -> None:
    """Hold number and code for the page that shows them; ``name`` tells several apart."""
    content = {"number": received.number, "code": received.code, "at": time.time()}
    request.session[name] = seal(content, name)


def kept(request: HttpRequest, name: str = "receipt") -> dict[str, Any] | None:
    """The receipt of this session while it may still be shown."""
    content = unseal(request.session.get(name, ""), name)
    if content is None or time.time() - content["at"] > KEPT_SECONDS:
        forget(request, name)
        return None
    return content


def forget(request: HttpRequest, name: str = "receipt") -> None:
    """It was noted."""
    request.session.pop(name, None)


def shown(content: dict[str, Any]) -> dict[str, Any]:
    """What the page shows: number, code, the address to track at and its picture to scan."""
    track_address = settings.PUBLIC_URL + reverse("citizen:track")
    return {
        "number": content["number"],
        "code": content["code"],
        # After "#" nothing reaches a server or its logs; the page's own script reads it there.
        "picture": picture(f"{track_address}#{content['code']}"),
        "track_address": track_address,
    }


def picture(text: str) -> SafeString:
    """A QR code as SVG, to be put into the page."""
    svg = segno.make(text, error="m").svg_inline(border=2, dark="#000", light="#fff", omitsize=True)
    return mark_safe(svg)  # noqa: S308 - made by segno from our own address, holds no markup of others
