"""Telephone numbers, e-mail addresses and LINE identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from damrong.privacy.cues import nearest_before
from damrong.privacy.spans import Span, found
from damrong.text.digits import spelled_numbers

_SEP = r"[ .\-]{0,3}"
_EXTENSION = r"(?:\s?(?:ต่อ|ext\.?)\s?\d{1,5})?"
# Thai letters count as word characters, so edges are said by what may not stand there.
_MOBILE = re.compile(
    rf"(?<![\d.,])(?:\(?\+?66\)?{_SEP}\(?0?\)?{_SEP}|0{_SEP})[689](?:{_SEP}\d){{8}}(?!\d)"
)
_LANDLINE = re.compile(
    rf"(?<![\d.,\-/])(?:\+66{_SEP}|\(?0)(?:2\)?(?:{_SEP}\d){{7}}|[3-57]\d\)?(?:{_SEP}\d){{6}})(?!\d){_EXTENSION}"
)
_CUED = re.compile(r"(?<!\d)\d(?:[ .\-]{0,2}\d){7,10}(?!\d)")
_FOREIGN = re.compile(r"(?<!\w)\+\d{1,3}(?:[ .\-]?\d){7,12}(?!\d)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+\s?@\s?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}")
_LINE = re.compile(
    r"(?:ไลน์|ไลน(?!์)|line|(?<![a-z])ไอดี)(?:\s?(?:ไอดี|id|ชื่อ|แอด|มา(?:ที่)?|คือ|ที่|oa|official))*[ .:=]{0,3}"
    r"(?P<value>@?[a-z0-9][a-z0-9._\-]{2,29})",
    re.IGNORECASE,
)
_AT_HANDLE = re.compile(r"(?<![A-Za-z0-9._%+\-@])@[A-Za-z0-9][A-Za-z0-9._\-]{2,29}(?![@A-Za-z0-9])")
_NOT_LINE = frozenset({"official", "group", "pay", "man", "line", "today", "bot", "app", "id"})


def find_contacts(text: str) -> Iterator[Span]:
    """Yield contact data in a normalised text; spans may overlap."""
    if any(char.isdigit() for char in text):
        yield from _phones(text)
    for run in spelled_numbers(text, at_least=9):
        if len(run.digits) in (9, 10) and run.digits[0] == "0":
            yield found(run.start, run.end, "phone", 0.97, "phone-spelled")
        elif len(run.digits) != 13:
            kind = "bank_account" if _is_account(text, run.start) else "phone"
            yield found(run.start, run.end, kind, 0.7, "number-spelled")
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield found(*match.span(), "email", 0.99, "email")
    yield from _line_ids(text)


def _is_account(text: str, start: int) -> bool:
    return nearest_before(text, start) == "bank_account"


def _phones(text: str) -> Iterator[Span]:
    for match in _MOBILE.finditer(text):
        yield found(*match.span(), "phone", _phone_score(text, match.start(), 0.95), "mobile")
    for match in _LANDLINE.finditer(text):
        yield found(*match.span(), "phone", _phone_score(text, match.start(), 0.93), "landline")
    for match in _FOREIGN.finditer(text):
        yield found(*match.span(), "phone", 0.9, "phone-foreign")
    for match in _CUED.finditer(text):
        if nearest_before(text, match.start(), window=16) in ("phone", "promptpay"):
            yield found(*match.span(), "phone", 0.75, "phone-cue")


def _phone_score(text: str, start: int, usual: float) -> float:
    # The nearest cue decides between a telephone and an account of ten digits.
    return 0.97 if nearest_before(text, start) in ("phone", "promptpay") else usual


def _line_ids(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        value = match["value"].rstrip(".-_")
        if value.lower() in _NOT_LINE or len(value) < 3:
            continue
        start = match.start("value")
        phone_like = value.isdigit() and len(value) in (9, 10)
        yield found(start, start + len(value), "phone" if phone_like else "line_id", 0.9, "line")
    for match in _AT_HANDLE.finditer(text):
        end = match.start() + len(match.group().rstrip(".-_"))
        yield found(match.start(), end, "line_id", 0.85, "at-handle")
