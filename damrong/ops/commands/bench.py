"""damrong bench"""

import argparse
import importlib
from pathlib import Path

from damrong.ops.speak import CommandFailed, Exit

HELP = "วัดความเร็ว / measure speed; prints figures and the machine's cores"
PROGRAMS = ("intake", "chain", "screening", "privacy")
BY_NAME = ("failover", "postgres_chaos")  # long, and they need more of the machine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which of them."""
    parser.add_argument(
        "programs", nargs="*", choices=[[], *PROGRAMS, *BY_NAME], metavar="PROGRAM",
        help=f"{', '.join(PROGRAMS)} (ทั้งหมดถ้าไม่ระบุ / all where none is named), {', '.join(BY_NAME)}",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Run the programs of ``bench/``, which stand in the source tree beside the package."""
    if not (Path(__file__).parents[3] / "bench").is_dir():
        raise CommandFailed(
            "ไม่พบโฟลเดอร์ bench/ ต้องสั่งจากซอร์สโค้ด",
            "There is no folder bench/; run it from a source tree.",
            Exit.USAGE,
        )
    for name in options.programs or PROGRAMS:
        importlib.import_module(f"bench.{name}").main(_arguments(name, options.json))
    return Exit.DONE


def _arguments(name: str, as_json: bool) -> list[str]:
    return ["--json"] if as_json and name in PROGRAMS else []
