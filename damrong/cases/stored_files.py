"""Bytes of files, kept under MEDIA_ROOT by their digest: those that were given, and those drawn anew."""

import hashlib
from pathlib import Path

from django.conf import settings

from damrong.config.whole_files import write_whole


def path_of(digest: str) -> Path:
    """Where the bytes of this SHA-256 (hexadecimal) lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def keep(content: bytes) -> str:
    """Store bytes once, however often they come; their digest. Raises OSError on a full disk."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
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
