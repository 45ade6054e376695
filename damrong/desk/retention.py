"""What the policy keeps how long, what is held back from erasure, and what was erased of late.

Numbers of cases, names of officers and their reasons; nothing of a case's content.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from damrong.accounts.roles import Right
from damrong.cases.content import content_of_case
from damrong.cases.scope import cases_for
from damrong.config.acts import attempt, for_right, person_of
from damrong.intake.web.fields import WrittenField
from damrong.retention import hold
from damrong.retention.models import Erasure
from damrong.retention.policy import policy

NEWEST = 20


class LiftForm(forms.Form):
    """Why the hold ends."""

    reason = WrittenField(
        label=_("เหตุผลที่ยกเลิก"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("โปรดเขียนเหตุผล")},
    )


class HoldForm(LiftForm):
    """Which case is kept, and why."""

    number = WrittenField(
        label=_("เลขที่เรื่อง"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "input"}),
        error_messages={"required": _("โปรดเขียนเลขที่เรื่อง")},
    )
    reason = WrittenField(
        label=_("เหตุผลและคำสั่งที่อ้าง"),
        max_length=1_000,
        help_text=_("เช่น คำสั่งศาลหรือพนักงานสอบสวน โปรดอย่าเขียนชื่อคู่กรณี"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("โปรดเขียนเหตุผล")},
    )
    field_order = ("number", "reason")


@for_right(Right.HOLD_RECORDS)
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """Show the policy, the holds of the own area and the newest erasures there."""
    return _show(request)


@for_right(Right.HOLD_RECORDS)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Hold one case."""
    if request.method == "GET":  # the language was changed on a page that showed mistakes
        return redirect("desk:retention")
    form, person = HoldForm(request.POST), person_of(request)
    if not form.is_valid():
        return _show(request, form=form)
    given = form.cleaned_data
    number = given["number"].strip().upper()
    attempt(
        request,
        lambda: hold.place(number, person, given["reason"]),
        gettext("ระงับการลบเรื่องนี้แล้ว"),
    )
    return redirect("desk:retention")


@for_right(Right.HOLD_RECORDS)
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, held: int) -> HttpResponse:
    """End one hold."""
    if request.method == "GET":
        return redirect("desk:retention")
    form, person = LiftForm(request.POST, auto_id=f"hold-{held}-%s"), person_of(request)
    if not form.is_valid():
        return _show(request, lifting=(held, form))
    attempt(
        request,
        lambda: hold.lift(held, person, form.cleaned_data["reason"]),
        gettext("ยกเลิกการระงับแล้ว นโยบายมีผลอีกครั้ง"),
    )
    return redirect("desk:retention")


def _show(
    request: HttpRequest,
    form: HoldForm | None = None,
    lifting: tuple[int, LiftForm] | None = None,
) -> HttpResponse:
    person = person_of(request)
    mistaken, typed = lifting or (0, None)
    holds = hold.holds_for(person)
    standing = [
        (row, typed if typed and row.pk == mistaken else LiftForm(auto_id=f"hold-{row.pk}-%s"))
        for row in holds.filter(lifted_at=None)
    ]
    erased = (
        Erasure.objects.filter(case__in=cases_for(person, Right.HOLD_RECORDS))
        .select_related("case")
        .defer(*content_of_case())
    )
    context = {
        "rules": policy().rules,
        "standing": standing,
        "lifted": holds.exclude(lifted_at=None)[:NEWEST],
        "erased": erased.order_by("-erased_at", "-pk")[:NEWEST],
        "form": form or HoldForm(),
        "wrong": form or typed,
    }
    status = 422 if form or lifting else 200
    return render(request, "desk/oversight/retention.html", context, status=status)
