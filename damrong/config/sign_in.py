"""Signing in and out. Each success, failure and refusal stands in the log."""

from django import forms
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from damrong.accounts.models import Person
from damrong.accounts.passwords import has_expired
from damrong.accounts.roles import Right
from damrong.accounts.two_step import is_asked_of
from damrong.audit.record import append
from damrong.config.begin_session import begin_session
from damrong.config.second_step import ask_second_step
from damrong.config.sign_in_tries import Tries

# Where each right leads first; the order decides for those who hold several.
FIRST_PAGE = (
    (Right.READ_CASE, "desk:today"),
    (Right.WORK_LEG, "portal:inbox"),
    (Right.APPROVE_REVEAL, "desk:custodian"),
    (Right.READ_LOG, "desk:log"),
    (Right.READ_DISCLOSURES, "desk:disclosures"),
    (Right.SET_AUTOMATION, "desk:automation"),
    (Right.MANAGE_ACCOUNTS, "desk:accounts"),
    (Right.READ_FIGURES, "desk:figures"),
)


class SignInForm(forms.Form):
    """Account name and password."""

    username = forms.CharField(
        label=_("ชื่อบัญชี"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("รหัสผ่าน"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; go on to where the person was heading."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(goal, {request.get_host()}, request.is_secure()):
        goal = ""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(goal or "after_sign_in")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (checked := _checked(request, form)):
        person, stream = checked
        if is_asked_of(person):
            return ask_second_step(request, person, goal)
        return begin_session(request, person, goal, stream)
    status = 200 if request.method == "GET" else 422
    return render(request, "sign_in.html", {"form": form, "next": goal}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, Person):
        with transaction.atomic():
            append("accounts", "signed_out", f"person:{request.user.username}")
    logout(request)
    return redirect("/")


@login_required
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Send each person to the page their day begins with."""
    person = request.user
    assert isinstance(person, Person)
    for right, name in FIRST_PAGE:
        if person.may(right):
            try:
                return redirect(reverse(name))
            except NoReverseMatch:
                continue
    return render(request, "nothing_to_open.html")


def _checked(request: HttpRequest, form: SignInForm) -> tuple[Person, str] | None:
    """The person whose password is right, with the stream of the log for this pair."""
    username, password = form.cleaned_data["username"], form.cleaned_data["password"]
    tries = Tries(request, username, "password")
    known = Person.objects.filter(username=username).exists()
    actor = f"person:{username}" if known else "unknown"
    if wait := tries.take(actor):
        form.add_error(None, wait)
        return None
    person = authenticate(request, username=username, password=password)
    if isinstance(person, Person) and not has_expired(person):
        tries.forgive()
        return person, tries.stream
    with transaction.atomic():
        append(tries.stream, "sign_in_failed", actor)
    form.add_error(
        None,
        gettext("รหัสผ่านใช้ครั้งเดียวนี้หมดอายุแล้ว โปรดขอรหัสใหม่จากผู้ดูแลระบบ")
        if person
        else gettext("ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง"),
    )
    return None
