"""Coded lists as the doors need them: kept in the process for a while, since they seldom change."""

import time
from collections.abc import Callable
from typing import TypeVar

from damrong.catalogue.models import Agency, Term, Unit

_FRESH_FOR = 300.0  # seconds
_T = TypeVar("_T")
_kept: dict[str, tuple[float, object]] = {}


def term_code(vocabulary: str, given: str) -> str | None:
    """The code of an active entry, given by its code or its Thai or English name."""
    names: dict[str, str] = _fresh(vocabulary, lambda: _names(vocabulary))
    return names.get(given.strip().lower())


def is_agency(code: str) -> bool:
    """Whether a partner agency has this code."""
    return code in _fresh(
        "agencies", lambda: frozenset(Agency.objects.values_list("code", flat=True))
    )


def is_unit(code: str) -> bool:
    """Whether an office has this code."""
    return code in _fresh("units", lambda: frozenset(Unit.objects.values_list("code", flat=True)))


def forget() -> None:
    """Read every list anew at the next question."""
    _kept.clear()


def _names(vocabulary: str) -> dict[str, str]:
    rows = Term.objects.filter(vocabulary=vocabulary, active=True)
    names: dict[str, str] = {}
    for code, thai, english in rows.values_list("code", "name_th", "name_en"):
        for name in (english, thai, code):
            names[name.strip().lower()] = code
    return names


def _fresh(name: str, read: Callable[[], _T]) -> _T:
    at, value = _kept.get(name, (0.0, None))
    if value is None or not value or time.monotonic() - at > _FRESH_FOR:
        value = read()
        _kept[name] = (time.monotonic(), value)
    return value  # type: ignore[return-value] # each name always keeps one type
