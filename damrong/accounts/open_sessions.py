"""Where a person is signed in: each open session, its limits, and ending it from elsewhere.

A session counts only while its row is here. The row says which kind of device, not where.
"""

import uuid
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from damrong.accounts.device import device_of
from damrong.accounts.models import OpenSession, Person
from damrong.accounts.passwords import NO_SESSION, STREAM
from damrong.accounts.policy import SEEN_EVERY, SESSION_IDLE, SESSION_LASTS
from damrong.audit.record import append

_KEY = "open_session"


def reference_of(request: HttpRequest) -> uuid.UUID:
    """By what the request's own session is known here."""
    noted = request.session.get(_KEY)
    return uuid.UUID(noted) if noted else NO_SESSION


def goes_on(request: HttpRequest, person: Person) -> bool:
    """Whether the request's session may go on; it is noted as seen. An over-long one ends."""
    now = timezone.now()
    row = person.open_sessions.filter(reference=reference_of(request)).first()
    if row is None:
        return False
    if now - row.started_at > SESSION_LASTS or now - row.seen_at > SESSION_IDLE:
        with transaction.atomic():
            row.delete()
            append(STREAM, "session_expired", person.actor, {"account": person.username})
        return False
    if now - row.seen_at > SEEN_EVERY:
        OpenSession.objects.filter(pk=row.pk).update(seen_at=now)
    return True


def open_sessions(person: Person) -> QuerySet[OpenSession]:
    """Those that may go on, the last seen first."""
    return person.open_sessions.exclude(_too_long()).order_by("-seen_at")


def end_session(person: Person, reference: uuid.UUID) -> None:
    """End one of the own sessions."""
    _end(person, person.open_sessions.filter(reference=reference))


def end_other_sessions(person: Person, here: uuid.UUID) -> None:
    """End all own sessions but this one."""
    _end(person, person.open_sessions.exclude(reference=here))


def _end(person: Person, sessions: QuerySet[OpenSession]) -> None:
    with transaction.atomic():
        ended, _each = sessions.delete()
        if ended:
            append(
                STREAM,
                "sessions_ended",
                person.actor,
                {"account": person.username, "sessions": ended},
            )


def _too_long() -> Q:
    now = timezone.now()
    return Q(started_at__lt=now - SESSION_LASTS) | Q(seen_at__lt=now - SESSION_IDLE)


@receiver(user_logged_in)
def _begin(request: HttpRequest, user: Any, **_more: Any) -> None:
    if not isinstance(user, Person):
        return
    user.open_sessions.filter(_too_long()).delete()
    now = timezone.now()  # the clock by which its end is reckoned, too
    row = OpenSession.objects.create(
        person=user,
        device=device_of(request.META.get("HTTP_USER_AGENT", "")),
        started_at=now,
        seen_at=now,
    )
    request.session[_KEY] = str(row.reference)


@receiver(user_logged_out)
def _leave(request: HttpRequest, user: Any, **_more: Any) -> None:
    if isinstance(user, Person):
        user.open_sessions.filter(reference=reference_of(request)).delete()
