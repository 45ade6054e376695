"""A rectangle of a page that shows somebody, and why it is thought so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from damrong.privacy.spans import REVIEWED_TYPES

FACE, UNREAD, OTHER = "face", "unread", "other"
# ``unread``: there is writing here that could not be read; ``other``: an officer's own rectangle.
KINDS: tuple[str, ...] = (FACE, UNREAD, OTHER, *REVIEWED_TYPES)
MOST = 500  # rectangles of one file


class BadBox(ValueError):
    """Not a rectangle on a page of the file."""


@dataclass(frozen=True, slots=True)
class Box:
    """``x``, ``y``: the upper left corner; all in pixels of the page's picture; ``page`` from 0."""

    page: int
    x: int
    y: int
    width: int
    height: int
    kind: str

    def __post_init__(self) -> None:
        whole = (self.page, self.x, self.y, self.width, self.height)
        if any(type(value) is not int for value in whole):
            raise BadBox("whole numbers only")
        if min(self.page, self.x, self.y) < 0 or min(self.width, self.height) < 1:
            raise BadBox("not a rectangle")
        if self.kind not in KINDS:
            raise BadBox("unknown kind")

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def holds(self, other: Box, share: float) -> bool:
        """Whether at least ``share`` (0 to 1) of ``other`` lies in this rectangle."""
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if self.page != other.page or wide <= 0 or high <= 0:
            return False
        return wide * high >= share * other.width * other.height


def read_boxes(rows: Iterable[Mapping[str, Any]], pages: list[tuple[int, int]]) -> tuple[Box, ...]:
    """Rectangles from plain values, cut at the edges of their pages. Raises BadBox.

    ``pages``: width and height of each page in pixels.
    """
    boxes = []
    for row in rows:
        try:
            box = Box(**{name: row[name] for name in ("page", "x", "y", "width", "height", "kind")})
        except (KeyError, TypeError) as wrong:
            raise BadBox("a value is missing") from wrong
        if box.page >= len(pages):
            raise BadBox("no such page")
        boxes.append(
            clipped(box.page, box.x, box.y, box.width, box.height, box.kind, pages[box.page])
        )
    if len(boxes) > MOST:
        raise BadBox("too many rectangles")
    return tuple(boxes)


def clipped(
    page: int, x: int, y: int, width: int, height: int, kind: str, size: tuple[int, int]
) -> Box:
    """The part of a rectangle that lies on a page of ``size``. Raises BadBox where there is none."""
    left, top = max(0, x), max(0, y)
    right, bottom = min(size[0], x + width), min(size[1], y + height)
    return Box(page, left, top, right - left, bottom - top, kind)
