"""Counts requests for the watchers: by area of the house and status, with how long they took.

An address may name a case, so none is ever a label: the areas below are all there are.
"""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

# The first part of an address; every other address is a citizen's.
AREAS = {
    "desk": "desk", "portal": "portal", "api": "api", "exchange": "exchange", "static": "static",
    "account": "account", "sign-in": "account", "sign-out": "account", "after-sign-in": "account",
    "metrics": "watch", "healthz": "watch", "readyz": "watch",
}  # fmt: skip
CITIZEN = "citizen"
# Seconds. A page should take less than a fifth of one; beyond ten nobody waits.
STEPS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)

_SECONDS = Histogram(
    "damrong_request_seconds",
    "Requests answered, and the seconds each took",
    ("area", "status"),
    buckets=STEPS,
)


class CountRequests:
    """Stands first, so that whatever answers is counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        area = area_of(request.path_info)
        _SECONDS.labels(area, str(response.status_code)).observe(time.perf_counter() - begun)
        return response


def area_of(path: str) -> str:
    """The area that an address belongs to."""
    return AREAS.get(path.lstrip("/").split("/", 1)[0], CITIZEN)
