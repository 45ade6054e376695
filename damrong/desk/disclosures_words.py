"""Who released something, as a reader knows them: names instead of the log's short form."""

from collections.abc import Iterable

from django.utils.translation import gettext

from damrong.accounts.models import Person
from damrong.cases.actors import AUTOMATION
from damrong.cases.models import Disclosure

_PERSON = "person:"
_AND = " + "


def names_of(rows: Iterable[Disclosure]) -> dict[str, str]:
    """``person:somchai`` → display name, for everybody who released one of ``rows``."""
    actors = {actor for row in rows for actor in row.released_by.split(_AND)}
    usernames = [a.removeprefix(_PERSON) for a in actors if a.startswith(_PERSON)]
    return {p.actor: p.display_name for p in Person.objects.filter(username__in=usernames)}


def releasers(row: Disclosure, names: dict[str, str]) -> str:
    """One or two people, or the system."""
    return _AND.join(
        gettext("ระบบ (ส่งอัตโนมัติ)") if actor == AUTOMATION else names.get(actor, actor)
        for actor in row.released_by.split(_AND)
    )
