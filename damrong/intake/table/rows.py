"""What a file gives: rows, rows that cannot be read, or nothing at all with a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


class ImportRefused(Exception):
    """The file as a whole cannot be imported; ``th`` and ``en`` say what to do. No row was taken."""

    def __init__(self, code: str, th: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code, self.th, self.en = code, th, en


@dataclass(frozen=True)
class Row:
    """One row. ``number`` is the one a spreadsheet shows; ``values`` by field of ``headings``."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Broken:
    """A row that cannot be read. The words never repeat what stands in it."""

    number: int
    th: str
    en: str


Rows = Iterator[Row | Broken]


def wrong_count(number: int, found: int, expected: int) -> Broken:
    """A row with more or fewer cells than there are headings."""
    return Broken(
        number,
        f"มี {found} ช่อง แต่หัวตารางมี {expected} ช่อง โปรดตรวจเครื่องหมายคำพูดและจุลภาคในแถวนี้",
        f"It has {found} cells where the headings are {expected}. Check quotes and commas.",
    )


def not_text(code: str = "binary") -> ImportRefused:
    """The content is not what the file's name says."""
    return ImportRefused(
        code,
        "เนื้อไฟล์ไม่ตรงกับชนิดไฟล์ โปรดเปิดด้วยโปรแกรมตารางแล้วบันทึกใหม่เป็น CSV UTF-8 หรือ XLSX",
        "The content is not what the name says. Open it in a spreadsheet and save it as CSV UTF-8"
        " or XLSX.",
    )


def no_rows() -> ImportRefused:
    """An empty file."""
    return ImportRefused(
        "empty", "ไฟล์ว่างเปล่า ไม่มีแถวให้นำเข้า", "The file is empty: no row to import."
    )
