"""Look through one file: which of its rectangles show somebody."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image

from damrong.privacy.detect import detect
from damrong.privacy.pictures import networks, writing
from damrong.privacy.pictures.boxes import FACE, MOST, UNREAD, BadBox, Box, clipped
from damrong.privacy.pictures.model_files import missing
from damrong.privacy.pictures.pages import Page, Unreadable, pages_of
from damrong.privacy.pictures.writing import Place, Read

MOST_LINES = 40  # of one page that are read one by one
_COVERED = 0.6  # share of a line that read words must fill
_MARGIN = 2  # pixels around what is hidden

# One file at a time: a second one would only slow the first and double the memory.
_ONE = threading.Lock()


@dataclass(frozen=True)
class Examination:
    """What was found. ``why``: why it counts as not read, empty where it was.

    ``pages``: width and height of each page's picture; empty where there is nothing to show.
    """

    why: str
    pages: tuple[tuple[int, int], ...] = ()
    boxes: tuple[Box, ...] = ()


def examine(content_type: str, content: bytes) -> Examination:
    """Read a file, find faces and personal data. Never raises for what a stranger sent."""
    with _ONE:
        try:
            pages = pages_of(content_type, content)
        except Unreadable as unreadable:
            return Examination(unreadable.code)
        sizes = tuple(page.picture.size for page in pages)
        if why := missing():
            return Examination(why, sizes)
        try:
            boxes = tuple(box for at, page in enumerate(pages) for box in _of_page(at, page))
        except RuntimeError:
            return Examination("slow", sizes)
    return Examination("", sizes, boxes) if len(boxes) <= MOST else Examination("too_much", sizes)


def _of_page(at: int, page: Page) -> Iterator[Box]:
    size = page.picture.size
    for place in networks.faces(page.picture):
        yield from _boxes(at, [place], FACE, size)
    lines = networks.writing(page.picture)
    layer = writing.of_layer(page)
    yield from _personal(at, layer, size)
    rest = [line for line in lines if not _read_by(line, layer, at)]
    if not rest:
        return
    seen = writing.by_sight(page.picture)
    yield from _personal(at, seen, size)
    rest = [line for line in rest if not _read_by(line, seen, at)]
    for place in rest[:MOST_LINES]:
        yield from _line(at, place, page.picture)
    yield from _boxes(at, rest[MOST_LINES:], UNREAD, size)


def _line(at: int, place: Place, picture: Image.Image) -> Iterator[Box]:
    """A line that the page's reading left out, such as a vehicle's plate or a sign."""
    box = next(_boxes(at, [place], UNREAD, picture.size), None)
    if box is None:
        return
    inside = (box.x, box.y, box.width, box.height)
    read = writing.line_by_sight(picture, inside)
    if read.sure:
        yield from _personal(at, read, picture.size)
    else:
        yield box


def _personal(at: int, read: Read, size: tuple[int, int]) -> Iterator[Box]:
    for span in detect(read.text):
        yield from _boxes(at, _along_lines(read.places(span.start, span.end)), span.type, size)


def _along_lines(places: list[Place]) -> list[Place]:
    """Pieces of one line as one rectangle: gaps between letters would show them."""
    lines: list[Place] = []
    for x, y, wide, high in places:
        if lines:
            a, b, c, d = lines[-1]
            same_line = min(b + d, y + high) - max(b, y) >= 0.4 * min(d, high)
            if same_line and -high < x - (a + c) < 2 * high:
                left, top = min(a, x), min(b, y)
                lines[-1] = (left, top, max(a + c, x + wide) - left, max(b + d, y + high) - top)
                continue
        lines.append((x, y, wide, high))
    return lines


def _read_by(line: Place, read: Read, page: int) -> bool:
    """Whether the sure words of a reading fill a line of writing."""
    x, y, wide, high = line
    whole = Box(page, max(0, x), max(0, y), wide, high, UNREAD)
    covered: set[int] = set()
    for _a, _b, (left, top, across, down), sure in read.pieces:
        if sure < writing.SURE or across < 1 or down < 1 or left < 0 or top < 0:
            continue
        if whole.holds(Box(page, left, top, across, down, UNREAD), 0.5):
            covered.update(
                range(max(x, left - down // 2), min(x + wide, left + across + down // 2))
            )
    return len(covered) >= _COVERED * wide


def _boxes(at: int, places: Iterable[Place], kind: str, size: tuple[int, int]) -> Iterator[Box]:
    for x, y, wide, high in places:
        try:
            yield clipped(
                at, x - _MARGIN, y - _MARGIN, wide + 2 * _MARGIN, high + 2 * _MARGIN, kind, size
            )
        except BadBox:
            continue
