"""The last look at a text before it leaves: does anything personal-looking remain?

Written apart from the detectors, shares none of their code, and is stricter: a false alarm costs
an officer a glance, a miss can't be taken back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NUMBER_WORDS = "ศูนย์|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|โท(?!ร)"
_WORDS_AT_LEAST = 4
_DATE_OR_TIME = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}(?:T[\d:.+Z]+)?|\d{1,2}[:.]\d{2}(?: ?น\.| ?-|:\d{2})"
)
_MONEY = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![\d,])")
_LONG_NUMBER = re.compile(r"\d(?:[ \-–—./()_*·]{0,3}\d){8,}")
_WORD_NUMBER = re.compile(rf"(?:(?:{_NUMBER_WORDS}|\d)[ \-,.]{{0,2}}){{7,}}")
_ONE_WORD = re.compile(_NUMBER_WORDS)
_MAIL = re.compile(
    r"[\w.+\-]+ ?(?:@|\(at\)|\[at\]) ?[a-z0-9\-]+(?:\.| dot )[a-z]{2,}", re.ASCII | re.I
)
_HANDLE = re.compile(r"@[a-z0-9_.\-]{3,}", re.I | re.ASCII)
_LATIN_CODE = re.compile(r"(?<![a-z0-9])[a-z]{1,2}\d{6,8}(?![a-z0-9])", re.I | re.ASCII)
_TITLED = re.compile(
    r"(?:นางสาว|นาง(?!ฟ้า|สาว)|นาย(?!อำเภอ|กรัฐ|กเทศ|ก อ|กอบ|ก(?= )|จ้าง|ทะเบียน|หน้า|ทุน|ตำรวจ|แพทย์|ช่าง|ประกัน)"
    r"|น\.ส\.|ด\.[ชญ]\.|เด็กชาย|เด็กหญิง|[รพสจ]\.ต\.[อทต]\.|พล\.ต\.[อทต]\.|ด\.ต\.|นพ\.|พญ\.)"
    r" ?(?P<name>[ก-ฮเ-ไ][ก-๎]{2,})"
)
_CALLED = re.compile(r"(?:ชื่อเล่น|ชื่อจริง|ชื่อ-สกุล|ชื่อ-นามสกุล|มีชื่อว่า)[ :]*(?P<name>[ก-ฮเ-ไ][ก-๎]{2,})")
_HOUSE = re.compile(
    r"(?:บ้านเลขที่|เลขที่บ้าน|ห้องเลขที่)[ :]*\d{1,5}(?:/\d{1,5})?|(?<![\d/])\d{1,4}/\d{1,4} ?(?:หมู่|ม\.|ซ\.|ซอย|ถ\.)"
)
_COORDINATES = re.compile(
    r"(?<!\d)(?:[5-9]|1\d|2[01])\.\d{3,}[ ,]+(?:9[7-9]|10[0-6])\.\d{3,}|goo\.gl/|google\.\w+/maps",
    re.I,
)
_PLATE = re.compile(r"ทะเบียน(?:รถ)? ?\d?[ก-ฮ]{1,3} ?-?\d{1,4}(?!\d)")
_PATTERNS = (
    ("email", _MAIL), ("handle", _HANDLE), ("code", _LATIN_CODE),
    ("title_and_name", _TITLED), ("called", _CALLED), ("house", _HOUSE),
    ("coordinates", _COORDINATES), ("plate", _PLATE),
)  # fmt: skip
_FORBIDDEN_TITLES = re.compile(
    r"^(?:นางสาว|นาง|นาย|น\.ส\.|ด\.[ชญ]\.|เด็กชาย|เด็กหญิง|(?:[ก-ฮ]{1,3}\.){1,3})\s?"
)
_NAME_PART = 4
_IGNORED = re.compile(r"[\s\-–—./()_,:]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something personal-looking left at `start`:`end`; `kind` never holds the text itself."""

    start: int
    end: int
    kind: str


def unexplained(
    text: str, allowed: Sequence[str] = (), forbidden: Sequence[str] = ()
) -> list[Finding]:
    """What still looks personal in an outgoing text, in text order.

    `allowed`: strings that may stand (our own case number, an agency's telephone).
    `forbidden`: identities known to belong to the case; each is looked for whatever its spaces,
    dashes, digits' script or letter case, names also by given and family name alone, and no
    allowance covers them.
    """
    folded, origin = _fold(text)
    excused = [m.span() for a in allowed if a for m in re.finditer(re.escape(_fold(a)[0]), folded)]
    findings = {
        Finding(origin[start], origin[end - 1] + 1, kind)
        for kind, start, end in _shapes(folded)
        if not any(a <= start and end <= b for a, b in excused)
    }
    findings |= {
        Finding(origin[start], origin[end - 1] + 1, "known_identity")
        for start, end in _known(folded, forbidden)
    }
    return sorted(findings, key=lambda f: (f.start, f.end, f.kind))


def _fold(text: str) -> tuple[str, list[int]]:
    """Lower case, compatibility forms, plain digits, no format characters; with origins."""
    chars: list[str] = []
    origin: list[int] = []
    for i, char in enumerate(text):
        if unicodedata.category(char) == "Cf":
            continue
        digit = unicodedata.digit(char, None)
        plain = str(digit) if digit is not None else unicodedata.normalize("NFKC", char).lower()
        if char == "\u0e33":
            plain = char  # NFKC would take ำ apart
        chars.extend(plain)
        origin.extend([i] * len(plain))
    return "".join(chars), origin


def _shapes(folded: str) -> Iterator[tuple[str, int, int]]:
    blanked = folded
    for harmless in (_DATE_OR_TIME, _MONEY):
        blanked = harmless.sub(lambda m: "\n" * len(m.group()), blanked)
    for match in _LONG_NUMBER.finditer(blanked):
        yield "long_number", match.start(), match.end()
    for match in _WORD_NUMBER.finditer(blanked):
        # Digits alone are judged above.
        if len(_ONE_WORD.findall(match.group())) >= _WORDS_AT_LEAST:
            yield "number_in_words", match.start(), match.end()
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            yield kind, match.start(), match.end()


def _known(folded: str, forbidden: Sequence[str]) -> Iterator[tuple[int, int]]:
    kept = [i for i, char in enumerate(folded) if not _IGNORED.fullmatch(char)]
    squeezed = "".join(folded[i] for i in kept)
    for needle in {n for identity in forbidden for n in _needles(identity)}:
        for match in re.finditer(re.escape(needle), squeezed):
            yield kept[match.start()], kept[match.end() - 1] + 1


def _needles(identity: str) -> Iterator[str]:
    plain = _fold(identity)[0].strip()
    bare = _FORBIDDEN_TITLES.sub("", plain)
    for form in (plain, bare):
        squeezed = _IGNORED.sub("", form)
        if len(squeezed) >= 2:
            yield squeezed
    if not any(char.isdigit() for char in bare):
        for part in bare.split():
            if len(part) >= _NAME_PART:
                yield part
