"""National identity numbers, passports, bank accounts, payment cards and other issued numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from damrong.privacy.cues import has_before, nearest_before
from damrong.privacy.names import AFTER_NAME
from damrong.privacy.spans import Span, found
from damrong.text.digits import spelled_numbers

_SEP = r"[ .\-\n]{0,3}"
_ID_SHAPED = re.compile(
    r"(?<!\d)\d[ \-\n.]{1,3}\d{4}[ \-\n.]{1,3}\d{5}[ \-\n.]{1,3}\d{2}[ \-\n.]{1,3}\d(?!\d)"
)
_ALIEN_SHAPED = re.compile(r"(?<!\d)0{1,2}[ \-]\d{4}[ \-]\d{6}[ \-]\d(?!\d)")
_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_THIRTEEN = re.compile(rf"(?<!\d)(?<!\d\.)\d(?:{_SEP}\d){{12}}(?!{_SEP}\d)")
_ONE_BY_ONE = re.compile(r"\d(?: \d){12}")
_CARD = re.compile(
    r"(?<!\d)(?:\d{4}([ \-]?)\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ \-]?)\d{6}\2\d{5})(?!\d)"
)

_BANK = (
    r"(?:ธนาคาร\s?|ธ\.\s?|แบงก์\s?|แบงค์\s?)?(?:กสิกร(?:ไทย)?|ไทยพาณิชย์|กรุงเทพ(?!มหานคร|ฯ)"
    r"|กรุงไทย|กรุงศรี(?:อยุธยา)?|ออมสิน|ทหารไทย(?:ธนชาต)?|ธนชาต|ธ\.?ก\.?ส\.?|ธอส\.?"
    r"|อาคารสงเคราะห์|เกียรตินาคิน(?:ภัทร)?|ทิสโก้|ยูโอบี|ซีไอเอ็มบี(?:ไทย)?|แลนด์ แอนด์ เฮ้าส์"
    r"|อิสลาม(?:แห่งประเทศไทย)?|ไอซีบีซี|ทีทีบี|TTB|KBANK|SCB|BBL|KTB|BAY|GSB|BAAC|TMB|CIMB|UOB"
    r"|KKP|LH\s?BANK|ทรูมันนี่(?:วอลเล็?ท)?|ทรูวอลเล็?ท)"
)
_LINK = r"(?:[ :,()\n\-]|เลขที่บัญชี|เลขบัญชี|บัญชีเลขที่|บัญชี|เลขที่|เลข|บช\.?|no\.?|สาขา\s?[ก-๙]{2,20}){0,4}"
_ACCOUNT_NUMBER = r"\d(?:[ \-]{0,2}\d){8,14}(?!\d)"
_BANK_FIRST = re.compile(rf"{_BANK}{_LINK}(?<!\d)(?P<number>{_ACCOUNT_NUMBER})", re.IGNORECASE)
# A bank right before a number that is spelled out.
BANK_BEFORE = re.compile(rf"{_BANK}{_LINK}$", re.IGNORECASE)
_ACCOUNT_SHAPED = re.compile(r"(?<![\d\-])\d{3}[ \-]\d[ \-]\d{5}[ \-]\d(?![\d\-])")
_ACCOUNT_BARE = re.compile(r"(?<![\d/])\d(?:[ \-]?\d){9,14}(?![\d/])")
_BANK_AFTER = re.compile(rf"[ ,(]{{0,2}}{_BANK}\)?", re.IGNORECASE)

_PASSPORT = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[ \-]?\d{6,8}(?![A-Za-z0-9])")

_ISSUED = re.compile(
    r"(?:(?<![A-Za-z])(?:HN|AN|VN|PNR|IMEI|booking)(?![A-Za-z])(?:\s?(?:no\.?|number|เลขที่))?"
    r"|รหัสนักศึกษา|รหัสนักเรียน|เลขประจำตัว(?:นักเรียน|นักศึกษา|ผู้ต้องขัง|ผู้ป่วย|พนักงาน|คนพิการ)"
    r"|รหัส(?:พนักงาน|ผู้ต้องขัง|ประจำบ้าน|คนไข้|สมาชิก|ผู้ป่วย)|นช\.\s?เลขที่|เลขผู้ต้องขัง"
    r"|(?:หมายเลข)?คดี(?:หมายเลข)?(?:ดำ|แดง)?(?:ที่|เลขที่)|คดี(?:ดำ|แดง)|เลขคดี"
    r"|(?:เลขที่)?สัญญา(?:กู้)?(?:เลขที่)?|กรมธรรม์(?:เลขที่)?|ใบขับขี่(?:เลขที่)?|ใบอนุญาตขับ(?:รถ|ขี่)(?:เลขที่)?"
    r"|(?:หมายเลข|เลข|รหัส)?ผู้ใช้(?:ไฟ(?:ฟ้า)?|น้ำ(?:ประปา)?)|(?:หมายเลข|เลข)?สมาชิก(?:[ก-๎.]{1,16}(?=\s?เลข|\s\d))?|เลขสมาชิก"
    r"|(?:เลข(?:ที่)?|หมายเลข)(?:ใบ)?(?:คำขอ|คำร้อง|สมัคร|รับแจ้ง(?:ความ)?|แชสซี|แชซซี|ตัวถัง|เครื่องยนต์|วีซ่า|ใบเสร็จ|เคลม)"
    r"|ตั๋วจำนำ(?:เลข)?|ทะเบียน(?:เกษตรกร|ผู้ป่วย|นักเรียน)|บัตรคนพิการ|ใบอนุญาตทำงาน|work\s?permit|ผู้ขอ(?:เลขที่)"
    r"|ทะเบียน(?:เรือ|ปืน|อาวุธปืน)|อาวุธปืน(?:หมายเลข)?(?:ทะเบียน)?(?:เลขที่)?|บัตร(?:ผ่านศึก|ทหารผ่านศึก|ข้าราชการ|สวัสดิการ[ก-๎]{0,8}|สมาชิก)(?:เลขที่)?|ให้รหัส|รหัส(?:ผู้กู้|ลูกหนี้|เกษตรกร|ครัวเรือน|ทะเบียน|G)|เล่ม\s?CI(?:\s?เลขที่)?|หนังสือรับรองบุคคล(?:เลขที่)?|คดี(?:อาญา|แพ่ง)?(?:หมายเลข)(?:ดำ|แดง)ที่"
    r"|เลขที่ผู้ป่วย|รหัสลูกค้า|เลขลูกค้า|เลขผู้ประกันตน|ทะเบียนคนพิการ(?:เลขที่)?)"
    r"[ :.=]{0,3}(?:ที่|เลขที่|คือ|เลข)?\s?"
    r"(?P<value>(?:[ก-ฮ]{1,3}\.?\s?|ปจว\.?\s?(?:ข้อ\s?)?|[A-Z]{1,4}[ \-]?|[ก-ฮ]{1,2}\.)?\d[0-9A-Z]*(?:[/\-][0-9A-Z]+)*"
    r"|(?=[A-Z0-9]*\d)[A-Z0-9]{5,17})",
    re.IGNORECASE,
)
_HOUSE_CODE = re.compile(r"(?<![\d\-])\d{4}-\d{6}-\d(?![\d\-])")
_HANDLE = re.compile(
    r"(?:ชื่อ\s?)?(?:เฟซบุ๊?[กค]|เฟสบุ๊?[กค]|เฟซ|เฟส|facebook|(?<![a-z])fb|ไอจี|(?<![a-z])ig|instagram"
    r"|ติ๊กต็?อก|tiktok|ทวิตเตอร์|ทวิต|twitter|เทเลแกรม|telegram)"
    r"(?:มัน|เขา|เค้า|ผม|หนู|ฉัน|ของ\S{1,6})?(?:\s?ชื่อ(?:ว่า)?)?[ :=]{0,3}"
    r"(?P<value>@?[A-Za-z][A-Za-z0-9._\-]{2,30}(?: [A-Z][A-Za-z0-9._\-]{1,20}){0,2})",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"(?<![A-Za-z])(?:facebook|fb|instagram|tiktok|twitter|x|youtube|t)\.(?:com|me)/(?P<value>[@A-Za-z0-9][A-Za-z0-9._?=&/\-]{2,60})",
    re.IGNORECASE,
)
_ACCOUNT_NAME = re.compile(
    r"(?:เฟซ|เฟส)(?:บุ๊?[กค])?(?:มัน|เขา|เค้า|ผม|หนู|ฉัน)?(?:\s?(?:ใช้)?ชื่อ(?:ว่า)?\s?| )"
    r"(?P<value>[ก-ฮเ-ไ][ก-๎]{1,11} [ก-ฮเ-ไ][ก-๎]{1,11}?)(?=\s|ทัก|โพส|หลอก|ขาย|ลง|มา|$)"
)


def thai_id_checksum_ok(digits: str) -> bool:
    """Whether the 13th digit is right; weak evidence, as one in ten random numbers passes."""
    if len(digits) != 13 or not digits.isdigit():
        return False
    total = sum(int(digit) * (13 - i) for i, digit in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def luhn_ok(digits: str) -> bool:
    """Whether a payment card number's check digit is right (ISO/IEC 7812)."""
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + i % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def find_identifiers(text: str) -> Iterator[Span]:
    """Yield issued numbers in a normalised text; spans may overlap."""
    if any(char.isdigit() for char in text):
        yield from _national_ids(text)
        yield from _cards(text)
        yield from _accounts(text)
        yield from _passports(text)
        yield from _issued(text)
    for handle in _HANDLE.finditer(text):
        yield found(*handle.span("value"), "other_id", 0.86, "handle")
    for profile in _PROFILE.finditer(text):
        yield found(*profile.span("value"), "other_id", 0.9, "profile")
    for name in _ACCOUNT_NAME.finditer(text):
        if not name["value"].startswith(AFTER_NAME):
            yield found(*name.span("value"), "other_id", 0.9, "account-name")


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _national_ids(text: str) -> Iterator[Span]:
    for pattern in (_ID_SHAPED, _ALIEN_SHAPED):
        for match in pattern.finditer(text):
            yield found(*match.span(), "national_id", 0.99, "id-shape")
    for match in _THIRTEEN.finditer(text):
        digits = _digits(match.group())
        cue = nearest_before(text, match.start())
        if cue == "not_personal":
            continue
        cued = cue in ("national_id", "promptpay") or has_before(text, match.start(), "national_id")
        if cued or thai_id_checksum_ok(digits):
            yield found(*match.span(), "national_id", 0.97, "id-digits")
        elif cue is None and (match.group().isdigit() or _ONE_BY_ONE.fullmatch(match.group())):
            # A mistyped identity number is as harmful as a right one; no cue says otherwise.
            yield found(*match.span(), "national_id", 0.55, "id-bare")
    for match in _TWELVE.finditer(text):
        if nearest_before(text, match.start()) == "national_id":  # a digit was left out
            yield found(*match.span(), "national_id", 0.9, "id-short")
    for run in spelled_numbers(text, at_least=13):
        if len(run.digits) == 13:
            yield found(run.start, run.end, "national_id", 0.98, "id-spelled")


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        if luhn_ok(_digits(match.group())) or has_before(text, match.start(), "credit_card"):
            yield found(*match.span(), "credit_card", 0.98, "card")


