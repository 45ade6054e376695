"""Restore a back-up to any moment that it covers, into an empty installation beside its keys."""

import datetime
import json
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from damrong.config.embedded_postgres import home
from damrong.config.secrets import kept_secret
from damrong.ops.backup import kept_files
from damrong.ops.backup.back_up import KEYS_NEEDED, MANIFEST, POSTGRES_LIST, Manifest, list_digest
from damrong.ops.backup.postgres_programs import data_folder, give_to_server, run
from damrong.ops.speak import CommandFailed, Exit

REPLAY_AT_MOST = 24 * 3600  # seconds
# The embedded server's own notes about who uses it, and its log.
NOT_OURS = (".handle_pids.json", "log")


@dataclass(frozen=True)
class Base:
    """A whole base and what its manifest says."""

    path: Path
    manifest: Manifest

    @property
    def finished_at(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.manifest.finished_at)


def choose_base(folder: Path, to: datetime.datetime | None) -> Base:
    """The newest base that was whole by then. Raises CommandFailed where there is none."""
    bases = sorted(_bases(folder), key=lambda base: base.finished_at)
    fitting = [base for base in bases if to is None or base.finished_at <= to]
    if not fitting:
        first = f"{bases[0].finished_at:%Y-%m-%d %H:%M:%S%z}" if bases else "-"
        raise CommandFailed(
            f"ไม่มีข้อมูลสำรองที่ครอบคลุมเวลานี้ เวลาแรกสุดที่กู้ได้คือ {first}",
            f"No back-up covers that time; the earliest is {first}.",
            Exit.USAGE,
        )
    return fitting[-1]


def check(base: Base) -> None:
    """Hold every file of the base against its digest. Raises CommandFailed.

    As PostgreSQL's pg_verifybackup does, which in the embedded server's wheel does not start.
    """
    data = base.path / "data"
    if list_digest(data) != base.manifest.list_sha256:
        raise CommandFailed(
            "รายการแฟ้มของข้อมูลสำรองถูกแก้ไข", "The back-up's list of files was altered."
        )
    for entry in json.loads((data / POSTGRES_LIST).read_text())["Files"]:
        if not kept_files.is_sound(data / entry["Path"], entry["Checksum"]):
            raise CommandFailed(
                f"แฟ้ม {entry['Path']} ของข้อมูลสำรองหายหรือเสียหาย จึงไม่กู้ โปรดใช้ชุดก่อนหน้า",
                f"The back-up's file {entry['Path']} is missing or damaged, so nothing is restored."
                " Use an earlier base.",
            )


def require_room() -> None:
    """A database that is there is never overwritten. Raises CommandFailed."""
    if data_folder().exists() and any(data_folder().iterdir()):
        raise CommandFailed(
            f"{data_folder()} มีข้อมูลอยู่แล้ว จึงไม่กู้ทับ",
            f"{data_folder()} holds a database; nothing is restored over it.",
        )


def require_keys(folder: Path) -> None:
    """The keys that the back-up names are put in place before. Raises CommandFailed."""
    needed = json.loads((folder / KEYS_NEEDED).read_text())
    if missing := [name for name in needed if kept_secret(name) is None]:
        names = ", ".join(missing)
        raise CommandFailed(
            f"ยังไม่มีกุญแจ {names} โปรดนำกุญแจที่เก็บแยกไว้มาวางก่อน (docs/operations.md)",
            f"The keys {names} are not here. Put them in place first; they are kept apart"
            " (docs/operations.md).",
        )


def replay(base: Base, wal: Path, to: datetime.datetime | None) -> None:
    """Copy the base here and let the server replay what came after it, up to ``to``."""
    data = data_folder()
    (home() / "logs").mkdir(parents=True, exist_ok=True)
    shutil.copytree(base.path / "data", data)
    for name in NOT_OURS:
        (data / name).unlink(missing_ok=True)
    lines = [
        f"restore_command = 'cp {shlex.quote(str(wal))}/%f %p'",
        "archive_command = 'true'",  # the old archive stays as it is
        "recovery_target_action = 'promote'",
    ]
    if to is not None:
        lines.append(f"recovery_target_time = '{to.isoformat()}'")
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write("\n".join(lines) + "\n")
    (data / "recovery.signal").touch()
    give_to_server(data)
    give_to_server(wal)
    try:
        _replay(data)
    except CommandFailed:
        shutil.rmtree(data)  # half a database is none; the next try begins anew
        raise


def bring_files(folder: Path, digests: Iterator[str]) -> list[str]:
    """Copy back the files that the restored cases name; the digests of those that are not sound."""
    target, lost = home() / "files", []
    for digest in digests:
        if kept_files.is_sound(kept_files.place(folder, digest), digest):
            kept_files.copy(folder, target, digest)
        else:
            lost.append(digest)
    return lost


def _bases(folder: Path) -> Iterator[Base]:
    for path in folder.glob(f"base-*/{MANIFEST}"):
        yield Base(path.parent, Manifest(**json.loads(path.read_text())))


def _replay(data: Path) -> None:
    with _running(data) as url:
        _until_promoted(url)
        with psycopg.connect(url, autocommit=True) as connection:
            for name in ("restore_command", "recovery_target_action", "recovery_target_time"):
                connection.execute(f"ALTER SYSTEM RESET {name}".encode())


@contextmanager
def _running(data: Path) -> Iterator[str]:
    """The server by itself, behind a socket that nobody else knows; its address."""
    arguments = ("-D", str(data), "-w", "-t", str(REPLAY_AT_MOST))
    with tempfile.TemporaryDirectory(prefix="damrong-") as socket:
        give_to_server(Path(socket))
        options = ("-o", f"-h '' -k {socket}", "-l", str(data / "log"))
        try:
            run("pg_ctl", *arguments, *options, "start", as_server=True)
            yield f"postgresql://postgres@/postgres?host={socket}"
        finally:
            if (data / "postmaster.pid").exists():
                run("pg_ctl", *arguments, "-m", "fast", "stop", as_server=True)


def _until_promoted(url: str) -> None:
    until = time.monotonic() + REPLAY_AT_MOST
    while time.monotonic() < until:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
        except psycopg.OperationalError:
            raise CommandFailed(
                "ข้อมูลสำรองไปไม่ถึงเวลาที่ขอ โปรดเลือกเวลาที่เร็วกว่านี้ หรือไม่ใส่ --to เพื่อกู้ถึงล่าสุด",
                "The back-up does not reach that time. Choose an earlier one, or leave out --to for"
                " all there is.",
            ) from None
        if row == (False,):
            return
        time.sleep(0.2)
