"""What a partner's engineers and programs read before they send: schemas and the OpenAPI document."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from damrong.exchange.openapi import document
from damrong.exchange.protocol import VERSION, Type
from damrong.exchange.schemas import BY_NAME, identifier, schema_of

SCHEMA_TYPE = "application/schema+json"


@cache_control(public=True, max_age=300)
@require_safe
def schemas(request: HttpRequest) -> HttpResponse:
    """The list: type, id and address of each schema."""
    rows = [
        {
            "type": str(type_),
            "id": identifier(type_),
            "href": reverse("exchange:schema", args=[name]),
        }
        for name, type_ in BY_NAME.items()
    ]
    return JsonResponse({"version": VERSION, "schemas": rows})


@cache_control(public=True, max_age=300)
@require_safe
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """One schema."""
    type_: Type | None = BY_NAME.get(name)
    if type_ is None:
        raise Http404
    return JsonResponse(schema_of(type_), content_type=SCHEMA_TYPE)


@cache_control(public=True, max_age=300)
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The door's description."""
    return JsonResponse(document())
