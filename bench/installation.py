"""A fresh installation of its own for one measurement, gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def fresh_installation() -> Iterator[Path]:
    """An empty DAMRONG_HOME with a prepared database. Once for each process: Django stays set up."""
    folder = Path(tempfile.mkdtemp(prefix="damrong-bench-"))
    os.environ["DAMRONG_HOME"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    from damrong.ops.prepare import make_current, use_database

    try:
        use_database()
        make_current()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
