"""The first sheet of an Excel workbook (XLSX), row by row, without unpacking it to the disk."""

import datetime
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from damrong.intake.documents import refuse_bomb
from damrong.intake.refused import FileRefused
from damrong.intake.table.headings import read_headings
from damrong.intake.table.rows import (
    Broken,
    ImportRefused,
    Row,
    Rows,
    no_rows,
    not_text,
    wrong_count,
)

# What damaged parts make the reader raise; it names them differently for each part.
_DAMAGE = (zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError,
           ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, OverflowError,
           NotImplementedError)  # fmt: skip


def read(path: Path) -> Rows:
    """Yield the rows of the first sheet; raises ImportRefused where it cannot be opened."""
    if path.stat().st_size == 0:
        raise no_rows()
    _look_into(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
    except _DAMAGE as error:
        raise not_text("workbook") from error
    try:
        # What the sheet says of its own size may be wrong; the rows themselves count.
        sheet.reset_dimensions()
        yield from _rows(_cells(sheet))
    finally:
        book.close()


def _look_into(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_bomb(archive.infolist(), path.stat().st_size)
    except FileRefused as bomb:
        raise ImportRefused(
            bomb.code,
            "ไฟล์ XLSX นี้คลายออกมาแล้วใหญ่ผิดปกติ โปรดแบ่งเป็นหลายไฟล์ หรือบันทึกเป็น CSV UTF-8",
            "This workbook unpacks to an abnormal size. Split it, or save it as CSV UTF-8.",
        ) from bomb
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise not_text("workbook") from error


def _cells(sheet: Any) -> Iterator[Sequence[Any] | None]:
    """The rows' values; None, and then nothing more, where the sheet is damaged."""
    try:
        yield from sheet.iter_rows(values_only=True)
    except _DAMAGE:
        yield None


def _rows(rows: Iterator[Sequence[Any] | None]) -> Rows:
    fields: list[str] | None = None
    for number, cells in enumerate(rows, start=1):
        if cells is None:
            if fields is None:
                raise not_text("workbook")
            yield Broken(
                number,
                "แผ่นงานเสียหายตั้งแต่แถวนี้ อ่านต่อไม่ได้ โปรดบันทึกไฟล์ใหม่แล้วนำเข้าอีกครั้ง",
                "The sheet is damaged from this row on. Save it anew and import it again.",
            )
        elif all(cell is None or str(cell).strip() == "" for cell in cells):
            continue
        elif fields is None:
            fields = read_headings(cells)
        elif any(cell not in (None, "") for cell in cells[len(fields) :]):
            yield wrong_count(number, len(cells), len(fields))
        else:
            yield Row(
                number,
                {
                    field: _plain(field, cell)
                    for field, cell in zip(fields, cells, strict=False)
                    if field and cell not in (None, "")
                },
            )
    if fields is None:
        raise no_rows()


def _plain(field: str, cell: Any) -> Any:
    """A number as it was typed: 12 and not 12.0, a telephone number with the 0 that Excel dropped."""
    if isinstance(cell, bool | str | datetime.datetime):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if field == "phone" and isinstance(cell, int) and len(str(cell)) in {8, 9}:
        return f"0{cell}"
    return cell
