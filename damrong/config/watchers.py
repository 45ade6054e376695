"""Who may read the house's figures: programs on this very machine, or with the watchers' token."""

import hmac
import ipaddress
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from damrong.config.errors import explain
from damrong.config.secrets import secret

View = Callable[[HttpRequest], HttpResponse]
# What a proxy adds. Behind one on this machine every request seems to come from here.
_PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")  # fmt: skip


def for_watchers(view: View) -> View:
    """404 for everybody else, as for an address that is none."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not (_from_here(request) or _holds_token(request)):
            return explain(request, "not_found", 404)
        return view(request)

    return guarded


def _from_here(request: HttpRequest) -> bool:
    if any(name in request.META for name in _PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _holds_token(request: HttpRequest) -> bool:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    expected = secret("metrics_token").hex()
    return kind.lower() == "bearer" and hmac.compare_digest(
        given.strip().encode(), expected.encode()
    )
