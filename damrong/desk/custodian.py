"""The identity custodian's desk: who asks to see an identity, and why; yes or no with a reason.

The custodian decides on the request alone: nothing here reads a case or unseals an identity.
"""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from damrong.accounts.roles import Right
from damrong.config.acts import attempt, for_right, person_of
from damrong.config.templatetags.thai import in_english
from damrong.vault import reveal
from damrong.vault.models import RevealRequest
from damrong.vault.telling import Delay, delays

PAGE = 20
APPROVE, REFUSE = "approve", "refuse"
State = RevealRequest.State


class AnswerForm(forms.Form):
    """Yes or no to one request, and why."""

    reason = forms.CharField(
        label=_("เหตุผลของท่าน"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("ผู้ขอจะเห็นเหตุผลนี้ โปรดอย่าเขียนชื่อหรือข้อมูลส่วนบุคคล"),
        error_messages={"required": _("โปรดเขียนเหตุผลก่อนอนุมัติหรือไม่อนุมัติ")},
    )
    answer = forms.ChoiceField(
        label=_("ผลการพิจารณา"),
        choices=[(APPROVE, _("อนุมัติ")), (REFUSE, _("ไม่อนุมัติ"))],
        error_messages={"required": _("โปรดเลือกว่าอนุมัติหรือไม่อนุมัติ")},
    )
    delay = forms.ChoiceField(
        label=_("แจ้งผู้ร้องว่ามีผู้เปิดดูตัวตน"),
        required=False,
        help_text=_("แจ้งภายหลังได้เฉพาะเมื่อมีเหตุตามกฎหมายข้างล่างนี้ ครบกำหนดแล้วระบบแจ้งเอง"),
    )

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        delay = self.fields["delay"]
        assert isinstance(delay, forms.ChoiceField)
        delay.choices = [("", gettext("แจ้งทันทีที่เปิดดู")), *map(_later, delays().values())]


def _later(delay: Delay) -> tuple[str, str]:
    words = gettext("แจ้งเมื่อครบ %(days)d วัน: %(why)s (%(ground)s)")
    why = delay.name_en if in_english() else delay.name_th
    return delay.code, words % {"days": delay.days, "why": why, "ground": delay.ground_th}


@for_right(Right.APPROVE_REVEAL)
@require_GET
def custodian(request: HttpRequest) -> HttpResponse:
    """Show what waits, the oldest first, and what was decided, the newest first."""
    return _show(request)


@for_right(Right.APPROVE_REVEAL)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, asked: int) -> HttpResponse:
    """Approve or refuse one request. What was typed stands there again after a mistake."""
    if request.method == "GET":  # the language was changed on a page that showed mistakes
        return redirect("desk:custodian")
    form = AnswerForm(request.POST, auto_id=f"asked-{asked}-%s")
    if not form.is_valid():
        return _show(request, typed=(asked, form), status=422)
    person, given = person_of(request), form.cleaned_data
    approve = given["answer"] == APPROVE
    done = gettext("อนุมัติคำขอแล้ว ผู้ขอเปิดดูได้ 24 ชั่วโมง") if approve else gettext("บันทึกว่าไม่อนุมัติแล้ว")
    attempt(
        request,
        lambda: reveal.decide(asked, person, approve, given["reason"], given["delay"]),
        done,
    )
    return redirect("desk:custodian")


def _show(
    request: HttpRequest, typed: tuple[int, AnswerForm] | None = None, status: int = 200
) -> HttpResponse:
    requests = reveal.requests_for(person_of(request)).order_by("pk")
    waiting = []
    for asked in requests.filter(state=State.ASKED):
        mistaken = typed is not None and typed[0] == asked.pk
        form = typed[1] if typed and mistaken else AnswerForm(auto_id=f"asked-{asked.pk}-%s")
        waiting.append((asked, (timezone.now() - asked.asked_at).days, form))
    decided = requests.exclude(state=State.ASKED).order_by("-decided_at", "-pk")
    page = Paginator(decided, PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": waiting,
        "page": page,
        "decided": [(asked, reveal.is_open(asked)) for asked in page.object_list],
        "form": typed[1] if typed else None,
    }
    return render(request, "desk/oversight/custodian.html", context, status=status)
