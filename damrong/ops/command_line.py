"""The ``damrong`` command. Others script against it: names, exit codes and --json are stable.

Exit status: 0 done; 1 done, but look at what it found; 2 wrong usage or unreadable file;
3 something it needs does not work.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from damrong.ops.speak import CommandFailed, Exit, complain


class Command(Protocol):
    """A module of ``ops.commands``."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


COMMANDS = (
    "up", "prepare", "serve", "worker", "sandbox", "import", "register-key", "revoke-key",
    "export-keys", "export-receipt", "verify-receipt", "screen", "evaluate", "verify-log",
    "bench", "reset-demo", "administrator", "automation", "train", "models", "connector", "bundle",
    "mail-code", "conformance", "processing-record", "breach-notice", "keys", "backup", "restore",
)  # fmt: skip
DESCRIPTION = """ดำรง: ระบบแลกเปลี่ยนเรื่องร้องทุกข์ของศูนย์ดำรงธรรม
Damrong: the complaint exchange of Thailand's Ministry of Interior"""
EPILOG = """รหัสออก: 0 สำเร็จ  1 สำเร็จแต่มีสิ่งที่ต้องดู  2 ใช้คำสั่งหรือไฟล์ไม่ถูกต้อง  3 ทำงานไม่ได้
exit status: 0 done  1 done, look at what it found  2 wrong usage or file  3 cannot work
ข้อมูลทั้งหมดอยู่ใน DAMRONG_HOME (ค่าเริ่มต้น .damrong)  everything is kept in DAMRONG_HOME (.damrong)"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status."""
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments))


def _run(arguments: Sequence[str]) -> int:
    options = _parser(arguments).parse_args(arguments)
    try:
        return int(_module(options.command).run(options))
    except CommandFailed as failure:
        complain(failure.th, failure.en)
        return int(failure.code)
    except BrokenPipeError:
        return int(Exit.DONE)
    except KeyboardInterrupt:
        return 130


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="damrong",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = _module(name)
        sub = commands.add_parser(
            name,
            help=module.HELP,
            description=module.HELP,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(sub)
    return parser


def _module(name: str) -> Command:
    # "import" is a word of the language, so its module has a longer name.
    file = {"import": "import_file"}.get(name, name.replace("-", "_"))
    return cast(Command, importlib.import_module(f"damrong.ops.commands.{file}"))
