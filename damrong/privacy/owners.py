"""Whose data a span is: the complainant's, a third person's, or an official's in his role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from damrong.privacy.spans import NAME_TYPES, SECTION_26, Span
from damrong.privacy.titles import OFFICIAL_ROLES

_SELF = re.compile(
    r"(?:ผู้ร้อง(?:เรียน|ทุกข์)?(?:คือ)?\s?[:(]?|ข้าน้อย|ผู้ยื่น(?:คำร้อง)?|เขียนโดย|แจ้งโดย|ลงนาม|ผู้เดือดร้อน|signed,?|จากใจ\S{0,12}|นี่|ผู้แจ้ง|ข้าพเจ้า|กระผม|ดิฉัน|ผม|หนู|ฉัน|เรา)\s?(?:คือ|ชื่อ|เป็น)?\s?:?\s?$|ลงชื่อ[ .…]*\(?\s?$"
    r"|ขอแสดงความนับถือ\s*\(?\s?$|ชื่อผู้ร้อง\s?:?\s?$|ร้อง\s?ชื่อ\s?$|(?:my name is|i am)\s$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:คน(?:ขาย|ทวง|ทำ|ขับ|โกง|ร้าย|รับ)|เจ้าของ|เพื่อนบ้าน|นายจ้าง|ลูก|เมีย|ผัว|สามี|ภรรยา|พ่อ|แม่|แฟน|น้อง|พี่|ลุง|ป้า"
    r"|มัน|เขา|ผู้ถูก|จำเลย|คู่กรณี|ผู้ต้องหา|ลูกหนี้|เจ้าหนี้|ท้าวแชร์|ร้าน|บริษัท)\S{0,12}\s?\S{0,8}\s?$"
)
# "แม่ผมชื่อ", "คนทุบรถผมคือ": somebody of the teller's, or who did it to the teller.
_OF_MINE = re.compile(
    r"(?:แม่|พ่อ|ยาย|ตา|ปู่|ย่า|ลูก|เมีย|ผัว|สามี|ภรรยา|แฟน|พี่|น้อง|ลุง|ป้า|น้า|อา|หลาน|เพื่อน|นายจ้าง|หัวหน้า|เจ้าของ|คน[ก-๎]{1,10}|ผู้[ก-๎]{1,10})"
    r"(?:สาว|ชาย|เขย|สะใภ้|บ้าน|เลี้ยง)?(?:ของ)?(?:กระผม|ผม|หนู|ดิฉัน|ฉัน|ข้าพเจ้า|เรา)\s?(?:ชื่อ|คือ|เป็น)\s?$"
)
# A name told without saying whose: the teller's own, where nobody else is spoken of.
_BARE_NAME = re.compile(r"(?:^|[\s.)])(?:ชื่อ(?:จริง|เล่น|-สกุล|\s?สกุล| นามสกุล)?\s?:?|นามสกุล\s?:?)\s?$")
_SPOKEN_OF = re.compile(
    r"คน|ผู้|เจ้าของ|เขา|มัน|แก|ลูก|พ่อ|แม่|เมีย|ผัว|สามี|ภรรยา|แฟน|เพื่อน|พี่|น้อง|ลุง|ป้า|น้า|ยาย|ตา|ครู|หมอ|ตำรวจ|บัญชี|พยาน|คู่กรณี|เด็ก|นาง|นาย|ช่าง|เจ๊|เฮีย|เสี่ย|พระ"
)
_COMPLAINS = re.compile(r"\s?(?:ขอ)?(?:ร้องเรียน|ร้องทุกข์|ร้องว่า|แจ้งว่า|ขอแจ้ง|ขอร้อง|ขอความ|มีความประสงค์)")
_WE_ARE = re.compile(r"(?:พวกเรา|เราคือ|ตัวแทน)\s?(?:ได้แก่|คือ)?[\s:\-•*]*$")
_ROLE = "|".join(re.escape(role) for role in sorted(OFFICIAL_ROLES, key=len, reverse=True))
_ROLE_BEFORE = re.compile(rf"(?:{_ROLE})\S{{0,24}}\s?(?:ชื่อ|คือ)?\s?$")
# "ตำรวจ" behind a name rather begins the next sentence.
_ROLE_AFTER = re.compile(
    rf"\s?(?:ตำแหน่ง|ซึ่งเป็น|เป็น)\s?(?:{_ROLE})|\s?(?!ตำรวจ|เจ้าหน้าที่|จนท|พนักงานสอบสวนบอก)(?:{_ROLE}|นักวิชาการ|รองนายก|ฝ่าย)"
)
_RANK = re.compile(
    r"(?:พล|พ|ร|ส|จ|ด)\.\s?[ตส]\.|ดาบ|ร้อยตำรวจ|พันตำรวจ|สิบตำรวจ|(?:พล?ต|รต|สต|จส)[อทต]|ดต|ผอ\.|สจ\.|ผกก|แพทย์หญิง|นายแพทย์|นพ\.|พญ\."
)
# An official's role that stands inside the name: กำนันดำ.
_ROLE_IN_NAME = re.compile(
    r"กำนัน|ผู้ใหญ่|ผู้ช่วย|สารวัตร|จ่า|ดาบ|ปลัด|นายก(?=[ก-ฮเ-ไ])|พ่อหลวง|แม่หลวง|ผู้กอง|หมวด|ครู|หมอ|อาจารย์|นายช่าง|พยาบาล"
)
_CHILD = re.compile(r"ด\.?\s?[ชญ]\.?|เด็ก")
# Words that lead to a person who is not the teller.
_LEADS_AWAY = re.compile(
    r"(?:คือ|กับ|และ|ชื่อ|ของ|โดย|ให้|ถึง|หา|มี|พบว่า|ว่า|พบ|จับภาพ|ถูก|โดน|ผ่าน|ติดต่อ(?:ไปที่)?|แต่|จำเลย|ผู้รับเหมา|ผู้ว่าจ้าง|ผู้ให้เช่า|ผู้เช่า|คู่กรณี"
    r"|ลูกหนี้|เจ้าหนี้|พยาน(?:คือ)?|ผู้เสียหาย|ผู้ตาย|เสียชีวิต:|ผู้ปกครอง(?:คือ)?|ทายาท(?:คือ)?|รายชื่อ[ก-๎]{0,14}|ผู้เสียหาย \(?\d?\)?|\d[.)]|[-•]|,)\s?$"
)
_WHAT_SIGNS_SAY = re.compile(
    r"(?:โทร(?:ศัพท์)?|เบอร์(?:กลับ|บ้าน)?|มือถือ|ติดต่อ|ไลน์|อีเมล|ผู้ร้อง(?:เรียน|ทุกข์)?|ผู้แจ้ง|ครับ|ค่ะ|คะ|นะ|ผม|หนู|ที่อยู่|อยู่|ด้วย|และ|หรือ"
    r"|หมู่\s?\d{1,2}|ประธานชุมชน|ตัวแทน\S{0,8}|[\s.,:;/()\-\d])*"
)
_PAY_TO = re.compile(
    r"โอน|ส่งเงิน|ให้จ่าย|จ่ายเข้า|มิจ|หลอก|แอดมิน|แอด|พร้อมเพ|promptpay|วอลเล็ต|ทรูมันนี่|ปลอม|ขู่|ได้รับจาก|โทร(?:มา)?จาก|ข้อความ(?:มา)?จาก|ที่ร้านให้|ว[๊อ]ดแอพ|ทางร้าน"
    r"|คนทวง|เพิ่มเพื่อน|ใช้เมล|บัญชีม้า|เบอร์ยาม|ของมัน|แล้วหาย",
    re.IGNORECASE,
)
_DONE_BY_IT = re.compile(
    r"\s?(?:โทร(?:มา|เข้า)|ส่ง(?:ลิงก์|ข้อความ|ใบ)|ขู่|หลอก|ทวง|ปลอม|ชวน|อ้าง|บล็อก|รับ(?:โอน|สมัคร)|คือคน|เป็น(?:บัญชี|คน)|บัญชีม้า|ของ(?:นายหน้า|แอดมิน|คน|มัน|เขา)"
    r"|บอก(?:ว่า|หนี)|ขาย|ให้กู้|แล้ว(?:ให้|ไม่ตอบ|หาย|ก็)|ถูกนายจ้าง|เบอร์คนทวง|อายัด|ยังรับ|สอง(?:เบอร์)|ฝ่า|ปาด|ไลฟ์|โพสต์|บ้าน(?:มัน|เขา)|และ)"
)
_RECEIVES = re.compile(
    r"รับ(?:เบี้ย|เงินเยียวยา|เงินช่วย)|(?:ไม่มี|ไม่ได้)เงินเข้า|โอนมา(?:ที่|ให้)|ถูกหัก|โดนหัก|บัญชีผม|บัญชีหนู|สมุดบัญชี|(?:ใน|จาก)บัญชี"
)
_MINE = re.compile(r"(?:ของ)?(?:ผม|หนู|ฉัน|กระผม|ดิฉัน|ข้าพเจ้า|ตัวเอง|ผู้ร้อง)\S{0,6}\s?$")
_SOMEBODY = re.compile(
    r"(?:แม่|พ่อ|ยาย|ตา|ปู่|ย่า|ลูก|เมีย|สามี|ภรรยา|แฟน|พี่|น้อง|ลุง|ป้า|น้า|หลาน)(?:สาว|ชาย)?(?:ของ)?(?:ผม|หนู|ดิฉัน|ฉัน|ข้าพเจ้า|กระผม)"
    r"|ผม|หนู|ดิฉัน|ฉัน|ข้าพเจ้า|กระผม|แม่|พ่อ|ยาย|ปู่|ย่า|ลูก|เมีย|สามี|ภรรยา|แฟน|พี่|น้อง|ลุง|ป้า|น้า|หลาน|คน"
)
_MYSELF = re.compile(r"ผม|หนู|ดิฉัน|ฉัน|ข้าพเจ้า|กระผม")
_MINE_AFTER = re.compile(
    r" ?(?:คือ|เป็น|ของ|(?:คือ|เป็น)?(?:ไลน์|เบอร์|เฟซ|เมล))(?:ผม|หนู|ฉัน|ดิฉัน)(?![ก-๎]{0,3}โดน)"
)
_THEIRS = re.compile(
    r"(?:เบอร์|บัตร|ไลน์|เลข|อีเมล|เมล|บ้าน|ที่อยู่|โทรหา|โทร|โฉนด|พาส\S{0,6}|บัญชี|เกิด)?(?:ของ)?(?:แม่|พ่อ|ยาย|ตา|ปู่|ย่า|ลูก(?:สาว|ชาย)?|เมีย|สามี|ภรรยา|แฟน|น้อง(?:ชาย|สาว)?|พี่(?:ชาย|สาว)?"
    r"|ลุง|ป้า|เด็ก|ยาม|เขา|มัน|คนโกง|เจ้าหนี้|นายหน้า|คู่กรณี|บริษัท|แอดมิน|ข้างบ้าน|ผู้ต้องสงสัย|ผู้จัดการ[ก-๎]{0,10}|ห้องข้างๆ)(?:แก|ที่หาย|เลขที่|พักที่|คือ|เลข|เกิด|เมื่อ|ชื่อ)?\s?(?:คือ|เลข|เมื่อ)?\s?$"
)
_PUBLIC_CAR = re.compile(r"รถ(?:หลวง|ขยะ|ผู้ใหญ่|กำนัน|ราชการ|ตำรวจ|เทศบาล|อบต|ดับเพลิง|นายก)")
_A_STORY = 40  # characters before a name from which it may be a signature
_A_FEW_WORDS = 16  # characters behind it that a signature may be followed by
_BESIDE_SENDER = frozenset({"phone", "address"})
_JOINED = re.compile(r"\s?(?:และ|กับ|,|\n\s?[\-•*])\s?")
_COMPLAINANTS_OWN = frozenset({"national_id", "phone", "email", "line_id", "address", "date_of_birth",
                               "passport", "land_deed", "other_id", "gps",
                               "credit_card"})  # fmt: skip


def assign_owners(text: str, spans: Sequence[Span]) -> list[Span]:
    """Give each span its owner, from the words around it and the names beside it."""
    owned: list[Span] = []
    for i, span in enumerate(spans):
        if span.type in NAME_TYPES:
            owner = _name_owner(text, spans, i)
            if _complains_with(text, owned, span):
                owner = "complainant"
        else:
            owner = _thing_owner(text, owned, span)
        owned.append(replace(span, owner=owner))
    return owned


def _complains_with(text: str, before_spans: Sequence[Span], span: Span) -> bool:
    """Whether "and" joins a name to a complainant's."""
    last = before_spans[-1] if before_spans else None
    return (
        last is not None
        and last.type in NAME_TYPES
        and last.owner == "complainant"
        and _JOINED.fullmatch(text, last.end, span.start) is not None
    )


