"""Pictures, drawn anew: nothing but the pixels is kept."""

import io

from PIL import Image, ImageOps

from damrong.intake.refused import FileRefused

MAX_PIXELS = 64_000_000  # larger than any telephone's photograph; 190 MB when unpacked
MAX_SIDE = 6_000  # pixels; larger pictures are made smaller
_JPEG_QUALITY = 88


def redrawn(content: bytes) -> tuple[str, bytes]:
    """Return ``(type, bytes)`` of the same picture without EXIF, position or other riders.

    The orientation that EXIF asks for is applied first. JPEG stays JPEG, the rest becomes PNG;
    of a moving picture the first frame is kept. Raises FileRefused (picture, picture_size).
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise _too_many_pixels()
            source = picture.format
            if source == "JPEG":
                picture.draft(None, (MAX_SIDE, MAX_SIDE))  # decode smaller where that is enough
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            return _written(upright, "JPEG" if source == "JPEG" else "PNG")
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError) as error:
        raise FileRefused(
            "picture",
            "เปิดภาพนี้ไม่ได้ ไฟล์อาจเสียหาย โปรดถ่ายหรือบันทึกใหม่",
            "This picture cannot be opened; it may be damaged. Please take or save it again.",
        ) from error


def _written(picture: Image.Image, form: str) -> tuple[str, bytes]:
    wanted = {"RGB", "L"} if form == "JPEG" else {"RGB", "RGBA", "L", "LA", "P", "1"}
    if picture.mode not in wanted:
        picture = picture.convert("RGB" if form == "JPEG" else "RGBA")
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())  # carries no info
    if picture.mode == "P" and (palette := picture.getpalette("RGB")):
        bare.putpalette(palette)
    out = io.BytesIO()
    if form == "JPEG":
        bare.save(out, "JPEG", quality=_JPEG_QUALITY)
    else:
        bare.save(out, "PNG")
    return f"image/{form.lower()}", out.getvalue()


def _too_many_pixels() -> FileRefused:
    return FileRefused(
        "picture_size",
        "ภาพมีความละเอียดสูงเกินไป โปรดลดขนาดภาพแล้วแนบใหม่",
        "The picture has too many pixels. Please make it smaller and attach it again.",
    )