def _accounts(text: str) -> Iterator[Span]:
    for match in _BANK_FIRST.finditer(text):
        shaped = _ACCOUNT_SHAPED.fullmatch(match["number"]) is not None
        # A bank's name before a mobile number is still a number to pay to.
        yield found(*match.span(), "bank_account", 0.985 if shaped else 0.965, "bank-name")
    for match in _ACCOUNT_SHAPED.finditer(text):
        yield found(
            match.start(), _with_bank(text, match.end()), "bank_account", 0.96, "account-shape"
        )
    for match in _ACCOUNT_BARE.finditer(text):
        if nearest_before(text, match.start()) == "bank_account":
            end = _with_bank(text, match.end())
            yield found(match.start(), end, "bank_account", 0.96, "account-cue")


def _with_bank(text: str, end: int) -> int:
    bank = _BANK_AFTER.match(text, end)
    return bank.end() if bank else end


def _passports(text: str) -> Iterator[Span]:
    for match in _PASSPORT.finditer(text):
        cue = nearest_before(text, match.start())
        thai_shape = re.fullmatch(r"[A-Z]{2}\d{7}", match.group()) is not None
        if cue == "passport" or (thai_shape and cue is None):
            yield found(*match.span(), "passport", 0.97 if cue else 0.7, "passport")


def _issued(text: str) -> Iterator[Span]:
    for match in _ISSUED.finditer(text):
        value = match["value"]
        if _digits(value) and len(value) >= 3:
            yield found(*match.span("value"), "other_id", 0.9, "issued-number")
    for match in _HOUSE_CODE.finditer(text):
        yield found(*match.span(), "other_id", 0.9, "house-code")