def _name_owner(text: str, spans: Sequence[Span], i: int) -> str:
    span = spans[i]
    before = text[max(0, span.start - 40) : span.start]
    name = text[span.start : span.end]
    if _OF_MINE.search(before):
        return "third-person"
    if _SELF.search(before) or _WE_ARE.search(before):
        return "complainant"
    if _BARE_NAME.search(before) and not _SPOKEN_OF.search(before[:-3]):
        return "complainant"
    if _COMPLAINS.match(text, span.end) and not _ROLE_IN_NAME.match(name):
        return "complainant"
    if _CHILD.match(name):
        return "third-person"
    if _signs(text, spans, i):
        return "complainant"
    if _ROLE_IN_NAME.match(name):
        return "official-in-role"
    if span.type == "nickname" and not _ROLE_BEFORE.search(before):
        return "official-in-role" if _ROLE_BEFORE.match(name) else "third-person"
    if _RANK.match(name) or _ROLE_BEFORE.search(before) or _ROLE_AFTER.match(text, span.end):
        return "official-in-role"
    return "third-person"


def _signs(text: str, spans: Sequence[Span], i: int) -> bool:
    """Whether a name stands apart at the end, with only the sender's own contact data behind it."""
    span, before = spans[i], text[: spans[i].start]
    own_follows = (
        i + 1 < len(spans)
        and spans[i + 1].type in _BESIDE_SENDER
        and spans[i + 1].start - span.end <= 8
    )
    if not before:
        return own_follows
    if not before[-1].isspace() and before[-1] not in "(:":
        return False
    if _LEADS_AWAY.search(before[-30:]):
        return False
    told = len(before.strip()) >= _A_STORY  # what ends a story is its teller
    if not told and _OTHER.search(before[-40:]):
        return False
    if told and own_follows:
        return True
    if i and spans[i - 1].type in NAME_TYPES and span.start - spans[i - 1].end <= 6:
        return False  # one of a list
    rest_start = span.end
    gaps: list[str] = []
    for later in spans[i + 1 :]:
        if later.start - rest_start > 12 or later.type in NAME_TYPES:
            return False
        gaps.append(text[rest_start : later.start])
        rest_start = later.end
    gaps.append(text[rest_start:])
    if told and sum(len(gap.strip()) for gap in gaps) <= _A_FEW_WORDS:
        return True
    return all(_WHAT_SIGNS_SAY.fullmatch(gap) for gap in gaps)


