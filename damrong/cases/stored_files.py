"""Bytes of files, kept under MEDIA_ROOT by their digest: those that were given, and those drawn anew."""

import hashlib
from pathlib import Path

from django.conf import settings


def path_of(digest: str) -> Path:
    """Where the bytes of this SHA-256 (hexadecimal) lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def keep(content: bytes, writer: str) -> str:
    """Store bytes once, however often they come; their digest. ``writer``: who else never writes now."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{writer}")
        half.write_bytes(content)
        half.rename(path)  # a crash leaves no half-written file under the final name
    else:
        path.touch()  # fresh again: who removes erased files leaves it alone
    return digest


def read(digest: str) -> bytes:
    """The bytes. Raises FileNotFoundError where they were erased or are not what the digest says."""
    content = path_of(digest).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileNotFoundError(digest)
    return content


def intact(digest: str) -> bool:
    """Whether the bytes are there, unaltered."""
    try:
        read(digest)
    except OSError:
        return False
    return True
