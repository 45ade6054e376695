"""Our messages that answer what an agency asked: its question, or who the complainant is.

What leaves was composed and agreed to in the release room; here it becomes one message, whose id
follows from what it tells. It is checked once more, since an agreement may have ended meanwhile.
"""

import json
import uuid
from typing import Any

from django.db import transaction

from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.exchange.models import OutboundMessage
from damrong.exchange.order import lock_leg
from damrong.exchange.outbox import write_for_leg
from damrong.exchange.protocol import Type, canonical, digest
from damrong.privacy.detect import detect
from damrong.privacy.redact import redact
from damrong.vault.seal import open_bytes

_NAMES = uuid.UUID("0d8a3c1e-55b2-4b57-9f0a-8a9e0b1c7d42")
SAID = {
    "answer": Type.ANSWER,
    "identity": Type.IDENTITY,
    "identity-refused": Type.IDENTITY_REFUSED,
}
# The complainant's no and the complainant's silence read alike: neither tells of the person.
NOT_AGREED = "ศูนย์ไม่ได้รับความยินยอมของผู้ร้องภายในกำหนด จึงไม่เปิดเผยตัวตน"
_Asked = IdentityRequest.State


def to_agency(leg_id: int, what: str, row_id: int) -> OutboundMessage | None:
    """The message; None where the leg was recalled before it was written.

    Raises VerbRefused where the row does not say that it may leave.
    """
    message_id = uuid.uuid5(_NAMES, f"{leg_id}/{what}/{row_id}")
    with transaction.atomic():
        leg = lock_leg(leg_id)
        known = OutboundMessage.objects.filter(message_id=message_id).first()
        if known is not None:
            return known
        if leg.state == LegState.RECALLED:
            return None
        return write_for_leg(leg, SAID[what], _data(leg, what, row_id), message_id=message_id)


def _data(leg: Leg, what: str, row_id: int) -> dict[str, Any]:
    if what == "answer":
        question = AgencyQuestion.objects.get(pk=row_id, leg=leg)
        if question.state not in {AgencyQuestion.State.ANSWERED, AgencyQuestion.State.DECLINED}:
            raise _not_agreed_to()
        return _as_released(question.extract, question.digest)
    request = IdentityRequest.objects.get(pk=row_id, leg=leg)
    if what == "identity":
        if request.state != _Asked.GIVEN or request.sealed is None:
            raise _not_agreed_to()
        plain = open_bytes(leg.case.number, bytes(request.sealed))
        return _as_released(json.loads(plain), request.digest)
    if request.state not in {_Asked.REFUSED, _Asked.DENIED, _Asked.LAPSED}:
        raise _not_agreed_to()
    words = request.because if request.state == _Asked.REFUSED else NOT_AGREED
    return {"reference": request.reference, "text": redact(words, detect(words))}


def _as_released(content: Any, released: str) -> dict[str, Any]:
    if not isinstance(content, dict) or digest(canonical(content)) != released:
        raise VerbRefused(
            "digest",
            "เนื้อหาที่จะส่งไม่ตรงกับที่ปล่อยไว้ จึงไม่ส่ง",
            "The content is not what was released, so it is not sent.",
        )
    return content


def _not_agreed_to() -> VerbRefused:
    return VerbRefused("not_agreed", "ยังไม่ได้อนุญาตให้ส่ง", "It was not agreed that this is sent.")
