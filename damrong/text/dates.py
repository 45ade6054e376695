"""Thai dates: reading what people write, in Buddhist or Gregorian years, and printing them."""

from __future__ import annotations

import re
from datetime import date

from damrong.text.digits import to_arabic, to_thai

BUDDHIST_OFFSET = 543
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip

# Years that a paper handled here may carry: 1800-2200, or the same in the Buddhist era.
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_ERA = {"พ.ศ.": BUDDHIST_OFFSET, "พ.ศ": BUDDHIST_OFFSET, "พศ": BUDDHIST_OFFSET,
        "ค.ศ.": 0, "ค.ศ": 0, "คศ": 0}  # fmt: skip


def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for number, (long, short) in enumerate(zip(MONTHS, MONTHS_SHORT, strict=True), start=1):
        bare = short.replace(".", "")
        names |= {long: number, short: number, short[:-1]: number, bare: number}
        names[long.removesuffix("คม").removesuffix("ยน").removesuffix("พันธ์")] = number
    return names


MONTH_NUMBERS = _month_names()
MONTH_PATTERN = "|".join(re.escape(n) for n in sorted(MONTH_NUMBERS, key=len, reverse=True))
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_NAMED = re.compile(
    rf"(\d{{1,2}})\s*(?:เดือน)?\s*({MONTH_PATTERN})\s*"
    r"(?:(พ\.?ศ\.?|ค\.?ศ\.?)\s*)?(\d{4})"
)
_SHORT_YEAR = re.compile(
    rf"\d{{1,2}}\s*(?:[/.\-]\s*\d{{1,2}}\s*[/.\-]|{MONTH_PATTERN})\s*'?\d{{2}}"
)


class DateError(ValueError):
    """The words are no date, or could be more than one; a message in Thai and in English."""

    def __init__(self, message_th: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_th = message_th
        self.message_en = message_en


def parse_date(text: str) -> date:
    """Read one date: ISO, day/month/year, or day and Thai month; Thai digits are welcome.

    A year from 2343 up is Buddhist, one up to 2200 Gregorian, unless พ.ศ. or ค.ศ. says which.
    Raises DateError for anything impossible, and for two-digit years, which are ambiguous.
    """
    words = to_arabic(text).strip().removeprefix("วันที่").strip()
    if match := _ISO.fullmatch(words):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(words):
        return _date(int(match[4]), int(match[3]), int(match[1]))
    if match := _NAMED.fullmatch(words):
        return _date(int(match[4]), MONTH_NUMBERS[match[2]], int(match[1]), match[3])
    if _SHORT_YEAR.fullmatch(words):
        raise DateError(
            "ปีสองหลักตีความได้หลายแบบ กรุณาระบุปีสี่หลัก เช่น ๒๕๖๙",
            "A two-digit year is ambiguous. Please give four digits, for example 2569.",
        )
    raise DateError(
        "อ่านวันที่ไม่ได้ ตัวอย่างที่ถูกต้อง: ๑๒ มี.ค. ๒๕๖๙ หรือ 12/3/2569",
        "This is not a date we can read. Examples: 12 มี.ค. 2569, 12/3/2569, 2026-03-12.",
    )


def format_thai_date(day: date, thai_digits: bool = False, short: bool = False) -> str:
    """Write a date with its Thai month and Buddhist year, as official papers do."""
    months = MONTHS_SHORT if short else MONTHS
    words = f"{day.day} {months[day.month - 1]} {day.year + BUDDHIST_OFFSET}"
    return to_thai(words) if thai_digits else words


def _date(year: int, month: int, day: int, era: str | None = None) -> date:
    if era is not None:
        gregorian = year - _ERA[era]
    elif year >= _FIRST_YEAR + BUDDHIST_OFFSET:
        gregorian = year - BUDDHIST_OFFSET
    else:
        gregorian = year
    if not _FIRST_YEAR <= gregorian <= _LAST_YEAR:
        raise DateError(
            f"ปี {year} ไม่ใช่ปีที่เป็นไปได้ กรุณาตรวจ พ.ศ. หรือ ค.ศ.",
            f"The year {year} is not plausible. Please check Buddhist or Gregorian era.",
        )
    try:
        return date(gregorian, month, day)
    except ValueError as error:
        raise DateError(
            "ไม่มีวันที่นี้ในปฏิทิน กรุณาตรวจวันและเดือน",
            "There is no such day in the calendar. Please check the day and the month.",
        ) from error
