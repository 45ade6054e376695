"""The answers' rows of a workbook that came back, each checked; what is wrong named by its cell.

Nothing in the workbook is run or followed: one with macros, links to elsewhere or embedded
objects is refused whole, and so is a row with a formula.
"""

import datetime
import io
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from damrong.exchange.connectors.file.columns import (
    ACT,
    ACTS,
    ANSWERS,
    CODE,
    DONE_ON,
    HEADINGS,
    LEG,
    NUMBER,
    TEXT,
    Act,
    codes_of,
)
from damrong.exchange.problems import Refused
from damrong.exchange.protocol import Type
from damrong.exchange.shapes import checked
from damrong.text.dates import DateError, parse_date

ROWS_LIMIT = 5_000
CELL_LIMIT = 32_767  # characters, what a spreadsheet program itself can hold
UNPACKED_LIMIT = 60 * 1024 * 1024  # bytes
_RUNS = ("vbaproject", "xl/externallinks/", "xl/activex/", "xl/embeddings/", "xl/macrosheets/",
         "xl/dialogsheets/", "xl/connections.xml", "xl/querytables/", "xl/ctrlprops/")  # fmt: skip
_DAMAGE = (zipfile.BadZipFile, InvalidFileException, DefusedXmlException, ParseError, KeyError,
           ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, OverflowError,
           NotImplementedError, RuntimeError)  # fmt: skip


@dataclass(frozen=True)
class CellError:
    """What is wrong in one cell. ``column``: its letter; ``heading``: what stands above it."""

    sheet: str
    row: int
    column: str
    heading: str
    th: str
    en: str


class SheetRefused(Exception):
    """Nothing of it was done; every wrong cell that was found."""

    def __init__(self, errors: list[CellError]) -> None:
        super().__init__(f"{len(errors)} cells")
        self.errors = errors


@dataclass(frozen=True)
class Answer:
    """One row: what the agency says of a leg, as the data of its message."""

    row: int
    subject: str
    type: Type
    data: dict[str, Any]


def error(row: int, heading: str, th: str, en: str) -> CellError:
    """What is wrong under a heading of the answers' sheet."""
    column = get_column_letter(HEADINGS.index(heading) + 1)
    return CellError(ANSWERS, row, column, heading, th, en)


def read_answers(content: bytes) -> list[Answer]:
    """The rows with an answer, in order. Raises Refused for the workbook, SheetRefused for cells."""
    _refuse_what_runs(content)
    try:
        book = load_workbook(io.BytesIO(content), keep_links=False)
        sheet = book[ANSWERS]
        last = sheet.max_row
        rows = list(sheet.iter_rows(max_col=len(HEADINGS), max_row=min(last, ROWS_LIMIT)))
    except _DAMAGE:
        raise Refused(
            "data",
            f'เปิดแผ่นงาน "{ANSWERS}" ไม่ได้ โปรดใช้แฟ้มที่ศูนย์ส่งให้และบันทึกเป็น XLSX',
            f'The sheet "{ANSWERS}" cannot be opened. Use the centre\'s file, saved as XLSX.',
        ) from None
    if not rows or tuple(cell.value for cell in rows[0]) != HEADINGS:
        raise Refused(
            "data",
            f'หัวตารางของแผ่นงาน "{ANSWERS}" ถูกแก้ไข ต้องเป็น {" | ".join(HEADINGS)}',
            f'The headings of the sheet "{ANSWERS}" were changed.',
        )
    if last > ROWS_LIMIT:
        raise Refused("too_large", f"มีเกิน {ROWS_LIMIT} แถว", f"More than {ROWS_LIMIT} rows.")
    answers: list[Answer] = []
    errors: list[CellError] = []
    for cells in rows[1:]:
        try:
            found = _answer(cells)
        except SheetRefused as wrong:
            errors += wrong.errors
        else:
            answers += [found] if found else []
    if errors:
        raise SheetRefused(errors)
    return answers


