"""damrong verify-log"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import Exit, as_json, complain, progress, say

HELP = "ตรวจว่าบันทึกเหตุการณ์ถูกแก้ไขหรือไม่ รายการใด / check whether a log record was altered, and which"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Form of the answer."""
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Read the whole log; 0 = sound, 1 = altered."""
    use_database()
    require_current()
    from damrong.audit.models import AuditRecord
    from damrong.audit.verify import verify

    with progress("ตรวจบันทึก / checking", AuditRecord.objects.count()) as advance:
        outcome = verify(advance)
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
