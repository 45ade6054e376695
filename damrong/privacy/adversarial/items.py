"""Read the hand-written hard cases, and whole stories in the same notation.

Each file of ``slices`` is one slice; its first line says what the slice is about, every other line
is one item. Gold stands in the text as ``{kind.owner|the words}``, a new line inside an item as
``⏎``, and flags of the whole item before it: ``!minor,witness the text``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

SLICES = Path(__file__).with_name("slices")
STORIES = Path(__file__).with_name("stories")
_KINDS = {
    "name": "person_name", "nick": "nickname", "id": "national_id", "phone": "phone", "mail": "email",
    "line": "line_id", "bank": "bank_account", "addr": "address", "plate": "plate", "deed": "land_deed",
    "pass": "passport", "gps": "gps", "born": "date_of_birth", "fact": "health", "other": "other_id",
    "card": "credit_card",
}  # fmt: skip
_OWNERS = {"c": "complainant", "t": "third-person", "o": "official-in-role"}
FLAGS = frozenset({"minor", "witness"})
_MARK = re.compile(r"\{(?P<kind>\w+)\.(?P<owner>\w)\|(?P<words>[^{}|]+)\}")
FLAGGED_SLICES = ("minors", "informants")  # the others say nothing of flags
_FLAGGED = re.compile(r"!(?P<flags>\S+) ")


class Half(Enum):
    """Half of the items are read when the detector is mended; the others only counted."""

    OPEN = "open"
    HELD = "held"


class NotAnItem(ValueError):
    """A line whose marks can't be read."""


@dataclass(frozen=True)
class Item:
    """One hard case, with the flags of the whole."""

    slice: str
    text: str
    labels: tuple[dict[str, Any], ...]
    flags: tuple[str, ...]

    @property
    def id(self) -> str:
        """Stable while the text stands, wherever its line moves to."""
        return f"{self.slice}-{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"

    @property
    def half(self) -> Half:
        """By a hash of the id, so that nobody chose."""
        return Half.HELD if hashlib.sha256(self.id.encode()).digest()[0] % 2 else Half.OPEN

    def as_case(self) -> dict[str, Any]:
        """The form in which ``damrong evaluate`` takes labelled cases."""
        gold: dict[str, Any] = {"pii": list(self.labels)}
        if self.slice in FLAGGED_SLICES:
            gold["flags"] = list(self.flags)
        return {"id": self.id, "text": self.text, "slice": self.slice, "gold": gold}


def items(half: Half | None = None) -> list[Item]:
    """All items, or those of one half, in the order of the files."""
    found = [
        parse(line, file.stem) for file in sorted(SLICES.glob("*.txt")) for line in _lines(file)
    ]
    return [item for item in found if half in (None, item.half)]


def stories(half: Half) -> list[Item]:
    """Whole complaints by another hand, which knew none of the rules; each half in a file of its own."""
    return [parse(line, "stories") for line in _lines(STORIES / f"{half.value}.txt")]


def _lines(file: Path) -> Iterator[str]:
    for line in file.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def parse(line: str, slice_: str) -> Item:
    """One line as an item. Raises NotAnItem for an unknown kind, owner or flag, or a stray brace."""
    line = line.replace("⏎", "\n")
    flags: tuple[str, ...] = ()
    if flagged := _FLAGGED.match(line):
        flags = tuple(flagged["flags"].split(","))
        line = line[flagged.end() :]
    text, labels, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        words, at = mark["words"], mark.end()
        if mark["kind"] not in _KINDS or mark["owner"] not in _OWNERS:
            raise NotAnItem(f"{slice_}: {mark.group()}")
        labels.append(
            {
                "start": len(text),
                "end": len(text) + len(words),
                "text": words,
                "type": _KINDS[mark["kind"]],
                "owner": _OWNERS[mark["owner"]],
            }
        )
        text += words
    text += line[at:]
    if "{" in text or "}" in text or not FLAGS.issuperset(flags):
        raise NotAnItem(f"{slice_}: {line}")
    return Item(slice_, text, tuple(labels), flags)
