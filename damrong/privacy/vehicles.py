"""Vehicle registration plates, with their province, and police shield numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from damrong.privacy.cues import has_before
from damrong.privacy.provinces import ABBREVIATION_PATTERN, PROVINCE_PATTERN
from damrong.privacy.spans import Span, found

_THAI = r"ก-ฮะ-ฺเ-๎"
_PROVINCE = rf"(?:[ ,\n]{{0,2}}(?:จ\.|จังหวัด)?\s?(?:{PROVINCE_PATTERN}|{ABBREVIATION_PATTERN}(?![{_THAI}.])))"
# Cars 1กก 1234, motorcycles กกก 123, older lorries 80-1234.
_LETTERS = r"(?P<letters>(?:\d ?)?[ก-ฮ]{2,3})(?:[ .\-–\n]{0,3})(?P<number>\d{1,4})(?![\d/.,]\d|\d|[ก-ฮ]{2,3}[ .\-]{0,3}\d)"
_CAR = re.compile(rf"(?<![\d/.]){_LETTERS}(?P<province>{_PROVINCE})?")
# Right after the cue letters may be glued to it, stand alone, or follow a digit and a space.
_AFTER_CUE = re.compile(
    rf"(?:ทะเบียน(?:รถ)?|ป้าย(?:แดง|ดำ|เหลือง)?)[ :]{{0,3}}(?P<plate>\d? ?[ก-ฮ]{{1,3}}[ .\-]{{0,3}}\d{{1,4}}(?![\d/.,]\d|\d){_PROVINCE}?)"
)
# What a witness kept of a plate: "กข ลงท้าย 89", "กข xx12", digits said as words.
_PART = re.compile(
    rf"(?:ทะเบียน(?:รถ)?|ป้าย)[ :]{{0,3}}(?P<plate>\d? ?[ก-ฮ]{{2,3}} ?(?:(?:ลงท้าย(?:ด้วย)?|ขึ้นต้น(?:ด้วย)?) ?\d{{1,4}}|(?=[\dxX*]*\d)[\dxX*]{{3,4}}(?!\d)){_PROVINCE}?)"
)
_ABROAD = re.compile(
    r"(?:(?:ทะเบียน|ป้าย)[ก-๎]{0,12}[ :]{0,3}(?P<cued>[A-Z]{1,3} ?-?\d{1,4}(?: ?[A-Z](?![A-Za-z]))?)(?![A-Za-z\d])"
    r"|(?<![A-Z])(?P<named>[A-Z]{1,3} ?-?\d{1,4})(?= ?(?:ป้าย|ทะเบียน)? ?(?:มาเลเซีย|มาเล|สิงคโปร์|กัมพูชา|ลาว|พม่า|จีน))"
    r"|(?P<lao>[ກ-ຮ]{2} ?\d{4}))"
)
_LORRY = re.compile(rf"(?<![\d\-/])\d{{2}}\s?-\s?\d{{4}}(?![\d\-/])(?P<province>{_PROVINCE})?")
_BARE_NUMBER = re.compile(
    rf"(?:ป้าย)?ทะเบียน(?:รถ)?(?:เลข(?:ที่)?)?\s?(?P<plate>\d{{3,4}}(?![\d/]){_PROVINCE}?)"
)
_CUE_RIGHT_BEFORE = re.compile(r"(?:ทะเบียน|ป้าย|เลข|รถ|เก๋ง|กระบะ|ขับ|ขี่|คัน)$")
_SEEN = re.compile(r"(?:เห็น|จำ|จด)(?:แค่|แต่|ได้|ได้แค่|ได้แต่|ทะเบียน)\s?$")
_SHIELD = re.compile(r"โล่(?:เลขที่|ห์|หมายเลข)?\s?\d{4,6}(?!\d)")
_NOT_PLATES = frozenset({"มท", "นส", "สค", "ทบ", "พศ", "คศ", "ศธ", "สธ", "อว", "นร", "กค", "มค", "กพ",
                         "มีค", "เมย", "พค", "มิย", "กย", "ตค", "พย", "ธค"})  # fmt: skip


def find_vehicles(text: str) -> Iterator[Span]:
    """Yield plates in a normalised text; letters and digits alone need a cue or a province."""
    if not any(char.isdigit() for char in text):
        return
    for match in _CAR.finditer(text):
        span = _car(text, match)
        if span:
            yield span
    for pattern in (_AFTER_CUE, _PART):
        for match in pattern.finditer(text):
            yield from _after_cue(match)
    for match in _ABROAD.finditer(text):
        yield found(*match.span(match.lastgroup or 0), "plate", 0.9, "plate-abroad")
    for match in _LORRY.finditer(text):
        if match["province"] or has_before(text, match.start(), "plate", 20):
            yield found(*match.span(), "plate", 0.9, "plate-lorry")
    for match in _BARE_NUMBER.finditer(text):
        yield found(*match.span("plate"), "plate", 0.8, "plate-bare")
    for match in _SHIELD.finditer(text):
        yield found(*match.span(), "plate", 0.9, "shield")


def _after_cue(match: re.Match[str]) -> Iterator[Span]:
    letters = re.sub(r"[^ก-ฮ]", "", match["plate"])
    if letters not in _NOT_PLATES:
        yield found(*match.span("plate"), "plate", 0.975, "plate-after-cue")


def _car(text: str, match: re.Match[str]) -> Span | None:
    start = match.start()
    cued = has_before(text, start, "plate", 24)
    before = text[start - 1] if start else " "
    glued = re.match(rf"[{_THAI}]", before) is not None
    letters = match["letters"].lstrip("0123456789 ")
    named = _CUE_RIGHT_BEFORE.search(text[max(0, start - 8) : start].rstrip()) is not None
    if letters in _NOT_PLATES and not (cued and (match["province"] or named)):
        return None
    # "ทะเบียนกก1234": only right after the cue itself may letters be glued.
    if glued and not named:
        return None
    if _SEEN.search(text[max(0, start - 14) : start]):
        cued = True
    if cued and match["province"]:
        return found(*match.span(), "plate", 0.97, "plate")
    if cued:
        return found(*match.span(), "plate", 0.92, "plate-cue")
    if match["province"] and len(match["number"]) >= 2:
        return found(*match.span(), "plate", 0.9, "plate-province")
    if match["letters"][0].isdigit() and len(match["number"]) >= 3:
        return found(*match.span(), "plate", 0.85, "plate-shape")
    return None
