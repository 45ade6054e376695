"""The cases of the own area: filtered, searched, a page at a time."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from damrong.accounts.mass_use import note
from damrong.accounts.models import UseKind
from damrong.accounts.roles import Right
from damrong.config.acts import for_right, person_of
from damrong.config.errors import explain
from damrong.desk.queue_lines import lines, ready
from damrong.desk.queue_search import OPEN, QueueForm

PAGE = 25


@for_right(Right.READ_CASE)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show one page of what was asked for; at first everything that has not ended."""
    person = person_of(request)
    form = QueueForm(request.GET if request.GET else {"group": OPEN}, person)
    if request.GET.get("q", "").strip() and not note(person, UseKind.SEARCH):
        return explain(request, "mass_use_stopped", 403)
    page = Paginator(ready(form.found()), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": lines(page.object_list),
        "unit": person.unit,
    }
    return render(request, "desk/queue.html", context)
