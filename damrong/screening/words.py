"""Look for listed words in a text, written as people write: with odd spaces, capitals, digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from damrong.text.normalise import normalise

_SPACE = re.compile(r"\s+")
# A word this short, squeezed out of two others, would be found where nobody wrote it.
_SQUEEZED_FROM = 5
_BEGINNING = 4


@dataclass(frozen=True)
class Reading:
    """A text as the rules see it: normalised and in small letters."""

    text: str

    @cached_property
    def plain(self) -> str:
        """Line breaks and runs of spaces as one space each."""
        return _SPACE.sub(" ", normalise(self.text).text.lower()).strip()

    @cached_property
    def squeezed(self) -> str:
        """Without any space, so that a word broken by one is still found."""
        return self.plain.replace(" ", "")

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Every run of letters with which a word of the text could begin, with spaces or without.

        Most lists have no word that begins so, and need not be looked for at all.
        """
        return frozenset(
            text[at : at + _BEGINNING]
            for text in (self.plain, self.squeezed)
            for at in range(len(text))
        )


@dataclass(frozen=True)
class Words:
    """Listed words and patterns. `unless` are phrases inside which no word counts.

    A pattern is a regular expression over the plain reading; what it is called in a reason is its
    label, since the passage that it matched may hold a name.
    """

    words: Sequence[str]
    patterns: Sequence[tuple[re.Pattern[str], str]] = ()
    unless: Sequence[str] = ()
    _small: Sequence[tuple[str, str]] = field(init=False)
    _short: Sequence[tuple[str, str]] = field(init=False)
    _beginnings: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        small = [(word, word.lower()) for word in self.words]
        object.__setattr__(self, "_small", small)
        short = [(word, low) for word, low in small if len(low) < _BEGINNING]
        object.__setattr__(self, "_short", short)
        object.__setattr__(self, "_beginnings", frozenset(low[:_BEGINNING] for _, low in small))

    def found(self, reading: Reading) -> list[str]:
        """The words found and the labels of the patterns found, in the order of the list."""
        none_begins = self._beginnings.isdisjoint(reading.beginnings)
        wanted = self._short if none_begins else self._small
        if not wanted and not self.patterns:
            return []
        plain, squeezed = reading.plain, reading.squeezed
        for phrase in self.unless:
            if phrase in plain:
                plain = plain.replace(phrase, " | ")
            bare = phrase.replace(" ", "")
            if bare in squeezed:
                squeezed = squeezed.replace(bare, "|")
        hits = [
            word
            for word, small in wanted
            if small in plain or (len(small) >= _SQUEEZED_FROM and small in squeezed)
        ]
        hits += [label for pattern, label in self.patterns if pattern.search(plain)]
        return list(dict.fromkeys(hits))


def compile_words(entry: dict[str, object], key: str = "words") -> Words:
    """Words of a list in a data file: `key`, and "patterns" as {label: expression}, "unless"."""
    patterns = entry.get("patterns") or {}
    assert isinstance(patterns, dict)
    return Words(
        _strings(entry.get(key)),
        [(re.compile(expression), label) for label, expression in patterns.items()],
        [phrase.lower() for phrase in _strings(entry.get("unless"))],
    )


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, Iterable) else []
