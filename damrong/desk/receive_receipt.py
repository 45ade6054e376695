"""The receipt for the complainant: to print, to read out or to post. The code stands here alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house
from damrong.cases.models import Case, IdentityMode
from damrong.cases.scope import may
from damrong.cases.submission import Received
from damrong.config.acts import for_right, person_of
from damrong.config.templatetags.thai import in_english, thai_date
from damrong.intake.web import receipt
from damrong.text.dates import format_thai_date
from damrong.text.digits import to_thai

# How the paper reaches the complainant.
HAND, READ_OUT, POST, NOBODY = "hand", "read-out", "post", "nobody"
_WAYS = {"walk-in": HAND, "mobile-unit": HAND, "phone": READ_OUT}


def keep(request: HttpRequest, received: Received) -> None:
    """Hold the code for the receipt of this case."""
    receipt.keep(request, received, _name(received.number))


def address_of(number: str) -> str:
    """Where the receipt is shown."""
    return reverse("desk:receipt", kwargs={"number": number})


@for_right(Right.RECEIVE)
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show it until the officer says that it was handed over; then forget the code and go on."""
    content = receipt.kept(request, _name(number))
    if content is None:
        messages.info(
            request,
            gettext("ใบรับเรื่องนี้ปิดแล้ว เพราะรหัสติดตามแสดงได้ครั้งเดียว เรื่องยังค้นได้จากเลขที่เรื่อง"),
        )
        return redirect("desk:receive")
    # The sealed receipt proves that this person keyed the case, wherever it was allotted to.
    with for_the_house():
        case = Case.objects.select_related("unit", "category").get(number=number)
    openable = _case_page(number) if may(person_of(request), Right.READ_CASE, case) else ""
    if request.method == "POST":
        receipt.forget(request, _name(number))
        if request.POST.get("then") == "open" and openable:
            return redirect(openable)
        return redirect(f"{reverse('desk:receive')}?channel={case.channel}")
    context = {
        **receipt.shown(content),
        "case": case,
        "way": way(case),
        "openable": openable,
        "received_on": _day(case),
        "at": _hour(case),
    }
    return render(request, "desk/receipt.html", context)


def way(case: Case) -> str:
    """How the number and code reach whoever complains."""
    if case.identity_mode == IdentityMode.ANONYMOUS_LETTER:
        return NOBODY
    found = _WAYS.get(case.channel, POST)
    return NOBODY if found == POST and case.identity_mode == IdentityMode.UNNAMED else found


def _day(case: Case) -> str:
    """Official papers carry Thai digits and the month in full."""
    if in_english():
        return thai_date(case.received_on)
    return format_thai_date(case.received_on, thai_digits=True)


def _hour(case: Case) -> str:
    hour = f"{timezone.localtime(case.received_at):%H.%M}"
    return hour if in_english() else to_thai(hour)


def _case_page(number: str) -> str:
    try:
        return reverse("desk:case", kwargs={"number": number})
    except NoReverseMatch:  # a desk without case pages
        return ""


def _name(number: str) -> str:
    return f"receipt-{number}"
