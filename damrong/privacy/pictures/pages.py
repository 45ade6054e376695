"""A stored file as pictures of its pages, with the words of a PDF's own text layer."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL import Image, ImageOps

PDF = "application/pdf"
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
MAX_PAGES = 20
DOTS = 150  # for an inch of a PDF's page
MAX_SIDE = 2_400  # pixels; a page or picture that is larger is made smaller
MAX_PIXELS = 64_000_000
MAX_LETTERS = 20_000  # of one page's text layer

# PDFium may be used by one thread at a time.
_PDFIUM = threading.Lock()


class Unreadable(Exception):
    """Why a file has no pages to show: ``type``, ``locked``, ``broken``, ``too_many_pages``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Page:
    """A page's picture (RGB), and each letter of its text layer with ``x, y, width, height``."""

    picture: Image.Image
    letters: list[tuple[str, tuple[int, int, int, int]]] = field(default_factory=list)


def pages_of(content_type: str, content: bytes) -> list[Page]:
    """Every page of a file. Raises Unreadable."""
    if content_type in PICTURES:
        return [Page(_picture(content))]
    if content_type == PDF:
        return _of_pdf(content)
    raise Unreadable("type")


def page_of(content_type: str, content: bytes, number: int) -> Image.Image:
    """The picture of one page, counted from 0. Raises Unreadable, IndexError."""
    if content_type != PDF:
        return pages_of(content_type, content)[number].picture
    return _of_pdf(content, only=number)[0].picture


def _picture(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Unreadable("broken")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            return on_white(upright)
    except Image.DecompressionBombError as error:
        raise Unreadable("broken") from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError) as error:
        raise Unreadable("broken") from error


def on_white(picture: Image.Image) -> Image.Image:
    """RGB; what was transparent is white, so that nothing hides behind it."""
    if picture.mode in {"RGB", "L"}:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


def _of_pdf(content: bytes, only: int | None = None) -> list[Page]:
    with _PDFIUM:
        try:
            document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            raise Unreadable("locked" if "password" in str(error).lower() else "broken") from error
        try:
            # A form's fields are drawn only where they are asked for.
            document.init_forms()
            count = len(document)
            if count < 1:
                raise Unreadable("broken")
            if count > MAX_PAGES:
                raise Unreadable("too_many_pages")
            wanted = range(count) if only is None else [range(count)[only]]
            return [_rendered(document[number], letters=only is None) for number in wanted]
        except (pdfium.PdfiumError, ValueError, MemoryError) as error:
            raise Unreadable("broken") from error
        finally:
            document.close()


def _rendered(page: pdfium.PdfPage, *, letters: bool) -> Page:
    width, height = page.get_size()
    if not (width > 0 and height > 0):
        raise Unreadable("broken")
    scale = min(DOTS / 72, MAX_SIDE / max(width, height))
    picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    return Page(picture, _letters(page, scale) if letters else [])


def _letters(page: pdfium.PdfPage, scale: float) -> list[tuple[str, tuple[int, int, int, int]]]:
    """The text layer, letter by letter; a turned or cropped page keeps its boxes by PDFium's device
    coordinates."""
    layer = page.get_textpage()
    width, height = page.get_size()
    found = []
    for at in range(min(layer.count_chars(), MAX_LETTERS)):
        letter = layer.get_text_range(at, 1)
        left, bottom, right, top = layer.get_charbox(at, loose=True)
        corners = [
            _on_screen(page, x, y, width, height, scale) for x, y in ((left, top), (right, bottom))
        ]
        (x0, y0), (x1, y1) = corners
        box = (min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
        found.append((letter, box))
    return found


def _on_screen(
    page: pdfium.PdfPage, x: float, y: float, width: float, height: float, scale: float
) -> tuple[int, int]:
    left, bottom, right, top = page.get_bbox()
    x, y = x - left, y - bottom
    wide, high = right - left, top - bottom
    turned = page.get_rotation()
    if turned == 90:
        x, y = y, wide - x
    elif turned == 180:
        x, y = wide - x, high - y
    elif turned == 270:
        x, y = high - y, x
    return round(x * scale), round((height - y) * scale)
