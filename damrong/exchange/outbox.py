"""What we send: written with the change it tells of, sent by a job, never lost, never doubled.

A message is stored as the exact bytes that are sent. Every attempt sends the same bytes under
the same id, so that the receiver can tell a repetition; only the signature is new.
"""

import datetime
import os
import uuid
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.audit.record import append
from damrong.cases import jobs
from damrong.cases.actors import of_person
from damrong.cases.errors import VerbRefused, not_allowed
from damrong.cases.models import Disclosure, Leg
from damrong.cases.scope import cases_for, keeps_the_queue, may
from damrong.cases.states import LegState
from damrong.cases.verbs.agency import mark_delivered, mark_failed, mark_sent
from damrong.cases.verbs.release import retry_send
from damrong.exchange import line
from damrong.exchange.agreement import require_agreement, sendable
from damrong.exchange.connectors import Undelivered, connector_for
from damrong.exchange.keys import any_public_key, public_key_in_use
from damrong.exchange.models import OutboundMessage
from damrong.exchange.order import awaited, lock_leg, undelivered, withdraw
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB, Type, digest, read, write
from damrong.exchange.receipts import BadReceipt, Receipt, check_receipt, read_receipt
from damrong.exchange.sealed_body import bytes_of, stored

SEND_MESSAGE = "exchange.send_message"
State = OutboundMessage.State


class TryAgain(Exception):
    """Not delivered this time; ``attempts`` were made so far."""

    def __init__(self, attempts: int) -> None:
        super().__init__(f"not delivered, attempt {attempts}")
        self.attempts = attempts


