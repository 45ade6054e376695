"""From the names people write to the official code of a place.

Names repeat (795 names of subdistricts do), so a name alone counts only where it is the only one
of its kind within what else was given. Thai and English names and the common prefixes are read.
"""

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from damrong.catalogue.models import Place

LEVELS = ("province", "district", "subdistrict")
_DIGITS = {"province": 2, "district": 4, "subdistrict": 6}
_PREFIXES = {
    "province": re.compile(r"^(?:จังหวัด|จว?\.)"),
    "district": re.compile(r"^(?:กิ่งอำเภอ|กิ่งอ\.|อำเภอ|อ\.|เขต)"),
    "subdistrict": re.compile(r"^(?:ตำบล|ต\.|แขวง)"),
}
_ENGLISH = re.compile(r"^(?:amphoe|tambon|khwaeng)|(?:subdistrict|district|province)$")
_BANGKOK = ("กทม", "กทม.", "กรุงเทพ", "กรุงเทพฯ", "กรุงเทพมหานครฯ", "bangkokmetropolis", "bkk")
_TERM = {
    "province": ("จังหวัด", "province"),
    "district": ("อำเภอหรือเขต", "district"),
    "subdistrict": ("ตำบลหรือแขวง", "subdistrict"),
}
_FRESH_FOR = 300.0  # seconds; an administrator's new name is known to every process after that


class PlaceUnknown(Exception):
    """``level`` says which of the given names cannot be placed."""

    def __init__(self, level: str, code: str, th: str, en: str) -> None:
        super().__init__(f"{level}: {code}")
        self.level, self.code, self.th, self.en = level, code, th, en


@dataclass
class _Index:
    """Every place by code and by name, with when it was read."""

    read_at: float
    codes: dict[str, str] = field(default_factory=dict)  # code → Thai name
    named: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))


_index: _Index | None = None


def place_code(
    code: str = "", *, province: str = "", district: str = "", subdistrict: str = ""
) -> str:
    """The official code (2, 4 or 6 digits) of the smallest place given; "" where nothing was.

    A code and names together must agree. Raises PlaceUnknown with code unknown, ambiguous or
    contradictory.
    """
    index = _read()
    if code and code not in index.codes:
        raise PlaceUnknown(
            "place_code",
            "unknown",
            "ไม่พบรหัสสถานที่นี้ โปรดใช้รหัสของกรมการปกครอง 2, 4 หรือ 6 หลัก",
            "There is no such place code. Use the Interior Ministry's code of 2, 4 or 6 digits.",
        )
    found = code
    for level, name in zip(LEVELS, (province, district, subdistrict), strict=True):
        if name:
            found = _narrowed(index, level, name, found)
    return found


def known(code: str) -> bool:
    """Whether a place has this code."""
    return code in _read().codes


def forget() -> None:
    """Read the places anew at the next question."""
    global _index
    _index = None


def _narrowed(index: _Index, level: str, name: str, found: str) -> str:
    """The longer of what was found before and what this name says, if they agree."""
    matches = index.named.get((level, _plain(level, name)), [])
    if level == "district" and not matches and found:
        # "อำเภอเมือง" is short for "อำเภอเมือง<province>".
        whole = _plain(level, name) + _plain("province", index.codes[found[:2]])
        matches = index.named.get((level, whole), [])
    th, en = _TERM[level]
    if not matches:
        raise PlaceUnknown(
            level,
            "unknown",
            f"ไม่พบชื่อ{th}นี้ โปรดตรวจตัวสะกดหรือเลือกจากรายการ",
            f"There is no {en} of this name. Check its spelling or choose from the list.",
        )
    agreeing = [m for m in matches if m.startswith(found) or found.startswith(m)]
    if not agreeing:
        raise PlaceUnknown(
            level,
            "contradictory",
            f"ชื่อ{th}นี้ไม่อยู่ในพื้นที่ที่ระบุไว้ โปรดตรวจจังหวัด อำเภอ ตำบลให้ตรงกัน",
            f"No {en} of this name lies within the place given. Make province, district and "
            "subdistrict agree.",
        )
    if len(agreeing) > 1:
        raise PlaceUnknown(
            level,
            "ambiguous",
            f"มี{th}ชื่อนี้หลายแห่ง โปรดระบุพื้นที่ที่ใหญ่กว่าด้วย",
            f"Several places of this name exist for the {en}. Please give the larger area too.",
        )
    return max(found, agreeing[0], key=len)


def _read() -> _Index:
    global _index
    if _index is None or time.monotonic() - _index.read_at > _FRESH_FOR:
        _index = _built(Place.objects.values_list("code", "level", "name_th", "name_en"))
    return _index


def _built(rows: Iterable[tuple[str, str, str, str]]) -> _Index:
    index = _Index(time.monotonic())
    for code, level, thai, english in rows:
        index.codes[code] = thai
        for name in {_plain(level, thai), _plain(level, english)}:
            index.named[level, name].append(code)
    for name in _BANGKOK:
        index.named["province", name].append("10")
    return index


def _plain(level: str, name: str) -> str:
    """The form in which names are compared; what was written is kept elsewhere, unaltered."""
    name = unicodedata.normalize("NFC", name).replace("เเ", "แ").replace("ํา", "ำ")
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cf", "Cc", "Zs"}).lower()
    return _ENGLISH.sub("", _PREFIXES[level].sub("", name)).replace("-", "")
