"""ThaiNER 1.5 (Wannaphong Phatthiyaphaibun, CC-BY 3.0): tagged sentences with their persons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_TAG = re.compile(r"\[(?P<end>/?)(?P<kind>[A-Z_]+)\]")
# The corpus keeps no document marks; neighbouring lines are mostly of one document.
_LINES_OF_A_BLOCK = 20
_TUNING_BLOCKS = 10  # every tenth block


@dataclass(frozen=True)
class Tagged:
    """A text and where its persons stand (code points, end exclusive)."""

    text: str
    persons: tuple[tuple[int, int], ...]


def read_tagged(line: str) -> Tagged:
    """Take the tags out of one line, keeping the places of its PERSON stretches."""
    pieces: list[str] = []
    persons: list[tuple[int, int]] = []
    at = length = 0
    opened: int | None = None
    for tag in _TAG.finditer(line):
        piece = line[at : tag.start()]
        pieces.append(piece)
        length += len(piece)
        at = tag.end()
        if tag["kind"] != "PERSON":
            continue
        if not tag["end"]:
            opened = length
        elif opened is not None and length > opened:
            persons.append((opened, length))
            opened = None
    pieces.append(line[at:])
    text = "".join(pieces)
    return Tagged(text, tuple(_trimmed(text, *span) for span in persons))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end - start > 1 and text[end - 1] in " \ufeff":
        end -= 1
    return start, end


def read_file(path: Path) -> list[Tagged]:
    """Every line that holds anything."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [read_tagged(line) for line in lines if line.strip()]


def tuning_split(sentences: list[Tagged]) -> tuple[list[Tagged], list[Tagged]]:
    """The sentences to fit on and, by blocks of neighbours, those to tune on."""
    fit: list[Tagged] = []
    tune: list[Tagged] = []
    for number, sentence in enumerate(sentences):
        block = number // _LINES_OF_A_BLOCK
        (tune if block % _TUNING_BLOCKS == _TUNING_BLOCKS - 1 else fit).append(sentence)
    return fit, tune
