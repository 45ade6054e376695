"""CSV with commas, semicolons or tabs, in UTF-8 or in Thai Windows' cp874 (TIS-620).

A quote that is never closed would swallow every row behind it. Only the line in which it stands
is given up; reading goes on with the next.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from damrong.intake.table.headings import read_headings
from damrong.intake.table.rows import Broken, Row, Rows, no_rows, not_text, wrong_count

MAX_LINE = 500_000  # characters; a narrative has at most 100,000
MAX_LINES = 2_000  # of one record
_HEAD = 65_536  # bytes that tell what kind of file it is
_CONTROL = bytes(set(range(0x20)) - {9, 10, 11, 12, 13, 26, 27})
csv.field_size_limit(MAX_LINE)


def read(path: Path) -> Rows:
    """Yield the rows of a CSV file; raises ImportRefused where it is none."""
    with path.open("rb") as raw:
        head = raw.read(_HEAD)
    if not head.strip():
        raise no_rows()
    if len(head) - len(head.translate(None, _CONTROL)) > 8 + len(head) // 50:
        raise not_text()
    encoding = _encoding(path)
    # Bytes that mean nothing come through as surrogates, and the row that holds them is refused.
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as lines:
        yield from _rows(_Records(lines, ","))


def _rows(records: "_Records") -> Rows:
    first = records.peek()
    records.delimiter = max(",;\t", key=first.count)
    fields: list[str] | None = None
    for number, cells in enumerate(records, start=1):
        if cells is not None and not any(cell.strip() for cell in cells):
            continue
        if fields is None:
            fields = read_headings(cells or ())
            records.expected = len(fields)
            continue
        if cells is None:
            yield Broken(
                number,
                "อ่านแถวนี้ไม่ได้ เครื่องหมายคำพูดเปิดแล้วไม่ปิด หรือบรรทัดยาวเกินไป",
                "This row cannot be read: a quote is not closed, or the line is too long.",
            )
        elif len(cells) < len(fields) or any(cell.strip() for cell in cells[len(fields) :]):
            yield wrong_count(number, len(cells), len(fields))
        else:
            values = {f: c for f, c in zip(fields, cells, strict=False) if f and c.strip()}
            yield Row(number, values)


class _Records:
    """The records of a file. A record may be several lines; None stands for one unreadable line."""

    def __init__(self, lines: TextIO, delimiter: str) -> None:
        self.lines, self.delimiter = lines, delimiter
        self.expected: int | None = None  # cells of a record, once the headings are read
        self._back: deque[str] = deque()

    def peek(self) -> str:
        """The first line that holds anything."""
        while line := self._line():
            if line.strip():
                self._back.appendleft(line)
                return line
        raise no_rows()

    def __iter__(self) -> Iterator[list[str] | None]:
        while line := self._line():
            taken = [line]
            cut_off = False

            def more(taken: list[str] = taken) -> Iterator[str]:
                nonlocal cut_off
                yield taken[0]
                size = len(taken[0])
                while len(taken) < MAX_LINES and size < MAX_LINE and (following := self._line()):
                    taken.append(following)
                    size += len(following)
                    yield following
                cut_off = True

            try:
                cells = next(csv.reader(more(), delimiter=self.delimiter))
            except csv.Error:
                cells, cut_off = [], True
            torn = len(taken) > 1 and self.expected is not None and len(cells) != self.expected
            if cut_off or torn or len(line) >= MAX_LINE:
                self._back.extendleft(reversed(taken[1:]))
                yield None
            else:
                yield cells

    def _line(self) -> str:
        """The next line; of an endless one the beginning alone. "" at the end."""
        if self._back:
            return self._back.popleft()
        line = self.lines.readline(MAX_LINE)
        if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            while (rest := self.lines.readline(MAX_LINE)) and not rest.endswith(("\n", "\r")):
                pass
        return line


def _encoding(path: Path) -> str:
    """``utf-8-sig``, unless most of what lies beyond ASCII is no UTF-8: then cp874.

    The whole file is looked at, since a long head may hold no Thai at all. A UTF-8 file with a
    few broken bytes stays UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    fine = broken = 0
    with path.open("rb") as raw:
        while part := raw.read(1 << 20):
            text = decoder.decode(part)
            if text.isascii():
                continue
            bad = sum("\udc80" <= c <= "\udcff" for c in text)
            broken += bad
            fine += sum(c > "\x7f" for c in text) - bad
    return "cp874" if broken > fine else "utf-8-sig"
