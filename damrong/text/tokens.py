"""Thai words with their offsets, by PyThaiNLP's dictionary tokeniser (newmm)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

# Newmm slows down sharply on very long stretches without a break, so texts go in by pieces.
_PIECE_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class Token:
    """A word at `start` (code points, in the text as given)."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the word ends, exclusive."""
        return self.start + len(self.text)


def words(text: str) -> list[str]:
    """Cut a text into words, spaces included; joined again they are the text."""
    cut = _segmenter()
    found: list[str] = []
    for piece in _pieces(text):
        part = cut(piece)
        # The tokeniser is trusted only as long as it loses nothing.
        found.extend(part if "".join(part) == piece else list(piece))
    return found


def tokenise(text: str) -> list[Token]:
    """Cut a text into words with offsets; spaces are tokens too."""
    tokens: list[Token] = []
    at = 0
    for word in words(text):
        tokens.append(Token(word, at))
        at += len(word)
    return tokens


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    while len(text) - start > _PIECE_CHARS:
        limit = start + _PIECE_CHARS
        cut = max(text.rfind(" ", start + 1, limit), text.rfind("\n", start + 1, limit))
        cut = limit if cut <= start else cut + 1
        pieces.append(text[start:cut])
        start = cut
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]


@cache
def _segmenter() -> Callable[[str], list[str]]:
    # PyThaiNLP must never try to fetch a corpus from the network.
    os.environ["PYTHAINLP_OFFLINE"] = "1"
    from pythainlp.tokenize.newmm import segment

    segment("ทดสอบ")  # builds the dictionary once
    return segment
