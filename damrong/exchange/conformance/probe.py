"""Talk to the endpoint that is tried, and hold its answers against what was asked."""

import datetime
import json
import secrets
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from damrong.exchange.passage import Passage
from damrong.exchange.problems import KINDS, PROBLEM_TYPE
from damrong.exchange.protocol import CONTENT_TYPE, HUB, Type, read, write
from damrong.exchange.receipts import BadReceipt, check_receipt, read_receipt
from damrong.exchange.signing import sign

TIMEOUT = httpx.Timeout(20.0, connect=5.0)  # seconds, as of a push
LONGEST_ANSWER = 64 * 1024  # bytes
CLOCKS = datetime.timedelta(minutes=5)
WORDS = "ข้อความทดสอบการเชื่อมต่อ ไม่ใช่เรื่องจริง This is a test of the connection, not a complaint."


class Failed(Exception):
    """The endpoint does not do what it must; what it did, in Thai and English."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.th, self.en = th, en


class Unreachable(Failed):
    """No answer at all."""


@dataclass(frozen=True)
class Answer:
    """Status, content type and members of what was answered, and how long it took."""

    status: int
    content_type: str
    members: Mapping[str, Any]
    seconds: float


@dataclass
class Matter:
    """A test matter: its subject, and the numbers of its messages so far."""

    subject: str
    last: int = 0

    def next(self, skip: int = 0) -> int:
        """The next number, ``skip`` numbers later."""
        self.last += 1 + skip
        return self.last


@dataclass
class Probe:
    """One agency's endpoint. ``agency_keys``: its public signing keys by id; ``encrypted``:
    whether its agreement asks for that."""

    address: str
    code: str
    key: Ed25519PrivateKey
    agency_keys: Mapping[str, Ed25519PublicKey]
    opening_key: X25519PublicKey | None = None
    encrypted: bool = False
    slowest: float = 2.0  # seconds that an answer may take
    matters: list[Matter] = field(default_factory=list)
    unreached: set[str] = field(default_factory=set)  # checks that got no answer at all

    def __post_init__(self) -> None:
        self.url = self.address.rstrip("/") + "/messages"
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)

    def matter(self) -> Matter:
        """A new one; year 00 stands for no year, so that nobody takes it for a case."""
        made = Matter(f"DD00-{secrets.randbelow(10**7):07d}-0/1")
        self.matters.append(made)
        return made

    def referral(
        self, matter: Matter, *, words: str = WORDS, hops: tuple[str, ...] = (HUB,)
    ) -> bytes:
        """A matter for the agency, with nobody's data in it."""
        number = matter.subject.partition("/")[0]
        data = {"leg": 1, "agreement": {"number": "TEST", "version": 1}, "case_number": number,
                "narrative": words}  # fmt: skip
        way = Passage(hops, secrets.token_hex(32))
        return self.message(Type.REFERRAL, data, matter.subject, matter.next(), passage=way)

    def send_back(self, matter: Matter, sequence: int) -> bytes:
        """One more message of a matter."""
        return self.message(Type.SEND_BACK, {"instruction": WORDS}, matter.subject, sequence)

    def message(
        self, type: Type, data: dict[str, Any], subject: str, sequence: int, **how: Any
    ) -> bytes:
        """Any message of the centre to the agency."""
        return write(
            type, data, source=HUB, recipient=self.code, subject=subject, sequence=sequence,
            id=uuid.uuid4(), **how,
        )  # fmt: skip

    def signed(
        self, body: bytes, *, content_type: str = CONTENT_TYPE, late: float = 0.0
    ) -> dict[str, str]:
        """The headers of a POST; ``late``: minutes by which its clock is behind."""
        now = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=late)
        return sign(self.url, body, self.key, content_type=content_type, now=now)

    def post(self, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send it; signed anew where no headers are given. Raises Unreachable."""
        headers = self.signed(body) if headers is None else headers
        begun = time.monotonic()
        try:
            with self._client.stream("POST", self.url, content=body, headers=headers) as response:
                content = b""
                for part in response.iter_bytes():
                    content += part
                    if len(content) > LONGEST_ANSWER:
                        raise Failed("คำตอบยาวเกิน 64 KiB", "The answer is longer than 64 KiB.")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(
                f"ติดต่อไม่ได้ ({type(error).__name__})",
                f"It cannot be reached ({type(error).__name__}).",
            ) from None
        seconds = time.monotonic() - begun
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Answer(response.status_code, kind, _members(content), seconds)

    def taken(
        self, body: bytes, headers: Mapping[str, str] | None = None, *, plain: bytes | None = None,
        status: int = 201,
    ) -> str:  # fmt: skip
        """Send what must be taken; its receipt, checked. ``plain``: the message, where encrypted."""
        answer = self.post(body, headers)
        if answer.status != status:
            raise _instead(answer, f"{status} พร้อมใบรับ", f"{status} with a receipt")
        token = answer.members.get("receipt")
        self.check_receipt(token, plain or body)
        return str(token)

    def check_receipt(self, token: object, body: bytes) -> None:
        """Raise Failed unless it is the agency's, of exactly this message, and of now."""
        try:
            receipt = read_receipt(token, self._agency_key)
            check_receipt(receipt, read(body), body)
            at = datetime.datetime.fromisoformat(receipt.received_at)
            if abs(datetime.datetime.now(datetime.UTC) - at) > CLOCKS:
                raise BadReceipt("received_at ห่างจากเวลาจริงเกิน 5 นาที", "received_at is more than 5 minutes off.")  # fmt: skip
        except BadReceipt as bad:
            raise Failed(f"ใบรับใช้ไม่ได้: {bad.th}", f"Bad receipt: {bad.en}") from None
        except (ValueError, TypeError):
            raise Failed("ใบรับใช้ไม่ได้: received_at อ่านไม่ได้", "Bad receipt: received_at cannot be read.") from None  # fmt: skip

    def refused(self, code: str, answer: Answer) -> None:
        """Raise Failed unless it was refused for this reason, in the form of a problem."""
        wanted = KINDS[code].status
        if answer.status != wanted or answer.members.get("code") != code:
            raise _instead(answer, f"{wanted} {code}", f"{wanted} {code}")
        if answer.content_type != PROBLEM_TYPE:
            raise Failed(
                f"Content-Type เป็น {answer.content_type or '-'} ต้องเป็น {PROBLEM_TYPE}",
                f"The Content-Type is {answer.content_type or '-'}, not {PROBLEM_TYPE}.",
            )
        if not isinstance(answer.members.get("title"), str) or answer.members.get("retry") is not KINDS[code].again:  # fmt: skip
            raise Failed(
                f"ต้องมี title และ retry เป็น {str(KINDS[code].again).lower()}",
                f"It needs a title, and retry must be {str(KINDS[code].again).lower()}.",
            )

    def _agency_key(self, kid: str) -> Ed25519PublicKey:
        if kid not in self.agency_keys:
            raise BadReceipt(
                "ลงนามด้วยกุญแจที่หน่วยงานไม่ได้ให้ไว้",
                "It is signed with a key that the agency did not give.",
            )
        return self.agency_keys[kid]


def _members(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _instead(answer: Answer, th: str, en: str) -> Failed:
    code = answer.members.get("code")
    plain = code if isinstance(code, str) and len(code) <= 40 and code.isascii() else ""
    said = f"{answer.status} {plain}".strip()
    return Failed(f"ตอบ {said} แต่ต้องเป็น {th}", f"It answered {said} instead of {en}.")
