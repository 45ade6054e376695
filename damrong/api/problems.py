"""How the interface says no: RFC 9457 problems, in Thai and in English."""

import http
from collections.abc import Sequence

import orjson
from django.http import HttpResponse

from damrong.intake.refused import InputError

TYPE = "application/problem+json"


def problem(
    status: int, code: str, th: str, en: str, errors: Sequence[InputError] = ()
) -> HttpResponse:
    """One refusal. ``code`` is stable for machines; ``errors`` names the fields."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": http.HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail_th": th,
        "detail": en,
    }
    if errors:
        body["errors"] = [error.as_dict() for error in errors]
    return HttpResponse(orjson.dumps(body), status=status, content_type=TYPE)


def method_not_allowed(allowed: str) -> HttpResponse:
    """405."""
    answer = problem(
        405, "method", f"ที่อยู่นี้รับเฉพาะ {allowed}", f"Only {allowed} is answered at this address."
    )
    answer["Allow"] = allowed
    return answer
