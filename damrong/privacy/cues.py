"""Cue words near a number: what the writer says the number is."""

from __future__ import annotations

import re

_ID = r"บัตรประชาชน|บัตร\s?ปชช?|ปชช\.?|เลขประจำตัว|เลขบัตร|บัตรประจำตัว|ประกันสังคม|ต่างด้าว|บัตรชมพู|id\s?card|citizen\s?id"
CUES: dict[str, str] = {
    "not_personal": r"พัสดุ|tracking|แทร็ก|ems|เลขที่หนังสือ|หนังสือที่|ที่\s?มท|นิติบุคคล|ผู้เสียภาษี|isbn|บาร์โค้ด|บาร์โค๊ด|มิเตอร์",
    "national_id": _ID,
    "phone": r"โทร(?:ศัพท์)?\.?|เบอร์|มือถือ|ติดต่อ|ต่อสาย|call|tel\.?|phone|mobile|☎|📞",
    "bank_account": r"บัญชี|บช\.?|โอน(?:เงิน)?(?:เข้า|ไป|ให้|มา)?|ธนาคาร|ธ\.|account|a/c",
    "promptpay": r"พร้อมเพย์|พร้อมเพ|promptpay",
    "passport": r"พาสปอร์ต|พาสปอต|หนังสือเดินทาง|passport",
    "credit_card": r"บัตรเครดิต|บัตรเดบิต|เลขบัตร\s?atm|credit|debit|visa|mastercard",
    "plate": r"ทะเบียน|ป้าย|รถ\S{0,12}|เก๋ง|กระบะ|มอเตอร์ไซ\S{0,4}|มอไซ\S{0,3}|แท็กซี่|วิน|หัวลาก|หาง(?:พ่วง)?|พ่วง|สิบล้อ|หกล้อ",
    "land_deed": r"โฉนด(?:ที่ดิน)?|น\.?\s?ส\.?\s?[34]|ส\.?ป\.?ก\.?|สค\.?1|ระวาง|เลขที่ดิน",
    "other_id": r"(?<![a-z])hn(?![a-z])|รหัสนักศึกษา|เลขคดี|คดีหมายเลข|เลขที่สัญญา|สัญญาเลขที่|สมาชิกเลขที่|รหัส|กรมธรรม์|ใบขับขี่",
}
_ANY = re.compile("|".join(f"(?P<{name}>{words})" for name, words in CUES.items()), re.IGNORECASE)


def nearest_before(text: str, start: int, window: int = 30) -> str | None:
    """The kind of the last cue word within `window` characters before `start`, or None."""
    last: str | None = None
    for match in _ANY.finditer(text, max(0, start - window), start):
        last = match.lastgroup
    return last


def has_before(text: str, start: int, kind: str, window: int = 30) -> bool:
    """Whether a cue of this kind stands within `window` characters before `start`."""
    return any(
        match.lastgroup == kind for match in _ANY.finditer(text, max(0, start - window), start)
    )
