"""Start several processes, watch over them, stop them all."""

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

from damrong.ops.speak import CommandFailed, complain

PATIENCE = 8.0  # seconds a process gets to end by itself


@dataclass
class Processes:
    """The children of one ``damrong up``. Leaving the ``with`` block stops every one."""

    logs: Path
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _files: list[IO[bytes]] = field(default_factory=list)

    def __enter__(self) -> "Processes":
        self.logs.mkdir(parents=True, exist_ok=True)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _as_interrupt)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one process; what it prints goes to ``logs/<name>.log``."""
        log = (self.logs / f"{name}.log").open("ab")
        self._files.append(log)
        # An own session: Ctrl-C reaches us alone, and we stop the others in order.
        self._running[name] = subprocess.Popen(  # noqa: S603 - commands of our own making
            command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip

    def wait_until_answers(self, name: str, url: str, seconds: float = 40.0) -> None:
        """Wait until ``url`` answers at all, or say why it can't."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._check(name)
            try:
                urllib.request.urlopen(url, timeout=2)  # noqa: S310 - our own loopback address
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.15)
            else:
                return
        raise CommandFailed(
            f"{name} ไม่ตอบที่ {url} ดูบันทึกที่ {self.logs / name}.log",
            f"{name} does not answer at {url}; see {self.logs / name}.log",
        )

    def watch(self, each_second: Callable[[], None] = lambda: None) -> None:
        """Stay until Ctrl-C, or until one of the processes ends by itself."""
        while True:
            for name in self._running:
                self._check(name)
            each_second()
            time.sleep(1)

    def stop(self) -> None:
        """Ask every process to end, last started first; insist after a while."""
        for process in reversed(self._running.values()):
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + PATIENCE
        for name, process in reversed(self._running.items()):
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                complain(f"{name} ไม่ยอมหยุด จึงบังคับหยุด", f"{name} did not end and was killed")
                process.kill()
                process.wait()
        self._running.clear()
        for log in self._files:
            log.close()
        self._files.clear()

    def _check(self, name: str) -> None:
        code = self._running[name].poll()
        if code is not None:
            raise CommandFailed(
                f"{name} หยุดทำงานเอง (รหัส {code}) ดูบันทึกที่ {self.logs / name}.log",
                f"{name} ended by itself (status {code}); see {self.logs / name}.log",
            )


def require_free(host: str, port: int, option: str) -> None:
    """Stop with clear words where another program listens already; ``option`` changes the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandFailed(
                f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ โปรดหยุดโปรแกรมนั้นหรือเลือกพอร์ตอื่นด้วย {option}",
                f"Another program uses port {port}. Stop it, or choose another with {option}.",
            ) from None


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def module(name: str, *arguments: str) -> list[str]:
    """A command that runs ``name`` with this very Python."""
    return [sys.executable, "-m", name, *arguments]
