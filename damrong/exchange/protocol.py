"""The messages of the exchange: CloudEvents 1.0, structured JSON, one kind of envelope for all.

Knows no framework, so that an agency's own program (see ``sandbox``) can use it as it stands.
"""

import datetime
import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn

from damrong.exchange.passage import Passage, read_passage
from damrong.exchange.problems import Refused

HUB = "DAMRONG"  # how the hub names itself among the parties
CONTENT_TYPE = "application/cloudevents+json"
SEALED_TYPE = "application/jose"  # the same, encrypted to the receiver (JWE)
BODY_LIMIT = 2 * 1024 * 1024  # bytes
FILE_LIMIT = 10 * 1024 * 1024  # bytes of one file, fetched apart
VERSION = 1
MESSAGES_PATH, KEYS_PATH = "/exchange/v1/messages", "/exchange/v1/keys"
FETCH_PATH, RECEIPTS_PATH = "/exchange/v1/queue/fetch", "/exchange/v1/queue/receipts"
FILES_PATH = "/exchange/v1/files/fetch"
RECONCILE_PATH = "/exchange/v1/reconciliation"
_PREFIX = "th.go.moi.damrong."
SOURCE = "/parties/([A-Z0-9-]{1,12})"
SUBJECT = "(DD[0-9]{2}-[0-9]{7}-[0-9])/([0-9]{1,4})"
ID_LONGEST, TIME_LONGEST = 80, 40  # characters


class Type(StrEnum):
    """What a message says."""

    REFERRAL = _PREFIX + "referral"  # hub → agency: here is a matter for you
    SEND_BACK = _PREFIX + "send-back"  # hub → agency: the report does not answer it
    RECALL = _PREFIX + "recall"  # hub → agency: give it back, close your copy
    ANSWER = _PREFIX + "answer"  # hub → agency: what was answered to its question
    IDENTITY = _PREFIX + "identity"  # hub → agency: who the complainant is, as it asked
    IDENTITY_REFUSED = _PREFIX + "identity-refused"  # hub → agency: it is not told
    STATUS = _PREFIX + "status"  # hub → the partner that gave us the matter
    ACKNOWLEDGED = _PREFIX + "acknowledged"  # agency → hub: our people saw it
    ACCEPTED = _PREFIX + "accepted"
    RETURNED = _PREFIX + "returned"
    PROGRESS = _PREFIX + "progress"
    FINAL_REPORT = _PREFIX + "final-report"
    QUESTION = _PREFIX + "question"  # agency → hub: for a complainant whom it does not know
    IDENTITY_REQUEST = _PREFIX + "identity-request"  # agency → hub: who is the complainant
    SUBMISSION = _PREFIX + "submission"  # partner → hub: a complaint for you


PASSES_ON = frozenset({Type.REFERRAL, Type.SUBMISSION})  # a matter goes from hub to hub
OF_A_LEG = frozenset(Type) - {Type.STATUS, Type.SUBMISSION}
TO_THE_HUB = frozenset(
    {Type.ACKNOWLEDGED, Type.ACCEPTED, Type.RETURNED, Type.PROGRESS, Type.FINAL_REPORT,
     Type.QUESTION, Type.IDENTITY_REQUEST, Type.SUBMISSION}
)  # fmt: skip


@dataclass(frozen=True)
class Message:
    """One message, read and checked for form.

    ``subject`` is "case number/leg number", empty for messages of no leg. ``sequence`` counts
    the messages of one side on one leg from 1; 0 for messages of no leg. ``data_digest`` is the
    SHA-256 (hexadecimal) of the canonical JSON of ``data``. ``passage``: the way of a matter that
    is passed on, where its sender says so.
    """

    id: str
    type: Type
    source: str  # code of the party that sends
    recipient: str
    time: str
    subject: str
    sequence: int
    data: dict[str, Any]
    data_digest: str
    passage: Passage | None = None

    def leg(self) -> tuple[str, int]:
        """Case number and leg number of ``subject``."""
        found = re.fullmatch(SUBJECT, self.subject)
        if found is None:
            raise _shape(
                "subject", "ต้องเป็น เลขเรื่อง/เลขรายการส่งต่อ", "must be case number/leg number"
            )
        return found[1], int(found[2])


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value that is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(body: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def write(
    type: Type,
    data: dict[str, Any],
    *,
    source: str,
    recipient: str,
    subject: str = "",
    sequence: int = 0,
    id: uuid.UUID | None = None,
    time: datetime.datetime | None = None,
    passage: Passage | None = None,
) -> bytes:
    """The exact bytes of a message."""
    time = time or datetime.datetime.now(datetime.UTC)
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(id or uuid.uuid4()),
        "source": f"/parties/{source}",
        "type": str(type),
        "time": time.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "recipient": recipient,
    }
    if subject:
        envelope |= {"subject": subject, "legsequence": sequence}
    if passage:
        envelope |= passage.members()
    envelope |= {"datadigest": digest(canonical(data)), "data": data}
    return json.dumps(envelope, ensure_ascii=False, allow_nan=False, indent=1).encode()


