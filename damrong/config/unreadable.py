"""A request with a NUL byte is no text that a person wrote."""

from collections.abc import Callable
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from damrong.config.errors import explain


class NulBytes:
    """Answer 400 where a page stumbled over a NUL byte, which the database keeps in no text.

    Pages that look at what they were given say more about it themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_to_nul_byte(request, exception)


def answer_to_nul_byte(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """400 where a NUL byte in the request is what the page stumbled over."""
    if not isinstance(exception, ValueError | DataError):
        return None
    given: list[Any] = [request.path_info]
    for values in (request.GET, request.POST):
        given += [one for name in values for one in (name, *values.getlist(name))]
    return explain(request, "bad_request", 400) if any("\0" in one for one in given) else None
