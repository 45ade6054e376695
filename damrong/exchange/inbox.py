"""What comes in: checked, done once, answered with a signed receipt.

The message, what it changed and its receipt are one transaction: a repetition finds the first
receipt, and a crash leaves nothing half done.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from damrong.accounts import row_scope
from damrong.audit.witness import newest
from damrong.cases.actors import of_agency
from damrong.cases.errors import VerbRefused
from damrong.cases.models import IdentityMode, Leg
from damrong.cases.states import LegState
from damrong.cases.submission import Submission
from damrong.cases.verbs import agency as verbs
from damrong.cases.verbs import asking
from damrong.cases.verbs.receive import receive
from damrong.catalogue.models import Agency, Term
from damrong.exchange.circles import refuse_known
from damrong.exchange.keys import our_key
from damrong.exchange.models import InboundMessage, SeenSignature
from damrong.exchange.order import lock_leg
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB, TO_THE_HUB, Message, Type, digest
from damrong.exchange.receipts import receipt_for, sign_receipt
from damrong.exchange.shapes import (
    FinalReport,
    IdentityAsked,
    Progress,
    Question,
    Returned,
    Seen,
    SubmissionData,
    checked,
)
from damrong.exchange.signing import Signed
from damrong.text.clean import TextError, check_text
from damrong.vault.seal import Identity

CHANNEL = "partner"
NOT_DELIVERED = frozenset({LegState.READY, LegState.SENT, LegState.SEND_FAILED})


@dataclass(frozen=True)
class Answer:
    """The receipt (compact JWS), our own number for the matter, and whether it came before."""

    receipt: str
    reference: str
    repeated: bool


def use_signature(signed: Signed) -> None:
    """Let a signature pass once. Raises Refused("replayed") the second time."""
    try:
        with transaction.atomic():
            SeenSignature.objects.create(
                kid=signed.kid, nonce=signed.nonce, expires_at=signed.expires
            )
    except IntegrityError:
        raise Refused(
            "replayed",
            "คำขอนี้เคยส่งมาแล้ว หากต้องการส่งซ้ำให้ลงนามใหม่ด้วย nonce ใหม่ รหัสข้อความเดิม",
            "This very request came before. To repeat a message, sign it anew with a new nonce.",
        ) from None


def forget_signatures() -> int:
    """Forget those that are too old to pass anyway; how many."""
    return SeenSignature.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def take(message: Message, body: bytes, sender: Agency) -> Answer:
    """Do what an authenticated message asks, once. Raises Refused; then nothing was changed."""
    if message.source != sender.code:
        raise Refused(
            "not_yours",
            "source ไม่ใช่หน่วยงานเจ้าของกุญแจที่ลงนาม",
            "The source is not the agency whose key signed.",
        )
    if message.recipient != HUB or message.type not in TO_THE_HUB:
        raise Refused(
            "not_for_us",
            f"ข้อความนี้ไม่ได้ส่งถึงศูนย์ (recipient ต้องเป็น {HUB})",
            f"This message is not for the hub (recipient must be {HUB}).",
        )
    with row_scope.scoped(row_scope.of_agency(str(sender.code))):
        _wait_for_twin(message)
        if known := InboundMessage.objects.filter(agency=sender, message_id=message.id).first():
            return _first_answer(known, body)
        reference = _do(message, sender)
        now = timezone.now()
        token = sign_receipt(
            receipt_for(message, body, receiver=HUB, at=now, reference=reference, witness=newest()),
            our_key(),
        )
        InboundMessage.objects.create(
            agency=sender,
            message_id=message.id,
            type=message.type,
            digest=digest(body),
            receipt={"jws": token, "reference": reference},
        )
        return Answer(token, reference, repeated=False)


def _wait_for_twin(message: Message) -> None:
    """Two arrivals of one message at once follow each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 13))",
            [f"{message.source}:{message.id}"],
        )


def _first_answer(known: InboundMessage, body: bytes) -> Answer:
    if known.digest != digest(body):
        raise Refused(
            "id_reused",
            "รหัสข้อความนี้เคยใช้กับเนื้อหาอื่นแล้ว ข้อความใหม่ต้องใช้รหัสใหม่",
            "This id was used for other content. A new message needs a new id.",
        )
    return Answer(known.receipt["jws"], known.receipt["reference"], repeated=True)


def _do(message: Message, sender: Agency) -> str:
    """Call the verb; our number for the matter."""
    data = checked(message.type, message.data)
    try:
        if message.type == Type.SUBMISSION:
            return _receive(data, sender, message)
        leg = _leg_in_turn(message, sender)
        _VERBS[message.type](leg.pk, of_agency(sender.code), data)
    except VerbRefused as refusal:
        state = refusal.code in {"wrong_state", "no_agreement"}
        raise Refused("wrong_state" if state else "data", refusal.th, refusal.en) from None
    except TextError as error:
        raise Refused("data", error.message_th, error.message_en) from None
    with row_scope.for_the_house():
        Leg.objects.filter(pk=leg.pk).update(last_sequence_in=message.sequence)
    return message.subject


