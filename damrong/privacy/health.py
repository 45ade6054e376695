"""Health facts that are tied to somebody in the story (section 26 of the PDPA)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from damrong.privacy.spans import Span, found

_FACT = re.compile(
    r"(?:ป่วย(?:เป็น|ด้วย)?|เป็น|ติดเชื้อ|เสียชีวิตด้วย)?\s?(?:โรค)?"
    r"(?:มะเร็ง\S{0,8}|เอชไอวี|เอดส์|hiv|เบาหวาน|ความดัน(?:โลหิต)?สูง|จิตเภท|จิตเวช|ซึมเศร้า|ไบโพลาร์|ไตวาย\S{0,8}|ฟอกไต|ล้างไต"
    r"|อัมพาต|อัมพฤกษ์|วัณโรค|ลมชัก|ออทิสติก|สมาธิสั้น|ดาวน์ซินโดรม|สโตรก|เส้นเลือดในสมอง(?:ตีบ|แตก)|หลอดเลือดสมอง"
    r"|หัวใจ(?:ขาดเลือด|วาย|โต|ล้มเหลว)|กล้ามเนื้อหัวใจ\S{0,8}|เนื้องอก\S{0,8}|อัลไซเมอร์|สมองเสื่อม|พาร์กินสัน|ตับแข็ง|หอบหืด|ลูคีเมีย)"
    r"|(?:นอน)?ติดเตียง|ตั้งครรภ์(?:\s?\d+\s?เดือน)?|ท้อง(?:ได้|\s?)\s?\d+\s?เดือน|แท้งลูก|ตาบอด|หูหนวก|ขาขาด|แขนขาด|ขาหัก|แขนหัก|กระดูกหัก|สมองพิการ|พิการ(?!ทาง(?=เท้า))"
    r"|เลือดออกใน\S{0,6}|โคม่า|ผ่าตัด\S{0,8}|ให้คีโม|แพ้ยา\S{0,8}|แผลกดทับ|ตรวจพบเชื้อ\S{0,8}",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"แม่|พ่อ|ยาย|ตา(?=ผม|หนู|ฉัน|ของ|\s)|ย่า|ปู่|ลูก|เมีย|ผัว|สามี|ภรรยา|แฟน|พี่|น้อง|ลุง|ป้า|น้า|หลาน|ผม|ดิฉัน|หนู|ฉัน|ข้าพเจ้า|กระผม"
    r"|คนไข้|ผู้ป่วย|เพื่อน|เด็ก|นาย|นาง|เขา|แก(?=เป็น|ป่วย|\s)|ผู้ร้อง|ญาติ|บุตร|บิดา|มารดา|ผู้ต้องขัง|คนงาน"
)
# What serves the many is nobody's health: a parking bay, a card, a centre, a campaign.
_OF_MANY = re.compile(
    r"(?:ที่จอดรถ|ห้องน้ำ|ทางลาด|สำหรับ|ศูนย์|คลินิก|โรงพยาบาล|รณรงค์|เบี้ย|สมาคม|มูลนิธิ)\S{0,6}$"
)
_SCORE = 0.92  # above the name model's: "แม่ติดเตียง" is no name
_WINDOW = 45  # characters before the fact in which the person is named


def find_health(text: str) -> Iterator[Span]:
    """Yield health facts of a normalised text with somebody shortly before them."""
    for fact in _FACT.finditer(text):
        before = text[max(0, fact.start() - _WINDOW) : fact.start()]
        if _PERSON.search(before) and not _OF_MANY.search(before):
            yield found(fact.start(), fact.end(), "health", _SCORE, "health")