def read(body: bytes) -> Message:
    """Read a message, or raise Refused with what is wrong with its form."""
    envelope = _json(body)
    if envelope.get("specversion") != "1.0":
        raise _shape("specversion", 'ต้องเป็น "1.0"', 'must be "1.0"')
    identifier = _text(envelope, "id", ID_LONGEST)
    try:
        type_ = Type(_text(envelope, "type", 60))
    except ValueError:
        raise Refused(
            "type_unknown", "ไม่รู้จักข้อความชนิดนี้", "There is no message of this type."
        ) from None
    source = re.fullmatch(SOURCE, _text(envelope, "source", 60))
    if source is None:
        raise _shape("source", "ต้องเป็น /parties/รหัสหน่วยงาน", "must be /parties/CODE")
    time = _text(envelope, "time", TIME_LONGEST)
    try:
        if datetime.datetime.fromisoformat(time).tzinfo is None:
            raise ValueError
    except ValueError:
        raise _shape(
            "time", "ต้องเป็นเวลาแบบ RFC 3339 พร้อมเขตเวลา", "must be an RFC 3339 time"
        ) from None
    data = envelope.get("data")
    if not isinstance(data, dict):
        raise _shape("data", "ต้องเป็นวัตถุ JSON", "must be a JSON object")
    message = Message(
        id=identifier,
        type=type_,
        source=source[1],
        recipient=_text(envelope, "recipient", 12),
        time=time,
        subject=_text(envelope, "subject", 40) if type_ in OF_A_LEG else "",
        sequence=_sequence(envelope) if type_ in OF_A_LEG else 0,
        data=data,
        data_digest=_text(envelope, "datadigest", 64),
        passage=read_passage(envelope, source[1]) if type_ in PASSES_ON else None,
    )
    if message.subject:
        message.leg()
    try:
        actual = digest(canonical(data))
    except (UnicodeEncodeError, ValueError):
        raise _broken() from None
    if message.data_digest != actual:
        raise Refused(
            "data_digest",
            "ค่า datadigest ไม่ตรงกับเนื้อหาใน data",
            "The datadigest is not that of the data.",
        )
    return message


def _json(body: bytes) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key twice")
        return found

    def no_constant(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=once, parse_constant=no_constant)
    except (ValueError, RecursionError):
        raise _broken() from None
    if not isinstance(value, dict):
        raise _broken()
    return value


def _text(envelope: dict[str, Any], name: str, longest: int) -> str:
    value = envelope.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest or "\x00" in value:
        raise _shape(
            name,
            f"ต้องเป็นข้อความ 1 ถึง {longest} ตัวอักษร",
            f"must be text of 1 to {longest} characters",
        )
    return value


def _sequence(envelope: dict[str, Any]) -> int:
    value = envelope.get("legsequence")
    if type(value) is not int or not 0 < value < 2**31:
        raise _shape("legsequence", "ต้องเป็นจำนวนเต็มตั้งแต่ 1", "must be an integer from 1")
    return value


def _broken() -> Refused:
    return Refused(
        "json",
        "เนื้อหาไม่ใช่ JSON ที่ถูกต้องแบบ UTF-8",
        "The body is not one well-formed JSON object in UTF-8.",
    )


def _shape(field: str, th: str, en: str) -> Refused:
    return Refused(
        "shape",
        f"ช่อง {field} {th}",
        f"{field} {en}.",
        errors=[{"field": field, "code": "shape", "th": th, "en": en}],
    )
