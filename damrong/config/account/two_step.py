"""The second step of signing in: what I enrolled, and enrolling or removing it."""

from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from damrong.accounts import authenticator_app, recovery_codes, security_keys, two_step
from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import AuthenticatorApp, Person
from damrong.accounts.sealing import CannotOpen, seal, unseal
from damrong.config.account.confirm import confirmed
from damrong.config.account.fields import code_field
from damrong.config.account.site import site_of
from damrong.config.acts import attempt, person_of, words_of

_SECRET, _STATE = "new_app", "new_key"


class CodeForm(forms.Form):
    """The first code of a new app."""

    code = code_field(_("รหัส 6 หลักจากแอป"))


class KeyForm(forms.Form):
    """A new key: what it is called, and the browser's answer."""

    name = forms.CharField(
        label=_("ชื่อเรียก"), max_length=60, help_text=_("เช่น โทรศัพท์ของฉัน, กุญแจสีดำ")
    )
    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


@confirmed
@require_http_methods(["GET"])
def overview(request: HttpRequest) -> HttpResponse:
    """Choose a means of confirming, the first one or another."""
    return render(request, "account/two_step.html", means_of(request, person_of(request)))


@confirmed
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Show a new secret as a square picture, and take the first code. The secret is kept sealed,
    between the two too."""
    person = person_of(request)
    secret = _kept_secret(request, person)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].replace(" ", "")
        if authenticator_app.add_app(person, secret, code):
            del request.session[_SECRET]
            return _added(request, person)
        form.add_error("code", gettext("รหัสไม่ถูกต้อง ตรวจว่าเวลาในโทรศัพท์ตรง แล้วใช้รหัสล่าสุด"))
    context = {
        "form": form,
        "picture": segno.make(authenticator_app.uri(secret, person)).svg_data_uri(
            scale=5, border=2, nl=False
        ),
        "secret": authenticator_app.typed(secret),
    }
    return render(request, "account/app.html", context, status=422 if form.errors else 200)


@confirmed
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a new key, and keep its public half."""
    person, site = person_of(request), site_of(request)
    if site is None:
        return redirect("account_two_step")
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given, state = form.cleaned_data, request.session.pop(_STATE, None) or {}
        try:
            security_keys.add_key(person, site, state, given["credential"], given["name"])
        except VerbRefused as refused:
            form.add_error(None, words_of(refused))
        else:
            return _added(request, person)
    options, request.session[_STATE] = security_keys.begin_adding(person, site)
    context = {"form": form, "options": options}
    return render(request, "account/key.html", context, status=422 if form.errors else 200)


@confirmed
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown in the answer and never again."""
    person = person_of(request)
    if not two_step.has_second_step(person):
        return redirect("account_two_step")
    return _show_codes(request, person)


@confirmed
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Forget one of the means."""
    person, which = person_of(request), request.POST.get("which", "")
    done = gettext("ลบแล้ว")
    if which == "app":
        attempt(request, lambda: two_step.remove_app(person), done)
    elif which.isascii() and which.isdigit():
        attempt(request, lambda: two_step.remove_key(person, int(which[:18])), done)
    return redirect("account")


def means_of(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What a page about the second step shows."""
    return {
        "two_step": two_step.asked_here().value,
        "enrolled": two_step.has_second_step(person),
        "app": AuthenticatorApp.objects.filter(person=person).first(),
        "keys": person.security_keys.order_by("pk"),
        "codes_left": recovery_codes.codes_left(person),
        "keys_possible": site_of(request) is not None,
    }


def _added(request: HttpRequest, person: Person) -> HttpResponse:
    """Recovery codes come with the first means; who has some goes back to the account."""
    if recovery_codes.codes_left(person):
        messages.success(request, gettext("เพิ่มวิธียืนยันแล้ว"))
        return redirect("account")
    return _show_codes(request, person)


def _show_codes(request: HttpRequest, person: Person) -> HttpResponse:
    context = {"codes": recovery_codes.new_codes(person), "on": reverse("after_sign_in")}
    return render(request, "account/codes.html", context)


def _kept_secret(request: HttpRequest, person: Person) -> bytes:
    try:
        return unseal(bytes.fromhex(request.session[_SECRET]), person.pk)
    except (KeyError, CannotOpen):
        secret = authenticator_app.new_secret()
        request.session[_SECRET] = seal(secret, person.pk).hex()
        return secret
