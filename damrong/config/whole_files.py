"""Writing a file that is there wholly or not at all, also after a crash or on a full disk."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(path: Path, content: bytes) -> None:
    """Write beside it, bring it to the disk, then give it its name.

    Raises OSError, and leaves nothing behind, where the disk does not take it.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=".half-", delete=False) as half:
        try:
            half.write(content)
            half.flush()
            os.fsync(half.fileno())
            os.replace(half.name, path)
        except BaseException:
            os.unlink(half.name)
            raise
    # The name, too, is only safe once its folder is.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
