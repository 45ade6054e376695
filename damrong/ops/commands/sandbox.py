"""damrong sandbox"""

import argparse
import os
import sys

from damrong.ops.processes import module

HELP = "หน่วยงานจำลองที่พูดโปรโตคอลจริง (คนละโปรเซส) / sandbox agencies that speak the real protocol"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything goes on to the sandbox itself."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="--help")


def run(options: argparse.Namespace) -> int:
    """Become the sandbox process."""
    command = module("damrong.exchange.sandbox", *options.arguments)
    os.execv(sys.executable, command)  # noqa: S606 - our own module, no shell
