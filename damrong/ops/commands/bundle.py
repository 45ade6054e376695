"""damrong bundle"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, say

if TYPE_CHECKING:
    from damrong.catalogue.models import Agency

HELP = "แฟ้มเข้ารหัสของหน่วยงาน / make an agency's encrypted file, or take its answers in"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which way, whose, and the file."""
    parser.add_argument("way", choices=("make", "take"), help="ทำแฟ้มหรือรับคำตอบ / make or take in")
    parser.add_argument("agency", metavar="AGENCY", help="รหัสหน่วยงาน / agency code")
    parser.add_argument("file", type=Path, metavar="FILE", help="แฟ้ม / the file")
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Write the bundle to FILE, or do what FILE answers."""
    use_database()
    require_current()
    from damrong.catalogue.models import Agency

    code = options.agency.upper()
    agency = Agency.objects.filter(pk=code, connector=Agency.Connector.FILE).first()
    if agency is None:
        raise CommandFailed(
            f"ไม่มีหน่วยงาน {code} ที่รับส่งเป็นแฟ้ม",
            f"There is no agency {code} that exchanges by file.",
            Exit.USAGE,
        )
    try:
        return _make(agency, options) if options.way == "make" else _take(agency, options)
    except OSError:
        raise CommandFailed(
            f"เปิดไฟล์ {options.file} ไม่ได้", f"The file {options.file} cannot be used.", Exit.USAGE
        ) from None


def _make(agency: "Agency", options: argparse.Namespace) -> int:
    from damrong.cases.errors import VerbRefused
    from damrong.exchange.connectors.file.making import make

    try:
        made = make(agency, "command-line")
    except VerbRefused as refused:
        raise CommandFailed(refused.th, refused.en, Exit.USAGE) from None
    options.file.write_bytes(made.content)
    if options.json:
        as_json({"bundle": str(made.row.number), "messages": made.row.messages})
    else:
        say(f"{options.file}: {made.row.messages} ข้อความ", "messages in the bundle")
    return Exit.DONE


def _take(agency: "Agency", options: argparse.Namespace) -> int:
    from damrong.exchange.connectors.file.sheet_in import SheetRefused
    from damrong.exchange.connectors.file.taking import take_file
    from damrong.exchange.problems import Refused

    try:
        taken = take_file(agency, options.file.read_bytes(), "command-line")
    except Refused as refused:
        raise CommandFailed(refused.th, refused.en, Exit.USAGE) from None
    except SheetRefused as wrong:
        for one in wrong.errors:
            say(f"{one.sheet}!{one.column}{one.row} {one.heading}: {one.th}", one.en)
        raise CommandFailed(
            "ยังไม่ได้บันทึกอะไร โปรดแก้ช่องข้างต้น", "Nothing was done. Mend these cells.", Exit.USAGE
        ) from None
    if options.json:
        as_json(vars(taken))
    else:
        say(
            f"ใบรับ {taken.signed_for} คำตอบ {taken.done}"
            + (" (เคยรับแล้ว)" if taken.repeated else ""),
            "receipts and answers taken in",
        )
    return Exit.DONE
