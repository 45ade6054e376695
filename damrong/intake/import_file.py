"""Take in what an office kept elsewhere: CSV, XLSX or JSONL, one transaction for each row.

The old number and its source are remembered with a keyed digest of the row. The same file twice
adds nothing; a row whose content changed under a known number is reported and left as it is,
because nobody but an officer may change a case. Columns and examples: ``docs/import.md``.
"""

import dataclasses
import hashlib
import hmac
import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
from django.db import DataError, IntegrityError, transaction

from damrong.audit.record import append
from damrong.cases.actors import SYSTEM
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.cases.submission import Submission
from damrong.cases.verbs.receive import receive
from damrong.config.secrets import secret
from damrong.intake.checks import PERSON_FIELDS, submission_from
from damrong.intake.models import ImportedRow
from damrong.intake.refused import InputRefused
from damrong.intake.table import comma, lines, workbook
from damrong.intake.table.headings import SOURCE, thai_name
from damrong.intake.table.rows import Broken, ImportRefused, Row, Rows
from damrong.text.clean import TextError, check_text

__all__ = ["ImportRefused", "ImportReport", "import_file"]

MAX_REJECTED = 10_000  # a file with more is not of this shape
_LONGEST_SOURCE = 60
_EVERY = 50  # rows between two words on progress
_READERS: dict[str, Callable[[Path], Rows]] = {
    ".csv": comma.read, ".xlsx": workbook.read, ".jsonl": lines.read,
}  # fmt: skip
log = logging.getLogger(__name__)


@dataclasses.dataclass
class ImportReport:
    """How many rows came in, were known already, and were not taken, each with its reason.

    ``rejected`` holds ``{"row", "reason_th", "reason_en"}``, without personal data.
    """

    accepted: int = 0
    already: int = 0
    rejected: list[dict[str, Any]] = dataclasses.field(default_factory=list)

    def reject(self, row: int, th: str, en: str) -> None:
        """Add one row that was not taken."""
        self.rejected.append({"row": row, "reason_th": th, "reason_en": en})


class _Changed(Exception):
    """Another content lies under this number."""


def import_file(
    path: Path, progress: Callable[..., None] | None = None, *, source: str = ""
) -> ImportReport:
    """Receive every row that can be; raises ImportRefused where the file as a whole cannot.

    ``progress`` is told the rows done. ``source`` names the system whose numbers these are, for
    rows that do not say so themselves; numbers are unique within one source.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ImportRefused(
            "kind", "รับเฉพาะไฟล์ .csv .xlsx .jsonl", "Only .csv, .xlsx and .jsonl files are taken."
        )
    report = ImportReport()
    done = 0
    for row in reader(path):
        done += 1
        if isinstance(row, Broken):
            report.reject(row.number, row.th, row.en)
        else:
            _take(row, source, report)
        if len(report.rejected) >= MAX_REJECTED:
            report.reject(
                row.number,
                f"หยุดอ่านที่แถวนี้ เพราะไม่รับเกิน {MAX_REJECTED:,} แถว โปรดตรวจรูปแบบไฟล์ แถวที่รับแล้วไม่หายไป",
                f"Stopped here: over {MAX_REJECTED:,} rows were rejected. Check the file's form;"
                " what was accepted stays.",
            )
            break
        if progress and done % _EVERY == 0:
            progress(done)
    if progress:
        progress(done, done)
    _remember_import(path, report)
    return report


def _take(row: Row, source: str, report: ImportReport) -> None:
    try:
        if _receive_once(row.values, source):
            report.accepted += 1
        else:
            report.already += 1
    except InputRefused as refused:
        report.reject(
            row.number,
            " · ".join(f"{thai_name(e.field)}: {e.th}" for e in refused.errors),
            " · ".join(f"{e.field}: {e.en}" for e in refused.errors),
        )
    except TextError as error:
        report.reject(row.number, error.message_th, error.message_en)
    except VerbRefused as refused:
        report.reject(row.number, refused.th, refused.en)
    except _Changed:
        report.reject(
            row.number,
            "เลขที่เรื่องเดิมนี้นำเข้าแล้ว แต่เนื้อหาไม่เหมือนเดิม ระบบไม่เขียนทับ โปรดแก้ที่หน้าเรื่องนั้น"
            " หรือหากเป็นของระบบอื่น โปรดเติมคอลัมน์ แหล่งข้อมูล",
            "This old number is here already with another content, which is not overwritten. Change"
            " that case at its page; if it is another system's number, add a column “source”.",
        )
    except (DataError, IntegrityError) as error:
        log.error("import: row %d could not be stored (%s)", row.number, type(error).__name__)
        report.reject(
            row.number,
            "ฐานข้อมูลเก็บแถวนี้ไม่ได้ โปรดแจ้งผู้ดูแลระบบ",
            "The database could not store this row. Please tell the administrator.",
        )


def _receive_once(values: Mapping[str, Any], source: str) -> bool:
    """Whether the row made a new case; False where it is there already. Raises _Changed."""
    data = dict(values)
    source = check_text(str(data.pop(SOURCE, "") or source), max_chars=_LONGEST_SOURCE).strip()
    data.setdefault("channel", "file")
    if not any(field in data for field in PERSON_FIELDS):
        data.setdefault("identity_mode", "unnamed")
    submission = submission_from(data, contact_needed=False)
    row_digest = _digest(submission)
    number = submission.legacy_number or f"ROW-{row_digest.hex()[:24]}"
    if _known(source, number, row_digest):
        return False
    try:
        with transaction.atomic():
            received = receive(dataclasses.replace(submission, legacy_number=number))
            case = Case.objects.get(number=received.number)
            if not received.new and case.narrative != submission.text:
                raise _Changed  # a partner's matter that came before, told differently
            ImportedRow.objects.create(
                source=source, legacy_number=number, digest=row_digest, case=case
            )
    except IntegrityError:
        # Another import of the same file was faster; what this one did was rolled back.
        if not _known(source, number, row_digest):
            raise
        return False
    return received.new


def _known(source: str, number: str, row_digest: bytes) -> bool:
    row = ImportedRow.objects.filter(source=source, legacy_number=number).first()
    if row is None:
        return False
    if not hmac.compare_digest(bytes(row.digest), row_digest):
        raise _Changed
    return True


def _digest(submission: Submission) -> bytes:
    """Keyed, so that nobody who reads the table can try out texts and numbers.

    Over what was understood, not over how it was written: the same row from CSV and from Excel
    is the same. Empty fields are left out, so that a new field changes no old digest.
    """
    told = {k: v for k, v in dataclasses.asdict(submission).items() if v or v == 0.0}
    told["complainant"] = {k: v for k, v in told["complainant"].items() if v}
    told.pop("legacy_number", None)
    canonical = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    return hmac.digest(secret("import_key"), canonical, hashlib.sha256)


def _remember_import(path: Path, report: ImportReport) -> None:
    with path.open("rb") as raw:
        file_digest = hashlib.file_digest(raw, "sha256").hexdigest()
    with transaction.atomic():
        append(
            "imports",
            "file_imported",
            SYSTEM,
            {
                "sha256": file_digest,
                "accepted": report.accepted,
                "already": report.already,
                "rejected": len(report.rejected),
            },
        )
