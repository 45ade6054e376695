"""Changing how one signs in needs the password again, unless it was given just now."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from damrong.accounts.policy import CONFIRMED_LASTS
from damrong.config.account.fields import password_field
from damrong.config.acts import person_of
from damrong.config.sign_in_tries import Tries

View = Callable[..., HttpResponseBase]
_AT = "password_given_at"


def note_password(request: HttpRequest) -> None:
    """The password was given right now."""
    request.session[_AT] = int(time.time())


def confirmed(view: View) -> View:
    """For a page behind a sign-in that asks for the password where it was given long ago."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        given = request.session.get(_AT, 0)
        if time.time() - given > CONFIRMED_LASTS.total_seconds():
            back = request.path if request.method == "GET" else reverse("account")
            return HttpResponseRedirect(f"{reverse('account_confirm')}?{urlencode({'next': back})}")
        return view(request, *arguments, **named)

    return guarded


class ConfirmForm(forms.Form):
    """The password, once more."""

    password = password_field(_("รหัสผ่าน"), "current-password")


@never_cache
@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password and go on."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure()):
        goal = reverse("account")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = person_of(request)
        tries = Tries(request, person.username, "confirm")
        if wait := tries.take(person.actor):
            form.add_error(None, wait)
        elif not person.check_password(form.cleaned_data["password"]):
            form.add_error("password", gettext("รหัสผ่านไม่ถูกต้อง"))
        else:
            tries.forgive()
            note_password(request)
            return redirect(goal)
    status = 422 if form.errors else 200
    return render(request, "account/confirm.html", {"form": form, "next": goal}, status=status)
