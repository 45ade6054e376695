"""PDF and Word documents: may they be kept and opened by an officer without harm?

Nothing is unpacked to the disk and nothing is run.
"""

import io
import logging
import zipfile
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject

from damrong.intake.refused import FileRefused

MAX_PAGES = 2_000
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200  # unpacked to packed, of one large entry or of the whole
_SMALL = 1024 * 1024  # below this a high ratio is harmless
_ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute"}

# pypdf reports every oddity of a file as a warning; nobody could act on them.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def check_pdf(content: bytes) -> None:
    """Refuse what cannot be read, is locked, or runs something when opened."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise FileRefused(
                "pdf_encrypted",
                "PDF นี้ตั้งรหัสผ่านไว้ โปรดบันทึกใหม่โดยไม่ใส่รหัส",
                "This PDF is locked with a password. Please save it without one.",
            )
        if not 1 <= len(reader.pages) <= MAX_PAGES:
            raise _unreadable_pdf()
        if any(_acts(found) for found in _actions(reader)):
            raise FileRefused(
                "pdf_active",
                "PDF นี้มีคำสั่งหรือไฟล์ซ่อนอยู่ภายใน โปรดสั่งพิมพ์เป็น PDF ใหม่แล้วแนบอีกครั้ง",
                "This PDF holds commands or embedded files. Print it to a new PDF and attach that.",
            )
    except FileRefused:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise _unreadable_pdf() from error
    except (RecursionError, OverflowError, OSError, NotImplementedError) as error:
        raise _unreadable_pdf() from error


def _actions(reader: PdfReader) -> Iterator[Any]:
    """Everything that a reader program could run by itself or at a click."""
    root = _plain(reader.trailer["/Root"])
    yield root.get("/OpenAction")
    yield from _additional(root)
    names = _plain(root.get("/Names"))
    if isinstance(names, DictionaryObject):
        yield from ({"/S": key} for key in ("/JavaScript", "/EmbeddedFiles") if key in names)
    form = _plain(root.get("/AcroForm"))
    if isinstance(form, DictionaryObject) and "/XFA" in form:
        yield {"/S": "/JavaScript"}
    for page in reader.pages:
        yield from _additional(page)
        for annotation in _plain(page.get("/Annots")) or ():
            mark = _plain(annotation)
            if isinstance(mark, DictionaryObject):
                yield mark.get("/A")
                yield from _additional(mark)


def _additional(holder: Any) -> Iterator[Any]:
    more = _plain(holder.get("/AA"))
    if isinstance(more, DictionaryObject):
        yield from more.values()


def _acts(action: Any) -> bool:
    action = _plain(action)
    if not isinstance(action, dict):
        return False  # a place in the document to show, or nothing
    return str(_plain(action.get("/S"))) in _ACTIVE | {"/EmbeddedFiles"}


def _plain(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def check_docx(content: bytes) -> None:
    """Refuse ZIP bombs, macros, and archives that are no Word document; reads the index alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _unreadable_document() from error
    unpacked = refuse_bomb(entries, len(content))
    names = {entry.filename.lower() for entry in entries}
    if unpacked == 0 or not {"[content_types].xml", "word/document.xml"} <= names:
        raise _unreadable_document()
    if any("vbaproject" in name or name.endswith((".bin", ".exe", ".js")) for name in names):
        raise _macros()


def refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> int:
    """Raise FileRefused("zip_bomb") by the archive's index; return the unpacked size in bytes."""
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or swollen
        or (unpacked > _SMALL and unpacked > MAX_RATIO * packed)
    ):
        raise FileRefused(
            "zip_bomb",
            "ไฟล์นี้คลายออกมาแล้วใหญ่ผิดปกติ ระบบจึงไม่รับ โปรดบันทึกเป็น PDF แล้วแนบใหม่",
            "This file unpacks to an abnormal size and is refused. Save it as PDF and attach that.",
        )
    return unpacked


def check_old_word(content: bytes) -> None:
    """Refuse compound files that are no Word document or carry macros."""
    if "WordDocument".encode("utf-16-le") not in content:
        raise _unreadable_document()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise _macros()


def _macros() -> FileRefused:
    return FileRefused(
        "macros",
        "เอกสารนี้มีแมโครหรือโปรแกรมฝังอยู่ โปรดบันทึกเป็น PDF แล้วแนบใหม่",
        "This document carries macros or programs. Save it as PDF and attach that.",
    )


def _unreadable_document() -> FileRefused:
    return FileRefused(
        "document",
        "ไฟล์นี้ไม่ใช่เอกสาร Word ที่อ่านได้ โปรดบันทึกเป็น PDF แล้วแนบใหม่",
        "This is not a Word document we can read. Save it as PDF and attach that.",
    )


def _unreadable_pdf() -> FileRefused:
    return FileRefused(
        "pdf",
        "เปิด PDF นี้ไม่ได้ ไฟล์อาจเสียหาย โปรดบันทึกใหม่แล้วแนบอีกครั้ง",
        "This PDF cannot be opened; it may be damaged. Save it again and attach that.",
    )
