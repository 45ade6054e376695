"""damrong worker"""

import argparse

from damrong.ops.prepare import require_current, use_database
from damrong.ops.speak import Exit

HELP = "ทำงานเบื้องหลัง: คัดกรอง ปล่อยเรื่อง ส่งต่อ / do background jobs: screen, release, send"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at once, and whether to stay."""
    parser.add_argument(
        "--concurrency", type=int, default=2, help="จำนวนงานพร้อมกัน / jobs at the same time"
    )
    parser.add_argument(
        "--once", action="store_true", help="ทำงานที่ค้างให้หมดแล้วหยุด / empty the queue, then stop"
    )


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    use_database("worker")
    require_current()
    from damrong.ops.worker import load_models, plan_once
    from damrong.ops.worker import run as work

    plan_once()
    load_models()
    work(concurrency=options.concurrency, wait=not options.once)
    return Exit.DONE
