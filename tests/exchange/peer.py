"""A sandbox agency in its own process, and patience for what it does."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from damrong.catalogue.models import Agency
from damrong.exchange.keys import register


@dataclass
class Peer:
    address: str
    process: subprocess.Popen[bytes]


@contextmanager
def sandbox(
    home: Path,
    hub: str,
    *codes: str,
    script: str = "clear",
    pull: bool = False,
    reconcile: float = 86_400.0,
) -> Iterator[Peer]:
    """Start it, register its keys, point the agencies to it; stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "damrong.exchange.sandbox", "--home", str(home), "--port", str(port),
         "--agencies", ",".join(codes), "--hub", hub, "--script", script, "--wait", "0.05",
         "--reconcile", str(reconcile), *(["--pull"] if pull else [])],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(address))
        for code, keys in json.loads((home / "keys.json").read_text()).items():
            for key in keys["keys"]:
                register(code, key)
            way = (
                {"connector": "pull"}
                if pull
                else {"connector": "push", "endpoint": f"{address}/{code}"}
            )
            Agency.objects.filter(pk=code).update(**way)
        yield Peer(address, process)
    finally:
        process.terminate()
        process.wait(10)


def answers(address: str) -> bool:
    """Whether a sandbox serves there."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def until(holds: Callable[[], bool], seconds: float = 40.0) -> None:
    """Wait until it holds, or fail."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
