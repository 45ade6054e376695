"""Nothing is reached before an account is in order: an own password
first, then a second step where the installation asks for one.

Asked for every page, so that a new page needs no thought to be behind it.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from damrong.accounts.models import Person
from damrong.accounts.two_step import must_enrol
from damrong.config.errors import MACHINES

# What stays open to everybody: leaving, language, colours, and what tells watchers how the house does.
ALWAYS_OPEN = frozenset(
    {"sign_out", "set_language", "set_appearance", "healthz", "readyz", "metrics"}
)
# Pages that belong to the one that has to be dealt with first.
ALSO_OPEN = {
    "account_two_step": frozenset({"account_app", "account_key", "account_confirm"}),
}


class AccountGate:
    """Send whoever still has something to do for the own account there, and nowhere else.

    Machines bring credentials of their own with each request; a browser's session, not yet in
    order, counts for nothing at their doors.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, arguments: Any, named: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in ALWAYS_OPEN or not isinstance(request.user, Person):
            return None
        page = page_to_do_first(request.user)
        request.account_page_first = page  # the menu asks it too
        if page is None or match.view_name == page or match.view_name in ALSO_OPEN.get(page, ()):
            return None
        if request.path.startswith(MACHINES):
            request.user = AnonymousUser()
            return None
        return redirect(page)


def page_to_do_first(person: Person) -> str | None:
    """The name of the page that this person has to deal with before any other."""
    if person.one_time_until:
        return "account_password"
    return "account_two_step" if must_enrol(person) else None
