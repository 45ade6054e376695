"""damrong train"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import CommandFailed, Exit, as_json, say

HELP = "สร้างแบบจำลองคัดกรองรุ่นใหม่ โดยยังไม่ใช้ / make a version of the screening model; it reads nothing yet"
BY = "command-line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From what, and with which seed."""
    parser.add_argument(
        "--corrections",
        action="store_true",
        help="เรียนจากครึ่งหนึ่งของเรื่องที่เจ้าหน้าที่แก้และผู้ดูแลทบทวนแล้ว อีกครึ่งใช้วัดผล / "
        "also learn from half of the corrections that a steward reviewed, and measure on the other half",
    )
    parser.add_argument(
        "--seed",
        type=int,
        metavar="N",
        help="ค่าเริ่มสุ่ม / what chance starts from; the same gives the same",
    )
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Train, measure, keep and enter."""
    use_database()
    require_current()
    from damrong.accounts.errors import VerbRefused
    from damrong.learning.make import make
    from damrong.learning.reading import version_in_use
    from damrong.ops.commands.models import facts, tell
    from damrong.release.lessons import lessons
    from damrong.screening.train import SEED

    with version_in_use():
        learn, kept_apart = lessons() if options.corrections else ([], [])
    seed = SEED if options.seed is None else options.seed
    try:
        row = make(BY, seed=seed, more=learn, kept_apart=kept_apart)
    except VerbRefused as refused:
        raise CommandFailed(refused.th, refused.en, Exit.ATTENTION) from None
    if options.json:
        as_json(facts(row))
        return Exit.DONE
    tell(row)
    say(
        f"ยังไม่ใช้ เริ่มใช้ด้วย damrong models use {row.version} --by ชื่อบัญชี --reason เหตุผล",
        "not in use yet; a model steward puts it in use",
    )
    return Exit.DONE
