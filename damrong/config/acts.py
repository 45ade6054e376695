"""What every screen of a person who signed in shares: who may open it, and how a verb is done."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.config.templatetags.thai import in_english

View = Callable[..., HttpResponseBase]
Result = TypeVar("Result")


def for_right(right: Right) -> Callable[[View], View]:
    """Only for those who hold ``right``; others are sent to sign in, or told no (403)."""

    def decorate(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not person_of(request).may(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def person_of(request: HttpRequest) -> Person:
    """Who is looking. For views that need a sign-in."""
    assert isinstance(request.user, Person)
    return request.user


def words_of(refused: VerbRefused) -> str:
    """What a refusal says, in the reader's language."""
    return refused.en if in_english() else refused.th


def attempt(request: HttpRequest, act: Callable[[], Result], done: str) -> Result | None:
    """Do a verb and leave a notice: ``done``, or why not. None where it was refused."""
    try:
        result = act()
    except VerbRefused as refused:
        messages.error(request, words_of(refused))
        return None
    messages.success(request, done)
    return result
