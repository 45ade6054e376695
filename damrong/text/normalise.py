"""A normalised view of a text that maps every position back to what the citizen typed.

The original text is never changed: detectors read the view and report spans of the original.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from damrong.text.digits import to_arabic

# Same length: digits, unusual spaces, dashes and full-width forms.
_ONE_TO_ONE = {ord(c): " " for c in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"}
_ONE_TO_ONE |= {ord(c): " " for c in "\u2008\u2009\u200a\u202f\u205f\u3000\t"}
_ONE_TO_ONE |= {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"}
_ONE_TO_ONE |= {0xFF01 + i: chr(0x21 + i) for i in range(94) if 0xFF01 + i != 0xFF0D}

# Signs without a width of their own; the last but one makes a keycap of a digit.
_ZERO_WIDTH = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\u20e3\ufeff"
)
_TONES = "\u0e48-\u0e4b"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_ODD = re.compile(
    f"(?P<gone>[{_ZERO_WIDTH}]+)"
    f"|(?P<am>\u0e4d(?P<tone>[{_TONES}]?)\u0e32)"
    "|(?P<ae>\u0e40\u0e40)"
    f"|(?P<again>(?P<mark>[{_MARKS}])(?P=mark)+)"
)


@dataclass(frozen=True)
class Normalised:
    """A normalised text; `offsets[i]` is where character i begins in the original.

    `ends[i]` is where it ends there, so a span never takes in removed characters beside it.
    """

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Map a half-open span of the view to the original text.

        Raises ValueError where the span does not lie within the view or is empty.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} is not within 0:{len(self.text)}")
        return self.offsets[start], self.ends[end - 1]


def normalise(text: str) -> Normalised:
    """Build the view: Arabic digits, plain spaces and dashes, no zero-width characters.

    Also one ำ for ํา, one แ for เเ, and a repeated vowel or tone mark once.
    """
    same_length = to_arabic(text).translate(_ONE_TO_ONE)
    if not _ODD.search(same_length):
        n = len(text)
        return Normalised(same_length, range(n), range(1, n + 1))
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def take(char: str, start: int, end: int) -> None:
        chars.append(char)
        starts.append(start)
        ends.append(end)

    at = 0
    for odd in _ODD.finditer(same_length):
        for i in range(at, odd.start()):
            take(same_length[i], i, i + 1)
        start, at = odd.span()
        if odd["am"]:
            if odd["tone"]:
                take(odd["tone"], start, start + 2)
                start += 2
            take("\u0e33", start, at)
        elif odd["ae"]:
            take("\u0e41", start, at)
        elif odd["again"]:
            take(odd["mark"], start, at)
    for i in range(at, len(same_length)):
        take(same_length[i], i, i + 1)
    return Normalised("".join(chars), starts, ends)
