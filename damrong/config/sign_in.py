"""Signing in and out. Each success, failure and refusal stands in the log.

Guessing is slowed for one pair of account and network address at a time, so that nobody can
lock a colleague out from elsewhere. The log is what is counted: it holds the failures anyway.
"""

import datetime
import hashlib
import hmac

from django import forms
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from damrong.accounts.models import Person
from damrong.accounts.passwords import has_expired
from damrong.accounts.roles import Right
from damrong.audit.models import AuditRecord
from damrong.audit.record import append
from damrong.config.client_address import client_address
from damrong.config.secrets import secret

MOST_FAILURES = 8
WINDOW = datetime.timedelta(minutes=15)
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
    if request.method == "POST" and form.is_valid():
        person = _checked(request, form)
        if person is not None:
            login(request, person)
            return redirect(goal or "after_sign_in")
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


def _checked(request: HttpRequest, form: SignInForm) -> Person | None:
    username, password = form.cleaned_data["username"], form.cleaned_data["password"]
    address = client_address(request)
    stream = _stream(username, address)
    known = Person.objects.filter(username=username).exists()
    actor = f"person:{username}" if known else "unknown"
    if _failures(stream) >= MOST_FAILURES:
        with transaction.atomic():
            if _last_event(stream) != "sign_in_blocked":  # once, however long they knock
                append(stream, "sign_in_blocked", actor)
        form.add_error(None, gettext("ลองผิดหลายครั้งเกินไป โปรดรอ 15 นาทีแล้วลองใหม่ หรือติดต่อผู้ดูแลระบบ"))
        return None
    person = authenticate(request, username=username, password=password)
    expired = isinstance(person, Person) and has_expired(person)
    with transaction.atomic():
        append(stream, "signed_in" if person and not expired else "sign_in_failed", actor)
    if expired:
        form.add_error(None, gettext("รหัสผ่านใช้ครั้งเดียวนี้หมดอายุแล้ว โปรดขอรหัสใหม่จากผู้ดูแลระบบ"))
        return None
    if not isinstance(person, Person):
        form.add_error(None, gettext("ชื่อบัญชีหรือรหัสผ่านไม่ถูกต้อง"))
        return None
    return person


def _stream(username: str, address: str) -> str:
    """One stream of the log for each pair; the address itself is not written down."""
    pair = f"{username.casefold()}\0{address}".encode()
    return "sign-in:" + hmac.digest(secret("django_secret"), pair, hashlib.sha256).hex()[:40]


def _failures(stream: str) -> int:
    """Failures in the window since the last success."""
    records = AuditRecord.objects.filter(stream=stream, at__gte=timezone.now() - WINDOW)
    success = records.filter(event="signed_in").order_by("-sequence").first()
    if success:
        records = records.filter(sequence__gt=success.sequence)
    return records.filter(event="sign_in_failed").count()


def _last_event(stream: str) -> str:
    last = AuditRecord.objects.filter(stream=stream).order_by("-sequence").first()
    return last.event if last else ""
