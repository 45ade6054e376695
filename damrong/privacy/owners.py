"""Whose data a span is: the complainant's, a third person's, or an official's in his role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from damrong.privacy.spans import NAME_TYPES, Span
from damrong.privacy.titles import OFFICIAL_ROLES

_SELF = re.compile(
    r"(?:ผู้ร้อง(?:เรียน|ทุกข์)?|ผู้แจ้ง|ข้าพเจ้า|กระผม|ดิฉัน|ผม|หนู|ฉัน|เรา)\s?(?:คือ|ชื่อ|เป็น)?\s?$|ลงชื่อ[ .…]*\(?\s?$"
    r"|ขอแสดงความนับถือ\s*\(?\s?$|ชื่อผู้ร้อง\s?:?\s?$|ร้อง\s?ชื่อ\s?$|(?:my name is|i am)\s$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:คน(?:ขาย|ทวง|ทำ|ขับ|โกง|ร้าย|รับ)|เจ้าของ|เพื่อนบ้าน|นายจ้าง|ลูก|เมีย|ผัว|สามี|ภรรยา|พ่อ|แม่|แฟน|น้อง|พี่|ลุง|ป้า"
    r"|มัน|เขา|ผู้ถูก|จำเลย|คู่กรณี|ผู้ต้องหา|ลูกหนี้|เจ้าหนี้|ท้าวแชร์|ร้าน|บริษัท)\S{0,12}\s?\S{0,8}\s?$"
)
_ROLE = "|".join(re.escape(role) for role in sorted(OFFICIAL_ROLES, key=len, reverse=True))
_ROLE_BEFORE = re.compile(rf"(?:{_ROLE})\S{{0,24}}\s?(?:ชื่อ|คือ)?\s?$")
_ROLE_AFTER = re.compile(rf"\s?(?:ตำแหน่ง|ซึ่งเป็น|เป็น)?\s?(?:{_ROLE})")
_RANK = re.compile(r"(?:พล|พ|ร|ส|จ|ด)\.\s?[ตส]\.|ดาบ|ร้อยตำรวจ|พันตำรวจ|สิบตำรวจ")
_PAY_TO = re.compile(r"โอน|ส่งเงิน|ให้จ่าย|มิจ|หลอก|แอด")
_MINE = re.compile(r"(?:ของ)?(?:ผม|หนู|ฉัน|กระผม|ดิฉัน|ข้าพเจ้า|ตัวเอง|ผู้ร้อง)\S{0,6}\s?$")
_SOMEBODY = re.compile(
    r"ผม|หนู|ดิฉัน|ฉัน|ข้าพเจ้า|กระผม|แม่|พ่อ|ยาย|ปู่|ย่า|ลูก|เมีย|สามี|ภรรยา|แฟน|พี่|น้อง|ลุง|ป้า|น้า|หลาน|คน"
)
_MYSELF = re.compile(r"ผม|หนู|ดิฉัน|ฉัน|ข้าพเจ้า|กระผม")
_COMPLAINANTS_OWN = frozenset({"national_id", "phone", "email", "line_id", "address", "date_of_birth",
                               "passport", "land_deed", "other_id", "gps", "bank_account",
                               "credit_card"})  # fmt: skip


def assign_owners(text: str, spans: Sequence[Span]) -> list[Span]:
    """Give each span its owner, from the words around it and the names beside it."""
    owned: list[Span] = []
    for i, span in enumerate(spans):
        if span.type in NAME_TYPES:
            owner = _name_owner(text, spans, i)
        else:
            owner = _thing_owner(text, owned, span)
        owned.append(replace(span, owner=owner))
    return owned


def _name_owner(text: str, spans: Sequence[Span], i: int) -> str:
    span = spans[i]
    before = text[max(0, span.start - 40) : span.start]
    name = text[span.start : span.end]
    if _SELF.search(before):
        return "complainant"
    if span.type == "nickname" and not _signs(text, spans, i):
        return "official-in-role" if _ROLE_BEFORE.match(name) else "third-person"
    if _signs(text, spans, i) and not _OTHER.search(before):
        return "complainant"
    if _RANK.match(name) or _ROLE_BEFORE.search(before) or _ROLE_AFTER.match(text, span.end):
        return "official-in-role"
    return "third-person"


def _signs(text: str, spans: Sequence[Span], i: int) -> bool:
    """Whether only the sender's own contact data follows, as under a letter."""
    rest_start = spans[i].end
    gaps: list[str] = []
    for later in spans[i + 1 :]:
        if later.start - rest_start > 12:
            return False
        gaps.append(text[rest_start : later.start])
        rest_start = later.end
    gaps.append(text[rest_start:])
    return sum(len(gap.strip()) for gap in gaps) <= 16


def _thing_owner(text: str, before_spans: Sequence[Span], span: Span) -> str:
    before = text[max(0, span.start - 30) : span.start]
    if span.type == "health":
        nearest = list(_SOMEBODY.finditer(before))
        return "complainant" if nearest and _MYSELF.match(nearest[-1].group()) else "third-person"
    if _MINE.search(before):
        return "complainant"
    beside = before_spans[-1] if before_spans and span.start - before_spans[-1].end <= 12 else None
    if beside is not None and span.type != "bank_account":
        return beside.owner
    if span.type == "plate":
        return "official-in-role" if text.startswith("โล่", span.start) else "third-person"
    if _PAY_TO.search(before) or _OTHER.search(before):
        return "third-person"
    return "complainant" if span.type in _COMPLAINANTS_OWN else "third-person"
