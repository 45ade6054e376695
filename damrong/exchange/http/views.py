"""The door for partners' programs: signed messages in, signed receipts out."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from damrong.catalogue.models import Agency
from damrong.exchange.http.door import signed_post
from damrong.exchange.inbox import take
from damrong.exchange.keys import our_jwks
from damrong.exchange.protocol import CONTENT_TYPE, SEALED_TYPE, read
from damrong.exchange.wire import incoming


@cache_control(public=True, max_age=300)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Our public keys (JWKS)."""
    return JsonResponse(our_jwks(), content_type="application/jwk-set+json")


@signed_post(CONTENT_TYPE, SEALED_TYPE)
def messages(request: HttpRequest, body: bytes, sender: Agency) -> HttpResponse:
    """Take one message."""
    body = incoming(body, request.content_type)
    answer = take(read(body), body, sender)
    return JsonResponse(
        {"receipt": answer.receipt, "reference": answer.reference, "repeated": answer.repeated},
        status=200 if answer.repeated else 201,
    )
