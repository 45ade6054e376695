"""What became of a message: it lies ready for the agency, is signed for, or failed.

The receipt comes at once where we call the agency, and later where the agency comes itself.
"""

import os

from django.db import transaction
from django.utils import timezone

from damrong.cases import jobs
from damrong.cases.models import Disclosure, Leg
from damrong.cases.states import LegState
from damrong.cases.verbs.agency import mark_delivered, mark_failed, mark_sent
from damrong.catalogue.models import Agency
from damrong.exchange.connectors import Undelivered, connector_for
from damrong.exchange.keys import key_of, our_public_key
from damrong.exchange.models import Lease, OutboundMessage
from damrong.exchange.order import UNDELIVERED, lock_leg, undelivered
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import Type, read
from damrong.exchange.receipts import BadReceipt, Receipt, check_receipt, read_receipt
from damrong.exchange.sealed_body import bytes_of

SEND_MESSAGE = "exchange.send_message"
State = OutboundMessage.State


class TryAgain(Exception):
    """Not delivered this time; ``attempts`` were made so far."""

    def __init__(self, attempts: int) -> None:
        super().__init__(f"not delivered, attempt {attempts}")
        self.attempts = attempts


def attempt_limit() -> int:
    """After how many attempts a message is put on the list of dead letters."""
    return int(os.environ.get("DAMRONG_SEND_ATTEMPTS", "8"))


def offered(message: OutboundMessage) -> None:
    """It lies ready; the agency has yet to take it and sign.

    Where the agency moved to another way meanwhile, it goes that way instead.
    """
    with transaction.atomic():
        agency = Agency.objects.select_for_update(no_key=True).get(pk=message.agency_id)
        if connector_for(agency).queues:
            OutboundMessage.objects.filter(pk=message.pk, state=State.WAITING).update(
                state=State.OFFERED, last_error_th="", last_error_en=""
            )
        else:
            jobs.enqueue(SEND_MESSAGE, queue="exchange", message_id=str(message.message_id))
    message.refresh_from_db()


def signed_for(message: OutboundMessage, token: str, *, by_us: bool) -> bool:
    """Keep the receipt of a message, whatever became of the message meanwhile; whether it is new.

    ``by_us``: the centre's own signature counts, for a box in its own house, and no other; else
    only the agency's. Raises Undelivered where the receipt is none for exactly this message.
    """
    receipt = _checked(message, token, by_us)
    kept: dict[str, object] = {"jws": token, "claims": vars(receipt).copy()}
    with transaction.atomic():
        # Under lock, so that a message written at this moment is either seen here or sees this.
        leg = lock_leg(message.leg_id) if message.leg_id is not None else None
        message = OutboundMessage.objects.select_for_update().get(pk=message.pk)
        if message.state == State.ACKNOWLEDGED and message.receipt is not None:
            return False  # the first receipt is the one that counts
        OutboundMessage.objects.filter(pk=message.pk).update(
            state=State.ACKNOWLEDGED,
            acknowledged_at=timezone.now(),
            receipt=kept,
            last_error_th="",
            last_error_en="",
        )
        Lease.objects.filter(message=message).delete()
        if leg is not None and message.type == Type.REFERRAL:
            _referral_arrived(leg, message, kept)
        elif leg is not None and message.type in {Type.ANSWER, Type.IDENTITY}:
            told = Disclosure.objects.filter(leg=leg, digest=receipt.data_digest)
            told.exclude(what=Disclosure.What.PACKAGE).update(receipt=kept)
        wake_next(message.leg_id)
    return True


def failed(message: OutboundMessage, failure: Undelivered) -> None:
    """Write down why; a dead letter where no repetition helps or the limit is reached.

    Raises TryAgain where another attempt follows.
    """
    message.refresh_from_db(fields=["attempts"])
    dead = not failure.again or message.attempts >= attempt_limit()
    with transaction.atomic():
        leg = lock_leg(message.leg_id) if message.leg_id is not None else None
        OutboundMessage.objects.filter(pk=message.pk, state__in=UNDELIVERED).update(
            state=State.DEAD if dead else State.WAITING,
            last_error_th=failure.th[:300],
            last_error_en=failure.en[:300],
        )
        if dead and message.type == Type.REFERRAL and leg is not None and leg.state == LegState.SENT:  # fmt: skip
            mark_failed(leg.pk, f"ส่งไม่สำเร็จหลังพยายาม {message.attempts} ครั้ง: {failure.th}")
    if not dead:
        raise TryAgain(message.attempts)


def wake_next(leg_id: int | None) -> None:
    """Queue what waited behind a message that was delivered or withdrawn."""
    following = undelivered(leg_id).first() if leg_id is not None else None
    # A dead letter waits for a person, and a referral has a job of its own.
    if following is not None and following.state == State.WAITING and following.type != Type.REFERRAL:  # fmt: skip
        jobs.enqueue(SEND_MESSAGE, queue="exchange", message_id=str(following.message_id))


def _referral_arrived(leg: Leg, message: OutboundMessage, kept: dict[str, object]) -> None:
    if read(bytes(message.body)).data_digest != leg.digest:
        return  # it was released anew meanwhile, and that is still to come
    if leg.state in {LegState.READY, LegState.SEND_FAILED}:
        mark_sent(leg.pk)  # it was given up, and the agency signed for it after all
    mark_delivered(leg.pk, kept)


def _checked(message: OutboundMessage, token: str, by_us: bool) -> Receipt:
    """The receipt, if it is signed by whoever may, for exactly this message."""
    body, agency = bytes_of(message), str(message.agency_id)
    try:
        receipt = read_receipt(token, our_public_key if by_us else lambda kid: key_of(agency, kid))
        check_receipt(receipt, read(body), body)
    except (BadReceipt, Refused) as wrong:
        raise Undelivered(
            f"ใบรับใช้ไม่ได้: {wrong.th}", f"Bad receipt: {wrong.en}", again=True
        ) from None
    return receipt
