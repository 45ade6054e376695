"""damrong screen"""

import argparse
import time
from pathlib import Path

from damrong.ops.speak import CommandFailed, Exit, as_json, progress, say

HELP = "คัดกรองเรื่องจากไฟล์ JSONL (ไม่ใช้ฐานข้อมูล) / screen complaints of a JSONL file (no database)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The two files."""
    parser.add_argument("source", type=Path, metavar="IN.jsonl", help="ไฟล์เข้า / input")
    parser.add_argument("target", type=Path, metavar="OUT.jsonl", help="ไฟล์ออก / output")
    parser.add_argument("--json", action="store_true", help="สรุปเป็น JSON / summary as JSON")


def run(options: argparse.Namespace) -> int:
    """Screen every line, in order."""
    from damrong.screening.batch import BadLine, screen_file

    if not options.source.is_file():
        raise CommandFailed(
            f"ไม่พบไฟล์ {options.source}", f"There is no file {options.source}.", Exit.USAGE
        )
    began = time.perf_counter()
    try:
        with progress("คัดกรอง / screening") as advance:
            count = screen_file(options.source, options.target, progress=advance)
    except BadLine as bad:
        raise CommandFailed(bad.th, bad.en, Exit.USAGE) from bad
    except OSError as error:
        raise CommandFailed(
            f"อ่านหรือเขียนไฟล์ไม่ได้: {error.strerror}",
            f"A file cannot be read or written: {error.strerror}",
            Exit.USAGE,
        ) from error
    seconds = round(time.perf_counter() - began, 2)
    if options.json:
        as_json({"screened": count, "seconds": seconds, "output": str(options.target)})
    else:
        say(f"คัดกรองแล้ว {count:,} เรื่อง ใน {seconds} วินาที → {options.target}", "screened")
    return Exit.DONE
