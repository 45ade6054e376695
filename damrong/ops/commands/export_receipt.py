"""damrong export-receipt"""

import argparse
import json
import uuid
from pathlib import Path

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, say

HELP = "ส่งออกข้อความพร้อมใบรับเป็นหลักฐาน / write a sent message with its receipt as one package"
DESCRIPTION = "มีเนื้อหาที่ส่งจริง เก็บเหมือนเอกสารของเรื่อง / it holds what was sent: keep it as the case's papers are kept"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which message, and where to."""
    parser.add_argument("message", metavar="MESSAGE-ID", help="เลขข้อความ / the message's id")
    parser.add_argument("file", type=Path, metavar="FILE.json", help=DESCRIPTION)


def run(options: argparse.Namespace) -> int:
    """Write the exact bytes that were sent and the receipt that came back."""
    use_database()
    require_current()
    from damrong.exchange.evidence import package
    from damrong.exchange.models import OutboundMessage
    from damrong.exchange.sealed_body import bytes_of

    try:
        row = OutboundMessage.objects.get(message_id=uuid.UUID(options.message))
    except (ValueError, OutboundMessage.DoesNotExist):
        raise CommandFailed("ไม่มีข้อความเลขนี้", "There is no such message.", Exit.USAGE) from None
    if not row.receipt:
        raise CommandFailed("ข้อความนี้ยังไม่มีใบรับ", "This message has no receipt yet.", Exit.ATTENTION)
    try:
        document = package(bytes_of(row), str(row.receipt["jws"]))
        options.file.write_text(json.dumps(document) + "\n", "utf-8")
    except OSError:
        raise CommandFailed(
            f"เขียนไฟล์ {options.file} ไม่ได้",
            f"The file {options.file} cannot be written.",
            Exit.USAGE,
        ) from None
    say(f"เขียนหลักฐานแล้ว: {options.file}", "written")
    return Exit.DONE
