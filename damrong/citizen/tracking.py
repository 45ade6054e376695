"""Following a case with the secret code. The number alone never opens it."""

import time
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.cases.verbs.citizen import add_information, ask_to_reopen, case_by_code, rate
from damrong.citizen import limits
from damrong.citizen.asked import AnswerForm, ConsentForm
from damrong.citizen.case_page import read
from damrong.citizen.rights import RightsForm, WithdrawForm
from damrong.config.errors import too_many
from damrong.config.row_scope import TRACKED
from damrong.config.templatetags.thai import in_english
from damrong.intake.web.fields import WrittenField
from damrong.intake.web.uploads import ACCEPT, taken
from damrong.release import answers, identity
from damrong.subjects.ask import ask
from damrong.subjects.decide import withdraw
from damrong.subjects.states import Kind

OPEN_SECONDS = 1800


class CodeForm(forms.Form):
    """The secret code."""

    code = forms.CharField(
        label=_("รหัสติดตาม"),
        max_length=60,
        help_text=_("ตัวอักษรและตัวเลข 20 ตัวที่ท่านได้รับตอนแจ้งเรื่อง เช่น XXXX-XXXX-XXXX-XXXX-XXXX"),
        widget=forms.TextInput(
            attrs={
                "class": "input input--code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("โปรดกรอกรหัสติดตาม")},
    )


class InformationForm(forms.Form):
    """More to say, more to show."""

    text = WrittenField(
        label=_("ข้อความถึงเจ้าหน้าที่"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 100_000}),
    )


class RatingForm(forms.Form):
    """How satisfied."""

    rating = forms.TypedChoiceField(
        label=_("ท่านพอใจกับการดำเนินการเพียงใด"),
        coerce=int,
        choices=[
            (5, _("5 พอใจมาก")),
            (4, _("4 พอใจ")),
            (3, _("3 เฉย ๆ")),
            (2, _("2 ไม่พอใจ")),
            (1, _("1 ไม่พอใจมาก")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("โปรดเลือกหนึ่งข้อ"), "invalid_choice": _("โปรดเลือกหนึ่งข้อ")},
    )
    comment = WrittenField(
        label=_("อยากบอกอะไรเพิ่ม"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopeningForm(forms.Form):
    """Why it should be looked at again."""

    reason = WrittenField(
        label=_("เหตุผลที่ขอให้พิจารณาใหม่"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("โปรดบอกเหตุผลที่ขอให้พิจารณาใหม่")},
    )


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class Track(View):
    """Ask for the code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The question."""
        return render(request, "citizen/track.html", {"form": CodeForm(), "open": tracked(request)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the case, or say the same to every wrong code."""
        if limits.spent(limits.WRONG_CODE, request):
            return too_many(request, retry_after=limits.WRONG_CODE.seconds)
        form = CodeForm(request.POST)
        if form.is_valid():
            case = case_by_code(form.cleaned_data["code"])
            if case is not None:
                request.session.cycle_key()
                request.session[TRACKED] = {"number": case.number, "at": time.time()}
                return redirect("citizen:case")
            limits.count(limits.WRONG_CODE, request)
            form.add_error(
                "code",
                gettext("ไม่พบเรื่องของรหัสนี้ โปรดตรวจรหัสบนใบรับเรื่อง เลขที่เรื่องอย่างเดียวใช้เปิดไม่ได้"),
            )
        return render(request, "citizen/track.html", {"form": form}, status=422)


def tracked(request: HttpRequest) -> Case | None:
    """The case this session opened with its code, for half an hour after the last look."""
    note = request.session.get(TRACKED)
    if not isinstance(note, dict) or time.time() - note["at"] > OPEN_SECONDS:
        request.session.pop(TRACKED, None)
        return None
    case = Case.objects.select_related("place", "unit").filter(number=note["number"]).first()
    if case is not None and time.time() - note["at"] > 60:
        request.session[TRACKED] = {"number": case.number, "at": time.time()}
    return case


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CasePageView(View):
    """The page of a case, and what its citizen may do there."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        case = tracked(request)
        return self.page(request, case) if case else redirect("citizen:track")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add, rate or ask to reopen, as the pressed button says."""
        case = tracked(request)
        if case is None:
            return redirect("citizen:track")
        if not limits.count(limits.ADD, request):
            return too_many(request, retry_after=limits.ADD.seconds)
        act = ACTS.get(request.POST.get("action", ""))
        if act is None:
            return redirect("citizen:case")
        name, kind, do, thanks = act
        form = kind(request.POST)
        if form.is_valid():
            try:
                do(request, case.number, form)
            except VerbRefused as refused:
                form.add_error(None, refused.en if in_english() else refused.th)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, str(thanks))
                return redirect("citizen:case")
        return self.page(request, case, {name: form}, status=422)

    def page(
        self,
        request: HttpRequest,
        case: Case,
        forms_in_error: dict[str, forms.Form] | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        """Render the page; a form with errors stands in place of the empty one."""
        context: dict[str, Any] = {
            "page": read(case, next(iter((forms_in_error or {}).values()), None)),
            "accept": ACCEPT,
            "information": InformationForm(),
            "rating": RatingForm(),
            "reopening": ReopeningForm(),
            "asking": RightsForm(),
            **(forms_in_error or {}),
            "form": next(iter((forms_in_error or {}).values()), None),
        }
        return render(request, "citizen/case.html", context, status=status)


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the case on this device."""
    request.session.pop(TRACKED, None)
    return redirect("citizen:track")


def _add(request: HttpRequest, number: str, form: forms.Form) -> None:
    files, refusals = taken(request.FILES.getlist("files"))
    if refusals:  # nothing is sent by halves
        raise ValidationError(refusals)
    add_information(number, form.cleaned_data["text"], tuple(files))


def _rate(request: HttpRequest, number: str, form: forms.Form) -> None:
    rate(number, form.cleaned_data["rating"], form.cleaned_data["comment"])


def _reopen(request: HttpRequest, number: str, form: forms.Form) -> None:
    ask_to_reopen(number, form.cleaned_data["reason"])


def _answer(request: HttpRequest, number: str, form: forms.Form) -> None:
    answers.answer(number, form.cleaned_data["question"], form.cleaned_data["text"])


def _consent(request: HttpRequest, number: str, form: forms.Form) -> None:
    said = form.cleaned_data
    identity.consent(number, said["request"], yes=said["says"] == "yes")


def _ask_right(request: HttpRequest, number: str, form: forms.Form) -> None:
    ask(number, Kind(form.cleaned_data["kind"]), form.cleaned_data["words"])


def _withdraw(request: HttpRequest, number: str, form: forms.Form) -> None:
    withdraw(form.cleaned_data["request"], number)


Do = Callable[[HttpRequest, str, forms.Form], None]
ACTS: dict[str, tuple[str, type[forms.Form], Do, Any]] = {
    "information": ("information", InformationForm, _add, _("เราได้รับข้อมูลของท่านแล้ว")),
    "answer": ("answering", AnswerForm, _answer, _("เราได้รับคำตอบของท่านแล้ว")),
    "consent": ("consenting", ConsentForm, _consent, _("บันทึกคำตอบของท่านแล้ว")),
    "rating": ("rating", RatingForm, _rate, _("ขอบคุณสำหรับคะแนนของท่าน")),
    "rights": ("asking", RightsForm, _ask_right, _("เราได้รับคำขอของท่านแล้ว")),
    "withdraw": ("withdrawing", WithdrawForm, _withdraw, _("ท่านถอนคำขอแล้ว")),
    "reopening": ("reopening", ReopeningForm, _reopen, _("เราเปิดพิจารณาเรื่องของท่านใหม่แล้ว")),
}
