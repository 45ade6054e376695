"""Telephone numbers, e-mail addresses and LINE identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from damrong.privacy.cues import nearest_before
from damrong.privacy.identifiers import BANK_BEFORE
from damrong.privacy.spans import Span, found
from damrong.text.digits import spelled_numbers

# Between the digits of a number people put anything that is no letter.
_SEP = r"(?:[ .\-–_*/()\n]{0,3}| ?(?:เว้น(?:วรรค)?|ขีด) ?)"
# An extension, or the last digits of the numbers next to it ("044-123456-7").
_EXTENSION = r"(?:\s?(?:ต่อ|ext\.?)\s?\d{1,5}|\s?[\-/]\s?\d{1,2}(?![\d/\-]))?"
# Thai letters count as word characters, so edges are said by what may not stand there.
_MOBILE = re.compile(
    rf"(?<![\d.])(?<!\d,\d\d\d,)(?<![A-Za-z0-9][\-/])(?:\(?(?:\+|00)?66\)?{_SEP}\(?0?\)?{_SEP}|\(?[0Oo]{_SEP})[689](?:{_SEP}[\dIlOo]){{8}}(?![\dA-Za-z]){_EXTENSION}"
)
_LANDLINE = re.compile(
    rf"(?<![\d.\-/])(?<!\d,\d\d\d,)(?:\(?\+66\)?{_SEP}|\(?0-?)(?:2\)?(?:{_SEP}\d){{7}}|[3-57]\d\)?(?:{_SEP}\d){{6}})(?!\d){_EXTENSION}"
)
# A digit was left out of a mobile number, or it is one of before 2006.
_SHORT = re.compile(r"(?<![\d.,/\-])0[689]\d{7}(?![\d/\-])")
_CUED = re.compile(r"(?<!\d)\d(?:[ .\-_*/]{0,2}\d){7,10}(?!\d)")
_FOREIGN = re.compile(r"(?<![A-Za-z0-9])\+\d{1,3}(?:[ .\-]{0,2}\d){7,12}(?!\d)")
# Written around ("at", "[at]"), broken over lines, or with a comma for the dot.
_AT = r"(?:\s?@\s?|\s?[\[(]\s?(?:at|แอท)\s?[\])]\s?)"
_EMAIL = re.compile(
    rf"[A-Za-z0-9._%+\-]+{_AT}[A-Za-z0-9\-]+(?:[.,][A-Za-z0-9\-]+)*[.,][A-Za-z]{{2,}}"
    r"|[A-Za-z0-9._%+\-]+(?: dot [a-z0-9]+)* at [a-z0-9\-]+(?: dot [a-z]{2,})+"
    r"|[ก-๎A-Za-z0-9._\-]+@[ก-๎A-Za-z0-9\-]+\.[ก-๎]{2,}",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?:ไลน์|ไลน(?!์)|(?<![ก-๎])ไล(?= )|line(?!\.me)|(?<![a-z])ไอดี|แอดมิน|แอด)"
    r"(?:\s?(?:ไอดี|id|ชื่อ|แอด|มา(?:ที่)?|คือ|ที่|oa|official|ไลน์|ครับ|ค่ะ|ของ|มัน|เขา|เค้า|ผม|หนู|ฉัน|เรา))*[ .:=\n]{0,3}"
    r"(?P<value>@?[a-z0-9][a-z0-9._\-]{2,29})"
    r"|line\.me/(?:ti/p|R/ti/p)/(?P<linked>[~@%A-Za-z0-9._\-]{3,40})"
    r"|(?<![A-Za-z0-9._%+@/\-])(?P<before>(?=[a-z0-9._\-]*[a-z])[a-z0-9][a-z0-9._\-]{3,29})\s?(?:คือ|เป็น)(?:ไอดี)?ไลน์",
    re.IGNORECASE,
)
_AT_HANDLE = re.compile(r"(?<![A-Za-z0-9._%+\-@])@[A-Za-z0-9][A-Za-z0-9._\-]{2,29}(?![@A-Za-z0-9])")
_NETWORK = re.compile(
    r"เฟซ|เฟส|ไอจี|ติ๊ก|ทวิต|เทเลแกรม|ยูทูบ|บัญชี\s?x|facebook|fb|ig|instagram|tiktok|twitter|telegram|youtube",
    re.IGNORECASE,
)
_NOT_LINE = frozenset({"official", "group", "pay", "man", "line", "today", "bot", "app", "id"})


def find_contacts(text: str) -> Iterator[Span]:
    """Yield contact data in a normalised text; spans may overlap."""
    if any(char.isdigit() for char in text):
        yield from _phones(text)
    for run in spelled_numbers(text, at_least=9):
        bank = BANK_BEFORE.search(text, max(0, run.start - 30), run.start)
        if not bank and len(run.digits) in (9, 10) and run.digits[0] == "0":
            yield found(run.start, run.end, "phone", 0.97, "phone-spelled")
        elif len(run.digits) != 13:
            kind = "bank_account" if bank or _is_account(text, run.start) else "phone"
            start = bank.start() if bank else run.start
            yield found(start, run.end, kind, 0.7, "number-spelled")
    if "@" in text or "at" in text.lower():
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
        yield found(*match.span(), "phone", 0.985, "phone-foreign")
    for match in _SHORT.finditer(text):
        if nearest_before(text, match.start()) in (None, "phone"):
            yield found(*match.span(), "phone", 0.6, "phone-short")
    for match in _CUED.finditer(text):
        if nearest_before(text, match.start(), window=16) in ("phone", "promptpay"):
            yield found(*match.span(), "phone", 0.75, "phone-cue")


def _phone_score(text: str, start: int, usual: float) -> float:
    # The nearest cue decides between a telephone and an account of ten digits.
    return 0.97 if nearest_before(text, start) in ("phone", "promptpay") else usual


def _line_ids(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        group = match.lastgroup or "value"
        value = match[group].rstrip(".-_")
        if value.lower() in _NOT_LINE or len(value) < 3:
            continue
        start = match.start(group)
        phone_like = value.isdigit() and len(value) in (9, 10)
        yield found(start, start + len(value), "phone" if phone_like else "line_id", 0.9, "line")
    for match in _AT_HANDLE.finditer(text):
        end = match.start() + len(match.group().rstrip(".-_"))
        of_another = _NETWORK.search(text, max(0, match.start() - 20), match.start())
        yield found(match.start(), end, "other_id" if of_another else "line_id", 0.85, "at-handle")
