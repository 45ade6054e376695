"""What is not acceptable as the text of a complaint. Acceptable text is returned unaltered."""

from __future__ import annotations

import re

MAX_CHARS = 100_000
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Control characters that no keyboard or letter produces; tab, line feed, return and form feed may.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BINARY_SHARE = 0.02


class TextError(ValueError):
    """The text can't be accepted; carries a code and a message in Thai and English."""

    def __init__(self, code: str, message_th: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message_th = message_th
        self.message_en = message_en


def check_text(raw: bytes | str, max_chars: int = MAX_CHARS) -> str:
    """Return the text as the citizen wrote it, or raise TextError.

    `max_chars` counts Unicode code points. Codes: encoding, nul, binary, too_long.
    Only a UTF-8 byte order mark at the head of bytes is dropped, as it is no part of the text.
    """
    text = _decode(raw, max_chars) if isinstance(raw, bytes) else raw
    if _SURROGATE.search(text):
        raise _encoding_error()
    if "\x00" in text:
        raise TextError(
            "nul",
            "ข้อความมีอักขระว่าง (NUL) ที่ระบบรับไม่ได้ กรุณาพิมพ์หรือคัดลอกข้อความใหม่",
            "The text holds a NUL character. Please type or paste it again.",
        )
    if len(text) > max_chars:
        raise _too_long(max_chars)
    controls = len(_CONTROL.findall(text))
    if controls and controls > len(text) * _BINARY_SHARE:
        raise TextError(
            "binary",
            "เนื้อหานี้ไม่ใช่ข้อความ หากต้องการส่งไฟล์ กรุณาแนบเป็นไฟล์แทน",
            "This is not text. To send a file, please attach it instead.",
        )
    return text


def _decode(raw: bytes, max_chars: int) -> str:
    # No code point takes more than four bytes, so this refuses floods before decoding them.
    if len(raw) > 4 * max_chars + len(_BYTE_ORDER_MARK):
        raise _too_long(max_chars)
    try:
        return raw.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _encoding_error() from error


def _too_long(max_chars: int) -> TextError:
    return TextError(
        "too_long",
        f"ข้อความยาวเกิน {max_chars:,} ตัวอักษร กรุณาย่อหรือแนบเป็นไฟล์",
        f"The text is longer than {max_chars:,} characters. Please shorten it or attach a file.",
    )


def _encoding_error() -> TextError:
    return TextError(
        "encoding",
        "อ่านข้อความไม่ได้ เพราะไม่ได้เข้ารหัสแบบ UTF-8 กรุณาบันทึกใหม่เป็น UTF-8",
        "The text is not valid UTF-8. Please save it as UTF-8 and send it again.",
    )
