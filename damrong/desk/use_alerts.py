"""Who looked at, or took away, far more than work needs: for those who watch over it.

Numbers alone; which cases they were, the log tells the auditor.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from damrong.accounts import mass_use
from damrong.accounts.roles import Right
from damrong.config.acts import attempt, for_right, person_of

PAGE = 25


@for_right(Right.READ_USE_ALERTS)
@require_GET
def use_alerts(request: HttpRequest) -> HttpResponse:
    """Show what nobody has looked into yet, then what was cleared."""
    person = person_of(request)
    found = mass_use.alerts_for(person)
    context = {
        "standing": found.filter(cleared_at=None),
        "page": Paginator(found.exclude(cleared_at=None), PAGE).get_page(request.GET.get("page")),
        "may_clear": person.may(Right.CLEAR_USE_ALERT),
    }
    return render(request, "desk/oversight/use_alerts.html", context)


@for_right(Right.CLEAR_USE_ALERT)
@require_http_methods(["GET", "POST"])
def clear(request: HttpRequest, alert: int) -> HttpResponse:
    """Say that one alert was looked into."""
    if request.method == "POST":
        person = person_of(request)
        attempt(request, lambda: mass_use.clear(alert, person), gettext("บันทึกว่าตรวจสอบแล้ว"))
    return redirect("desk:use_alerts")
