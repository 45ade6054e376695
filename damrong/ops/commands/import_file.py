"""damrong import"""

import argparse
from pathlib import Path

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, complain, progress, say

HELP = "นำเข้าเรื่องจากไฟล์ CSV, XLSX, JSONL (ทำซ้ำได้ไม่ซ้ำเรื่อง) / import cases; twice adds nothing"
KINDS = {".csv", ".xlsx", ".jsonl"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="ไฟล์ / the file")
    parser.add_argument(
        "--source",
        default="",
        metavar="NAME",
        help="ชื่อระบบเดิมของเลขที่เรื่อง / the system whose numbers these are",
    )
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Import every row that can be; 1 where some were rejected."""
    if not options.file.is_file():
        raise CommandFailed(
            f"ไม่พบไฟล์ {options.file}", f"There is no file {options.file}.", Exit.USAGE
        )
    if options.file.suffix.lower() not in KINDS:
        raise CommandFailed(
            "รับเฉพาะไฟล์ .csv .xlsx .jsonl", "Only .csv, .xlsx and .jsonl files.", Exit.USAGE
        )
    use_database()
    require_current()
    from damrong.intake.import_file import ImportRefused, import_file

    try:
        with progress("นำเข้า / importing") as advance:
            report = import_file(options.file, progress=advance, source=options.source)
    except ImportRefused as refused:
        raise CommandFailed(refused.th, refused.en, Exit.USAGE) from None
    except OSError as error:
        raise CommandFailed(
            f"อ่านไฟล์ {options.file} ไม่ได้", f"{options.file} cannot be read.", Exit.USAGE
        ) from error
    if options.json:
        as_json(
            {"accepted": report.accepted, "already": report.already, "rejected": report.rejected}
        )
    else:
        say(
            f"รับเข้า {report.accepted:,} เรื่อง มีอยู่แล้ว {report.already:,} ไม่รับ {len(report.rejected):,}",
            "accepted, already there, rejected",
        )
        for row in report.rejected:
            complain(
                f"  แถว {row['row']}: {row['reason_th']}", f"row {row['row']}: {row['reason_en']}"
            )
    return Exit.ATTENTION if report.rejected else Exit.DONE
