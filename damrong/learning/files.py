"""Where the files of model versions lie: ``DAMRONG_HOME/models``, each named by its own digest."""

from pathlib import Path

from damrong.config.embedded_postgres import home
from damrong.config.whole_files import write_whole
from damrong.screening.model_file import digest_beside, is_sound, shipped_file


def file_of(sha256: str) -> Path:
    """The file of a version; where it isn't kept and is the shipped one, the file of the program."""
    file = home() / "models" / f"{sha256}.skops"
    shipped = shipped_file()
    return shipped if not file.exists() and digest_beside(shipped) == sha256 else file


def keep(raw: bytes, sha256: str) -> None:
    """Write a model's file unless it lies there; a reader finds all of it or nothing."""
    file = home() / "models" / f"{sha256}.skops"
    if is_sound(file, sha256):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, raw)
