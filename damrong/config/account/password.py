"""Choosing an own password."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from damrong.accounts.errors import VerbRefused
from damrong.accounts.open_sessions import reference_of
from damrong.accounts.passwords import change_password
from damrong.accounts.policy import PASSWORD_LEAST_LETTERS
from damrong.config.account.confirm import note_password
from damrong.config.account.fields import password_field
from damrong.config.acts import person_of, words_of
from damrong.config.sign_in_tries import Tries


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old = password_field(_("รหัสผ่านเดิม"), "current-password")
    new = password_field(_("รหัสผ่านใหม่"), "new-password")
    again = password_field(_("รหัสผ่านใหม่อีกครั้ง"), "new-password")

    def __init__(self, *arguments: object, one_time: bool, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        if one_time:
            self.fields["old"].label = _("รหัสผ่านที่ได้รับจากผู้ดูแลระบบ")
        self.fields["new"].help_text = gettext(
            "อย่างน้อย %(letters)d ตัวอักษร ใช้ภาษาไทยและเว้นวรรคได้ คำสี่คำที่ไม่เกี่ยวกันจำง่ายและเดายาก"
        ) % {"letters": PASSWORD_LEAST_LETTERS}

    def clean_again(self) -> str:
        """What was meant is what was typed."""
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("new", again) != again:
            raise ValidationError(gettext("รหัสผ่านใหม่ที่พิมพ์สองครั้งไม่ตรงกัน"))
        return again


@never_cache
@sensitive_post_parameters("old", "new", "again")
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; this session stays, all others end."""
    person = person_of(request)
    form = PasswordForm(
        request.POST if request.method == "POST" else None,
        one_time=person.one_time_until is not None,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        tries = Tries(request, person.username, "confirm")
        if wait := tries.take(person.actor):
            form.add_error(None, wait)
            return render(request, "account/password.html", {"form": form}, status=422)
        try:
            changed = change_password(
                person, given["old"], given["new"], here=reference_of(request)
            )
        except VerbRefused as refused:
            if refused.code == "same_password":
                tries.forgive()
            form.add_error("new" if refused.code == "same_password" else "old", words_of(refused))
        except ValidationError as wrong:
            tries.forgive()
            form.add_error("new", wrong)
        else:
            tries.forgive()
            update_session_auth_hash(request, changed)
            note_password(request)
            messages.success(request, gettext("เปลี่ยนรหัสผ่านแล้ว"))
            return redirect("after_sign_in" if person.one_time_until else "account")
    status = 422 if form.errors else 200
    return render(request, "account/password.html", {"form": form}, status=status)
