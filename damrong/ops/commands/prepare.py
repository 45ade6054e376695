"""damrong prepare"""

import argparse

from damrong.ops.prepare import make_current, use_database
from damrong.ops.speak import Exit

HELP = "เตรียมฐานข้อมูลและข้อมูลอ้างอิง / bring database and reference data up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> int:
    """Do it."""
    use_database()
    make_current()
    return Exit.DONE
