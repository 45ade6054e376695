"""The last look at a file drawn anew: is it pixels and nothing else?

Written apart from what draws (``mask``) and shares no code with it; PDFs are read by another library.
"""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

# Of a JPEG: tables, frame, scan, restart interval, and JFIF's own head of 16 bytes.
_PLAIN_SEGMENTS = {0xC0, 0xC2, 0xC4, 0xDB, 0xDD}
_JFIF, _SCAN, _END = 0xE0, 0xDA, b"\xff\xd9"
_OF_ROOT = {"/Type", "/Pages"}
_OF_PAGE = {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Contents"}
_OF_RESOURCES = {"/ProcSet", "/XObject"}
_OF_INFO = {"/CreationDate", "/ModDate"}


def only_pixels(media_type: str, content: bytes) -> bool:
    """Whether nothing can hide in a JPEG or PDF beside its pictures. False for any other kind."""
    if media_type == "image/jpeg":
        return _bare_jpeg(content)
    if media_type != "application/pdf":
        return False
    try:
        return _bare_pdf(PdfReader(io.BytesIO(content), strict=True))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _bare_jpeg(content: bytes) -> bool:
    if not content.startswith(b"\xff\xd8") or not content.endswith(_END):
        return False
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker == _SCAN:
            # The first end of the picture is the file's: nothing is appended after it.
            return content.find(_END, at) == len(content) - 2
        head = marker == _JFIF and size == 16 and content[at + 4 : at + 9] == b"JFIF\x00"
        if not head and marker not in _PLAIN_SEGMENTS:
            return False
        at += 2 + size
    return False


def _bare_pdf(reader: PdfReader) -> bool:
    root = _plain(reader.trailer["/Root"])
    if set(root) - _OF_ROOT or set(reader.metadata or {}) - _OF_INFO or reader.attachments:
        return False
    return len(reader.pages) > 0 and all(_bare_page(page) for page in reader.pages)


def _bare_page(page: Any) -> bool:
    resources = _plain(page["/Resources"])
    if set(page) - _OF_PAGE or set(resources) - _OF_RESOURCES or page.extract_text():
        return False
    pictures = [_plain(picture) for picture in _plain(resources["/XObject"]).values()]
    return all(
        picture["/Subtype"] == "/Image"
        and picture["/Filter"] == "/DCTDecode"
        and _bare_jpeg(bytes(picture._data))
        for picture in pictures
    )


def _plain(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
