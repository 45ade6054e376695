"""Who else has a case open: two officers on one matter see each other before they decide apart.

Read from the log, which notes each opening, and forgotten after a quarter of an hour.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from damrong.accounts.models import Person
from damrong.audit.models import AuditRecord
from damrong.cases.actors import of_person
from damrong.cases.models import Case

LASTS = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class Here:
    """A colleague and when they last opened the case or did something to it."""

    name: str
    at: datetime.datetime


def also_here(case: Case, person: Person) -> list[Here]:
    """The other people of the last quarter of an hour, the latest first."""
    last: dict[str, datetime.datetime] = {}
    records = AuditRecord.objects.filter(
        stream=f"case:{case.number}", actor__startswith="person:", at__gte=timezone.now() - LASTS
    ).exclude(actor=of_person(person))
    for record in records.order_by("sequence"):
        last[record.actor.removeprefix("person:")] = record.at
    names = dict(Person.objects.filter(username__in=last).values_list("username", "display_name"))
    found = [Here(names.get(username, username), at) for username, at in last.items()]
    return sorted(found, key=lambda one: one.at, reverse=True)
