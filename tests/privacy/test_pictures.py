"""What is drawn anew carries nothing of the file it came from; what is found is hidden."""

import io
from random import Random

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from damrong.privacy.pictures import drawn, mask, writing
from damrong.privacy.pictures.boxes import FACE, BadBox, Box, read_boxes
from damrong.privacy.pictures.evaluate import evaluate
from damrong.privacy.pictures.examine import examine
from damrong.privacy.pictures.model_files import missing
from damrong.privacy.pictures.pages import PDF, Unreadable, pages_of

MARK = "CANARY-สมหญิง-7731"
FORMS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
GREY = (96, 96, 96)
reads = pytest.mark.skipif(bool(missing()), reason=f"reading is not installed: {missing()}")


def _picture(form: str, size: tuple[int, int], colour: tuple[int, int, int]) -> bytes:
    """A picture that carries a mark in EXIF, at a place of GPS, in a comment and after its end."""
    picture = Image.new("RGB", size, colour)
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = exif[0x8298] = MARK  # description, artist, copyright
    exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 45.0, 7.31), 3: "E", 4: (100.0, 30.0, 5.5)})
    out = io.BytesIO()
    extra = {"comment": MARK.encode()} if form == "JPEG" else {}
    picture.save(out, form, exif=exif, xmp=MARK.encode(), **extra)
    return out.getvalue() + MARK.encode()


@given(
    form=st.sampled_from(sorted(FORMS)),
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    colour=st.tuples(*[st.integers(0, 255)] * 3),
)
@settings(max_examples=60, deadline=None)
def test_nothing_but_pixels_leaves_a_picture(
    form: str, size: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    content = _picture(form, size, colour)
    assert MARK.encode() in content
    kind, fresh = mask.cleaned(FORMS[form], content, ())
    assert kind == "image/jpeg"
    for coded in (MARK.encode(), MARK.encode("utf-16-le"), b"CANARY", b"Exif", b"GPS", b"xmp"):
        assert coded not in fresh
    with Image.open(io.BytesIO(fresh)) as again:
        assert again.size == size
        assert not again.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(again.info)


@given(data=st.data(), noise=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_what_lay_under_a_box_cannot_be_told(data: st.DataObject, noise: Random) -> None:
    wide, high = data.draw(st.integers(20, 120)), data.draw(st.integers(20, 120))
    x, y = data.draw(st.integers(0, wide - 1)), data.draw(st.integers(0, high - 1))
    box = Box(
        0, x, y, data.draw(st.integers(1, wide - x)), data.draw(st.integers(1, high - y)), FACE
    )
    one = Image.new("RGB", (wide, high), "white")
    other = one.copy()
    inside = (box.x, box.y, box.x + box.width - 1, box.y + box.height - 1)
    ImageDraw.Draw(other).rectangle(inside, fill=tuple(noise.randrange(256) for _ in "rgb"))
    files = []
    for picture in (one, other):
        out = io.BytesIO()
        picture.save(out, "PNG")
        files.append(mask.cleaned("image/png", out.getvalue(), [box]))
    assert files[0] == files[1]


def _pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PDF", title=MARK, author=MARK)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.add_attachment(MARK, MARK.encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_document_leaves_as_pictures_of_its_pages() -> None:
    kind, fresh = mask.cleaned(PDF, _pdf(), [Box(0, 10, 10, 50, 50, FACE)])
    assert kind == PDF
    assert b"CANARY" not in fresh
    again = pypdf.PdfReader(io.BytesIO(fresh))
    assert MARK not in str(again.metadata)
    assert not again.attachments
    assert "".join(page.extract_text() for page in again.pages) == ""
    shown = pages_of(PDF, fresh)[0].picture.getpixel((30, 30))
    assert isinstance(shown, tuple)
    assert all(abs(is_ - grey) < 6 for is_, grey in zip(shown, GREY, strict=True))


@pytest.mark.parametrize(
    ("content_type", "content", "code"),
    [
        ("application/msword", b"\xd0\xcf\x11\xe0", "type"),
        ("image/png", b"\x89PNG\r\n\x1a\nbroken", "broken"),
        (PDF, b"%PDF-1.4 broken", "broken"),
    ],
)
def test_what_cannot_be_drawn_anew_says_why(content_type: str, content: bytes, code: str) -> None:
    assert examine(content_type, content).why == code
    with pytest.raises(Unreadable, match=code):
        mask.cleaned(content_type, content, ())


def test_a_locked_document_says_so() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf()))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    assert examine(PDF, out.getvalue()).why == "locked"


def test_a_box_off_the_page_is_refused() -> None:
    row = {"page": 0, "x": 500, "y": 5, "width": 5, "height": 5, "kind": FACE}
    with pytest.raises(BadBox):
        read_boxes([row], [(100, 100)])
    assert read_boxes([row | {"x": 98}], [(100, 100)])[0].width == 2


@pytest.mark.heavy
@reads
def test_what_a_letter_says_of_somebody_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 600)  # on a busy machine
    [letter] = drawn.pictures(1, seed=11)
    report = evaluate([letter])
    assert report.hidden.hits == report.hidden.total == 3
    assert report.kept.hits > 0


@reads
def test_the_text_layer_of_a_document_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks of a PDF's own text are found at the places where they are drawn."""
    monkeypatch.setattr(writing, "PATIENCE", 600)
    found = examine(PDF, _text_pdf("tel 081-234-5678"))
    assert not found.why
    [phone] = [box for box in found.boxes if box.kind == "phone"]
    assert phone.width > phone.height > 0


def _text_pdf(text: str) -> bytes:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(400, 200)
    font = pypdf.generic.DictionaryObject(
        {
            pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
            pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
            pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
        }
    )
    fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
    page[pypdf.generic.NameObject("/Resources")] = pypdf.generic.DictionaryObject(
        {pypdf.generic.NameObject("/Font"): fonts}
    )
    stream = pypdf.generic.StreamObject()
    stream.set_data(f"BT /F1 20 Tf 40 120 Td ({text}) Tj ET".encode())
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
