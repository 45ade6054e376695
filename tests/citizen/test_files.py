"""Pictures and documents added to a complaint."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from damrong.cases.models import Attachment
from tests.citizen.filing import WHAT, WHERE, WHO, answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


def photo(name: str = "ภาพ.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


@pytest.fixture
def at_files(client: Client) -> Client:
    """Somebody who has come to the page where files are added."""
    answer(client, "/file/", WHAT)
    answer(client, "/file/where/", WHERE)
    return client


def sealed_files() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / "drafts"
    return list(folder.iterdir()) if folder.exists() else []


def test_a_picture_goes_with_the_complaint(at_files: Client) -> None:
    answer(at_files, "/file/wish/", {"files": photo(), "action": "next"})
    answer(at_files, "/file/who/", WHO)
    at_files.post("/file/review/")
    assert Attachment.objects.get().name == "ภาพ.png"
    assert sealed_files() == []  # nothing of the draft is left


def test_a_file_of_a_draft_is_sealed_on_disk(at_files: Client) -> None:
    upload = photo()
    content = upload.read()
    upload.seek(0)
    answer(at_files, "/file/wish/", {"files": upload})
    [path] = sealed_files()
    assert b"PNG" not in path.read_bytes()
    assert content not in path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("ไวรัส.exe", b"MZ\x90\x00", "รับเฉพาะภาพ"),
        ("รูป.jpg", b"<script>alert(1)</script>", "รับเฉพาะภาพ"),
        ("ว่าง.pdf", b"", "ว่าง"),
        ("ใหญ่.pdf", b"%PDF-1.4" + bytes(11 * 1024 * 1024), "10 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_with_its_reason(
    at_files: Client, name: str, content: bytes, says: str
) -> None:
    good, bad = photo(), SimpleUploadedFile(name, content, "image/jpeg")
    response = answer(at_files, "/file/wish/", {"files": [good, bad], "wish_text": "ขอให้ซ่อม"})
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert name in page
    assert "ภาพ.png" in page  # the good one is kept
    assert "ขอให้ซ่อม" in page  # and so are the words


def test_a_zip_bomb_is_refused(at_files: Client) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/document.xml", bytes(200 * 1024 * 1024))
    upload = SimpleUploadedFile("เอกสาร.docx", out.getvalue())
    assert answer(at_files, "/file/wish/", {"files": upload}).status_code == 422
    assert sealed_files() == []


def test_no_more_than_five_files(at_files: Client) -> None:
    files = [photo(f"{n}.png") for n in range(7)]
    page = answer(at_files, "/file/wish/", {"files": files}).content.decode()
    assert "4.png <span" in page
    assert "5.png: แนบได้ไม่เกิน 5 ไฟล์" in page
    assert len(sealed_files()) == 5


def test_a_file_can_be_taken_out_again(at_files: Client) -> None:
    page = answer(at_files, "/file/wish/", {"files": photo(), "action": "add"})
    [note] = page.context["draft"].files
    page = answer(at_files, "/file/wish/", {"remove": note["id"]})
    assert page.status_code == 200
    assert "ภาพ.png" not in page.content.decode()
    assert sealed_files() == []


def test_more_than_anything_we_take_in_is_not_read(client: Client) -> None:
    response = client.post("/file/", b"x", "text/plain", CONTENT_LENGTH=str(60 * 1024 * 1024))
    page = response.content.decode()
    assert response.status_code == 413
    assert "ใหญ่เกินไป" in page
    assert "too large" in page
