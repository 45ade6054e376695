"""The gate for files: what a file is says its content, never its name or its declared type.

Pictures are drawn anew, so that place, device and hidden content stay behind. Documents are
looked into without unpacking them to the disk. What is refused is refused with a reason.
"""

import unicodedata
from collections.abc import Sequence

from damrong.cases.submission import File
from damrong.intake.documents import check_docx, check_old_word, check_pdf
from damrong.intake.images import redrawn
from damrong.intake.refused import FileRefused

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_FILES = 5
MAX_TOTAL_BYTES = 25 * MEGABYTE
MAX_NAME = 120  # code points

PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ACCEPTED = ("image/jpeg", "image/png", "image/webp", PDF, DOCX, DOC)  # for a form's accept list
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", PDF: ".pdf", DOCX: ".docx", DOC: ".doc"}
_FORBIDDEN_IN_NAMES = frozenset('<>:"|?*')


def checked(name: str, declared_type: str, content: bytes) -> File:
    """Return the file as it may be kept, with a clean name; raise FileRefused.

    ``declared_type`` only helps to word the refusal. Codes: empty, too_big, type, picture,
    picture_size, pdf, pdf_encrypted, pdf_active, zip_bomb, macros, document.
    """
    if not content:
        raise FileRefused(
            "empty", "ไฟล์ว่างเปล่า โปรดเลือกไฟล์ใหม่", "The file is empty. Please choose it again."
        )
    if len(content) > MAX_BYTES:
        raise FileRefused(
            "too_big",
            f"ไฟล์ใหญ่เกิน {MAX_BYTES // MEGABYTE} MB โปรดลดขนาดหรือแบ่งไฟล์",
            f"The file is larger than {MAX_BYTES // MEGABYTE} MB. Make it smaller or split it.",
        )
    kind = _kind(content)
    if kind.startswith("image/"):
        kind, content = redrawn(content)
    elif kind == PDF:
        check_pdf(content)
    elif kind == DOCX:
        check_docx(content)
    elif kind == DOC:
        check_old_word(content)
    else:
        raise _unknown_type(declared_type)
    return File(clean_name(name, _ENDINGS[kind]), kind, content)


def check_together(files: Sequence[File]) -> None:
    """Refuse more files, or more bytes in all, than one submission may bring.

    Codes: too_many, too_big_together.
    """
    if len(files) > MAX_FILES:
        raise FileRefused(
            "too_many",
            f"แนบได้ไม่เกิน {MAX_FILES} ไฟล์ โปรดเลือกเฉพาะไฟล์ที่สำคัญ",
            f"At most {MAX_FILES} files may be attached. Please choose the important ones.",
        )
    if sum(len(file.content) for file in files) > MAX_TOTAL_BYTES:
        raise FileRefused(
            "too_big_together",
            f"ไฟล์ทั้งหมดรวมกันใหญ่เกิน {MAX_TOTAL_BYTES // MEGABYTE} MB โปรดลดขนาดหรือจำนวน",
            f"All files together exceed {MAX_TOTAL_BYTES // MEGABYTE} MB. Make them smaller or fewer.",
        )


def clean_name(name: str, ending: str) -> str:
    """A name without path, control or invisible characters, ending as the content demands."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    # Format characters (Cf) hold the marks that turn the reading direction: "gpj.exe" shown
    # as "exe.jpg". Surrogates and unassigned characters go with them.
    kept = "".join("_" if c in _FORBIDDEN_IN_NAMES else c for c in last if _printable(c))
    stem = unicodedata.normalize("NFC", kept).strip(" .")
    head, dot, tail = stem.rpartition(".")
    if dot and len(tail) <= 5:
        stem = head
    return (stem.strip(" .")[: MAX_NAME - len(ending)] or "file") + ending


def _printable(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _kind(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return DOCX  # or another ZIP, which check_docx refuses
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return DOC
    return ""


def _unknown_type(declared: str) -> FileRefused:
    if declared in {"image/heic", "image/heif"}:
        return FileRefused(
            "type",
            "ระบบยังอ่านภาพ HEIC ไม่ได้ โปรดบันทึกเป็น JPEG แล้วแนบใหม่",
            "HEIC pictures cannot be read. Please save it as JPEG and attach it again.",
        )
    return FileRefused(
        "type",
        "รับเฉพาะภาพ JPEG, PNG, WebP และเอกสาร PDF, Word เนื้อไฟล์ที่ส่งมาไม่ใช่ชนิดเหล่านี้",
        "Only JPEG, PNG and WebP pictures and PDF or Word documents are taken; this file's "
        "content is none of these.",
    )
