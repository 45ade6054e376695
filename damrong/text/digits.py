"""Thai digits and spelled-out digit words.

Every conversion of digit characters keeps the length of the text, so offsets stay valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"

_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
_TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)

# โท is how numbers are read aloud on the telephone; นึง and สูญ are common spellings.
DIGIT_WORDS: dict[str, str] = {
    "ศูนย์": "0",
    "สูญ": "0",
    "ศ.": "0",
    "หนึ่ง": "1",
    "นึง": "1",
    "สอง": "2",
    "โท": "2",
    "สาม": "3",
    "สี่": "4",
    "ห้า": "5",
    "หก": "6",
    "เจ็ด": "7",
    "แปด": "8",
    "เก้า": "9",
    **{
        word: str(digit)
        for digit, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        )
    },
}
_WORD = "|".join(sorted(DIGIT_WORDS, key=len, reverse=True))
# "เก้าสองตัว": nine, two of them.
_TIMES = {"สองตัว": 2, "สามตัว": 3}
_REPEATED = "|".join(_TIMES)
_ITEM = re.compile(rf"({_REPEATED}|{_WORD}|\d)", re.IGNORECASE)
_GAP = r"[ \t.,\-/]{0,3}"


@dataclass(frozen=True)
class SpelledNumber:
    """A run of digits of which at least some are spelled out as words."""

    start: int
    end: int
    digits: str


def to_arabic(text: str) -> str:
    """Replace Thai digits by Arabic ones; the length does not change."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """Replace Arabic digits by Thai ones; the length does not change."""
    return text.translate(_TO_THAI)


def spelled_numbers(text: str, at_least: int = 7) -> Iterator[SpelledNumber]:
    """Yield runs of at least `at_least` digits that contain spelled-out digit words.

    Words and digit characters may be mixed ("ศูนย์แปด1สองสามสี่..."). Runs that are
    digit characters only are left to the callers' own patterns. `text` must hold Arabic digits.
    """
    pattern = re.compile(
        rf"(?:{_WORD}|\d)(?:{_GAP}(?:{_REPEATED}|{_WORD}|\d)){{{max(1, at_least - 3)},}}",
        re.IGNORECASE,
    )
    for run in pattern.finditer(text):
        parts = _ITEM.findall(run.group())
        if sum(not part.isdigit() for part in parts) < 2:
            continue
        digits = ""
        for part in parts:
            if part in _TIMES:
                digits += digits[-1] * (_TIMES[part] - 1)
            else:
                digits += DIGIT_WORDS.get(part.lower(), part)
        if len(digits) >= at_least:
            yield SpelledNumber(run.start(), run.end(), digits)
