"""What an officer does about what agencies ask: each act reads its form and calls one verb."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from damrong.accounts.models import Person
from damrong.cases.errors import VerbRefused
from damrong.cases.scope import cases_for
from damrong.config.acts import person_of
from damrong.desk.case_views import show
from damrong.desk.case_words import Words
from damrong.release import answers, identity
from damrong.text.clean import TextError, check_text

Do = Callable[[str, int, Person, QueryDict], object]


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one of ``ACTS`` on a case of the own area."""
    person = person_of(request)
    case = get_object_or_404(cases_for(person), number=number)
    if request.method == "GET":  # the language was changed on a page that showed a refusal
        return redirect("desk:case", number=number)
    row = request.POST.get("row", "")
    if act not in ACTS or not row.isdecimal():
        raise Http404
    do, done = ACTS[act]
    try:
        with transaction.atomic():
            do(number, int(row[:9]), person, request.POST)
    except VerbRefused as refused:
        case = get_object_or_404(cases_for(person), number=number)
        return show(request, case, refused=refused, act=f"{act}-{row}", anchor="asked", status=422)
    messages.success(request, str(done))
    return redirect(reverse("desk:case", args=[number]) + "#asked")


def _written(form: QueryDict, name: str) -> str:
    try:
        return check_text(form.get(name, "")).replace("\r\n", "\n").strip()
    except TextError as error:
        raise VerbRefused(error.code, error.message_th, error.message_en) from None


def _answer(number: str, row: int, person: Person, form: QueryDict) -> None:
    answers.answer_for(number, row, person, _written(form, "answer"))


def _hide(number: str, row: int, person: Person, form: QueryDict) -> None:
    answers.hide_words(number, row, person, _written(form, "hide").splitlines())


def _pass_on(number: str, row: int, person: Person, form: QueryDict) -> None:
    answers.pass_on(
        number, row, person, form.get("digest", ""), explained=bool(form.get("explained"))
    )


def _decline(number: str, row: int, person: Person, form: QueryDict) -> None:
    answers.decline(number, row, person, _written(form, "reason"))


def _agree(number: str, row: int, person: Person, form: QueryDict) -> None:
    identity.agree(number, row, person, form.getlist("part"), _written(form, "because"))


def _refuse(number: str, row: int, person: Person, form: QueryDict) -> None:
    identity.refuse(number, row, person, _written(form, "because"))


ACTS: dict[str, tuple[Do, Words]] = {
    "answer": (_answer, _("บันทึกคำตอบแล้ว")),
    "hide": (_hide, _("บันทึกข้อความที่ปิดแล้ว โปรดดูตัวอย่างอีกครั้ง")),
    "pass-on": (_pass_on, _("ลงนามให้ส่งคำตอบแล้ว")),
    "decline": (_decline, _("ปิดคำถามและแจ้งหน่วยงานแล้ว")),
    "agree": (_agree, _("บันทึกว่าเห็นควรให้แล้ว")),
    "refuse": (_refuse, _("ไม่ให้ตัวตน และแจ้งหน่วยงานแล้ว")),
}
