"""damrong export-keys"""

import argparse
import json
from pathlib import Path

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, say

HELP = "ส่งออกประวัติกุญแจสำหรับตรวจใบรับ / write the key history that receipts are checked with"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, metavar="KEYS.json", help="ไฟล์ผลลัพธ์ / file to write")


def run(options: argparse.Namespace) -> int:
    """Write every public key with its owner and its dates. No secret is in it."""
    use_database()
    require_current()
    from damrong.exchange.keys import history

    found = history()
    try:
        options.file.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    except OSError:
        raise CommandFailed(
            f"เขียนไฟล์ {options.file} ไม่ได้",
            f"The file {options.file} cannot be written.",
            Exit.USAGE,
        ) from None
    say(f"เขียนประวัติกุญแจ {len(found['keys'])} ดอกแล้ว: {options.file}", "key history written")
    return Exit.DONE
