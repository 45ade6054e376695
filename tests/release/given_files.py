"""Files as citizens give them, telling of somebody in every place that a file has."""

import io
from typing import Any

import pypdf
from PIL import Image

from damrong.cases.models import Case, Leg
from damrong.cases.submission import File
from damrong.privacy.pictures import drawn as drawn_pictures
from damrong.privacy.pictures.boxes import Box
from damrong.privacy.pictures.examine import Examination
from damrong.release import files
from tests.release.desk import first_leg, on_desk

NAME, PHONE, PLATE = "กนกวรรณา เรืองทองคำ", "0861973502", "7กข 4471"
CANARIES = (NAME, PHONE, PLATE)
SIZE = (400, 300)
LETTER = drawn_pictures.SIZE
FACE = Box(0, 40, 40, 80, 90, "face")


def picture() -> File:
    """A photograph, named for somebody, with riders in EXIF, GPS and a comment."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = f"{NAME} {PHONE} {PLATE}"
    exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 45.0, 7.31), 3: "E", 4: (100.0, 30.0, 5.5)})
    out = io.BytesIO()
    comment = f"{NAME} {PHONE}".encode()
    Image.effect_noise(SIZE, 60).convert("RGB").save(out, "JPEG", exif=exif, comment=comment)
    return File(f"{NAME} {PHONE}.jpg", "image/jpeg", out.getvalue())


def letter() -> File:
    """A page of writing, drawn in the fonts of the screens; of invented people."""
    [drawn] = drawn_pictures.pictures(1, seed=11)
    out = io.BytesIO()
    Image.open(io.BytesIO(drawn.content)).convert("RGB").save(out, "JPEG")
    return File("letter.jpg", "image/jpeg", out.getvalue())


def document() -> File:
    """A PDF of one page with a hidden text layer, an author and a file within."""
    out = io.BytesIO()
    told = f"{NAME} {PHONE} {PLATE}"
    Image.new("RGB", SIZE, "white").save(out, "PDF", title=told, author=told)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.add_attachment(f"{PHONE}.txt", told.encode())
    writer.add_metadata({"/Subject": told})
    page = writer.pages[0]
    hidden = pypdf.generic.StreamObject()
    # Text mode 3 is drawn by no program and read by every search.
    hidden.set_data(f"BT 3 Tr /F1 12 Tf 20 20 Td (tel {PHONE}) Tj ET".encode())
    page[pypdf.generic.NameObject("/Contents")] = pypdf.generic.ArrayObject(
        [page.raw_get("/Contents"), writer._add_object(hidden)]
    )
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    names = pypdf.generic.NameObject
    page["/Resources"][names("/Font")] = pypdf.generic.DictionaryObject(  # type: ignore[index]
        {
            names("/F1"): pypdf.generic.DictionaryObject(
                {names(k): names(v) for k, v in font.items()}
            )
        }
    )
    out = io.BytesIO()
    writer.write(out)
    return File(f"หนังสือของ {NAME}.pdf", "application/pdf", out.getvalue())


def word() -> File:
    """A kind that cannot be drawn anew."""
    return File(f"{NAME}.doc", "application/msword", b"\xd0\xcf\x11\xe0 " + NAME.encode())


def found(*boxes: Box, why: str = "", size: tuple[int, int] = SIZE) -> Any:
    """Stands in for the networks and Tesseract, which a machine may lack; drawing is the real one."""

    def examine(content_type: str, content: bytes) -> Examination:
        return Examination(why, (size,), () if why else boxes)

    return examine


def with_files(
    *given: File, agency: str = "MOL", category: str = "09", **how: Any
) -> tuple[Case, Leg]:
    """A case on the desk with these files, looked through by machine."""
    case = on_desk(agencies=[agency], category=category, files=given, **how)
    for one in case.attachments.order_by("pk"):
        files.clean(one.pk)
    return case, first_leg(case)
