"""The receipt: number, secret code and a picture to scan. Kept sealed for half an hour, then gone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from damrong.intake.web.receipt import forget, keep, kept, shown

__all__ = ["keep", "noted", "of", "show"]


def of(request: HttpRequest) -> dict[str, Any] | None:
    """The receipt of this session while it may still be shown."""
    return kept(request)


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Number, code, picture, and what happens next."""
    content = of(request)
    if content is None:
        return redirect("citizen:start")
    return render(request, "citizen/receipt.html", shown(content))


@require_POST
def noted(request: HttpRequest) -> HttpResponse:
    """The citizen has written the code down: forget it here."""
    forget(request)
    return redirect("citizen:track")