def _leg_in_turn(message: Message, sender: Agency) -> Leg:
    """The sender's own leg, its case under lock, if this message is the next one on it."""
    number, leg_number = message.leg()
    own = Leg.objects.filter(case__number=number, number=leg_number, agency=sender).first()
    leg = _locked(own.pk) if own else None
    if leg is None or leg.released_at is None:
        # Somebody else's leg is answered like none at all.
        raise Refused(
            "unknown_leg",
            "ไม่พบรายการส่งต่อนี้ในเรื่องที่ส่งถึงหน่วยงานของท่าน",
            "There is no such leg among those sent to your agency.",
        )
    if leg.state == LegState.RECALLED:
        raise Refused(
            "recalled",
            "ศูนย์เรียกเรื่องนี้คืนแล้ว จึงไม่รับรายงานอีก โปรดปิดเรื่องในระบบของท่าน"
            " หากดำเนินการไปแล้วโปรดแจ้งศูนย์ทางอื่น",
            "The centre recalled this matter and takes no more reports on it. Close it in your"
            " system; if work was done already, tell the centre another way.",
        )
    if leg.state in NOT_DELIVERED:
        raise Refused(
            "not_delivered_yet",
            "ศูนย์ยังบันทึกใบรับของท่านไม่เสร็จ โปรดส่งข้อความเดิมอีกครั้งภายหลัง",
            "The hub has not recorded your receipt yet. Send the same message again later.",
        )
    expected = leg.last_sequence_in + 1
    if message.sequence < expected:
        raise Refused(
            "late",
            f"ศูนย์รับข้อความลำดับที่ {message.sequence} ของรายการนี้แล้ว ลำดับถัดไปคือ {expected}",
            f"Number {message.sequence} of this leg was taken before; the next is {expected}.",
            expected_sequence=expected,
        )
    if message.sequence > expected:
        raise Refused(
            "out_of_order",
            f"ยังไม่ได้รับข้อความลำดับที่ {expected} โปรดส่งตามลำดับ",
            f"Number {expected} is missing. Send it first.",
            expected_sequence=expected,
        )
    return leg


def _locked(leg_id: int) -> Leg:
    """The leg as it stands once nobody else works on its case."""
    with row_scope.for_the_house():
        return lock_leg(leg_id)


def _receive(data: SubmissionData, sender: Agency, message: Message) -> str:
    passage = message.passage
    refuse_known(passage, str(sender.code), data.reference)
    mode = IdentityMode(data.identity_mode)
    who = data.complainant
    unknown = set(data.wishes) - set(
        Term.objects.filter(vocabulary="wishes").values_list("code", flat=True)
    )
    if unknown:
        raise VerbRefused("wish", "ไม่รู้จักรหัสความประสงค์", "A wish is not one of the list.")
    received = receive(
        Submission(
            text=data.text,
            channel=CHANNEL,
            identity_mode=mode,
            complainant=Identity(**who.model_dump()) if who else Identity(),
            consent_share=data.consent_share,
            on_behalf=data.on_behalf,
            place_code=data.place_code,
            place_detail=data.place_detail,
            latitude=data.latitude,
            longitude=data.longitude,
            incident_on=data.incident_on,
            received_on=data.received_on,
            wishes=tuple(data.wishes),
            wish_text=data.wish_text,
            source_agency=sender.code,
            source_reference=data.reference,
            hops=passage.hops if passage else (str(sender.code),),
            content_hash=passage.content_hash if passage else "",
        )
    )
    return received.number


def _acknowledge(leg: int, actor: str, data: Seen) -> None:
    verbs.acknowledge(leg, actor, reference=data.reference)


def _accept(leg: int, actor: str, data: Seen) -> None:
    verbs.accept(leg, actor, reference=data.reference)


def _return(leg: int, actor: str, data: Returned) -> None:
    verbs.send_return(leg, actor, code=data.code, note=check_text(data.note))


def _progress(leg: int, actor: str, data: Progress) -> None:
    verbs.report_progress(leg, actor, text=check_text(data.text))


def _final(leg: int, actor: str, data: FinalReport) -> None:
    known = Term.objects.filter(vocabulary="outcome_codes", code=data.outcome_code)
    if data.outcome_code and not known.exists():
        raise VerbRefused("outcome", "ไม่รู้จักรหัสผลการดำเนินการ", "The outcome is not one of the list.")
    done_on: datetime.date | None = data.done_on
    verbs.report_final(
        leg, actor, text=check_text(data.text), outcome_code=data.outcome_code, done_on=done_on
    )


def _ask(leg: int, actor: str, data: Question) -> None:
    asking.ask(leg, actor, reference=data.reference, text=check_text(data.text))


def _ask_identity(leg: int, actor: str, data: IdentityAsked) -> None:
    asking.ask_identity(
        leg,
        actor,
        reference=data.reference,
        reason=check_text(data.reason),
        legal_ground=check_text(data.legal_ground),
        fields=data.fields,
        danger_to_life=data.danger_to_life,
    )


_VERBS: dict[Type, Callable[..., None]] = {
    Type.ACKNOWLEDGED: _acknowledge,
    Type.ACCEPTED: _accept,
    Type.RETURNED: _return,
    Type.PROGRESS: _progress,
    Type.FINAL_REPORT: _final,
    Type.QUESTION: _ask,
    Type.IDENTITY_REQUEST: _ask_identity,
}
