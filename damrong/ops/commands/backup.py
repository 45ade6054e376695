"""damrong backup"""

import argparse
from pathlib import Path

from damrong.ops.backup.postgres_programs import require_embedded
from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import Exit, say

HELP = "สำรองฐานข้อมูลและไฟล์ (ไม่รวมกุญแจ) / back up the database and files, without the keys"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and whether a base is there already."""
    parser.add_argument(
        "folder",
        type=Path,
        help="โฟลเดอร์ปลายทาง ควรอยู่คนละเครื่อง / where to; best another machine's disk",
    )
    parser.add_argument(
        "--since-last", action="store_true",
        help="เฉพาะส่วนที่เพิ่มจากชุดก่อน / only what came since; for every few minutes",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Back up while the system works."""
    from damrong.ops.backup import back_up

    require_embedded()
    use_database()
    require_current()
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o711)
    if not options.since_last:
        base = back_up.take_base(folder)
        say(f"สำรองฐานข้อมูลแล้วที่ {base}", "the base is whole")
    files = back_up.bring_up_to_now(folder)
    say(
        f"เก็บ WAL ถึงขณะนี้ และไฟล์ใหม่ {files:,} ไฟล์ โปรดเก็บกุญแจแยกต่างหาก",
        "WAL and files up to now; keep the keys apart",
    )
    return Exit.DONE
