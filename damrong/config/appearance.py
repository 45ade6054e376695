"""Light or dark: as the device asks, unless its reader chose with the switch below each page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "damrong_appearance"  # tells nothing of anybody
CHOICES = ("light", "dark")
_YEAR = 365 * 24 * 3600


def appearance_of(request: HttpRequest) -> str:
    """``light`` or ``dark`` where it was chosen, empty where the device decides."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in CHOICES else ""


@require_POST
def set_appearance(request: HttpRequest) -> HttpResponse:
    """Keep the choice on this device, or forget it, and go back to the page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("appearance", "")
    if chosen in CHOICES:
        response.set_cookie(
            COOKIE, chosen, max_age=_YEAR, samesite="Lax", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def appearance(request: HttpRequest) -> dict[str, str]:
    """For templates: what was chosen."""
    return {"appearance": appearance_of(request)}
