"""What people ask about their own data, for the data protection officer: what waits and till when.

Shown are the request and its answer. Nothing of a case and nothing of an identity stands here.
"""

import datetime
from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.config.acts import attempt, for_right, person_of
from damrong.config.templatetags.thai import named
from damrong.intake.web.fields import WrittenField
from damrong.retention.on_request import grant_erasure
from damrong.subjects.decide import end, grant, refuse
from damrong.subjects.found import Found, found_of
from damrong.subjects.models import SubjectRequest
from damrong.subjects.rights import Entitlement, Ground, entitlement
from damrong.subjects.scope import requests_for, words_of
from damrong.subjects.states import STOPS, Door, Kind, Proof, State

PAGE = 25
SOON = datetime.timedelta(days=7)
GRANT, REFUSE, END = "grant", "refuse", "end"

KIND_WORDS: dict[Kind, Promise] = {
    Kind.ACCESS: _("ขอดูและขอสำเนา"),
    Kind.CORRECTION: _("ขอแก้ไขให้ถูกต้อง"),
    Kind.OBJECTION: _("คัดค้านการใช้และการส่งต่อ"),
    Kind.ERASURE: _("ขอให้ลบ"),
    Kind.RESTRICTION: _("ขอให้ระงับการใช้"),
}
STATE_WORDS: dict[State, tuple[Promise, str]] = {
    State.ASKED: (_("รอพิจารณา"), "info"),
    State.GRANTED: (_("รับคำขอแล้ว"), "success"),
    State.REFUSED: (_("ปฏิเสธ"), "neutral"),
    State.WITHDRAWN: (_("ผู้ขอถอน"), "neutral"),
    State.DONE: (_("ดำเนินการแล้ว"), "success"),
}
DOOR_WORDS: dict[Door, Promise] = {
    Door.TRACKING: _("หน้าติดตามเรื่อง"),
    Door.COUNTER: _("ที่เคาน์เตอร์"),
    Door.LETTER: _("หนังสือ"),
}
PROOF_WORDS: dict[Proof, Promise] = {
    Proof.CODE: _("รหัสติดตามของเรื่อง"),
    Proof.CARD: _("เจ้าหน้าที่เห็นบัตรประชาชนตัวจริง"),
    Proof.COPY: _("สำเนาบัตรประชาชนที่รับรองแล้ว"),
    Proof.ATTORNEY: _("หนังสือมอบอำนาจ พร้อมบัตรของผู้มอบและผู้รับมอบ"),
}


class GrantForm(forms.Form):
    """Yes, and what whoever asked is told."""

    reason = WrittenField(
        label=_("ข้อความถึงผู้ขอ"),
        required=False,
        max_length=4_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("ผู้ขออ่านข้อความนี้ โปรดอย่าเขียนชื่อหรือข้อมูลของผู้อื่น"),
    )


class EndForm(forms.Form):
    """Why a stop ends."""

    reason = WrittenField(
        label=_("เหตุที่สิ้นสุดการระงับ"),
        max_length=4_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("โปรดเขียนเหตุผล")},
    )


class RefuseForm(forms.Form):
    """No: on which ground of the law, and why in words."""

    ground = forms.ChoiceField(
        label=_("เหตุตามกฎหมาย"), error_messages={"required": _("โปรดเลือกเหตุตามกฎหมายที่ปฏิเสธ")}
    )
    reason = WrittenField(
        label=_("เหตุผลถึงผู้ขอ"),
        max_length=4_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("ผู้ขออ่านข้อความนี้ และเก็บไว้ในบันทึกรายการตามมาตรา 39 (7) โปรดอย่าเขียนข้อมูลของผู้อื่น"),
        error_messages={"required": _("โปรดเขียนเหตุผล")},
    )

    def __init__(self, right: Entitlement, *arguments: object, **named_: object) -> None:
        super().__init__(*arguments, **named_)  # type: ignore[arg-type]
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("— เลือก —")), *map(_choice, right.refuse.values())]


def _choice(ground: Ground) -> tuple[str, str]:
    return ground.code, f"{named(ground)} ({ground.ground_th})"


@dataclass(frozen=True)
class Line:
    """A request in the list: how long it has, and in which words it stands there."""

    row: SubjectRequest
    kind: Promise
    state: Promise
    tone: str
    days_left: int

    @property
    def clock(self) -> str:
        """The colour of its clock."""
        if self.days_left < 0:
            return "danger"
        return "warning" if self.days_left <= SOON.days else "neutral"


