"""My account: who I am here, and the way to what I can change."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from damrong.config.account.sessions import sessions_of
from damrong.config.account.two_step import means_of
from damrong.config.acts import person_of


@never_cache
@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account."""
    person = person_of(request)
    context = {**means_of(request, person), **sessions_of(request, person)}
    return render(request, "account/page.html", context)
