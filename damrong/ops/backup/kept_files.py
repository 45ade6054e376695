"""Files of cases in a back-up: each lies under its own SHA-256, there as here, and never changes."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def digests(folder: Path) -> Iterator[str]:
    """The files of cases in a folder; drafts and half-written ones are none."""
    for path in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
        if len(path.name) == 64 and path.parent.name == path.name[:2]:
            yield path.name


def copy_new(source: Path, target: Path) -> int:
    """Copy what is not there yet; how many. A copy is whole before it has its name."""
    copied = 0
    for digest in digests(source):
        if not place(target, digest).exists():
            copy(source, target, digest)
            copied += 1
    return copied


def copy(source: Path, target: Path, digest: str) -> None:
    """Copy one file, safe on the disk when this returns."""
    path = place(target, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    with place(source, digest).open("rb") as read, half.open("wb") as write:
        shutil.copyfileobj(read, write)
        write.flush()
        os.fsync(write.fileno())
    half.rename(path)


def is_sound(path: Path, sha256: str) -> bool:
    """Whether the file is there and has this digest (hexadecimal)."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def place(folder: Path, digest: str) -> Path:
    """Where a file lies."""
    return folder / digest[:2] / digest
