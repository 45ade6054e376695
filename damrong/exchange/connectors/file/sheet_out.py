"""The workbook that goes out: what the messages say, and empty rows for the answers."""

import io
from collections.abc import Iterable, Sequence

from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from damrong.config.templatetags.thai import terms_of
from damrong.exchange.connectors.file.columns import (
    ACT,
    ACTS,
    ANSWERS,
    CODES,
    HEADINGS,
    LEG,
    MATTERS,
    NUMBER,
)
from damrong.exchange.package_words import lines
from damrong.exchange.protocol import Message, Type
from damrong.text.spreadsheet import harmless

SAID = {
    Type.REFERRAL: "เรื่องใหม่",
    Type.SEND_BACK: "ให้ดำเนินการเพิ่ม",
    Type.RECALL: "เรียกเรื่องคืน ปิดเรื่องและไม่เก็บสำเนา",
    Type.ANSWER: "คำตอบคำถาม",
    Type.IDENTITY: "ตัวตนผู้ร้องตามที่ขอ",
    Type.IDENTITY_REFUSED: "ไม่เปิดเผยตัวตนผู้ร้อง",
    Type.STATUS: "สถานะเรื่องที่หน่วยงานส่งให้ศูนย์",
}
WHAT = "ศูนย์แจ้งว่า"
EMPTY_ROWS = 200  # below the answers' own, that the list of acts covers too
_WIDE = 60  # characters


def workbook(messages: Sequence[Message], open_legs: Iterable[tuple[str, int]]) -> bytes:
    """XLSX; ``open_legs``: case number and leg number of what the agency may answer."""
    book = Workbook()
    matters = book.active
    assert isinstance(matters, Worksheet)
    matters.title = MATTERS
    with translation.override("th"):
        _matters(matters, messages)
        _answers(book.create_sheet(ANSWERS), open_legs)
        _codes(book.create_sheet(CODES))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _matters(sheet: Worksheet, messages: Sequence[Message]) -> None:
    told = [(message, lines(message.data)) for message in messages]
    names = {
        one.field: one.name for _, found in told for one in found if one.field != "case_number"
    }
    _row(sheet, [NUMBER, LEG, WHAT, *names.values()], bold=True)
    for message, found in told:
        number, leg = message.leg() if message.subject else (str(message.data.get("number", "")), 0)
        values = {one.field: one.value for one in found}
        _row(sheet, [number, leg or "", SAID[message.type], *(values.get(f, "") for f in names)])
    _widths(sheet)


def _answers(sheet: Worksheet, open_legs: Iterable[tuple[str, int]]) -> None:
    _row(sheet, HEADINGS, bold=True)
    for number, leg in open_legs:
        _row(sheet, [number, leg])
    acts = DataValidation(
        type="list",
        formula1='"{}"'.format(",".join(ACTS)),
        allow_blank=True,
        errorTitle=ACT,
        error="โปรดเลือกจากรายการ",
    )
    column = get_column_letter(HEADINGS.index(ACT) + 1)
    acts.add(f"{column}2:{column}{sheet.max_row + EMPTY_ROWS}")
    sheet.add_data_validation(acts)
    _widths(sheet)


def _codes(sheet: Worksheet) -> None:
    _row(sheet, [ACT, "รหัส", "ความหมาย"], bold=True)
    for name, act in ACTS.items():
        for code, (th, _) in terms_of(act.codes).items() if act.codes else ():
            _row(sheet, [name, code, th])
    _widths(sheet)


def _row(sheet: Worksheet, values: Sequence[str | int], *, bold: bool = False) -> None:
    row = 1 if bold else sheet.max_row + 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)
        if isinstance(value, int):
            cell.value = value
        elif value:
            # Typed as text, so that no program takes it for a formula now or after an edit.
            cell.value, cell.data_type = harmless(value), "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = Font(bold=True)


def _widths(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for place, cells in enumerate(sheet.iter_cols(), start=1):
        longest = max((len(str(cell.value or "")) for cell in cells), default=0)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(_WIDE, max(14, longest + 2))
