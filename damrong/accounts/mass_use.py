"""Noticing who looks at, or takes away, far more than work needs: counts, alerts, and a ceiling.

Counted are acts, not what was seen: no number of a case stands here. The person is told of no
alert; only where a ceiling stops something does the page say who clears it.
"""

import datetime

from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from damrong.accounts.errors import VerbRefused, not_allowed
from damrong.accounts.mass_use_policy import Window, windows
from damrong.accounts.models import Person, UseAlert, UseCount, UseKind
from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append

STREAM = "mass-use"
STEP = datetime.timedelta(minutes=5)  # a window slides by this
_ADD = """
INSERT INTO accounts_usecount (person_id, kind, step, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (person_id, kind, step) DO UPDATE SET count = accounts_usecount.count + 1
RETURNING count
"""


def note(person: Person, kind: UseKind) -> bool:
    """Count one act, which is about to be done; False where a ceiling stops it.

    The answer must end the request in an ordinary way, not by raising: the count and the alert
    are part of its transaction.
    """
    with transaction.atomic(), for_the_house():
        if _stopped(person, kind):
            return False
        now = timezone.now()
        _add(person, kind, now)
        # Each window keeps its own alert, so none is passed over once another stops.
        within = [_within(person, kind, window, now) for window in windows()[kind]]
        return all(within)


def alerts_for(reader: Person) -> QuerySet[UseAlert]:
    """The alerts of the reader's area, newest first; never those about the reader."""
    if not reader.may(Right.READ_USE_ALERTS) or reader.unit is None:
        return UseAlert.objects.none()
    found = UseAlert.objects.exclude(person=reader).select_related("person__unit", "cleared_by")
    if reader.unit.parent_id is not None:
        found = found.filter(person__unit__path__startswith=reader.unit.path)
    return found.order_by("-pk")


def clear(alert_id: int, head: Person) -> None:
    """The head of the centre looked into it: what was stopped may go on, counted anew.

    Raises VerbRefused for others, and about oneself.
    """
    with transaction.atomic():
        if not head.may(Right.CLEAR_USE_ALERT) or not alerts_for(head).filter(pk=alert_id).exists():
            raise not_allowed()
        with for_the_house():
            alert = UseAlert.objects.select_for_update().get(pk=alert_id)
            if alert.cleared_at is not None:
                raise VerbRefused(
                    "already_cleared",
                    "รายการนี้ตรวจสอบแล้ว โปรดเปิดรายการใหม่",
                    "This alert was cleared already. Reload the list.",
                )
            alert.cleared_at, alert.cleared_by = timezone.now(), head
            alert.save(update_fields=["cleared_at", "cleared_by"])
            UseCount.objects.filter(person=alert.person_id, kind=alert.kind).delete()
            append(STREAM, "mass_use_cleared", head.actor, {"alert": alert.pk})


def _stopped(person: Person, kind: UseKind) -> bool:
    return UseAlert.objects.filter(person=person, kind=kind, stops=True, cleared_at=None).exists()


def _add(person: Person, kind: UseKind, now: datetime.datetime) -> None:
    step = now - (now - datetime.datetime.min.replace(tzinfo=datetime.UTC)) % STEP
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [person.pk, kind.value, step])
        first = cursor.fetchone()[0] == 1
    if first:  # now and then, what no window reaches any more
        longest = max(window.minutes for window in windows()[kind])
        before = now - datetime.timedelta(minutes=longest) - STEP
        UseCount.objects.filter(person=person, kind=kind, step__lt=before).delete()


def _within(person: Person, kind: UseKind, window: Window, now: datetime.datetime) -> bool:
    since = now - datetime.timedelta(minutes=window.minutes)
    counts = UseCount.objects.filter(person=person, kind=kind, step__gt=since - STEP)
    reached = counts.aggregate(Sum("count"))["count__sum"] or 0
    stops = window.ceiling is not None and reached > window.ceiling
    if stops or reached >= window.alert:
        known = UseAlert.objects.filter(
            person=person, kind=kind, minutes=window.minutes, stops=stops, at__gt=since
        )
        if not known.exists():
            _alert(person, kind, window, reached, stops)
    return not stops


def _alert(person: Person, kind: UseKind, window: Window, reached: int, stops: bool) -> None:
    alert = UseAlert.objects.create(
        person=person, kind=kind, minutes=window.minutes, reached=reached, stops=stops
    )
    event = "mass_use_stopped" if stops else "mass_use_noticed"
    facts = {
        "alert": alert.pk, "account": person.username, "kind": kind.value,
        "minutes": window.minutes, "reached": reached,
    }  # fmt: skip
    append(STREAM, event, "system", facts)
