"""What we tell besides referrals: send-backs and recalls to an agency, the standing to a source.

Each word has an id that follows from what it tells, so that telling twice makes one message.
"""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from damrong.cases.models import Case, Message
from damrong.cases.states import CaseState, LegState
from damrong.catalogue.agreements import agreement_in_force
from damrong.exchange.agreement import agreed
from damrong.exchange.models import OutboundMessage
from damrong.exchange.order import lock_leg, withdraw
from damrong.exchange.outbox import write_for_leg
from damrong.exchange.protocol import HUB, Type, digest, write
from damrong.privacy.detect import detect
from damrong.privacy.redact import redact

_NAMES = uuid.UUID("6b1f4a0e-7f0d-4c55-9b26-1d3c2f6f9e51")
_SAID = {"send_back": (Type.SEND_BACK, "instruction"), "recall": (Type.RECALL, "reason")}
# What the source is told of: that somebody took it on, and how it ended.
TOLD = frozenset(
    {CaseState.IN_PROGRESS, CaseState.REPORTED, CaseState.CONCLUDED, CaseState.REFUSED, CaseState.REDIRECTED}
)  # fmt: skip


def to_agency(leg_id: int, what: str, text_id: int) -> OutboundMessage | None:
    """The message of a send-back or recall; None where there is nothing to tell: a leg that was never
    sent, a recall that nobody decided, or a matter recalled before its send-back was written."""
    if what not in _SAID:
        raise ValueError(f"nothing is known of telling {what!r}")
    message_id = uuid.uuid5(_NAMES, f"{leg_id}/{what}/{text_id}")
    with transaction.atomic():
        leg = lock_leg(leg_id)
        known = OutboundMessage.objects.filter(message_id=message_id).first()
        if known is not None:
            return known
        if leg.sent_at is None or (what == "recall") != (leg.state == LegState.RECALLED):
            return None
        if what == "recall":
            withdraw(leg_id, Type.REFERRAL, Type.SEND_BACK)
        type_, field = _SAID[what]
        words = _clean(Message.objects.get(pk=text_id, case=leg.case).text)
        # A recall leaves even where no agreement is in force any more, but then without words.
        data = {field: words} if what != "recall" or agreed(leg) else {}
        return write_for_leg(leg, type_, data, message_id=message_id)


def to_source(number: str) -> OutboundMessage | None:
    """The status message for where a partner's matter stands; None where there is nothing to tell."""
    with transaction.atomic():
        case = (
            Case.objects.select_for_update(of=("self",))
            .select_related("source_agency")
            .get(number=number)
        )
        agency, state = case.source_agency, CaseState(case.state)
        if agency is None or state not in TOLD:
            return None
        message_id = uuid.uuid5(_NAMES, f"{number}/{state}/{case.times_reopened}")
        known = OutboundMessage.objects.filter(message_id=message_id).first()
        if known is not None:
            return known
        body = write(Type.STATUS, _standing(case), source=HUB, recipient=agency.code, id=message_id)
        return OutboundMessage.objects.create(
            message_id=message_id,
            agency=agency,
            type=Type.STATUS,
            body=body,
            digest=digest(body),
        )


def _standing(case: Case) -> dict[str, Any]:
    """Numbers and codes; words only where the agreement covers the category, freed of names."""
    told: dict[str, Any] = {
        "number": case.number,
        "reference": case.source_reference,
        "state": case.state,
        "state_th": str(CaseState(case.state).label),
        "version": case.version,
        "agencies": [leg.agency_id for leg in case.legs.exclude(accepted_at=None)],
    }
    if case.outcome_code:
        told["outcome_code"] = case.outcome_code
    category, today = str(case.category_id or ""), timezone.localdate()
    if case.reply and agreement_in_force(str(case.source_agency_id), category, today):
        told["reply"] = _clean(case.reply)
    return told


def _clean(text: str) -> str:
    return redact(text, detect(text))
