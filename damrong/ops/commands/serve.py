"""damrong serve"""

import argparse
import os

from damrong.ops.prepare import require_current, use_database
from damrong.ops.processes import Processes, require_free
from damrong.ops.speak import Exit, say
from damrong.ops.web_server import command, count_together, default_workers

HELP = "เปิดเว็บเซิร์ฟเวอร์ / serve the web pages and interfaces"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="ที่อยู่ที่เปิดรับ / address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="พอร์ต / port")
    parser.add_argument(
        "--workers", type=int, default=default_workers(), help="จำนวนโปรเซส / processes"
    )


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    from damrong.config.embedded_postgres import home

    require_free(options.host, options.port, "--port")
    use_database()
    require_current()
    count_together()
    with Processes(home() / "logs") as processes:
        processes.start("web", command(options.host, options.port, options.workers))
        address = f"http://{options.host}:{options.port}/"
        processes.wait_until_answers("web", address)
        say(f"เปิดที่ {address} (โปรเซส {os.getpid()})", "serving; Ctrl-C stops it")
        try:
            processes.watch()
        except KeyboardInterrupt:
            return Exit.DONE
    return Exit.DONE
