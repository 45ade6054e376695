"""What people see, and what is kept, when a part of the house does not work.

Screening that is down: ``tests/screening/test_model_file.py``; an agency that is down:
``tests/exchange/test_line.py``.
"""

import datetime
import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from damrong.accounts.roles import Role
from damrong.audit.checkpoint import take_checkpoint
from damrong.audit.verify import verify
from damrong.cases.models import Attachment, Case
from damrong.cases.submission import File
from damrong.cases.verbs.receive import keep_file
from tests.citizen.filing import WHAT, WHERE, WISH, send
from tests.factories import make_case, make_person, submit

pytestmark = pytest.mark.usefixtures("reference_data", "files_home")


@pytest.fixture
def read_only(transactional_db: None, reference_data: None) -> Iterator[None]:
    """PostgreSQL itself refuses every write, as a standby or a locked-down primary does."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """The system takes no file larger than ``room`` bytes of this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files_kept() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


def test_a_citizen_is_told_that_nothing_can_be_taken_in(read_only: None) -> None:
    citizen = Client(raise_request_exception=False)
    assert citizen.get("/file/").status_code == 200
    answer = citizen.post("/file/", WHAT)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    for words in ("บันทึกไม่ได้ชั่วคราว", "ยังอยู่ในเครื่องของท่าน", "1567", "Nothing can be saved"):
        assert words in page
    assert "<script" not in page


def test_machines_are_told_when_to_come_again(read_only: None) -> None:
    machine = Client(raise_request_exception=False)
    body = {"text": WHAT["text"], "identity_mode": "unnamed"}
    answer = machine.post("/api/v1/complaints", body, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer.json()["code"] == "unavailable"


@pytest.mark.django_db(transaction=True)
def test_the_desk_says_so_and_works_again_afterwards() -> None:
    desk = Client(raise_request_exception=False)
    desk.force_login(make_person(Role.SCREENER))
    address = f"/desk/cases/{make_case().number}/"
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        refused = desk.get(address)
        cursor.execute("SET default_transaction_read_only = off")
    assert refused.status_code == 503
    assert "บันทึกไม่ได้ชั่วคราว" in refused.content.decode()
    assert desk.get(address).status_code == 200


@pytest.mark.django_db
def test_a_full_disk_refuses_the_file_kindly_and_the_matter_still_goes() -> None:
    citizen = Client()
    citizen.post("/file/", WHAT)
    citizen.post("/file/where/", WHERE)
    picture = io.BytesIO()
    Image.effect_noise((200, 200), 100).save(picture, "PNG")
    file = SimpleUploadedFile("ภาพ.png", picture.getvalue(), "image/png")
    with full_disk(4_000):
        answer = citizen.post("/file/wish/", {**WISH, "files": file})
    assert answer.status_code == 422
    assert "เก็บไฟล์ไม่ได้" in answer.content.decode()
    assert files_kept() == []
    number, _ = send(citizen)
    assert not Attachment.objects.filter(case__number=number).exists()


@pytest.mark.django_db
def test_nothing_half_kept_where_the_disk_fills_up_while_taking_in() -> None:
    case = make_case()
    large = File("ภาพ.txt", "text/plain", b"x" * 50_000)
    with full_disk(4_000), pytest.raises(OSError, match="large"):
        keep_file(case, large)
    assert files_kept() == []
    assert not Attachment.objects.exists()
    keep_file(case, large)
    assert [path.read_bytes() for path in files_kept()] == [large.content]


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [26, -26])
def test_a_clock_that_jumps_loses_nothing_and_leaves_the_log_sound(
    monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    real = timezone.now
    jump = datetime.timedelta(hours=hours)
    numbers = [submit().number]
    with monkeypatch.context() as jumped:
        jumped.setattr(timezone, "now", lambda: real() + jump)
        numbers += [submit().number, submit().number]
        take_checkpoint()
    numbers.append(submit().number)
    take_checkpoint()  # only what is old enough, and never past what is not
    take_checkpoint(settle_seconds=0)
    assert verify().sound
    assert len(set(numbers)) == len(numbers) == Case.objects.count()
