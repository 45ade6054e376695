"""Dates of birth: a date that the writer says somebody was born on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from damrong.privacy.spans import Span, found
from damrong.text.dates import MONTH_PATTERN

_ENGLISH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE = (
    rf"(?:\d{{1,2}}\s{{0,2}}(?:เดือน\s?)?(?:{MONTH_PATTERN})\s?(?:ปี\s?)?(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s?(?:\d{{4}}|\d{{2}}(?!\d))"
    r"|(?:พ\.?ศ\.?|ค\.?ศ\.?|ปี)?\s?(?:2[45]\d\d|19\d\d|20[012]\d)(?![\d/.\-])"
    rf"|\d{{1,2}}\s(?:{_ENGLISH})[a-z]*\.?,?\s\d{{4}}|(?:{_ENGLISH})[a-z]*\.?\s\d{{1,2}},?\s\d{{4}}"
    r"|\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2})"
)
_BORN = re.compile(
    r"(?P<cue>วันเกิด|วัน/?เดือน/?ปี\s?เกิด|ว\.?/?ด\.?/?ป\.?\s?เกิด|ว/ด/ป|วดป\.?\s?เกิด|dob|date of birth|born(?: on)?|สูติบัตร(?:ระบุ|ลง|เขียน)?|คลอด(?:ลูก)?|วันเกิด[ก-๎ ]{0,16}(?:ที่ถูก(?:ต้อง)?|จริง)"
    r"|(?<!เหตุ)(?<!เหตุการณ์)(?<!ไฟไหม้)(?<!เรื่อง)(?<!ปัญหา)(?<!ไหม้)(?<!อุบัติเหตุ)เกิด)"
    rf"\s?(?:คือ|เมื่อ|วันที่|เมื่อวันที่|ปี|วัน|ของ[ก-๎]{{1,20}})?[ :]{{0,3}}"
    rf"(?P<date>(?:วันที่\s?|วัน)?(?:(?:อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์)ที่\s?)?{_DATE})",
    re.IGNORECASE,
)
# "12 ต.ค. 2499 ไม่ใช่ 21 ต.ค. 2499"
_OR_ELSE = re.compile(rf"\s?(?:ไม่ใช่|แต่(?:ใน)?[ก-๎]{{0,14}}|เป็น|หรือ)\s?(?:วันที่\s?)?(?P<date>{_DATE})")


def find_dates_of_birth(text: str) -> Iterator[Span]:
    """Yield dates of birth in a normalised text; the cue word itself stays outside."""
    lower = text.lower()
    if not any(cue in lower for cue in ("เกิด", "dob", "birth", "born", "สูติบัตร", "คลอด")):
        return
    for match in _BORN.finditer(text):
        yield found(*match.span("date"), "date_of_birth", 0.955, "born")
        if other := _OR_ELSE.match(text, match.end()):
            yield found(*other.span("date"), "date_of_birth", 0.955, "born")
