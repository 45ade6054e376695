"""Whose rows the database shows: the second layer, beneath the predicates of ``cases.scope``.

The web works under a database role that owns no table and is no superuser; row security shows it
no case at all until the transaction says for whom it runs. What is shown to whom stands in
``damrong.ops.row_rules``. A verb finds its case within the scope of who asks, and from there on
acts for the house: an agency's report moves a case by all of its legs, those of other agencies
too, which that agency may not see.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.config.database_roles import (
    AGENCY_ROLE,
    APP_ROLE,
    AREA_ROLE,
    CITIZEN_ROLE,
    HOUSE_ROLE,
    WATCH_ROLE,
)

_APPLY = (
    "SELECT set_config('role', %s, true), set_config('damrong.whose', %s, true),"
    " set_config('damrong.code', %s, true)"
)


@dataclass(frozen=True)
class RowScope:
    """For whom a transaction runs: the database role, and whose rows of it.

    ``whose``: the path of an office (area, watch; there empty = all), the code of an agency, or
    the number of a citizen's case, who may name the hash of its ``code`` instead (hexadecimal).
    """

    role: str = APP_ROLE
    whose: str = ""
    code: str = ""


NOBODY = RowScope()
HOUSE = RowScope(HOUSE_ROLE)
_AS_CONNECTED = RowScope("none")
_now: ContextVar[RowScope] = ContextVar("row_scope", default=_AS_CONNECTED)


def of_person(person: Person) -> RowScope:
    """What the database shows to somebody who signed in."""
    area = person.unit.path if person.unit else ""
    if area and person.may(Right.READ_CASE):
        return RowScope(AREA_ROLE, area)
    if person.agency_id and person.may(Right.WORK_LEG):
        return of_agency(str(person.agency_id))
    return RowScope(WATCH_ROLE, area)


def of_agency(code: str) -> RowScope:
    """What it shows to an agency, its people and its machines alike."""
    return RowScope(AGENCY_ROLE, code)


def of_citizen(number: str) -> RowScope:
    """What it shows to somebody who opened a case with its secret code."""
    return RowScope(CITIZEN_ROLE, number)


def of_code(code_hash: bytes) -> RowScope:
    """What it shows to somebody who names a code: the case of that code, if there is one."""
    return RowScope(CITIZEN_ROLE, code=code_hash.hex())


@contextmanager
def scoped(scope: RowScope) -> Iterator[None]:
    """One transaction for ``scope``; a scope around it holds again afterwards."""
    before = _now.get()
    nested = connection.in_atomic_block
    with transaction.atomic():
        _apply(scope)
        token = _now.set(scope)
        try:
            yield
        finally:
            _now.reset(token)
        # Where something was raised, the database forgets the setting with what was done.
        if nested:
            _apply(before)


@contextmanager
def for_the_house() -> Iterator[None]:
    """Act for the house. Only after the right of who asks was checked, or where nothing of what
    is read goes to who asks. The worker does nothing else and needs no change."""
    if settings.ROWS_ARE_THE_HOUSES or _now.get() is HOUSE:
        yield
    else:
        with scoped(HOUSE):
            yield


def _apply(scope: RowScope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_APPLY, [scope.role, scope.whose, scope.code])
