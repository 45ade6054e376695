"""Every page runs in one transaction that shows the rows of who asks, no others."""

from collections.abc import Callable
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from damrong.accounts.models import Person
from damrong.accounts.row_scope import NOBODY, RowScope, of_citizen, of_person, scoped
from damrong.config.unreadable import answer_to_nul_byte

# Where the session notes the number of the case that was opened with its secret code.
TRACKED = "tracked"
ROOMS = frozenset({"desk", "portal", "citizen"})
_OPENED_WITH_A_CODE = frozenset({"citizen"})


class RowScopeOfRequest:
    """Stands last, so that the view alone runs inside. What it raises undoes what it wrote.

    The machines' doors say themselves for whom their transactions run; what they do outside of
    these runs for nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], arguments: Any, named: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.app_name not in ROOMS:
            return None
        try:
            with scoped(scope_of(request, match.app_name)):
                return view(request, *arguments, **named)
        except (ValueError, DataError) as error:
            # For what is raised here Django asks no other middleware.
            if answer := answer_to_nul_byte(request, error):
                return answer
            raise


def scope_of(request: HttpRequest, room: str) -> RowScope:
    """For whom a request runs."""
    if room in _OPENED_WITH_A_CODE:
        note = request.session.get(TRACKED)
        return of_citizen(str(note["number"])) if isinstance(note, dict) else NOBODY
    return of_person(request.user) if isinstance(request.user, Person) else NOBODY