class Held(Exception):
    """The partner's line rests or is full: not attempted now, again ``until``."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(f"held until {until:%H:%M:%S}")
        self.until = until


def attempt_limit() -> int:
    """After how many attempts a message is put on the list of dead letters."""
    return int(os.environ.get("DAMRONG_SEND_ATTEMPTS", "8"))


def prepare(leg_id: int) -> OutboundMessage:
    """The referral of a leg as the message that is sent, and the leg on its way.

    Called again it gives the same message, for as long as the extract is the same. Raises
    VerbRefused where nothing may be sent: no agreement in force, altered extract, wrong state.
    """
    with transaction.atomic():
        leg = lock_leg(leg_id)
        if leg.state not in {LegState.READY, LegState.SENT}:
            raise VerbRefused(
                "wrong_state",
                f"ส่งไม่ได้ในสถานะนี้ ({LegState(leg.state).label})",
                f"Nothing can be sent in state {leg.state}.",
            )
        extract = sendable(leg)
        message = leg.outbound.filter(type=Type.REFERRAL).order_by("-sequence").first()
        if message is None or read(bytes_of(message)).data_digest != leg.digest:
            withdraw(leg_id, Type.REFERRAL)  # what was released anew is sent in its place
            message = write_for_leg(leg, Type.REFERRAL, extract)
        elif message.state == State.DEAD:
            _revive(message)
        if leg.state == LegState.READY:
            mark_sent(leg_id)
        return message


def write_for_leg(
    leg: Leg, type: Type, data: dict[str, Any], *, message_id: uuid.UUID | None = None
) -> OutboundMessage:
    """Write the next message of a locked leg."""
    Leg.objects.filter(pk=leg.pk).update(last_sequence_out=F("last_sequence_out") + 1)
    leg.refresh_from_db(fields=["last_sequence_out"])
    message_id = message_id or uuid.uuid4()
    body = write(
        type,
        data,
        source=HUB,
        recipient=str(leg.agency_id),
        subject=f"{leg.case.number}/{leg.number}",
        sequence=leg.last_sequence_out,
        id=message_id,
    )
    return OutboundMessage.objects.create(
        message_id=message_id,
        agency=leg.agency,
        leg=leg,
        type=type,
        sequence=leg.last_sequence_out,
        body=stored(type, leg.case.number, body),
        digest=digest(body),
    )


def send_leg(leg_id: int) -> None:
    """Send the package of a leg. Raises TryAgain; what cannot be sent at all fails the leg."""
    state = Leg.objects.values_list("state", flat=True).get(pk=leg_id)
    if state not in {LegState.READY, LegState.SENT}:
        return  # delivered, recalled or given up since the job was queued
    try:
        message = prepare(leg_id)
    except VerbRefused as refusal:
        if refusal.code == "wrong_state":
            return  # it was recalled just now
        mark_failed(leg_id, refusal.th)
        OutboundMessage.objects.filter(leg=leg_id, type=Type.REFERRAL, state=State.DEAD).update(
            last_error_th=refusal.th[:300], last_error_en=refusal.en[:300]
        )
        return
    send(message)


def send(message: OutboundMessage) -> None:
    """One attempt, if it is this message's turn; else it is sent when the one before it arrived.

    Raises TryAgain where another attempt may help and the limit is not reached, Held where the
    partner is given a rest.
    """
    if not _begin(message):
        return
    try:
        require_agreement(message)
        token = connector_for(message.agency).deliver(message)
        receipt = _checked(message, token)
    except Undelivered as failure:
        _heard(message, failure)
        _failed(message, failure)
    else:
        _heard(message)
        _delivered(message, token, receipt)


def _pushed(message: OutboundMessage) -> bool:
    return message.agency.connector == message.agency.Connector.PUSH


def _heard(message: OutboundMessage, failure: Undelivered | None = None) -> None:
    """Tell the line what came of it; what no repetition mends is no fault of the line."""
    if not _pushed(message):
        return
    if failure is not None and failure.again:
        line.failed(str(message.agency_id), failure.th, failure.en)
    elif failure is None or failure.answered:
        line.worked(str(message.agency_id))


def _begin(message: OutboundMessage) -> bool:
    """Count the attempt; False where there is nothing to send, or not yet."""
    with transaction.atomic():
        leg = lock_leg(message.leg_id) if message.leg_id is not None else None
        message.refresh_from_db()
        if message.state != State.WAITING or awaited(message) is not None:
            return False
        if leg is not None and leg.state == LegState.RECALLED and message.type != Type.RECALL:
            return False  # its withdrawal is queued
        if _pushed(message) and (until := line.held_until(str(message.agency_id))):
            raise Held(until)
        OutboundMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    message.refresh_from_db()
    return True


def dead_letters(person: Person) -> QuerySet[OutboundMessage]:
    """What could not be sent and the person may retry, oldest first.

    An administrator keeps the queue running and sees all of it, without content. A referral is
    past where its leg went on, as when it was recalled or released anew.
    """
    dead = OutboundMessage.objects.filter(state=State.DEAD).select_related("agency", "leg__case")
    dead = dead.filter(~Q(type=Type.REFERRAL) | Q(leg__state=LegState.SEND_FAILED))
    if not keeps_the_queue(person):
        dead = dead.filter(leg__case__in=cases_for(person, Right.RETRY_JOBS))
    return dead.order_by("made_at")


def retry(message_id: uuid.UUID, person: Person) -> OutboundMessage:
    """Put a dead letter back into the queue. Raises VerbRefused where the person may not."""
    with transaction.atomic():
        message = (
            OutboundMessage.objects.select_related("leg__case")
            .filter(message_id=message_id)
            .first()
        )
        leg = message.leg if message else None
        if message is None or not (
            keeps_the_queue(person) or (leg and may(person, Right.RETRY_JOBS, leg.case))
        ):
            raise not_allowed()
        if message.type == Type.REFERRAL and leg is not None:
            retry_send(leg.case.number, leg.number, person)
            return message
        message = OutboundMessage.objects.select_for_update().get(pk=message.pk)
        if message.state == State.DEAD:  # a second press changes nothing
            _revive(message)
            jobs.enqueue(SEND_MESSAGE, queue="exchange", message_id=str(message_id))
            append(
                "jobs", "message_retried", of_person(person),
                {"message": str(message_id), "agency": str(message.agency_id)},
            )  # fmt: skip
        return message


def _checked(message: OutboundMessage, token: str) -> Receipt:
    """The receipt, if it is signed by the agency (the portal: by us) for exactly this message."""
    try:
        receipt = read_receipt(token, public_key_in_use if _pushed(message) else any_public_key)
        check_receipt(receipt, read(bytes_of(message)), bytes_of(message))
    except (BadReceipt, Refused) as wrong:
        raise Undelivered(
            f"ใบรับใช้ไม่ได้: {wrong.th}", f"Bad receipt: {wrong.en}", again=True
        ) from None
    return receipt


def _delivered(message: OutboundMessage, token: str, receipt: Receipt) -> None:
    kept: dict[str, object] = {"jws": token, "claims": vars(receipt).copy()}
    with transaction.atomic():
        if message.leg_id is not None:
            # Under lock, so that a message written at this moment is either seen here or sees this.
            lock_leg(message.leg_id)
        OutboundMessage.objects.filter(pk=message.pk).update(
            state=State.ACKNOWLEDGED,
            acknowledged_at=timezone.now(),
            receipt=kept,
            last_error_th="",
            last_error_en="",
        )
        if message.type == Type.REFERRAL and message.leg_id is not None:
            mark_delivered(message.leg_id, kept)
        elif message.leg_id is not None and message.type in {Type.ANSWER, Type.IDENTITY}:
            told = Disclosure.objects.filter(leg=message.leg_id, digest=receipt.data_digest)
            told.exclude(what=Disclosure.What.PACKAGE).update(receipt=kept)
        wake_next(message.leg_id)
    message.refresh_from_db()


def wake_next(leg_id: int | None) -> None:
    """Queue what waited behind a message that was delivered or withdrawn."""
    following = undelivered(leg_id).first() if leg_id is not None else None
    # A dead letter waits for a person, and a referral has a job of its own.
    if following is not None and following.state == State.WAITING and following.type != Type.REFERRAL:  # fmt: skip
        jobs.enqueue(SEND_MESSAGE, queue="exchange", message_id=str(following.message_id))


def _failed(message: OutboundMessage, failure: Undelivered) -> None:
    dead = not failure.again or message.attempts >= attempt_limit()
    with transaction.atomic():
        OutboundMessage.objects.filter(pk=message.pk, state=State.WAITING).update(
            state=State.DEAD if dead else State.WAITING,
            last_error_th=failure.th[:300],
            last_error_en=failure.en[:300],
        )
        if dead and message.type == Type.REFERRAL and message.leg_id is not None:
            leg = lock_leg(message.leg_id)
            if leg.state == LegState.SENT:
                mark_failed(leg.pk, f"ส่งไม่สำเร็จหลังพยายาม {message.attempts} ครั้ง: {failure.th}")
    if not dead:
        raise TryAgain(message.attempts)


def _revive(message: OutboundMessage) -> None:
    message.state, message.attempts = State.WAITING, 0
    message.save(update_fields=["state", "attempts"])
