"""What stands beside the intake as its ceiling: a view that does nothing, and one bare INSERT.

Serves as the URL configuration of the measured server, with every middleware in place, so that
the figures show what the way of a complaint adds and nothing else.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from damrong.config.urls import handler400, handler403, handler404
from damrong.config.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "urlpatterns"]


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """The least that Django can do."""
    return HttpResponse(b"{}", content_type="application/json", status=201)


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    """One row, committed."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (body) VALUES (%s)", [request.body.decode()])
    return HttpResponse(b"{}", content_type="application/json", status=201)


urlpatterns: list[URLPattern | URLResolver] = [
    path("bench/nothing", nothing),
    path("bench/insert", insert),
    *product,
]
