"""Read with the version in use, whichever that is by now: no process need start again.

Each time the registry is asked, by one short question; a file is read when another version than
the last one is named or the file was changed, and only with the digest that was entered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from damrong.learning.files import file_of
from damrong.learning.models import ModelVersion
from damrong.learning.registry import in_use
from damrong.screening.model import called, load_model, using
from damrong.screening.model_file import WORDS_ONLY, Model, is_sound, read

# The last that was read in this process; replaced whole, so that threads need no lock.
_Seen = tuple[str, int, int]
_last: tuple[_Seen | None, Model] = (None, WORDS_ONLY)


@contextmanager
def version_in_use() -> Iterator[None]:
    """Whatever is screened inside is read by the version in use; by words alone, in manual mode,
    where its file is missing, altered or of another program. By the shipped one before any is entered.
    """
    row = in_use()
    with using(_model(row.sha256) if row else load_model()):
        yield


def name_in_use() -> str | None:
    """What the version in use is called beside each suggestion; None before any is entered."""
    row = in_use()
    return called(row.version, row.lists) if row else None


def manual_mode() -> bool:
    """Whether the version in use can't be read, so that every case waits for an officer."""
    row = in_use()
    return row is not None and not sound(row)


def sound(row: ModelVersion) -> bool:
    """Whether the file of a version is there and unaltered."""
    return is_sound(file_of(row.sha256), row.sha256)


def _model(sha256: str) -> Model:
    global _last
    file = file_of(sha256)
    seen, model = _last
    now = _as_it_lies(sha256, file)
    if seen is None or seen != now:
        model = read(file, sha256)
        # One that could not be read is tried again: somebody may bring the file back.
        _last = (None if model is WORDS_ONLY else now, model)
    return model


def _as_it_lies(sha256: str, file: Path) -> _Seen | None:
    try:
        state = file.stat()
    except OSError:
        return None
    return sha256, state.st_size, state.st_mtime_ns
