"""Who may speak: signatures that hold, and those that do not."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from damrong.exchange.conformance.check import Checks
from damrong.exchange.conformance.probe import Failed, Probe
from damrong.exchange.protocol import CONTENT_TYPE
from damrong.exchange.signing import sign

SIGNATURE_CHECKS = Checks()
_owes = SIGNATURE_CHECKS.owes
_VERIFY = (
    "ตรวจลายมือชื่อ RFC 9421 ก่อนอ่านเนื้อหาทุกครั้ง ด้วยกุญแจที่ศูนย์ประกาศเท่านั้น",
    "Verify the RFC 9421 signature before you read anything, with the centre's published keys alone.",
)


@_owes(
    "receipt", "Receipts", "ข้อความที่ลงนามถูกต้อง ได้ 201 และใบรับที่ลงนาม",
    "A message that is signed well gets 201 and a signed receipt.",
    mend=("ตอบ 201 ด้วย {\"receipt\": JWS} ที่ลงนามเหนือ SHA-256 ของเนื้อหาตามที่ได้รับทุกไบต์",
          "Answer 201 with {\"receipt\": JWS}, signed over the SHA-256 of the body as it came, byte for byte."),
)  # fmt: skip
def _receipt(probe: Probe) -> None:
    probe.taken(probe.referral(probe.matter()))


@_owes(
    "clock", "Signatures", "นาฬิกาต่างกันไม่เกิน 60 วินาทียังรับ", "Clocks may differ by 45 seconds.",
    mend=("ยอมให้ created ล้ำหน้าได้ 60 วินาที และตั้งนาฬิกาด้วย NTP",
          "Allow created to lie 60 seconds ahead, and set the clock by NTP."),
)  # fmt: skip
def _clock(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    probe.taken(body, probe.signed(body, late=-0.75))


@_owes("unsigned", "Signatures", "ไม่ลงนาม ไม่รับ", "What is not signed is refused.", mend=_VERIFY)
def _unsigned(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    probe.refused("unsigned", probe.post(body, {"Content-Type": CONTENT_TYPE}))


@_owes(
    "wrong_signature", "Signatures", "ลายมือชื่อผิด ไม่รับ", "A wrong signature is refused.",
    mend=_VERIFY,
)  # fmt: skip
def _wrong_signature(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    headers = probe.signed(body) | {"Signature": f"damrong=:{'A' * 86}==:"}
    probe.refused("signature", probe.post(body, headers))


@_owes(
    "stranger", "Signatures", "กุญแจที่ศูนย์ไม่ได้ประกาศ ไม่รับ",
    "A key that the centre did not publish is refused.", mend=_VERIFY,
)  # fmt: skip
def _stranger(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    headers = sign(probe.url, body, Ed25519PrivateKey.generate(), content_type=CONTENT_TYPE)
    probe.refused("unknown_key", probe.post(body, headers))


@_owes(
    "other_body", "Signatures", "เนื้อหาไม่ตรงกับ Content-Digest ไม่รับ",
    "A body that is not the one signed is refused.",
    mend=("คำนวณ SHA-256 ของเนื้อหาจริงเทียบกับ Content-Digest ที่ลงนาม",
          "Hold the SHA-256 of the real body against the signed Content-Digest."),
)  # fmt: skip
def _other_body(probe: Probe) -> None:
    matter = probe.matter()
    first, second = probe.referral(matter), probe.referral(matter)
    probe.refused("content_digest", probe.post(second, probe.signed(first)))


@_owes(
    "other_address", "Signatures", "ลายมือชื่อของที่อยู่อื่น ไม่รับ",
    "A signature made for another address is refused.",
    mend=("ตรวจ @authority และ @path ตามที่อยู่จริงของท่าน รวมเมื่ออยู่หลังพร็อกซี",
          "Verify @authority and @path as your real address has them, behind a proxy too."),
)  # fmt: skip
def _other_address(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    headers = sign("https://elsewhere.example/messages", body, probe.key, content_type=CONTENT_TYPE)
    probe.refused("signature", probe.post(body, headers))


_AGE = (
    "ปฏิเสธเมื่อ expires ผ่านไปแล้ว หรือ created ห่างจากเวลาปัจจุบันเกินกำหนด",
    "Refuse once expires has passed, or where created lies too far from now.",
)


@_owes("expired", "Signatures", "ลายมือชื่อหมดอายุ ไม่รับ", "An expired signature is refused.", mend=_AGE)
def _expired(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    probe.refused("stale", probe.post(body, probe.signed(body, late=20)))


@_owes("future", "Signatures", "ลายมือชื่อจากอนาคต ไม่รับ", "A signature of the future is refused.", mend=_AGE)  # fmt: skip
def _future(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    probe.refused("stale", probe.post(body, probe.signed(body, late=-20)))


@_owes(
    "replayed", "Signatures", "คำขอเดิมทั้งคำขอ (nonce เดิม) ไม่รับซ้ำ",
    "The very same request, with the same nonce, is refused the second time.",
    mend=("เก็บ nonce ไว้จนลายมือชื่อหมดอายุ และปฏิเสธเมื่อพบซ้ำ",
          "Keep each nonce until its signature expires, and refuse it the second time."),
)  # fmt: skip
def _replayed(probe: Probe) -> None:
    body = probe.referral(probe.matter())
    headers = probe.signed(body)
    probe.taken(body, headers)
    probe.refused("replayed", probe.post(body, headers))


@_owes(
    "time", "Signatures", "ตอบภายในเวลาที่กำหนด", "It answers in time.",
    mend=("รับข้อความ เก็บ และลงนามก่อน แล้วจึงทำงานอื่นเบื้องหลัง",
          "Take the message, keep it and sign; do all other work afterwards."),
)  # fmt: skip
def _time(probe: Probe) -> None:
    took = []
    for _ in range(3):
        answer = probe.post(probe.referral(probe.matter()))
        took.append(answer.seconds)
    middle = sorted(took)[1]
    if middle > probe.slowest:
        raise Failed(
            f"ใช้เวลา {middle:.1f} วินาที กำหนดไม่เกิน {probe.slowest:g} วินาที",
            f"It took {middle:.1f} seconds; at most {probe.slowest:g} are allowed.",
        )
