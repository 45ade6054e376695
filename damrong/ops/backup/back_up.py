"""Take a back-up: a base of the database, the WAL that goes on from it, and the files of cases.

A back-up folder holds ``base-TIME/`` (PostgreSQL's data with its own manifest, and ours), ``wal/``
(what the server writes, from then on copied there by the server itself) and ``files/``.
"""

import datetime
import hashlib
import json
import shlex
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from damrong.config.embedded_postgres import address, home
from damrong.config.secrets import kept_secret
from damrong.config.whole_files import write_whole
from damrong.ops.backup import kept_files
from damrong.ops.backup.postgres_programs import give_to_server, run
from damrong.ops.speak import CommandFailed
from damrong.vault.providers.file import secret_name

ARCHIVE_EACH = 300  # seconds after which a segment is archived though it is not full
PATIENCE = 120.0  # seconds for the server to archive one segment, on a disk that is busy
MANIFEST = "manifest.json"
POSTGRES_LIST = "backup_manifest"
KEYS_NEEDED = "keys-needed.json"  # their names
# What nothing else can make up for (docs/operations.md); a lost session key only signs people out.
VITAL_KEYS = ("vault_master_key", "vault_index_key", "tracking_key", "audit_key")


@dataclass(frozen=True)
class Manifest:
    """What a base is: when it was whole, and the digest of PostgreSQL's own list of its files."""

    finished_at: str
    postgres: str
    list_sha256: str
    form: int = 1


def take_base(folder: Path) -> Path:
    """A new base; where it lies. Begins to archive WAL into the folder if nothing did."""
    started = datetime.datetime.now(datetime.UTC)
    base = folder / f"base-{started:%Y%m%dT%H%M%S}Z"
    (home() / "logs").mkdir(parents=True, exist_ok=True)
    _archive_into(folder / "wal")
    half = folder / f".{base.name}"
    run(
        "pg_basebackup", "--dbname", address(), "--pgdata", str(half / "data"),
        "--wal-method", "stream", "--checkpoint", "fast", "--manifest-checksums", "SHA256",
    )  # fmt: skip
    (version, now) = _ask("SELECT current_setting('server_version'), clock_timestamp()")
    manifest = Manifest(now.isoformat(), version, list_digest(half / "data"))
    (half / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))
    half.rename(base)  # what has its name is whole
    return base


def bring_up_to_now(folder: Path) -> int:
    """Archive the WAL written so far, then the files: none of what it tells of is missing.

    Returns how many files were new.
    """
    if not (folder / "wal").is_dir():
        raise CommandFailed(
            "ยังไม่มีข้อมูลสำรองชุดเต็มในโฟลเดอร์นี้ โปรดสั่ง damrong backup โดยไม่ใส่ --since-last ก่อน",
            "There is no base in this folder yet. Run damrong backup without --since-last first.",
        )
    _archive_into(folder / "wal")
    # A switch alone does nothing where nothing was written since the last one.
    (segment,) = _ask("SELECT pg_walfile_name(pg_create_restore_point('damrong backup'))")
    _ask("SELECT pg_switch_wal()")
    _until_archived(folder / "wal" / segment)
    write_whole(folder / KEYS_NEEDED, json.dumps(_keys_needed()).encode())
    return kept_files.copy_new(home() / "files", folder / "files")


def _keys_needed() -> list[str]:
    """The names of the keys without which a restored installation would lack something."""
    from damrong.vault.models import MasterKey

    in_files = MasterKey.objects.filter(provider="file").values_list("number", flat=True)
    names = {*VITAL_KEYS, *(secret_name(number) for number in in_files)}
    return sorted(name for name in names if kept_secret(name) is not None)


def list_digest(data: Path) -> str:
    """SHA-256 of PostgreSQL's own list of a base, in which each of its files has a digest."""
    return hashlib.sha256((data / POSTGRES_LIST).read_bytes()).hexdigest()


def _archive_into(wal: Path) -> None:
    (mode,) = _ask("SELECT current_setting('archive_mode')")
    if mode != "on":
        _set("archive_mode", "on")
        raise CommandFailed(
            "ฐานข้อมูลนี้ยังไม่เก็บ WAL ตั้งค่าให้แล้ว โปรดหยุดระบบทั้งหมด เปิดใหม่ แล้วสั่งอีกครั้ง",
            "This database did not archive WAL. It will after the next start: stop everything, start"
            " again, and repeat the command.",
        )
    if not wal.is_dir():
        wal.mkdir(parents=True)
        give_to_server(wal)
    place = shlex.quote(str(wal))
    # Copied aside, made safe, then named: what has its name is whole. An old one is never replaced,
    # but the server may offer the very same again after a crash.
    command = (
        f"cmp -s %p {place}/%f || {{ test ! -e {place}/%f && cp %p {place}/.%f"
        f" && sync {place}/.%f && mv {place}/.%f {place}/%f; }}"
    )
    (now,) = _ask("SELECT current_setting('archive_command')")
    if now != command:
        _set("archive_command", command)
        _set("archive_timeout", str(ARCHIVE_EACH))
        _ask("SELECT pg_reload_conf()")


def _until_archived(segment: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not segment.exists():
        if time.monotonic() > until:
            raise CommandFailed(
                f"ฐานข้อมูลคัดลอก WAL ไปที่ {segment.parent} ไม่ได้ ตรวจพื้นที่ว่างและสิทธิของโฟลเดอร์",
                f"The database cannot copy WAL to {segment.parent}. Check free space and the rights of"
                " the folders above it.",
            )
        time.sleep(0.1)


def _set(name: str, value: str) -> None:
    with psycopg.connect(address(), autocommit=True) as connection:
        connection.execute(
            psycopg.sql.SQL("ALTER SYSTEM SET {} = {}").format(psycopg.sql.Identifier(name), value)
        )


def _ask(question: str) -> tuple:  # type: ignore[type-arg]
    with psycopg.connect(address(), autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        assert row is not None
        return row
