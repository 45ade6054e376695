"""Addresses with a house, room or building, coordinates, and land title documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from damrong.privacy.provinces import PROVINCE_PATTERN
from damrong.privacy.spans import Span, found, joined

# A place name ends at a space or where the next part of an address begins.
_NEXT = (
    r"(?:หมู่|ม\.|ซอย|ซ\.|ถนน|ถ\.|ตำบล|ต\.|แขวง|อำเภอ|อ\.|เขต|จังหวัด|จ\.|รหัส|โทร|ครับ|ค่ะ|คะ"
    r"|เป็น|ได้|มี|ไม่|แจ้ง|ขอ|ถูก|กับ|และ|ที่|ซึ่ง|ร้อง|เมื่อ|เบอร์|ติด|ข้าง|ใกล้|หลัง|หน้า|เดือด)"
)
_NAME = rf"(?:(?!{_NEXT})[ก-๎]){{2,28}}(?:-(?:(?!{_NEXT})[ก-๎]){{2,20}})?"
_PLACE = rf"(?:{PROVINCE_PATTERN}|เมือง{_NAME}|เมือง|หน้าเมือง|ในเมือง|ที่วัง|หลัง{_NAME}|{_NAME})"
_HOUSE = r"[Il]?\d{1,5}(?:/\d{1,5}){0,2}(?:-\d{1,4})?(?![\d.,]\d|[/%])"
_SLASHED = r"\d{1,5}/\d{1,5}(?:/\d{1,4}|-\d{1,4})?(?![\d/])(?: ?[ก-ฮ]\.?(?![ก-๎.]))?"
_MOO = r"(?:หมู่(?:ที่|บ้านที่)?\s?\d{1,2}|ม\.\s?\d{1,2}|หมู่(?:ที่)?\s?(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ))(?!\d)"
_SOI = r"(?:ซอย|ซ\.)\s?(?:[ก-๎A-Za-z.]{1,30}(?:\s?\d{1,3}(?:[/\-]\d{1,3})?(?!\d))?|\d{1,3}(?!\d))(?:\s?แยก\s?\d{1,3})?"
_ROAD = rf"(?:ถนน|ถ\.)\s?(?:{_NAME}|{_PLACE})(?:\s?\d{{1,3}}(?![\d/]))?"
_TAMBON = rf"(?:ตำบล|ต\.|แขวง|ต(?=\s))\s?{_PLACE}"
_AMPHOE = rf"(?:อำเภอ|อ\.|เขต|กิ่งอำเภอ)\s?{_PLACE}"
_CHANGWAT = rf"(?:(?:จังหวัด|จ\.)\s?{_PLACE}|{PROVINCE_PATTERN})"
_POSTCODE = r"(?:รหัสไปรษณีย์\s?)?[1-9]\d{4}(?!\d)"
_BUILDING = (
    r"(?:(?:อาคาร|ตึก|ทาวเวอร์|คอนโด(?:มิเนียม)?|แฟลต|หอพัก|อพาร์[ทต]เม[้น]*[ท์นต]*|แมนชั่น)\s?[ก-๎A-Za-z0-9]{1,24}"
    r"|ชั้น\s?(?:ที่\s?)?\d{1,2}|ห้อง\s?(?:เลขที่\s?)?[A-Z]?-?\d{1,5}(?:/\d{1,5})?)"
)
# A building by its kind and name, up to the door: the name may hold spaces and Latin letters.
_BUILT = re.compile(
    r"(?:คอนโด(?:มิเนียม)?|แฟลต|หอ(?:พัก)?|อพาร์[ทต]เม[้น]*[ท์นต]*|แมนชั่น|โรงแรม|รีสอร์ท|บ้านเอื้ออาทร|บ้านมั่นคง|ทาวน์เฮ้?าส์|ทาวน์โฮม"
    r"|ตึกแถว|อาคารพาณิชย์|ห้องแถว|บ้านพัก|บ้านเช่า|บ้านจัดสรร|แพ(?=ที่|เลข| ))"
    r"[ก-๎A-Za-z0-9 ]{0,40}?"
    r"(?:(?:อาคาร|ตึก|ชั้น|เฟส)\s?(?:ที่\s?)?[A-Za-z0-9]{1,3}\s?){0,3}"
    r"(?:ห้อง\s?(?:เลขที่\s?)?[A-Z]?-?\d{1,5}(?:/\d{1,5})?|เลขที่\s?\d{1,5}(?:/\d{1,5})?|หลังที่\s?\d{1,3}|\d{1,5}/\d{1,5})(?![\d,.]\d|\d)"
)
_ROOM_OF = re.compile(
    r"ห้อง\s?(?:เลขที่\s?)?[A-Z]?-?\d{1,5}(?:/\d{1,5})?[ ,]{1,2}(?:เดอะ|คอนโด|หอพัก|แฟลต|แมนชั่น|อาคาร|ตึก|โรงแรม)[ก-๎A-Za-z]{0,24}(?:\s(?:ตึก|อาคาร|ชั้น)\s?\d{1,2})?"
)
# "ข้างบ้านคือ 41/2", "บ้าน 12 หมู่ 5"
_HOME = re.compile(
    r"(?<!หมู่)(?:บ้าน)(?:ผม|หนู|ฉัน|ดิฉัน|เขา|มัน|เรา|ข้างๆ|เช่า)?\s?(?:อยู่|คือ|หลัง|เป็น)?\s?(?P<house>\d{1,4}/\d{1,4}(?![\d/])|\d{1,4}(?=\s?(?:หมู่|ม\.)\s?\d))"
)
_SPELLED_HOUSE = re.compile(
    r"บ้านเลขที่\s?(?:(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|เอ็ด|ยี่|สิบ|ร้อย|พัน|ทับ|ศูนย์)\s?){1,12}"
)
_LATIN = re.compile(
    r"(?<![\d/])\d{1,5}(?:/\d{1,5})?,? (?:Moo|Soi|Road|Rd|Thanon|Village)\b[A-Za-z0-9 ,./\-]{2,80}"
    r"|(?:Room|Apt|Unit|House)\.? (?:no\.? ?)?[A-Z]?\d{1,5}(?:/\d{1,5})?[A-Za-z0-9 ,./\-]{2,60}",
    re.IGNORECASE | re.ASCII,
)
_VILLAGE = rf"(?:หมู่บ้าน|มบ\.|บ้าน|ชุมชน)\s?{_NAME}(?:\s\d{{1,2}}(?![\d/]))?"
_PART = rf"(?:{_MOO}|{_SOI}|{_ROAD}|{_TAMBON}|{_AMPHOE}|{_CHANGWAT}|{_BUILDING}|{_POSTCODE})"
_GAP = r"[ ,\n]{0,3}"
_TAIL = rf"(?:{_GAP}(?:{_VILLAGE}{_GAP}(?={_PART}))?{_PART})"
_LEAD = r"(?:บ้านเลขที่|บ\.\s?เลขที่|ที่อยู่(?:เลขที่|ปัจจุบัน|ตามบัตร)?|อยู่(?:ที่)?บ้านเลขที่|อยู่เลขที่|เลขที่(?:บ้าน)?|ห้อง(?:เลขที่|พัก)?)"

_TAILS = re.compile(rf"{_TAIL}+")
_LED = re.compile(rf"{_LEAD}[ :]{{0,2}}(?P<house>{_HOUSE}){_TAIL}*")
_UNLED = re.compile(
    rf"(?<![\d/.,\-]){_SLASHED}(?:{_GAP}(?:หมู่บ้าน|ม\.){_NAME}(?: \d{{1,2}})?)?{_TAIL}+"
)
_NUMBER_THEN_MOO = re.compile(
    rf"(?<![\d/.,\-])\d{{1,4}}\s?(?:{_MOO}|{_SOI}){_TAIL}+"
    rf"|(?<![\d/.,\-])\d{{1,4}}\s?{_ROAD}{_GAP}{_TAMBON}{_TAIL}*"
)
_ROOM = re.compile(
    rf"ห้อง(?:เลขที่|พัก|ที่)?\s?(?P<room>[A-Z]?-?\d{{1,5}}(?:/\d{{1,5}})?)(?!\s?(?:ชั่วโมง|ห้อง|คน|วัน|บาท|นาที|เดือน)){_TAIL}*"
    rf"|{_BUILDING}\s?ห้อง\s?\d{{1,5}}{_TAIL}*"
)
_HOUSE_LEADS = re.compile(r"บ้าน|อยู่|ห้อง")

_LAT_LON = re.compile(
    r"(?<![\d.])N?(?P<lat>\d{1,2}\.\d{3,10})°?\s?[NnเหนือE]{0,5}\s?[,/ ]\s?(?:lon(?:g)?|ลอง\S{0,5})?[ :]{0,2}E?(?P<lon>\d{2,3}\.\d{3,10})°?(?![\d.])",
    re.IGNORECASE,
)
# Open Location Code ("plus code"): eight of its twenty characters, a plus, two or three more.
_PLUS_CODE = re.compile(r"(?<![A-Z0-9])[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}(?![A-Z0-9])")
_DEGREES = re.compile(
    r"\d{1,2}\s?°\s?\d{1,2}\s?['′]\s?[\d.]{1,7}\s?(?:[\"″]|'')\s?N?[ ,]{0,2}\d{2,3}\s?°\s?\d{1,2}\s?['′]\s?[\d.]{1,7}\s?(?:[\"″]|'')\s?E?"
)
_MAP_LINK = re.compile(
    r"(?:https?://)?(?:maps\.app\.goo\.gl/|goo\.gl/maps/|(?:www\.)?google\.(?:com|co\.th)/maps|maps\.google\.[a-z.]+|maps\.apple\.com|g\.co/kgs/|w3w\.co/)[A-Za-z0-9/?=&@,.%+_\-]*"
)
_UTM = re.compile(r"(?:47|48)\s?[PQN]\s?[ ,]?\d{6}(?:\.\d+)?[ ,]{1,3}\d{6,7}(?:\.\d+)?")

_DEED = re.compile(
    r"(?P<kind>โฉนด(?:ที่ดิน)?|น\.?\s?ส\.?\s?[34](?:\s?\.?\s?[กขจ]\.?)?|นส\s?[34]\s?[กขจ]?|ส\.?\s?ป\.?\s?ก\.?\s?(?:4\s?-\s?01)?(?:\s?[กขคชง](?:\.|(?=\s)))?"
    r"|ส\.?ค\.?\s?1|ภ\.?บ\.?ท\.?\s?5|น\.?ค\.?\s?3|ก\.?ส\.?น\.?\s?5)"
    r"[ :]{0,2}(?:(?:แปลง)?(?:เลขที่|เลข|หมายเลข|ที่|แปลงที่|เล่มที่))?[ :]{0,2}(?P<number>\d{1,6}(?!\d)(?!\s?(?:ปี|ไร่|เดือน|คน|งาน|วัน|บาท|ครั้ง))|\d[\dIlOo]{2,6}(?![\dA-Za-z]))(?:(?:\s?,\s?|\s?และ\s?|\s?กับ\s?)\d{2,6}(?!\d)){0,6}"
    r"(?:[ ,]{0,2}(?:เลขที่ดิน|หน้าสำรวจ|ระวาง|เล่ม(?:ที่)?|หน้า|แปลง(?:เลขที่)?)\s?[\d\- ก-ฮ]{0,4}\s?\d[\d\-/]*){0,4}"
)
_PARCEL = re.compile(
    r"(?:เลขที่ดิน|หน้าสำรวจ|ระวาง(?:เลขที่)?|แปลง(?:เลข)?ที่|เลขสำรวจ|ใบจอง(?:เลขที่)?|ตราจอง(?:เลขที่)?)\s?(?P<number>\d[\d\- IVX/]{0,16}\d|\d)(?!\d)"
    r"|โฉนด(?:ที่ดิน)?(?:ของ)?[ก-๎. ]{2,40}?เลขที่\s?(?P<named>\d{1,6})(?![\d/])|โฉนด_(?P<file>\d{3,6})"
)


def find_places(text: str) -> Iterator[Span]:
    """Yield addresses, coordinates and deeds in a normalised text; spans may overlap."""
    if not any(char.isdigit() for char in text):
        if "goo.gl" in text:
            yield from _coordinates(text)
        if "บ้านเลขที่" in text:
            yield from joined(_addresses(text))
        return
    yield from joined(_addresses(text))
    yield from _coordinates(text)
    yield from _deeds(text)


def _addresses(text: str) -> Iterator[Span]:
    for match in _LED.finditer(text):
        tail = match.end() > match.end("house")
        if tail or "/" in match["house"] or _HOUSE_LEADS.search(match.group()):
            yield found(*match.span(), "address", 0.945, "address")
    for match in _UNLED.finditer(text):
        yield found(*match.span(), "address", 0.9, "address-slash")
    for pattern in (_BUILT, _ROOM_OF, _SPELLED_HOUSE, _LATIN):
        for match in pattern.finditer(text):
            yield found(match.start(), _tail_end(text, match.end()), "address", 0.91, "building")
    for match in _HOME.finditer(text):
        bare = text[match.start() : match.start("house")].strip() == "บ้าน"
        start = match.start() if bare else match.start("house")
        yield found(start, _tail_end(text, match.end("house")), "address", 0.9, "home")
    for match in _NUMBER_THEN_MOO.finditer(text):
        yield found(*match.span(), "address", 0.8, "address-number")
    for match in _ROOM.finditer(text):
        if match["room"] is None or len(match["room"]) >= 2:
            yield found(*match.span(), "address", 0.85, "room")


def _tail_end(text: str, end: int) -> int:
    """Where the parts of an address that follow its house end."""
    tail = _TAILS.match(text, end)
    return tail.end() if tail else end


def _coordinates(text: str) -> Iterator[Span]:
    for match in _LAT_LON.finditer(text):
        if 5 <= float(match["lat"]) <= 21 and 97 <= float(match["lon"]) <= 106:
            yield found(*match.span(), "gps", 0.98, "lat-lon")
    for pattern in (_DEGREES, _UTM, _PLUS_CODE):
        for match in pattern.finditer(text):
            yield found(*match.span(), "gps", 0.95, "coordinates")
    for match in _MAP_LINK.finditer(text):
        yield found(*match.span(), "gps", 0.98, "map-link")


def _deeds(text: str) -> Iterator[Span]:
    for match in _DEED.finditer(text):
        yield found(*match.span(), "land_deed", 0.955, "deed")
    for match in _PARCEL.finditer(text):
        group = match.lastgroup if match.lastgroup in ("named", "file") else 0
        yield found(*match.span(group), "land_deed", 0.95 if group else 0.85, "parcel")
