"""damrong connector"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, say

HELP = "เปลี่ยนวิธีส่งถึงหน่วยงาน / reach an agency another way, with its open matters"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, how, and where."""
    parser.add_argument("agency", metavar="AGENCY", help="รหัสหน่วยงาน / agency code")
    parser.add_argument(
        "way", choices=("push", "pull", "portal", "file", "mail"), help="วิธี / the way"
    )
    parser.add_argument("--endpoint", default="", help="ที่อยู่ API สำหรับ push / API address, for push")
    parser.add_argument(
        "--email", default="", help="อีเมลรับแจ้ง สำหรับ mail / where notices go, for mail"
    )
    parser.add_argument(
        "--code-email",
        default="",
        help="อีเมลรับรหัสครั้งเดียว ไม่ใส่ = โทรถามศูนย์ / where codes go; none = by telephone",
    )
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Move it; doing it again changes nothing."""
    use_database()
    require_current()
    from damrong.cases.errors import VerbRefused
    from damrong.exchange.moving import move

    code = options.agency.upper()
    try:
        moved = move(code, options.way, "command-line", **_addresses(options))
    except VerbRefused as refusal:
        raise CommandFailed(refusal.th, refusal.en, Exit.USAGE) from None
    if options.json:
        as_json({"agency": code} | vars(moved))
    else:
        say(
            f"{code}: {moved.was} → {moved.now} รอส่ง {moved.undelivered} ข้อความ"
            f" ส่งมอบซ้ำ {moved.again} ข้อความ",
            f"waiting {moved.undelivered}, handed over again {moved.again}",
        )
    return Exit.DONE


def _addresses(options: argparse.Namespace) -> dict[str, str]:
    return {name: getattr(options, name) for name in ("endpoint", "email", "code_email")}
