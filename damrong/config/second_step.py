"""The second step of signing in: a code from the app, a security key, or a recovery code.

Until it is done nobody is signed in: the session only notes whose password was right.
"""

import time
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from damrong.accounts import security_keys
from damrong.accounts.authenticator_app import takes_code
from damrong.accounts.models import AuthenticatorApp, Person
from damrong.accounts.policy import SECOND_STEP_WITHIN
from damrong.accounts.recovery_codes import codes_left, takes_recovery_code
from damrong.audit.record import append
from damrong.config.account.fields import code_field
from damrong.config.account.site import site_of
from damrong.config.begin_session import begin_session
from damrong.config.sign_in_tries import Tries

_PENDING, _STATE = "second_step", "asked_key"


class SecondStepForm(forms.Form):
    """Either what was typed or what the browser's key answered."""

    code = code_field(_("รหัสยืนยัน"), _("รหัส 6 หลักจากแอปในโทรศัพท์ หรือรหัสสำรองหนึ่งรหัสหากไม่มีอุปกรณ์อยู่กับตัว"))
    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000, required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["code"].required = not self.data.get("credential")


@dataclass(frozen=True)
class Pending:
    """Whose password was right, and where that person was heading."""

    person: Person
    goal: str


def ask_second_step(request: HttpRequest, person: Person, goal: str) -> HttpResponse:
    """The password was right; the rest is asked on a page of its own."""
    request.session.cycle_key()
    request.session[_PENDING] = {
        "person": person.pk,
        "password": person.get_session_auth_hash(),
        "at": int(time.time()),
        "next": goal,
    }
    return redirect("second_step")


@never_cache
@sensitive_post_parameters("code", "credential")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second step and sign in."""
    pending = _pending(request)
    if pending is None:
        return redirect("sign_in")
    person, site = pending.person, site_of(request)
    form = SecondStepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        tries = Tries(request, person.username, "second step")
        if wait := tries.take(person.actor):
            form.add_error(None, wait)
        elif _is_right(request, person, form.cleaned_data):
            tries.forgive()
            del request.session[_PENDING]
            return begin_session(request, person, pending.goal, tries.stream)
        else:
            with transaction.atomic():
                append(tries.stream, "second_step_failed", person.actor)
            form.add_error(None, gettext("รหัสยืนยันหรือกุญแจไม่ถูกต้อง"))
    options = None
    if site and person.security_keys.exists():
        options, request.session[_STATE] = security_keys.begin_using(person, site)
    context = {
        "form": form,
        "options": options,
        "has_app": AuthenticatorApp.objects.filter(person=person).exists(),
        "codes_left": codes_left(person),
    }
    return render(request, "second_step.html", context, status=422 if form.errors else 200)


def _is_right(request: HttpRequest, person: Person, given: dict[str, str]) -> bool:
    if given["credential"]:
        site, state = site_of(request), request.session.pop(_STATE, None)
        return bool(
            site and state and security_keys.takes_key(person, site, state, given["credential"])
        )
    code = given["code"].replace(" ", "")
    if code.isascii() and code.isdigit():
        return takes_code(person, code)
    return takes_recovery_code(person, code)


def _pending(request: HttpRequest) -> Pending | None:
    noted = request.session.get(_PENDING)
    if not noted or time.time() - noted["at"] > SECOND_STEP_WITHIN.total_seconds():
        return None
    person = Person.objects.filter(pk=noted["person"], is_active=True).first()
    # A password that was changed meanwhile is no first step any more.
    if person is None or not constant_time_compare(
        noted["password"], person.get_session_auth_hash()
    ):
        return None
    return Pending(person, noted["next"])
