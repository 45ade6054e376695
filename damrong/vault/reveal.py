"""Seeing an identity: one person asks with a reason, a custodian decides, every look is logged.

The log gets numbers only; the words of both people stay with the request. The complainant reads
of the look and of the reason for it, at once or when a written delay is over (``telling``). Which cases a person
reaches, this room does not know: the screen that asks has found the case in the person's area.
"""

import datetime
import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from damrong.accounts.errors import VerbRefused, not_allowed, reason_needed
from damrong.accounts.mass_use import note
from damrong.accounts.models import Person, UseKind
from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append
from damrong.vault.models import RevealRequest, SealedIdentity
from damrong.vault.seal import Identity, open_identity
from damrong.vault.telling import Delay, delays

OPEN_FOR = datetime.timedelta(hours=24)  # from approval: long enough to telephone, no longer
State = RevealRequest.State


def ask(case_number: str, reference: uuid.UUID, person: Person, reason: str) -> RevealRequest:
    """Ask to see one identity of a case. Asking again while it waits gives the same request."""
    if not person.may(Right.REVEAL):
        raise not_allowed()
    if not reason.strip():
        raise reason_needed()
    with transaction.atomic():
        sealed = SealedIdentity.objects.filter(case_number=case_number, reference=reference)
        if not sealed.exists():
            raise VerbRefused(
                "no_identity",
                "เรื่องนี้ไม่มีข้อมูลตัวตนให้ขอเปิดเผย",
                "There is no such identity in this case.",
            )
        with for_the_house():
            return _waiting_or_new(case_number, reference, person, reason)


def decide(
    request_id: int, person: Person, approve: bool, reason: str, delay: str = ""
) -> RevealRequest:
    """The custodian's yes or no, with a reason. Nobody decides on an own request.

    ``delay``: the code of a written ground on which the complainant is told later of the look.
    """
    if not reason.strip():
        raise reason_needed()
    later = delays().get(delay) if approve else None
    if approve and delay and later is None:
        raise VerbRefused(
            "no_such_delay",
            "ไม่มีเหตุให้แจ้งผู้ร้องภายหลังตามที่เลือก โปรดเลือกใหม่",
            "There is no such ground to tell the complainant later. Choose again.",
        )
    with transaction.atomic():
        if not requests_for(person).filter(pk=request_id).exclude(asked_by=person).exists():
            raise not_allowed()
        with for_the_house():
            return _decided(request_id, person, approve, reason, later)


def opened(request_id: int, person: Person) -> Identity:
    """The identity, for whoever asked and was allowed to, while it is open. Each look is logged.

    So is each attempt that is turned away.
    """
    request = RevealRequest.objects.filter(pk=request_id).first()
    if request is None:
        raise not_allowed()
    with transaction.atomic():
        why = _closed(request, person)
        _log(request, "identity_denied" if why else "identity_viewed", person)
        if not why:
            with for_the_house():
                never = RevealRequest.objects.filter(pk=request.pk, first_viewed_at=None)
                never.update(first_viewed_at=timezone.now())
        # The look is in the log before anything is unsealed, and stays there if that fails.
        if not why:
            note(person, UseKind.REVEAL)
    if why:
        raise why
    return open_identity(request.reference)


def requests_for(custodian: Person) -> QuerySet[RevealRequest]:
    """The requests that a custodian decides: of officers of the own office and all below it."""
    if not custodian.may(Right.APPROVE_REVEAL) or custodian.unit is None:
        return RevealRequest.objects.none()
    return RevealRequest.objects.filter(
        asked_by__unit__path__startswith=custodian.unit.path
    ).select_related("asked_by__unit", "decided_by")


def requests_of(person: Person, case_number: str) -> QuerySet[RevealRequest]:
    """What a person asked for in one case, newest first."""
    return RevealRequest.objects.filter(case_number=case_number, asked_by=person).order_by("-pk")


def is_open(request: RevealRequest) -> bool:
    """Whether an approved request still opens the identity."""
    return (
        request.state == State.APPROVED
        and request.opens_until is not None
        and timezone.now() < request.opens_until
    )


def _waiting_or_new(
    case_number: str, reference: uuid.UUID, person: Person, reason: str
) -> RevealRequest:
    SealedIdentity.objects.select_for_update().get(reference=reference)  # two presses at once
    mine = RevealRequest.objects.filter(reference=reference, asked_by=person)
    if waiting := mine.filter(state=State.ASKED).first():
        return waiting
    request = RevealRequest.objects.create(
        reference=reference, case_number=case_number, asked_by=person, reason=reason
    )
    _log(request, "reveal_asked", person)
    return request


def _decided(
    request_id: int, person: Person, approve: bool, reason: str, later: Delay | None
) -> RevealRequest:
    request = RevealRequest.objects.select_for_update().get(pk=request_id)
    if request.state != State.ASKED:
        raise VerbRefused(
            "already_decided",
            "คำขอนี้พิจารณาไปแล้ว โปรดเปิดรายการใหม่",
            "This request was decided already. Reload the list.",
        )
    now = timezone.now()
    request.state = State.APPROVED if approve else State.REFUSED
    request.decided_by, request.decided_at, request.decided_reason = person, now, reason
    request.opens_until = now + OPEN_FOR if approve else None
    facts: dict[str, Any] = {}
    if later:
        request.delay_code = later.code
        request.tell_after = now + datetime.timedelta(later.days)
        facts = {"delay": later.code, "days": later.days}
    request.save()
    _log(request, "reveal_approved" if approve else "reveal_refused", person, **facts)
    return request


def _closed(request: RevealRequest, person: Person) -> VerbRefused | None:
    if request.asked_by_id != person.pk or not person.may(Right.REVEAL):
        return not_allowed()
    if request.state != State.APPROVED:
        return VerbRefused(
            "not_approved",
            "ผู้รักษาข้อมูลตัวตนยังไม่ได้อนุมัติคำขอนี้",
            "The custodian has not approved this request.",
        )
    if not is_open(request):
        return VerbRefused(
            "reveal_over",
            "หมดเวลาเปิดดูแล้ว หากยังจำเป็นโปรดขอใหม่",
            "The time to look is over. Ask again if it is still needed.",
        )
    return None


def _log(request: RevealRequest, event: str, person: Person, **facts: Any) -> None:
    append(f"case:{request.case_number}", event, person.actor, {"request": request.pk, **facts})
