"""Draw a file anew without what its mask hides: pixels are replaced, nothing else is carried over."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw

from damrong.privacy.pictures.boxes import Box
from damrong.privacy.pictures.pages import PDF, page_of, pages_of

_JPEG_QUALITY = 85
_GREY = (96, 96, 96)
ENDINGS = {"image/jpeg": ".jpg", PDF: ".pdf"}


def cleaned(content_type: str, content: bytes, boxes: Iterable[Box]) -> tuple[str, bytes]:
    """``(type, bytes)`` of a fresh file: a JPEG, or for a PDF a PDF of pictures of its pages.

    No name, author, place, text layer or hidden layer of the given file is in it. Raises
    pages.Unreadable.
    """
    boxes = list(boxes)
    pictures = [
        hidden(page.picture, [box for box in boxes if box.page == at])
        for at, page in enumerate(pages_of(content_type, content))
    ]
    out = io.BytesIO()
    if content_type != PDF:
        pictures[0].save(out, "JPEG", quality=_JPEG_QUALITY)
        return "image/jpeg", out.getvalue()
    first, *others = pictures
    first.save(
        out, "PDF", save_all=True, append_images=others, resolution=150.0, quality=_JPEG_QUALITY
    )
    return PDF, out.getvalue()


def hidden(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """The picture with each rectangle one flat grey: nothing can be computed back from it."""
    bare = Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())  # carries no info
    draw = ImageDraw.Draw(bare)
    for box in boxes:
        draw.rectangle((box.x, box.y, box.x + box.width - 1, box.y + box.height - 1), fill=_GREY)
    return bare


def shown(content_type: str, content: bytes, page: int) -> bytes:
    """One page as a JPEG for an officer's eye, unmasked. Raises pages.Unreadable, IndexError."""
    out = io.BytesIO()
    hidden(page_of(content_type, content, page), ()).save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()
