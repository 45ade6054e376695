"""Hand-written cases for evaluation only: no model and no list is ever made from them.

They lie in unseen/. Their labels follow the domain's terms and were written before screening had
read them. One half is open: its errors may be looked at to find what to mend. The other half is
held: only its figures are read. Which half a case belongs to is decided by a hash of its text.

A line of unseen/complaints/ that begins with "# " opens a case and gives, apart by spaces: kind,
category, agencies (the first one first), reasons for care, urgency, channel, place as
province/district/subdistrict; "-" for none. A "!" at the end: an officer must look though no reason
of the list says so. The text follows. In unseen/pairs.txt it gives whether the two lines below tell
of the same incident or of another, the place, the days (2026) on which each came in, and the second
place where it isn't the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import Enum
from importlib.resources import files
from typing import Any

from damrong.screening.sensitive import HEALTH
from damrong.screening.urgency import LIFE

_NONE = "-"


class Half(Enum):
    """Which half of the cases: the one to learn from, or the one that only measures."""

    OPEN = "open"
    HELD = "held"


def complaints(half: Half) -> list[dict[str, Any]]:
    """Labelled cases as evaluate.evaluate takes them."""
    folder = files("damrong.screening") / "unseen" / "complaints"
    parts = sorted(folder.iterdir(), key=lambda part: part.name)
    return [
        case
        for part in parts
        for head, text in _blocks(part.read_text("utf-8"))
        if _half(text) is half
        for case in [_complaint(head, text)]
    ]


def pairs(half: Half) -> list[dict[str, Any]]:
    """Two labelled cases for each pair, one after the other. `pair` names it; those of one incident
    share `incident` too, the others only look alike.
    """
    text = (files("damrong.screening") / "unseen" / "pairs.txt").read_text("utf-8")
    found: list[dict[str, Any]] = []
    for head, body in _blocks(text):
        if _half(body) is not half:
            continue
        name = _name(body)
        same, place, first, second, *other_place = head.split()
        for line, day, where in zip(
            body.split("\n"), (first, second), (place, *(other_place or [place])), strict=True
        ):
            found.append(
                {
                    "id": _name(line + name),
                    "received_on": f"2026-{day}",
                    "text": line,
                    "place": _place(where),
                    "gold": {"pair": name, "incident": name if same == "same" else None},
                }
            )
    return found


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    for block in text.removeprefix("# ").split("\n# "):
        head, _, body = block.partition("\n")
        yield head, body.strip()


def _complaint(head: str, text: str) -> dict[str, Any]:
    kind, category, agencies, reasons, urgency, channel, place = head.removesuffix("!").split()
    sensitive = _list(reasons)
    named = _list(agencies)
    return {
        "id": _name(text),
        "channel": channel,
        "received_on": None,
        "text": text,
        "place": _place(place),
        "gold": {
            "kind": kind,
            "category": None if category == _NONE else category,
            "primary_agency": named[0] if named else None,
            "agencies": named,
            "sensitive": sensitive,
            "urgency": urgency,
            "needs_officer": head.endswith("!")
            or urgency == LIFE
            or any(reason != HEALTH for reason in sensitive),
        },
    }


def _list(names: str) -> list[str]:
    return [] if names == _NONE else names.split(",")


def _place(names: str) -> dict[str, str | None]:
    levels = ("province", "district", "subdistrict")
    return {
        level: None if name == _NONE else name
        for level, name in zip(levels, names.split("/"), strict=True)
    }


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _half(text: str) -> Half:
    return Half.OPEN if int(_name(text), 16) % 2 == 0 else Half.HELD
