"""The web server: granian, a WSGI server that keeps slow clients away from Python."""

import os
import shutil

from damrong.config.embedded_postgres import home
from damrong.ops.processes import module


def command(host: str, port: int, workers: int) -> list[str]:
    """The command that serves every page and interface."""
    return module(
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "8", "--backlog", "1024",
        "--respawn-failed-workers", "--no-access-log", "--log-level", "warning",
        "damrong.config.wsgi:application",
    )  # fmt: skip


def count_together() -> None:
    """Before the start: let all web processes count into one folder, which begins empty."""
    folder = home() / "counts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def default_workers() -> int:
    """One process for each core, up to eight."""
    return max(1, min(8, os.cpu_count() or 1))
