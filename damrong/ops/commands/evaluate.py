"""damrong evaluate"""

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from damrong.ops.prepare import require_current, use_database, use_no_database
from damrong.ops.speak import CommandFailed, Exit, as_json, out


class _Report(Protocol):
    def as_dict(self) -> dict[str, Any]: ...


_PICTURES, _SEED = 20, 7
HELP = "วัดผลการคัดกรองกับเรื่องที่มีเฉลย / measure screening and privacy against labelled cases"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure, on which cases."""
    parser.add_argument(
        "what", nargs="?", choices=["privacy", "screening", "attachments", "all"], default="all",
        help="อะไร (attachments ใช้เวลาหลายนาที ไม่รวมใน all) / what to measure; attachments takes minutes and is no part of all",
    )  # fmt: skip
    parser.add_argument(
        "--cases",
        type=Path,
        metavar="FILE.jsonl",
        help="เรื่องที่มีเฉลย (ถ้าไม่ระบุ วัดกับชุดของระบบเองและของ DAMRONG_EVALUATION_DATA) / labelled cases; "
        "without it, the project's own sets and those of DAMRONG_EVALUATION_DATA",
    )
    parser.add_argument(
        "--corrections",
        action="store_true",
        help="วัดการคัดกรองกับเรื่องที่เจ้าหน้าที่แก้ข้อเสนอและผู้ดูแลทบทวนแล้ว / "
        "measure screening on officers' corrections in this installation that a steward reviewed",
    )
    parser.add_argument(
        "--html",
        type=Path,
        metavar="FILE",
        help="เขียนรายงานเป็นหน้าเว็บหนึ่งไฟล์ / also write a report as one page: intervals, reliability, confusion",
    )
    parser.add_argument("--json", action="store_true", help="ตอบเป็น JSON / answer as JSON")


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    from damrong.privacy import evaluate as privacy
    from damrong.screening import evaluate as screening

    if options.corrections:
        return _corrections(options)
    if options.what == "attachments":
        return _attachments(options)
    if options.cases is None:
        return _own_sets(options)
    cases = _read(options.cases)
    reports = {
        name: room.evaluate(cases)
        for name, room in (("privacy", privacy), ("screening", screening))
        if options.what in (name, "all")
    }
    _tell(reports, options)
    return Exit.DONE


def _own_sets(options: argparse.Namespace) -> int:
    from damrong.ops.flags import evaluate_flags
    from damrong.privacy import evaluate as privacy
    from damrong.privacy import evaluation_sets as privacy_sets
    from damrong.screening import evaluate as screening
    from damrong.screening import evaluation_sets as screening_sets

    named = os.environ.get("DAMRONG_EVALUATION_DATA")
    data = Path(named) if named else None
    reports: dict[str, _Report] = {}
    if options.what in ("privacy", "all"):
        for name, cases in privacy_sets.evaluation_sets(data).items():
            reports[f"personal data: {name}"] = privacy.evaluate(cases)
            if flagged := [case for case in cases if "flags" in case["gold"]]:
                reports[f"flags: {name}"] = evaluate_flags(flagged)
    if options.what in ("screening", "all"):
        demonstration = Path(__file__).parents[1] / "demo_cases" / "cases.jsonl"
        for name, cases in screening_sets.evaluation_sets(demonstration, data).items():
            reports[f"screening: {name}"] = screening.evaluate(cases)
    _tell(reports, options)
    return Exit.DONE


def _attachments(options: argparse.Namespace) -> int:
    if options.cases is not None:
        raise CommandFailed(
            "attachments วัดกับภาพที่ระบบวาดเอง ไม่ใช้ร่วมกับ --cases",
            "attachments measures on pictures drawn here, and does not go with --cases.",
            Exit.USAGE,
        )
    from damrong.privacy.pictures.drawn import pictures
    from damrong.privacy.pictures.evaluate import evaluate
    from damrong.privacy.pictures.model_files import missing

    if missing():
        raise CommandFailed(
            "เครื่องนี้ยังอ่านภาพไม่ได้ โปรดสั่ง make setup และ make reading ก่อน",
            "This machine cannot read pictures. Run make setup and make reading first.",
            Exit.FAILED,
        )
    _tell({"attachments: drawn letters and plates": evaluate(pictures(_PICTURES, _SEED))}, options)
    return Exit.DONE


def _corrections(options: argparse.Namespace) -> int:
    if options.what in ("privacy", "attachments") or options.cases is not None:
        raise CommandFailed(
            "--corrections ใช้กับ screening และไม่ใช้ร่วมกับ --cases",
            "--corrections goes with screening, and not with --cases.",
            Exit.USAGE,
        )
    use_database()
    require_current()
    from damrong.release.corrections import evaluation_cases
    from damrong.screening import evaluate as screening

    # Only what was disagreed with is kept: these shares compare versions, and are no measure of
    # all cases.
    _tell({"screening: officers' corrections": screening.evaluate(evaluation_cases())}, options)
    return Exit.DONE


def _tell(reports: Mapping[str, _Report], options: argparse.Namespace) -> None:
    if options.html is not None:
        _write_page(reports, options.html)
    if options.json:
        as_json({name: report.as_dict() for name, report in reports.items()})
        return
    for name, report in reports.items():
        out.print(f"{name[0].upper()}{name[1:]}")
        out.print(str(report))


def _write_page(reports: Mapping[str, _Report], file: Path) -> None:
    use_no_database()
    from damrong.ops.evaluation_page import page

    try:
        file.write_text(page({name: one.as_dict() for name, one in reports.items()}), "utf-8")
    except OSError as error:
        raise CommandFailed(
            f"เขียนไฟล์ {file} ไม่ได้", f"The file {file} cannot be written.", Exit.USAGE
        ) from error


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise CommandFailed(
            f"อ่านไฟล์ {file} ไม่ได้", f"The file {file} cannot be read as JSON lines.", Exit.USAGE
        ) from error
