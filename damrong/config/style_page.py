"""The style page: each component of the screens in each of its states, in Thai and in English.

For whoever builds or judges a screen. Everything on it is invented; it reads no case.
"""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

TONES = ("neutral", "info", "success", "warning", "danger")
OWNERS = ("complainant", "third-person", "accused", "patient", "official-in-role")


class SampleForm(forms.Form):
    """One field of each kind."""

    story = forms.CharField(
        label=_("เกิดอะไรขึ้น"), help_text=_("เล่าเท่าที่ทราบ"), widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(label=_("โทรศัพท์"), required=False)
    channel = forms.ChoiceField(
        label=_("ช่องทาง"), choices=[("", _("เลือก")), ("walk-in", _("มาที่ศูนย์"))]
    )
    happy = forms.ChoiceField(
        label=_("ท่านพอใจกับการดำเนินการเพียงใด"),
        choices=[("5", _("5 พอใจมาก")), ("1", _("1 ไม่พอใจมาก"))],
        widget=forms.RadioSelect,
    )


@login_required
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Show the components, Thai beside English."""
    return render(
        request, "style/page.html", {"languages": [_samples(one) for one in ("th", "en")]}
    )


def _samples(language: str) -> dict[str, Any]:
    """What the components of one language are filled with; identifiers end in the language."""
    with override(language):
        wrong = SampleForm({"phone": "12"}, auto_id=f"wrong_%s_{language}")
        wrong.is_valid()
        return {
            "code": language,
            "form": SampleForm(auto_id=f"empty_%s_{language}"),
            "wrong": wrong,
            "page": Paginator(range(90), 30).page(2),
            "tones": TONES,
            "owners": OWNERS,
        }
