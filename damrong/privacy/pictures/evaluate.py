"""Measure what examining leaves readable on pictures whose personal places are known.

A place counts as hidden where at least 95 of 100 of its pixels are covered: its box reaches a
little beyond the letters. A harmless place counts as kept where at most half of it is covered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw

from damrong.measure.share import Share
from damrong.privacy.pictures.boxes import Box
from damrong.privacy.pictures.drawn import Drawn
from damrong.privacy.pictures.examine import examine

HIDDEN, NEEDLESS = 0.95, 0.5


@dataclass
class Report:
    """``hidden``: personal places; ``kept``: harmless ones; ``read``: files that could be read."""

    hidden: Share = field(default_factory=Share)
    kept: Share = field(default_factory=Share)
    without_leak: Share = field(default_factory=Share)
    read: Share = field(default_factory=Share)
    by_kind: dict[str, Share] = field(default_factory=dict)
    by_way: dict[str, Share] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            name: {key: share.as_dict() for key, share in sorted(value.items())}
            if isinstance(value, dict)
            else value.as_dict()
            for name, value in vars(self).items()
        }

    def __str__(self) -> str:
        lines = [
            f"  files that could be read  {self.read}",
            f"  personal places hidden    {self.hidden}",
            f"  pictures without a leak   {self.without_leak}",
            f"  harmless places kept      {self.kept}",
        ]
        for parts in (self.by_kind, self.by_way):
            lines += [f"    {name:<24}{share}" for name, share in sorted(parts.items())]
        return "\n".join(lines)


def evaluate(pictures: Iterable[Drawn]) -> Report:
    """Examine each; a file that could not be read is not sent, so it leaks nothing and is told apart."""
    report = Report()
    for drawn in pictures:
        found = examine(drawn.content_type, drawn.content)
        report.read.add(not found.why)
        if found.why:
            continue
        all_hidden = True
        for box in drawn.personal:
            hidden = _covered(box, found.boxes, found.pages[0]) >= HIDDEN
            all_hidden = all_hidden and hidden
            for share in (
                report.hidden,
                report.by_kind.setdefault(box.kind, Share()),
                report.by_way.setdefault(drawn.way, Share()),
            ):
                share.add(hidden)
        for box in drawn.harmless:
            report.kept.add(_covered(box, found.boxes, found.pages[0]) <= NEEDLESS)
        report.without_leak.add(all_hidden)
    return report


def _covered(box: Box, boxes: Iterable[Box], size: tuple[int, int]) -> float:
    """Which share of a rectangle the others cover together."""
    mask = Image.new("1", size)
    draw = ImageDraw.Draw(mask)
    for other in boxes:
        if other.page == box.page:
            right, bottom = other.x + other.width - 1, other.y + other.height - 1
            draw.rectangle((other.x, other.y, right, bottom), fill=1)
    inside = mask.crop((box.x, box.y, box.x + box.width, box.y + box.height))
    return inside.convert("L").histogram()[255] / (box.width * box.height)
