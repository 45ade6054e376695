"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def start(request: HttpRequest) -> HttpResponse:
    """Danger first, then the two things a citizen comes for."""
    return render(request, "citizen/start.html")
