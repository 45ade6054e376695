"""The moment in which somebody is signed in: everything that was asked is answered."""

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from damrong.accounts.models import Person
from damrong.audit.record import append
from damrong.config.account.confirm import note_password
from damrong.config.known_device import remember_device


def begin_session(request: HttpRequest, person: Person, goal: str, stream: str) -> HttpResponse:
    """Sign in, write it down in ``stream`` of the log, know the device again, and go on."""
    login(request, person)
    note_password(request)
    with transaction.atomic():
        append(stream, "signed_in", person.actor)
    response = redirect(goal or "after_sign_in")
    remember_device(request, response, person)
    return response
