"""Where a request came from."""

import os

from django.http import HttpRequest

# How many of our own proxies stand before the server; each adds one entry to X-Forwarded-For.
# What a client writes into that header itself stands further left and is never believed.
PROXIES = int(os.environ.get("DAMRONG_PROXIES", "0"))


def client_address(request: HttpRequest, proxies: int = PROXIES) -> str:
    """The network address of the client, as the outermost of our own proxies saw it."""
    entries = [e.strip() for e in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(entries) >= proxies and entries[-proxies]:
        return entries[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
