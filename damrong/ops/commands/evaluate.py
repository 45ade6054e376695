"""damrong evaluate"""

import argparse
import json
from pathlib import Path
from typing import Any

from damrong.ops.speak import CommandFailed, Exit, as_json, out

HELP = "วัดผลการคัดกรองกับเรื่องที่มีเฉลย / measure screening and privacy against labelled cases"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure, on which cases."""
    parser.add_argument(
        "what", nargs="?", choices=["privacy", "screening", "all"], default="all",
        help="อะไร / what to measure",
    )  # fmt: skip
    parser.add_argument(
        "--cases",
        type=Path,
        required=True,
        metavar="FILE.jsonl",
        help="เรื่องที่มีเฉลย / labelled cases",
    )
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    from damrong.privacy import evaluate as privacy
    from damrong.screening import evaluate as screening

    cases = _read(options.cases)
    reports = {
        name: room.evaluate(cases)
        for name, room in (("privacy", privacy), ("screening", screening))
        if options.what in (name, "all")
    }
    if options.json:
        as_json({name: report.as_dict() for name, report in reports.items()})
    else:
        for report in reports.values():
            out.print(str(report))
    return Exit.DONE


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandFailed(
            f"อ่านไฟล์ {file} ไม่ได้", f"The file {file} cannot be read as JSON lines.", Exit.USAGE
        ) from error
