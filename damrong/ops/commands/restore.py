"""damrong restore"""

import argparse
import datetime
from pathlib import Path

from damrong.ops.backup.postgres_programs import require_embedded
from damrong.ops.prepare import make_current, use_database
from damrong.ops.speak import CommandFailed, Exit, complain, say

HELP = "กู้คืนจากข้อมูลสำรองถึงเวลาที่ระบุ / restore a back-up to a moment"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where, and to what moment."""
    parser.add_argument("folder", type=Path, help="โฟลเดอร์ข้อมูลสำรอง / the back-up's folder")
    parser.add_argument(
        "--to", metavar="TIME", help='เวลา เช่น "2026-11-25 16:00:00+07:00" / moment; without it, the latest'
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Restore into an empty DAMRONG_HOME that holds the keys; 1 = something is not sound."""
    from damrong.ops.backup import restore

    require_embedded()
    to = _moment(options.to)
    folder = options.folder.resolve()
    restore.require_room()
    base = restore.choose_base(folder, to)
    restore.require_keys(folder)
    say(f"ตรวจข้อมูลสำรอง {base.path.name}", "holding the base against its digests")
    restore.check(base)
    say("กู้ฐานข้อมูล", "replaying the database")
    restore.replay(base, folder / "wal", to)
    use_database()
    make_current()

    from damrong.audit.verify import verify
    from damrong.cases.models import Attachment
    from damrong.vault.errors import VaultError
    from damrong.vault.seal import check_master_key

    digests = Attachment.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    lost = restore.bring_files(folder / "files", digests.iterator())
    outcome = verify()
    for digest in lost:
        complain(f"ไฟล์ {digest} ไม่มีในข้อมูลสำรองหรือเสียหาย", "a file is missing or damaged")
    for fault in outcome.faults:
        complain(f"{fault.where}: {fault.what_th}", fault.what_en)
    try:
        check_master_key()
        fits = True
    except VaultError:
        fits = False
        complain(
            "vault_master_key ไม่ใช่กุญแจของข้อมูลนี้ ข้อมูลตัวตนที่ปิดผนึกจึงเปิดไม่ได้ โปรดนำกุญแจที่ถูกต้องมาวาง",
            "vault_master_key is not this data's key, so sealed identities cannot be opened. Put the"
            " right one in place.",
        )
    if lost or not outcome.sound or not fits:
        return Exit.ATTENTION
    say(f"กู้คืนแล้ว บันทึก {outcome.records:,} รายการครบถ้วน", "restored; the log is sound")
    return Exit.DONE


def _moment(text: str | None) -> datetime.datetime | None:
    if text is None:
        return None
    try:
        given = datetime.datetime.fromisoformat(text)
    except ValueError:
        given = None
    if given is None or given.tzinfo is None:
        raise CommandFailed(
            'เขียนเวลาพร้อมเขตเวลา เช่น "2026-11-25 16:00:00+07:00"',
            'Write the time with its zone, as "2026-11-25 16:00:00+07:00".',
            Exit.USAGE,
        )
    return given