def _plate_owner(text: str, before: str, span: Span) -> str:
    if text.startswith("โล่", span.start) or _PUBLIC_CAR.search(before):
        return "official-in-role"
    return "third-person"


def _thing_owner(text: str, before_spans: Sequence[Span], span: Span) -> str:
    nearest_end = before_spans[-1].end if before_spans else 0
    before = text[max(nearest_end, span.start - 30) : span.start]
    if span.type in SECTION_26:
        nearest = list(_SOMEBODY.finditer(before))
        return "complainant" if nearest and _MYSELF.match(nearest[-1].group()) else "third-person"
    after = text[span.end : span.end + 16]
    if _MINE.search(before) or _MINE_AFTER.match(after):
        return "complainant"
    if span.type == "plate":
        return _plate_owner(text, before, span)
    if _THEIRS.search(before):
        return "third-person"
    beside = before_spans[-1] if before_spans and span.start - before_spans[-1].end <= 12 else None
    if beside is not None and span.type != "bank_account":
        return beside.owner
    if span.type == "bank_account" and _RECEIVES.search(
        text[max(0, span.start - 40) : span.end + 24]
    ):
        return "complainant"
    if _PAY_TO.search(before) or _OTHER.search(before) or _DONE_BY_IT.match(after):
        return "third-person"
    return "complainant" if span.type in _COMPLAINANTS_OWN else "third-person"
