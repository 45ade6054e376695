"""My account: who I am here, and the way to what I can change."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@never_cache
@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account."""
    return render(request, "account/page.html")
