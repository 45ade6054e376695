"""Words of a page with their places: from a PDF's text layer, and by Tesseract (Thai, English)."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import dataclass

from PIL import Image

from damrong.privacy.pictures.pages import Page

PROGRAM, LANGUAGES = "tesseract", "tha+eng"
PATIENCE = 60  # seconds for one picture
PAGE_MODE, LINE_MODE = "3", "7"  # of Tesseract's page segmentation
_HEAD = "level\tpage_num\t"  # how its table begins
_ROW = re.compile(r"[1-5]\t(?:-?\d+\t){9}-?\d")
LINE_HEIGHT = 48  # pixels that a line alone is brought to
SURE = 60.0  # Tesseract's own confidence of 100, from which a reading counts as one

Place = tuple[int, int, int, int]  # x, y, width, height


@dataclass(frozen=True, slots=True)
class Read:
    """A text and where each of its pieces stands: (start, end, place, confidence 0 to 100)."""

    text: str
    pieces: tuple[tuple[int, int, Place, float], ...]

    def places(self, start: int, end: int) -> list[Place]:
        """The places of the pieces that ``start:end`` touches."""
        return [place for a, b, place, _sure in self.pieces if a < end and start < b]

    @property
    def sure(self) -> bool:
        """Whether there is a text and, letter by letter, it is mostly sure."""
        weights = [(b - a, sure) for a, b, _place, sure in self.pieces]
        total = sum(weight for weight, _sure in weights)
        return total > 0 and sum(weight * sure for weight, sure in weights) >= SURE * total


def of_layer(page: Page) -> Read:
    """The text layer as it is."""
    text, pieces = "", []
    for letter, place in page.letters:
        if place[2] > 0 and place[3] > 0 and letter.strip():
            pieces.append((len(text), len(text) + len(letter), place, 100.0))
        text += letter.replace("\r\n", "\n").replace("\r", "\n")
    return Read(text, tuple(pieces))


def by_sight(picture: Image.Image) -> Read:
    """A whole page by Tesseract. Raises RuntimeError where it takes too long or breaks."""
    return _tesseract(picture, PAGE_MODE)


def line_by_sight(picture: Image.Image, place: Place) -> Read:
    """One line, brought to a height at which letters are read best."""
    x, y, width, height = place
    scale = LINE_HEIGHT / height
    size = (max(1, round(width * scale)), LINE_HEIGHT)
    cut = picture.crop((x, y, x + width, y + height)).resize(size, Image.Resampling.LANCZOS)
    framed = Image.new("RGB", (cut.width + 32, cut.height + 32), "white")
    framed.paste(cut, (16, 16))
    read = _tesseract(framed, LINE_MODE)
    # A line alone is hidden as a whole: there is no use in its letters' places.
    return Read(read.text, tuple((a, b, place, sure) for a, b, _inner, sure in read.pieces))


def _tesseract(picture: Image.Image, mode: str) -> Read:
    bitmap = io.BytesIO()
    picture.save(bitmap, "PPM")
    # One run for both: the text knows where spaces are, the table where letters are. Nothing of a
    # picture touches the disk, and what the program says of it is not kept.
    command = [PROGRAM, "stdin", "stdout", "-l", LANGUAGES, "--psm", mode, "txt", "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - our own words; the picture goes in as bytes
            command, input=bitmap.getvalue(), capture_output=True, timeout=PATIENCE, check=True
        )
        lines = done.stdout.decode().split("\n")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise RuntimeError(type(error).__name__) from None
    text = "\n".join(line for line in lines if not _ROW.match(line) and not line.startswith(_HEAD))
    pieces, at = [], 0
    for row in (line.split("\t") for line in lines if _ROW.match(line)):
        left, top, width, height = map(int, row[6:10])
        sure, word = float(row[10]), row[11].strip()
        start = text.find(word, at) if word else -1
        if start < 0:
            continue
        at = start + len(word)
        pieces.append((start, at, (left, top, width, height), sure))
    return Read(text, tuple(pieces))