def _refuse_what_runs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            types = archive.read("[Content_Types].xml").lower()
    except _DAMAGE:
        raise Refused("data", "ไม่ใช่แฟ้ม XLSX", "This is no XLSX file.") from None
    if sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise Refused("too_large", "แฟ้ม XLSX คลายออกมาใหญ่เกินไป", "The workbook unpacks too large.")
    names = [part.filename.lower() for part in parts]
    if b"macroenabled" in types or any(word in name for name in names for word in _RUNS):
        raise Refused(
            "data",
            "แฟ้มมีมาโคร ลิงก์ไปแฟ้มอื่น หรือวัตถุฝังอยู่ จึงไม่รับ โปรดบันทึกเป็น XLSX ธรรมดา",
            "The workbook holds macros, links to elsewhere or embedded objects. Save it as plain"
            " XLSX.",
        )


def _answer(cells: tuple[Any, ...]) -> Answer | None:
    row = cells[0].row
    errors = [
        error(row, heading, "ห้ามมีสูตรหรือค่าผิดพลาดในช่องนี้ โปรดพิมพ์เป็นข้อความ", "No formula or error value may stand here.")
        for heading, cell in zip(HEADINGS, cells, strict=True)
        if cell.data_type in {"f", "e"}
    ]  # fmt: skip
    if errors:
        raise SheetRefused(errors)
    given = {heading: _plain(cell.value) for heading, cell in zip(HEADINGS, cells, strict=True)}
    written = {heading for heading in HEADINGS if given[heading]} - {NUMBER, LEG}
    if not written:
        return None  # prefilled, and left empty
    act = ACTS.get(given[ACT])
    if act is None:
        words = " / ".join(ACTS)
        raise SheetRefused([error(row, ACT, f"ต้องเป็น {words}", f"Must be one of: {words}")])
    errors = [
        error(row, heading, f'"{given[ACT]}" ไม่ใช้ช่องนี้ โปรดลบออก', "Not used with this act. Clear it.")
        for heading in HEADINGS
        if heading in written - {ACT} and heading not in act.members
    ]  # fmt: skip
    if not given[NUMBER]:
        errors.append(error(row, NUMBER, "ต้องมีเลขที่เรื่อง", "The case number is missing."))
    if not given[LEG].isdecimal():
        errors.append(error(row, LEG, "ต้องเป็นเลขรายการส่งต่อ", "Must be the number of the leg."))
    data = _data(row, act, given, errors)
    if errors:
        raise SheetRefused(errors)
    return Answer(row, f"{given[NUMBER]}/{int(given[LEG])}", act.type, data)


def _data(row: int, act: Act, given: dict[str, str], errors: list[CellError]) -> dict[str, Any]:
    data = {member: given[heading] for heading, member in act.members.items() if given[heading]}
    if act.codes:
        known = codes_of(act)
        member = act.members[CODE]
        if given[CODE] and given[CODE] not in known:
            errors.append(error(row, CODE, "ไม่มีรหัสนี้ ดูแผ่นงานรหัส", "No such code; see the sheet of codes."))  # fmt: skip
        elif not given[CODE]:
            errors.append(error(row, CODE, "ต้องเลือกรหัส", "A code is needed."))
        else:
            data[member] = known[given[CODE]]
    if DONE_ON in act.members and given[DONE_ON]:
        try:
            data["done_on"] = parse_date(given[DONE_ON]).isoformat()
        except DateError as wrong:
            errors.append(error(row, DONE_ON, wrong.message_th, wrong.message_en))
    if TEXT in act.members and not given[TEXT]:
        errors.append(error(row, TEXT, "ต้องเขียนข้อความ", "Words are needed."))
    if not errors:
        try:
            checked(act.type, data)
        except Refused as wrong:
            headings = {member: heading for heading, member in act.members.items()}
            errors += [
                error(row, headings.get(one["field"], ACT), one["th"], one["en"])
                for one in wrong.errors
            ]
    return data


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[: CELL_LIMIT + 1]
