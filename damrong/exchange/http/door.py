"""What every door for partners' programs does: who signed, and refusals as problem+json."""

import functools
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from damrong.catalogue.models import Agency
from damrong.exchange.inbox import use_signature
from damrong.exchange.keys import key_in_use, public_key_in_use
from damrong.exchange.problems import PROBLEM_TYPE, Refused
from damrong.exchange.protocol import BODY_LIMIT
from damrong.exchange.signing import Signed, verify

log = logging.getLogger(__name__)
AGAIN_AFTER = "2"  # seconds
Answering = Callable[[HttpRequest, bytes, Agency], HttpResponse]


def signed_post(
    *content_types: str,
) -> Callable[[Answering], Callable[[HttpRequest], HttpResponse]]:
    """A view that gets the body and the agency that signed it. The signature stands for a sign-in."""

    def decorate(answer: Answering) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @functools.wraps(answer)
        def view(request: HttpRequest) -> HttpResponse:
            who = "-"
            try:
                if request.method != "POST":
                    raise Refused("method", "ที่อยู่นี้รับเฉพาะ POST", "This address takes POST only.")
                body = _body(request, content_types)
                signed = _signed(request, body)
                sender = key_in_use(signed.kid).agency
                who = str(sender.code)
                use_signature(signed)
                response = answer(request, body, sender)
            except Refused as refused:
                # Code and sender only: what a message says never stands in a log.
                log.warning("refused %s from %s", refused.code, who)
                return problem(refused)
            except OperationalError as error:
                # The database is away or chose us in a deadlock; nothing was changed.
                log.error("busy: %s from %s", type(error).__name__, who)
                again = "Send the same message again later."
                return problem(Refused("busy", "โปรดส่งข้อความเดิมอีกครั้งภายหลัง", again))
            response["Cache-Control"] = "no-store"
            return response

        return view

    return decorate


def problem(refused: Refused) -> HttpResponse:
    """The refusal as problem+json."""
    response = JsonResponse(refused.body(), status=refused.kind.status, content_type=PROBLEM_TYPE)
    response["Cache-Control"] = "no-store"
    if refused.kind.again:
        response["Retry-After"] = AGAIN_AFTER
    if refused.code == "method":
        response["Allow"] = "POST"
    return response


def _body(request: HttpRequest, content_types: tuple[str, ...]) -> bytes:
    if request.content_type not in content_types:
        content_type = content_types[0]
        raise Refused(
            "content_type",
            f"Content-Type ต้องเป็น {content_type}",
            f"The Content-Type must be {content_type}.",
        )
    try:
        body = bytes(request.read(BODY_LIMIT + 1))
    except UnreadablePostError:
        raise Refused("json", "ได้รับเนื้อหาไม่ครบ", "The body did not arrive whole.") from None
    if len(body) > BODY_LIMIT:
        raise Refused(
            "too_large",
            f"ข้อความใหญ่ได้ไม่เกิน {BODY_LIMIT} ไบต์",
            f"A message may have up to {BODY_LIMIT} bytes.",
        )
    return body


def _signed(request: HttpRequest, body: bytes) -> Signed:
    url = request.build_absolute_uri()
    if urlsplit(url).query:
        raise Refused(
            "signature",
            "ที่อยู่ต้องไม่มีพารามิเตอร์ เพราะไม่ได้ลงนามไว้",
            "The address must have no query: it would not be signed.",
        )
    return verify("POST", url, request.headers, body, public_key_in_use)
