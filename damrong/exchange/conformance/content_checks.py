"""What may be said: form, size, encryption, and for whom."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from damrong.exchange.conformance.check import Checks, NotAsked
from damrong.exchange.conformance.probe import WORDS, Failed, Probe, Unreachable
from damrong.exchange.protocol import BODY_LIMIT, CONTENT_TYPE, HUB, SEALED_TYPE, Type, write
from damrong.exchange.sealing import seal

CONTENT_CHECKS = Checks()
_owes = CONTENT_CHECKS.owes
_SCHEMA = (
    "ตรวจข้อความกับ JSON Schema ที่ HUB/exchange/v1/schemas ก่อนรับ",
    "Check each message by the JSON Schema at HUB/exchange/v1/schemas before you take it.",
)


def _refuses(probe: Probe, code: str, body: bytes) -> None:
    probe.refused(code, probe.post(body))


def _changed(probe: Probe, **change: Any) -> bytes:
    envelope = json.loads(probe.referral(probe.matter()))
    return json.dumps(envelope | change, ensure_ascii=False).encode()


@_owes("not_json", "One envelope", "ไม่ใช่ JSON ไม่รับ", "What is no JSON is refused.", mend=_SCHEMA)
def _not_json(probe: Probe) -> None:
    _refuses(probe, "json", b"\xff\xfe<xml/>")


@_owes("member_twice", "One envelope", "ช่องซ้ำสองครั้ง ไม่รับ", "A member twice is refused.", mend=_SCHEMA)  # fmt: skip
def _member_twice(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    _refuses(probe, "json", body.replace(b'"specversion"', b'"id": "x", "specversion"', 1))


@_owes("shape", "One envelope", "ซองไม่ครบ ไม่รับ", "An envelope without an id is refused.", mend=_SCHEMA)  # fmt: skip
def _shape(probe: Probe) -> None:
    _refuses(probe, "shape", _changed(probe, id=None))


@_owes("unknown_type", "What is said", "ชนิดที่ไม่รู้จัก ไม่รับ", "An unknown type is refused.", mend=_SCHEMA)  # fmt: skip
def _unknown_type(probe: Probe) -> None:
    _refuses(probe, "type_unknown", _changed(probe, type="th.go.moi.damrong.gossip"))


@_owes(
    "data_digest", "One envelope", "datadigest ไม่ตรง ไม่รับ", "A wrong datadigest is refused.",
    mend=("คำนวณ SHA-256 ของ data ในรูปไบต์เดียว (เรียงกุญแจ ไม่มีช่องว่าง UTF-8) เทียบกับ datadigest",
          "Hold the SHA-256 of data in its one byte form against datadigest."),
)  # fmt: skip
def _data_digest(probe: Probe) -> None:
    _refuses(probe, "data_digest", _changed(probe, datadigest="0" * 64))


@_owes("data", "What is said", "ข้อมูลไม่ตามสคีมา ไม่รับ", "Data of the wrong schema is refused.", mend=_SCHEMA)  # fmt: skip
def _data(probe: Probe) -> None:
    matter = probe.matter()
    probe.taken(probe.referral(matter))
    wrong = probe.message(Type.SEND_BACK, {"instruct": WORDS}, matter.subject, matter.next())
    _refuses(probe, "data", wrong)


@_owes(
    "not_for_us", "One envelope", "ข้อความถึงหน่วยงานอื่น ไม่รับ",
    "A message for another agency is refused.",
    mend=("ตรวจว่า recipient เป็นรหัสของท่าน", "Check that the recipient is your code."),
)  # fmt: skip
def _not_for_us(probe: Probe) -> None:
    _refuses(probe, "not_for_us", _changed(probe, recipient="ELSEWHERE"))


@_owes(
    "not_the_centre", "One envelope", "source ไม่ใช่เจ้าของกุญแจ ไม่รับ",
    "A source that is not the key's owner is refused.",
    mend=("ตรวจว่า source เป็นผู้ที่กุญแจลงนามเป็นของเขา", "Check that the source owns the key that signed."),
)  # fmt: skip
def _not_the_centre(probe: Probe) -> None:
    matter = probe.matter()
    body = write(
        Type.SEND_BACK, {"instruction": WORDS}, source="ELSEWHERE", recipient=probe.code,
        subject=matter.subject, sequence=1,
    )  # fmt: skip
    _refuses(probe, "not_yours", body)


@_owes(
    "content_type", "One envelope", "Content-Type อื่น ไม่รับ", "Another content type is refused.",
    mend=(f"รับเฉพาะ {CONTENT_TYPE} และ {SEALED_TYPE}", f"Take {CONTENT_TYPE} and {SEALED_TYPE} only."),
)  # fmt: skip
def _content_type(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    probe.refused("content_type", probe.post(body, probe.signed(body, content_type="text/plain")))


@_owes(
    "circle", "Circles", "เรื่องที่เคยผ่านท่านแล้ว ไม่รับซ้ำ",
    "A matter that passed through you before is refused.",
    mend=("ปฏิเสธเมื่อรหัสของท่านอยู่ใน hops", "Refuse it where your code stands among the hops."),
)  # fmt: skip
def _circle(probe: Probe) -> None:
    _refuses(probe, "looped", probe.referral(probe.matter(), hops=(probe.code, HUB)))


@_owes(
    "large", "One envelope", "รับข้อความได้ถึง 2 MiB", "A message of just under 2 MiB is taken.",
    mend=("ตั้งขีดจำกัดของเว็บเซิร์ฟเวอร์และพร็อกซีเป็น 2 MiB", "Set the limit of web server and proxy to 2 MiB."),
)  # fmt: skip
def _large(probe: Probe) -> None:
    room = BODY_LIMIT - len(probe.referral(probe.matter(), words=""))
    probe.taken(probe.referral(probe.matter(), words="ก" * (room // 3)))


@_owes(
    "too_large", "One envelope", "เกิน 2 MiB ไม่รับ", "A message of more than 2 MiB is refused.",
    mend=("ตอบ 413 too_large เมื่อเนื้อหาเกิน 2 MiB", "Answer 413 too_large for a body of more than 2 MiB."),
)  # fmt: skip
def _too_large(probe: Probe) -> None:
    body = probe.referral(probe.matter(), words="ก" * (BODY_LIMIT // 3 + 1))
    try:
        _refuses(probe, "too_large", body)
    except Unreachable:
        return  # it hung up in the middle of it, which refuses it as well


@_owes(
    "encrypted", "Signatures", "เปิดข้อความที่เข้ารหัสถึงท่าน และลงใบรับเหนือข้อความนั้น",
    "What is encrypted to you is opened, and the receipt is over the message inside.",
    mend=("ถอดรหัส JWE (ECDH-ES+A256KW, A256GCM) ด้วยกุญแจ X25519 แล้วลงใบรับเหนือข้อความข้างใน",
          "Open the JWE (ECDH-ES+A256KW, A256GCM) with your X25519 key; sign for the message inside."),
)  # fmt: skip
def _encrypted(probe: Probe) -> None:
    key = _agreed_key(probe)
    plain = probe.referral(probe.matter())
    body = seal(plain, key, content=CONTENT_TYPE).encode()
    probe.taken(body, probe.signed(body, content_type=SEALED_TYPE), plain=plain)


@_owes(
    "encrypted_to_another", "Signatures", "เข้ารหัสถึงผู้อื่น ไม่รับ",
    "What is encrypted to somebody else is refused.",
    mend=("ตอบ 422 data เมื่อเปิดไม่ได้", "Answer 422 data where it cannot be opened."),
)  # fmt: skip
def _encrypted_to_another(probe: Probe) -> None:
    _agreed_key(probe)
    plain = probe.referral(probe.matter())
    other = X25519PrivateKey.generate().public_key()
    body = seal(plain, other, content=CONTENT_TYPE).encode()
    probe.refused("data", probe.post(body, probe.signed(body, content_type=SEALED_TYPE)))


def _agreed_key(probe: Probe) -> Any:
    if probe.opening_key is not None:
        return probe.opening_key
    if probe.encrypted:
        raise Failed(
            "ข้อตกลงให้เข้ารหัส แต่ไม่มีกุญแจ X25519 (use enc)",
            "The agreement asks for encryption, but there is no X25519 key (use enc).",
        )
    raise NotAsked("ไม่มีกุญแจเข้ารหัส และข้อตกลงไม่ได้กำหนด", "No encryption key, and none is asked for.")
