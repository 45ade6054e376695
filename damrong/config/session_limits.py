"""A session ends when it was idle or open for too long, or was ended from elsewhere."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from damrong.accounts.models import Person
from damrong.accounts.open_sessions import goes_on
from damrong.config.errors import MACHINES


class SessionLimits:
    """Turn who signed in into a stranger once their session is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(MACHINES):  # no machine's door reads a session
            person = request.user
            if isinstance(person, Person) and not goes_on(request, person):
                logout(request)
                messages.info(request, gettext("การเข้าระบบครั้งก่อนสิ้นสุดแล้ว โปรดเข้าระบบอีกครั้ง"))
        return self.get_response(request)
