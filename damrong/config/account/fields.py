"""Fields that the pages of an account share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def password_field(label: Any, autocomplete: str) -> forms.CharField:
    """A password as typed: no blank is cut off."""
    return forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        error_messages={"required": _("โปรดพิมพ์รหัสผ่าน")},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A code from an app or from paper."""
    return forms.CharField(
        label=label,
        max_length=40,
        error_messages={"required": _("โปรดพิมพ์รหัส")},
        help_text=help_text,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": "input input--short",
            }
        ),
    )
