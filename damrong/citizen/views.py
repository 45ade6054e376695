"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from damrong.citizen import receipt
from damrong.citizen.draft import Draft


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Danger first, then the two things a citizen comes for, then what was left unfinished."""
    context = {"draft": bool(Draft.of(request).steps), "receipt": receipt.of(request)}
    return render(request, "citizen/start.html", context)
