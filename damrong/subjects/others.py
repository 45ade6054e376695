"""A text as one person may have it: their own data stay readable, everybody else's are hidden.

An allow-list: of what the detectors find, only what equals the person's own identity stays, or what
an officer marked as theirs. Whatever a second, independent scan still finds is cut out as well.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from damrong.privacy.detect import detect
from damrong.privacy.names import bare_name
from damrong.privacy.redact import Persons, redact
from damrong.privacy.second_scan import unexplained
from damrong.privacy.spans import NAME_TYPES, Span
from damrong.vault.seal import Identity

CUT = "[ปิดไว้]"
# Whoever is given a formal title is given a family name; where the detectors saw the first word alone,
# the next one goes too. In a copy a word too much hidden harms less than a family named.
_FORMAL = re.compile(r"นาย|นาง(?:สาว)?|น\.\s?ส\.|เด็ก(?:ชาย|หญิง)|ด\.\s?[ชญ]\.")
_NEXT_WORD = re.compile(r"\s[\u0e01-\u0e4e]{2,30}")
_BETWEEN = re.compile(r"[\s\-.]")


@dataclass
class Reader:
    """Who reads: what is theirs, what is known to be another's, which letter stands for whom."""

    identity: Identity
    ours: tuple[str, ...] = ()  # numbers of our own making
    others: set[str] = field(default_factory=set)
    persons: Persons = field(default_factory=Persons)

    def reads(self, text: str, marks: Iterable[Span] = (), mine: Iterable[Span] = ()) -> str:
        """The text without others' data. ``marks``: known ones; of them ``mine`` are the reader's."""
        mine = set(mine)
        spans = [
            _with_family(text, span) if span not in mine else span
            for span in (*marks, *detect(text))
        ]
        hidden = [
            span
            for span in spans
            if span not in mine and not self.is_own(text[span.start : span.end], span)
        ]
        self.others |= {text[s.start : s.end] for s in hidden if s.type in NAME_TYPES}
        gone = set(hidden)
        redacted = redact(text, spans, hide=lambda span: span in gone, persons=self.persons)
        return self.cut(redacted)

    def cut(self, text: str) -> str:
        """Cut out what still looks personal, and every name that is known to be another's."""
        allowed = [*self.identity.known_strings(), *self.ours]
        forbidden = [name for name in self.others if not self.is_own(name)]
        for found in reversed(unexplained(text, allowed, forbidden)):
            text = text[: found.start] + CUT + text[min(found.end, len(text)) :]
        return text

    def is_own(self, words: str, span: Span | None = None) -> bool:
        """Whether these words are the reader's own identity, whole."""
        if span is None or span.type in NAME_TYPES:
            name = _plain(bare_name(self.identity.name))
            if name and _plain(bare_name(words)) == name:
                return True
        return _plain(words) in {_plain(value) for value in self.identity.known_strings()}


def _with_family(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    family = _NEXT_WORD.match(text, span.end)
    if (
        span.type not in NAME_TYPES
        or " " in words.strip()
        or not family
        or not _FORMAL.match(words)
    ):
        return span
    return replace(span, end=family.end())


def _plain(words: str) -> str:
    return _BETWEEN.sub("", words).lower()
