"""The receipt: number, secret code and a picture to scan. Kept sealed for half an hour, then gone."""

import time
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from damrong.cases.submission import Received
from damrong.citizen.draft import seal, unseal

SESSION_KEY = "receipt"
KEPT_SECONDS = 1800


def keep(request: HttpRequest, received: Received) -> None:
    """Hold number and code for the page that shows them."""
    content = {"number": received.number, "code": received.code, "at": time.time()}
    request.session[SESSION_KEY] = seal(content, SESSION_KEY)


def of(request: HttpRequest) -> dict[str, Any] | None:
    """The receipt of this session while it may still be shown."""
    content = unseal(request.session.get(SESSION_KEY, ""), SESSION_KEY)
    if content is None or time.time() - content["at"] > KEPT_SECONDS:
        request.session.pop(SESSION_KEY, None)
        return None
    return content


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Number, code, picture, and what happens next."""
    content = of(request)
    if content is None:
        return redirect("citizen:start")
    # After "#" nothing reaches a server or its logs; the page's own script reads it there.
    address = f"{settings.PUBLIC_URL}{reverse('citizen:track')}#{content['code']}"
    return render(
        request,
        "citizen/receipt.html",
        {
            "number": content["number"],
            "code": content["code"],
            "picture": picture(address),
            "track_address": settings.PUBLIC_URL + reverse("citizen:track"),
        },
    )


@require_POST
def noted(request: HttpRequest) -> HttpResponse:
    """The citizen has written the code down: forget it here."""
    request.session.pop(SESSION_KEY, None)
    return redirect("citizen:track")


def picture(text: str) -> SafeString:
    """A QR code as SVG, to be put into the page."""
    svg = segno.make(text, error="m").svg_inline(border=2, dark="#000", light="#fff", omitsize=True)
    return mark_safe(svg)  # noqa: S308 - made by segno from our own address, holds no markup of others
