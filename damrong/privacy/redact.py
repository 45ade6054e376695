"""Hide personal data behind markers that leave the story readable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from damrong.privacy.names import bare_name
from damrong.privacy.spans import NAME_TYPES, SECTION_26, Span, found

MARKERS: dict[str, str] = {
    "national_id": "เลขประจำตัวประชาชน",
    "phone": "เบอร์โทรศัพท์",
    "email": "อีเมล",
    "line_id": "ไอดีไลน์",
    "bank_account": "เลขบัญชี",
    "address": "ที่อยู่",
    "plate": "ทะเบียนรถ",
    "land_deed": "เลขเอกสารที่ดิน",
    "passport": "เลขหนังสือเดินทาง",
    "gps": "พิกัด",
    "date_of_birth": "วันเกิด",
    "health": "ข้อมูลสุขภาพ",
    "other_id": "หมายเลขประจำตัวอื่น",
    "credit_card": "เลขบัตรชำระเงิน",
    "criminal_record": "ประวัติอาชญากรรม",
    "sexual_life": "ข้อมูลทางเพศ",
    "religion": "ความเชื่อทางศาสนา",
    "politics": "ความคิดเห็นทางการเมือง",
    "union": "ข้อมูลสหภาพแรงงาน",
    "ethnicity": "เชื้อชาติหรือเผ่าพันธุ์",
    "biometric": "ข้อมูลชีวภาพ",
    "quasi_id": "รายละเอียดที่ปิดไว้",
}
PERSON_MARKER = "บุคคล"
BLOCK = "█"
# ฃ and ฅ are no longer written, so lists skip them.
_LETTERS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
# A shorter string can be part of an ordinary word, so only its own span is hidden.
_REPEAT_FROM = 5


@dataclass(frozen=True)
class Replacement:
    """`start`:`end` of the original became `new_start`:`new_end` of the redacted text."""

    start: int
    end: int
    new_start: int
    new_end: int
    span: Span


@dataclass(frozen=True)
class Redacted:
    """A redacted text and where each marker stands."""

    text: str
    replacements: tuple[Replacement, ...]


@dataclass
class Persons:
    """Which letter stands for whom, over all texts that are redacted with the same one.

    `letters` gives the order in which letters are handed out, by default ก, ข, ค and so on.
    """

    letters: Callable[[int], str] | None = None
    known: list[tuple[str, str]] = field(default_factory=list)

    def letter(self, name: str) -> str:
        """The letter of the person of this name; a given name alone joins a full one."""
        given, _, family = " ".join(bare_name(name).split()).partition(" ")
        for i, (other_given, other_family) in enumerate(self.known):
            if given == other_given and (not family or not other_family or family == other_family):
                self.known[i] = (given, family or other_family)
                return self._letter(i)
        self.known.append((given, family))
        return self._letter(len(self.known) - 1)

    def _letter(self, index: int) -> str:
        return (self.letters or ordinal_letter)(index)


def ordinal_letter(index: int) -> str:
    """ก, ข, ... ฮ, กก, กข ...: the letter of the person with this index, counted from 0."""
    if index < len(_LETTERS):
        return _LETTERS[index]
    return ordinal_letter(index // len(_LETTERS) - 1) + _LETTERS[index % len(_LETTERS)]


def redact(
    text: str,
    spans: Iterable[Span],
    style: str = "label",
    hide: Callable[[Span], bool] | None = None,
    persons: Persons | None = None,
) -> str:
    """The text with each span replaced: see `redact_with_map`."""
    return redact_with_map(text, spans, style, hide, persons).text


def redact_with_map(
    text: str,
    spans: Iterable[Span],
    style: str = "label",
    hide: Callable[[Span], bool] | None = None,
    persons: Persons | None = None,
) -> Redacted:
    """Replace spans of `text` by markers and say where each went.

    `style` is "label" ([บุคคล ก] for names, the same letter for the same name; the kind of
    data for the rest) or "block" (a bar whose length says nothing). `hide` chooses which spans
    to hide, all by default; letters are given to all names, hidden or not. `persons` carries them
    from one text to the next, so that a letter means one person in all. A hidden string that stands elsewhere in the text too is hidden there as well.
    Overlapping spans are hidden together. Raises ValueError for spans out of bounds or an
    unknown style.
    """
    if style not in ("label", "block"):
        raise ValueError(f"unknown style {style!r}")
    ordered = sorted(spans, key=lambda s: (s.start, -s.end))
    if any(span.end > len(text) for span in ordered):
        raise ValueError("a span ends beyond the text")
    persons = persons or Persons()
    markers = {span: _marker(text, span, style, persons) for span in ordered}
    hidden = [span for span in ordered if hide is None or hide(span)]
    for span, repeat in _repeats(text, hidden):
        markers[repeat] = markers[span]
        hidden.append(repeat)
    return _replace(text, sorted(hidden, key=lambda s: (s.start, -s.end)), markers)


def _marker(text: str, span: Span, style: str, persons: Persons) -> str:
    if span.type in NAME_TYPES:
        letter = persons.letter(text[span.start : span.end])
        label = f"[{PERSON_MARKER} {letter}]"
    else:
        label = f"[{MARKERS[span.type]}]"
    return label if style == "label" else BLOCK * 5


def _repeats(text: str, hidden: list[Span]) -> list[tuple[Span, Span]]:
    repeats: list[tuple[Span, Span]] = []
    seen: set[str] = set()
    for span in hidden:
        value = text[span.start : span.end]
        if len(value) < _REPEAT_FROM or value in seen or span.type in SECTION_26:
            continue
        seen.add(value)
        for match in re.finditer(re.escape(value), text):
            if not any(s.start < match.end() and match.start() < s.end for s in hidden):
                repeats.append((span, found(*match.span(), span.type, span.score, "same-string")))
    return repeats


def _replace(text: str, hidden: list[Span], markers: dict[Span, str]) -> Redacted:
    pieces: list[str] = []
    replacements: list[Replacement] = []
    at = length = 0
    for span in hidden:
        if span.start < at:
            # Overlap: what sticks out goes with the marker already written.
            if span.end > at and replacements:
                last = replacements[-1]
                replacements[-1] = Replacement(
                    last.start, span.end, last.new_start, last.new_end, last.span
                )
                at = span.end
            continue
        kept, marker = text[at : span.start], markers[span]
        pieces += (kept, marker)
        new_start = length + len(kept)
        length = new_start + len(marker)
        replacements.append(Replacement(span.start, span.end, new_start, length, span))
        at = span.end
    pieces.append(text[at:])
    return Redacted("".join(pieces), tuple(replacements))
