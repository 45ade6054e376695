"""Keys and secrets: from the environment or from files, never from the repository or the database.

Each secret NAME is looked for in the environment variable ``DAMRONG_<NAME>``, then in the file
named by ``DAMRONG_<NAME>_FILE``, then in ``$DAMRONG_HOME/keys/<name>``. Where none is found a
random one is made in that last place with mode 0600, so that a fresh machine works and no two
machines share a key.
"""

import functools
import os
import secrets
from pathlib import Path

from damrong.config.embedded_postgres import home


def secret(name: str, *, size: int = 32) -> bytes:
    """Return the secret ``name`` as bytes (``size`` random bytes where it must be made).

    Values are hexadecimal text wherever they are kept. A file is read once for each process.
    """
    variable = f"DAMRONG_{name.upper()}"
    if value := os.environ.get(variable):
        return bytes.fromhex(value)
    kept = os.environ.get(f"{variable}_FILE")
    return _from_file(name, kept, os.environ.get("DAMRONG_HOME"), size)


def kept_secret(name: str) -> bytes | None:
    """The secret ``name``, or None where it is kept nowhere; never makes one."""
    variable = f"DAMRONG_{name.upper()}"
    kept = os.environ.get(f"{variable}_FILE")
    file = Path(kept) if kept else home() / "keys" / name.lower()
    if os.environ.get(variable) or file.exists():
        return secret(name)
    return None


@functools.cache
def _from_file(name: str, kept: str | None, _home: str | None, size: int) -> bytes:
    # ``_home`` stands for what ``home()`` follows from.
    file = Path(kept) if kept else home() / "keys" / name.lower()
    try:
        return bytes.fromhex(file.read_text().strip())
    except FileNotFoundError:
        return _make(file, size)


def _make(file: Path, size: int) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    value = secrets.token_bytes(size)
    try:
        # O_EXCL: of two processes that start together, one makes the key and the other reads it.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(file.read_text().strip())
    with os.fdopen(handle, "w") as out:
        out.write(value.hex())
    return value
