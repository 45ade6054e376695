"""The story with its marks of personal data, and what a reviewer makes of them."""

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, CaseSpans
from damrong.config.templatetags.thai import field_name
from damrong.privacy.spans import OWNERS, REVIEWED_TYPES

Mark = dict[str, Any]  # start, end, type, owner
Words = Promise | str

OWNER_WORDS: dict[str, Words] = {
    "complainant": _("ผู้ร้อง"),
    "accused": _("ผู้ถูกร้อง"),
    "patient": _("ผู้ป่วยหรือผู้ต้องการความช่วยเหลือ"),
    "third-person": _("บุคคลที่สาม"),
    "official-in-role": _("เจ้าหน้าที่ในหน้าที่"),
}
# A letter beside each mark, so that its owner is not told by colour alone.
OWNER_SIGNS: dict[str, Words] = {
    "complainant": _("ร"),
    "accused": _("ถ"),
    "patient": _("ป"),
    "third-person": _("ส"),
    "official-in-role": _("จ"),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of the story; ``mark`` is None where nothing personal was marked."""

    text: str
    mark: Mark | None = None

    @property
    def type_words(self) -> Words:
        """What kind of personal data it is."""
        return field_name(self.mark["type"]) if self.mark else ""

    @property
    def owner_words(self) -> Words:
        """Whose it is."""
        return OWNER_WORDS[self.mark["owner"]] if self.mark else ""

    @property
    def sign(self) -> Words:
        """The owner's letter."""
        return OWNER_SIGNS[self.mark["owner"]] if self.mark else ""


@dataclass(frozen=True)
class Story:
    """What the page needs to show the story and to let its marks be corrected."""

    pieces: list[Piece]
    marks: list[Mark]
    screened: bool
    corrected_by: Any
    returns: list[int]
    unsaved: bool = False

    @property
    def marked(self) -> list[tuple[int, Piece]]:
        """The marks with their places in the list."""
        return list(enumerate(piece for piece in self.pieces if piece.mark))

    @property
    def as_json(self) -> str:
        """The marks as the form carries them."""
        return json.dumps(self.marks)


def story_of(case: Case, unsaved: str = "") -> Story:
    """The story of a case; ``unsaved`` are marks that were posted and not taken."""
    row = CaseSpans.objects.select_related("corrected_by").filter(case=case).first()
    marks = plain(row.spans if row else [])
    if unsaved:
        try:
            marks = posted(unsaved, case.narrative)
        except VerbRefused:
            unsaved = ""
    text = case.narrative
    return Story(
        pieces=list(_cut(text, marks)),
        marks=marks,
        screened=row is not None,
        corrected_by=row.corrected_by if row else None,
        returns=[i for i, two in enumerate(itertools.pairwise(text)) if two == ("\r", "\n")],
        unsaved=bool(unsaved),
    )


def posted(raw: str, text: str) -> list[Mark]:
    """The marks that a form carries, checked as far as the verb does not."""
    try:
        marks = plain(json.loads(raw or "[]"))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise _unreadable() from None
    known = all(mark["type"] in REVIEWED_TYPES and mark["owner"] in OWNERS for mark in marks)
    if not known or any(not 0 <= mark["start"] < mark["end"] <= len(text) for mark in marks):
        raise _unreadable()
    return marks


def with_words(marks: list[Mark], text: str, words: str, type_: str, owner: str) -> list[Mark]:
    """The marks with every occurrence of ``words`` marked; marks it touches give way."""
    words = words.strip()
    if not words or type_ not in REVIEWED_TYPES or owner not in OWNERS:
        raise VerbRefused(
            "words_needed",
            "โปรดพิมพ์ข้อความที่ต้องการทำเครื่องหมาย แล้วเลือกชนิดและเจ้าของข้อมูล",
            "Type the words to mark and choose their kind and whose they are.",
        )
    starts = list(_occurrences(text, words))
    if not starts:
        raise VerbRefused(
            "words_not_found",
            "ไม่พบข้อความนี้ในเรื่อง โปรดพิมพ์ให้ตรงกับที่ผู้ร้องเขียน",
            "These words are not in the story. Type them as the complainant wrote them.",
        )
    for start in starts:
        marks = put(
            marks, {"start": start, "end": start + len(words), "type": type_, "owner": owner}
        )
    return marks


def put(marks: list[Mark], new: Mark) -> list[Mark]:
    """The marks with ``new`` among them, in text order."""
    apart = [m for m in marks if m["end"] <= new["start"] or new["end"] <= m["start"]]
    return sorted([*apart, new], key=lambda mark: mark["start"])


def plain(spans: Iterable[Mapping[str, Any]]) -> list[Mark]:
    """Stored or posted spans as marks in text order."""
    marks = [
        {"start": int(s["start"]), "end": int(s["end"]), "type": str(s["type"]), "owner": str(s["owner"])}
        for s in spans
    ]  # fmt: skip
    return sorted(marks, key=lambda mark: (mark["start"], mark["end"]))


def _occurrences(text: str, words: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _cut(text: str, marks: list[Mark]) -> Iterable[Piece]:
    at = 0
    for mark in marks:
        if mark["start"] < at:  # two marks over the same words: the first is shown
            continue
        if mark["start"] > at:
            yield Piece(text[at : mark["start"]])
        yield Piece(text[mark["start"] : mark["end"]], mark)
        at = mark["end"]
    if at < len(text):
        yield Piece(text[at:])


def _unreadable() -> VerbRefused:
    return VerbRefused(
        "bad_span",
        "อ่านเครื่องหมายที่ส่งมาไม่ได้ โปรดโหลดหน้าใหม่แล้วทำอีกครั้ง",
        "The marks that were sent cannot be read. Reload the page and try again.",
    )
