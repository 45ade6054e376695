"""Take what came back in a bundle: the agency's receipts and answers, all of it or nothing."""

import uuid
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction
from django.utils import timezone

from damrong.accounts.row_scope import of_agency, scoped
from damrong.audit.record import append
from damrong.cases.models import Leg
from damrong.catalogue.models import Agency
from damrong.exchange import inbox
from damrong.exchange.connectors.file.columns import ACT, NUMBER
from damrong.exchange.connectors.file.sheet_in import (
    Answer,
    CellError,
    SheetRefused,
    error,
    read_answers,
)
from damrong.exchange.connectors.file.zipped import SHEET, Parcel, unclose
from damrong.exchange.connectors.pull.queue import sign_off
from damrong.exchange.keys import key_of, our_key, our_opening_key
from damrong.exchange.models import FileBundle, InboundMessage
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import HUB, canonical, digest, read, write
from damrong.exchange.receipts import Receipt, sign_receipt

TYPE = "answers-file"  # what the log of incoming messages calls it
_NAMES = uuid.UUID("3e0a3f60-1c1b-4a55-8d3a-6c1f0c2f7b10")


@dataclass(frozen=True)
class Taken:
    """What came of a file. ``receipt``: that the centre has exactly this file, a compact JWS."""

    signed_for: int  # messages that the agency signed for now
    done: int  # answers that are new
    repeated: bool
    receipt: str


def take_file(agency: Agency, content: bytes, actor: str) -> Taken:
    """Do what the agency answers. The same file, or the same row of a bundle, changes nothing.

    Raises Refused for the file as a whole, SheetRefused with every wrong cell; nothing was
    changed then.
    """
    code = str(agency.code)

    def signer(kid: str) -> Ed25519PublicKey:
        return key_of(code, kid)

    parcel = unclose(content, our_opening_key, signer)
    _for_us(parcel, agency)
    with scoped(of_agency(code)), transaction.atomic():
        _one_at_a_time(code)
        identifier = f"file:{digest(content)}"
        known = InboundMessage.objects.filter(agency=agency, message_id=identifier).first()
        if known is not None:
            return Taken(0, 0, True, known.receipt["jws"])
        signed_for = sum(
            sign_off(agency, receipt.decode("ascii", "replace"))
            for name, receipt in sorted(parcel.files.items())
            if name.startswith("receipts/")
        )
        done = _answers(parcel, agency)
        receipt = _receipt(identifier, content, parcel, code)
        InboundMessage.objects.create(
            agency=agency,
            message_id=identifier,
            type=TYPE,
            digest=digest(content),
            receipt={"jws": receipt, "reference": parcel.number},
        )
        FileBundle.objects.filter(number=parcel.number).update(answered_at=timezone.now())
        append(
            f"agency:{code}", "bundle_answered", actor,
            {"bundle": parcel.number, "signed_for": signed_for, "answers": done, "digest": digest(content)},
        )  # fmt: skip
    return Taken(signed_for, done, False, receipt)


def _for_us(parcel: Parcel, agency: Agency) -> None:
    if parcel.kind != "answers" or parcel.recipient != HUB or parcel.sender != agency.code:
        raise Refused(
            "not_for_us",
            "แฟ้มนี้ไม่ใช่คำตอบของหน่วยงานนี้ถึงศูนย์",
            "This file is no answer of this agency to the centre.",
        )
    try:
        known = FileBundle.objects.filter(number=uuid.UUID(parcel.number), agency=agency).exists()
    except ValueError:
        known = False
    if not known:
        raise Refused(
            "data", "ศูนย์ไม่เคยทำแฟ้มเลขนี้ให้หน่วยงาน", "The centre made no bundle of this number."
        )


def _answers(parcel: Parcel, agency: Agency) -> int:
    if SHEET not in parcel.files:
        return 0  # receipts alone
    done, errors = 0, list[CellError]()
    for answer in read_answers(parcel.files[SHEET]):
        try:
            done += _do(answer, parcel, agency)
        except Refused as wrong:
            heading = NUMBER if wrong.code == "unknown_leg" else ACT
            errors.append(error(answer.row, heading, wrong.th, wrong.en))
    if errors:
        raise SheetRefused(errors)
    return done


def _do(answer: Answer, parcel: Parcel, agency: Agency) -> bool:
    """Take one row as the message that it stands for; whether it is new."""
    said = canonical([parcel.number, answer.subject, str(answer.type), answer.data])
    identifier = uuid.uuid5(_NAMES, said.decode())
    if InboundMessage.objects.filter(agency=agency, message_id=str(identifier)).exists():
        return False
    number, _, leg = answer.subject.partition("/")
    last = (
        Leg.objects.filter(case__number=number, number=int(leg), agency=agency)
        .values_list("last_sequence_in", flat=True)
        .first()
    )
    body = write(
        answer.type,
        answer.data,
        source=str(agency.code),
        recipient=HUB,
        subject=answer.subject,
        sequence=(last or 0) + 1,
        id=identifier,
    )
    inbox.take(read(body), body, agency)
    return True


def _receipt(identifier: str, content: bytes, parcel: Parcel, code: str) -> str:
    """``message_id`` is the file's digest; of single rows the file is the signed original."""
    receipt = Receipt(
        message_id=identifier,
        type=TYPE,
        sender=code,
        receiver=HUB,
        subject="",
        sequence=0,
        digest=digest(content),
        data_digest=digest(canonical(parcel.number)),
        received_at=timezone.now().isoformat(timespec="seconds"),
        reference=parcel.number,
    )
    return sign_receipt(receipt, our_key())


def _one_at_a_time(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 14))", [f"file:{code}"])
