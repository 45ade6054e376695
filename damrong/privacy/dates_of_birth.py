"""Dates of birth: a date that the writer says somebody was born on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from damrong.privacy.spans import Span, found
from damrong.text.dates import MONTH_PATTERN

_DATE = (
    rf"(?:\d{{1,2}}\s?(?:เดือน\s?)?(?:{MONTH_PATTERN})\s?(?:ปี\s?)?(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s?(?:\d{{4}}|\d{{2}}(?!\d))"
    r"|\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2})"
)
_BORN = re.compile(
    r"(?P<cue>วันเกิด|วัน/?เดือน/?ปี\s?เกิด|ว\.?/?ด\.?/?ป\.?\s?เกิด|ว/ด/ป|วดป\.?\s?เกิด|dob|date of birth"
    r"|(?<!เหตุ)(?<!เหตุการณ์)(?<!ไฟไหม้)(?<!เรื่อง)เกิด)"
    rf"\s?(?:คือ|เมื่อ|วันที่|เมื่อวันที่|ของ\S{{1,20}})?[ :]{{0,3}}(?:วันที่\s?)?(?P<date>{_DATE})",
    re.IGNORECASE,
)


def find_dates_of_birth(text: str) -> Iterator[Span]:
    """Yield dates of birth in a normalised text; the cue word itself stays outside."""
    if "เกิด" not in text and "dob" not in text.lower() and "birth" not in text.lower():
        return
    for match in _BORN.finditer(text):
        yield found(*match.span("date"), "date_of_birth", 0.955, "born")
