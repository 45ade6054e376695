"""When the house cannot keep what somebody sends: the database is away or read-only, the disk is full.

Said in plain words with a 503 and when to come back, instead of as a fault nobody can do anything
about. The page asks the database nothing.
"""

import errno
import sys

import psycopg
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.defaults import server_error

RETRY_AFTER = 60  # seconds
MACHINES = ("/api/", "/exchange/")
WORDS_TH = "ระบบรับเรื่องใหม่หรือบันทึกไม่ได้ชั่วคราว โปรดรอสักครู่แล้วส่งอีกครั้ง เรื่องที่ได้รับเลขที่แล้วไม่หายไป"
WORDS_EN = (
    "Nothing can be taken in or saved for the moment. Wait a little and send again."
    " A case that has a number is not lost."
)
# Codes of SQLSTATE: connection lost, read-only, shutting down or starting, out of disk or memory.
_AWAY = ("08", "25006", "57P", "53")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def fault(request: HttpRequest) -> HttpResponse:
    """What every page answers that failed (Django's ``handler500``): 503 where it will pass, else 500."""
    error = sys.exc_info()[1]
    return answer(request) if error is not None and will_pass(error) else server_error(request)


def answer(request: HttpRequest) -> HttpResponse:
    """503 with the time to wait; machines get a JSON problem (RFC 9457)."""
    response: HttpResponse
    if request.path.startswith(MACHINES):
        body = {
            "type": "about:blank", "title": "Service Unavailable", "status": 503,
            "code": "unavailable", "detail_th": WORDS_TH, "detail": WORDS_EN,
        }  # fmt: skip
        response = JsonResponse(body, status=503, content_type="application/problem+json")
    else:
        response = render(None, "503.html", status=503)  # type: ignore[arg-type]
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def will_pass(error: BaseException) -> bool:
    """Whether the same request may go through later, unchanged."""
    if isinstance(error, OSError):
        return error.errno in _FULL
    if not isinstance(error, Error):
        return False
    cause = error.__cause__
    if isinstance(cause, psycopg.Error) and cause.sqlstate:
        return cause.sqlstate.startswith(_AWAY)
    # Without a code nobody answered at all: the connection was closed, or never came about.
    return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)