@for_right(Right.ANSWER_SUBJECTS)
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Show what waits, the nearest day first, what is to be carried out, and what was answered."""
    rows = requests_for(person_of(request))
    page = Paginator(
        rows.exclude(state__in=(State.ASKED, State.GRANTED)).order_by("-decided_at", "-pk"), PAGE
    ).get_page(request.GET.get("page"))
    context = {
        "waiting": [line(row) for row in rows.filter(state=State.ASKED)],
        "open": [line(row) for row in rows.filter(state=State.GRANTED)],
        "page": page,
        "closed": [line(row) for row in page.object_list],
    }
    return render(request, "desk/oversight/subject_requests.html", context)


@for_right(Right.ANSWER_SUBJECTS)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, asked: int) -> HttpResponse:
    """Show one request, and decide it. What was typed stands there again after a mistake."""
    person = person_of(request)
    row = get_object_or_404(requests_for(person), pk=asked)
    if request.method == "GET":
        return _show(request, person, row)
    do = request.POST.get("do", "")
    kinds: dict[str, forms.Form] = {
        GRANT: GrantForm(request.POST, auto_id="grant-%s"),
        REFUSE: RefuseForm(entitlement(row.kind), request.POST, auto_id="refuse-%s"),
        END: EndForm(request.POST, auto_id="end-%s"),
    }
    form = kinds.get(do)
    if form is None:
        return redirect("desk:subject_request", asked=asked)
    if not form.is_valid():
        return _show(request, person, row, typed=(do, form))
    _decide(request, person, row, do, form.cleaned_data)
    return redirect("desk:subject_request", asked=asked)


def waiting_for(person: Person) -> tuple[int, int]:
    """How many requests wait for this person's decision, and how many of these are past their day."""
    waiting = requests_for(person).filter(state=State.ASKED)
    return waiting.count(), waiting.filter(due_on__lt=timezone.localdate()).count()


def _decide(
    request: HttpRequest, person: Person, row: SubjectRequest, do: str, given: dict[str, str]
) -> None:
    reason = given["reason"]
    if do == REFUSE:
        done = gettext("บันทึกการปฏิเสธและเหตุผลแล้ว ผู้ขออ่านได้ทันที")
        attempt(request, lambda: refuse(row.number, person, given["ground"], reason), done)
    elif do == END:
        attempt(request, lambda: end(row.number, person, reason), gettext("สิ้นสุดการระงับแล้ว"))
    elif row.kind == Kind.ERASURE:
        done = gettext("บันทึกว่ารับคำขอแล้ว ระบบลบเองเมื่อเรื่องจบและถึงวันตามนโยบาย")
        attempt(request, lambda: grant_erasure(row.number, person, reason), done)
    else:
        attempt(request, lambda: grant(row.number, person, reason), gettext("บันทึกว่ารับคำขอแล้ว"))


def line(row: SubjectRequest) -> Line:
    """A request in words, with the days that are left."""
    state, tone = STATE_WORDS[State(row.state)]
    left = (row.due_on - timezone.localdate()).days
    return Line(row, KIND_WORDS[Kind(row.kind)], state, tone, left)


def _show(
    request: HttpRequest,
    person: Person,
    row: SubjectRequest,
    typed: tuple[str, forms.Form] | None = None,
) -> HttpResponse:
    right = entitlement(row.kind)
    words, told = words_of(person, [row.number])[row.number]
    mistaken, form = typed or ("", None)
    found: Found = found_of(row)
    context = {
        "line": line(row),
        "right": right,
        "words": words,
        "told": told,
        "door": DOOR_WORDS[Door(row.door)],
        "proof": PROOF_WORDS[Proof(row.proof)],
        "found": found,
        "ground": right.refuse.get(row.ground),
        "grant": form if mistaken == GRANT else GrantForm(auto_id="grant-%s"),
        "refuse": form if mistaken == REFUSE else RefuseForm(right, auto_id="refuse-%s"),
        "end": form if mistaken == END else EndForm(auto_id="end-%s"),
        "may_end": row.state == State.GRANTED and row.kind in STOPS,
        "wrong": form,
    }
    status = 422 if form else 200
    return render(request, "desk/oversight/subject_request.html", context, status=status)
