"""damrong verify-log"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, complain, progress, say

if TYPE_CHECKING:
    from damrong.audit.witness import Witness

HELP = "ตรวจว่าบันทึกเหตุการณ์ถูกแก้ไขหรือไม่ รายการใด / check whether a log record was altered, and which"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Form of the answer, and what partners hold."""
    parser.add_argument(
        "--witness", type=Path, action="append", default=[], metavar="RECEIPTS.txt",
        help="ใบรับของศูนย์ที่คู่ค้าเก็บไว้ บรรทัดละใบ / receipts of the centre as a partner kept them, one a line",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Read the whole log; 0 = sound, 1 = altered."""
    use_database()
    require_current()
    from damrong.audit.models import AuditRecord
    from damrong.audit.verify import verify

    witnesses = [one for file in options.witness for one in _witnesses(file)]
    with progress("ตรวจบันทึก / checking", AuditRecord.objects.count()) as advance:
        outcome = verify(advance, witnesses)
        advance(outcome.records)
    if options.json:
        as_json(
            {
                "sound": outcome.sound,
                "records": outcome.records,
                "checkpoints": outcome.checkpoints,
                "faults": [
                    {"where": f.where, "what_th": f.what_th, "what_en": f.what_en}
                    for f in outcome.faults
                ],
            }
        )
    elif outcome.sound:
        say(
            f"บันทึกครบถ้วน ไม่ถูกแก้ไข: {outcome.records:,} รายการ {outcome.checkpoints} จุดตรวจ",
            "the log is sound",
        )
    else:
        complain(f"พบสิ่งผิดปกติ {len(outcome.faults)} แห่ง", "the log was altered:")
        for fault in outcome.faults:
            complain(f"  {fault.where}: {fault.what_th}", fault.what_en)
    return Exit.DONE if outcome.sound else Exit.ATTENTION


def _witnesses(file: Path) -> "Iterator[Witness]":
    """The checkpoints that a partner's receipts name. One that we did not sign says nothing."""
    from damrong.audit.witness import read_witness
    from damrong.exchange.evidence import read_history
    from damrong.exchange.keys import history
    from damrong.exchange.protocol import HUB
    from damrong.exchange.receipts import BadReceipt, read_receipt

    ours = {kid: held.key for kid, held in read_history(history()).items() if held.party == HUB}
    try:
        lines = file.read_text("ascii").split()
    except (OSError, ValueError):
        raise CommandFailed(
            f"อ่านไฟล์ {file} ไม่ได้", f"The file {file} cannot be read.", Exit.USAGE
        ) from None
    for number, line in enumerate(lines, start=1):
        try:
            receipt = read_receipt(line, ours.__getitem__)
            if receipt.witness:  # none was taken yet when it was signed
                yield read_witness(receipt.witness)
        except (BadReceipt, KeyError, ValueError):
            raise CommandFailed(
                f"{file} ใบที่ {number}: ไม่ใช่ใบรับที่ศูนย์ลงนาม",
                f"{file}, number {number}: this is no receipt that the centre signed.",
                Exit.USAGE,
            ) from None
