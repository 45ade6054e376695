"""What is refused at a door leaves no trace of a person in a log, and takes nothing with it."""

import io
import json
import logging
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from damrong.accounts.roles import Role
from damrong.api import complaints, status
from damrong.cases.models import Case
from damrong.intake.rate import Buckets
from tests.citizen.filing import STEPS, fill
from tests.factories import make_person, submit

pytestmark = pytest.mark.usefixtures("reference_data", "files_home")

# No such name or number exists anywhere else in the house.
NAME, PHONE, TOLD = "นางสาวนกขมิ้น ห้ามบันทึก", "0810099887", "ข้อความลับสุดยอด"
CANARIES = ("นกขมิ้น", "ห้ามบันทึก", "0810099887", "0099887", "ลับสุดยอด")
PERSON = {"name": NAME, "phone": PHONE}


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(complaints, "_limits", Buckets(1000))
    monkeypatch.setattr(status, "_asked", Buckets(1000))
    cache.clear()


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"0" * 50_000_000)
    return out.getvalue()


def _api(client: Client, **changed: Any) -> int:
    body = {"text": TOLD, "identity_mode": "open", "complainant": PERSON} | changed
    data = changed.pop("raw", None) or json.dumps(body)
    return client.post("/api/v1/complaints", data, content_type="application/json").status_code


API: dict[str, Callable[[Client], int]] = {
    "empty": lambda c: _api(c, text=""),
    "a megabyte": lambda c: _api(c, text=TOLD * 70_000),
    "NUL": lambda c: _api(c, text=TOLD + "\x00"),
    "binary": lambda c: _api(c, text="\x01\x02\x03" + TOLD),
    "broken UTF-8": lambda c: _api(c, raw=f'{{"text": "{NAME}'.encode() + b"\xff\xfe"),
    "no JSON": lambda c: _api(c, raw=f"{NAME} {PHONE}".encode()),
    "field named by a person": lambda c: _api(c, **{NAME: PHONE}),
    "wrong telephone": lambda c: _api(c, complainant={"name": NAME, "phone": "0810099887x"}),
    "unknown place": lambda c: _api(c, place={"province": NAME}),
    "unknown wish": lambda c: _api(c, wishes=[TOLD]),
    "mis-typed date": lambda c: _api(c, incident_on=f"{PHONE}"),
    "wrong content type": lambda c: (
        c.post("/api/v1/complaints", f"{NAME} {PHONE}", content_type="text/plain").status_code
    ),
    "a code that opens nothing": lambda c: (
        c.get("/api/v1/complaints/status", headers={"Authorization": f"Code {PHONE}"}).status_code
    ),
}


@pytest.mark.parametrize("what", API)
def test_the_machine_door_logs_nothing_of_whom_it_refuses(
    what: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    kept = submit("เรื่องที่รับไว้ก่อน ไฟดับ").number
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    assert 400 <= API[what](Client()) < 500
    _nobody_is_named(caplog, capfd)
    assert list(Case.objects.values_list("number", flat=True)) == [kept]


@pytest.mark.parametrize(
    ("page", "changed"),
    [
        ("/file/", {"text": f"{TOLD}\x00"}),
        ("/file/", {"text": "\x01\x02\x03" + TOLD}),
        ("/file/", {"text": TOLD * 20_000}),
        ("/file/", {"text": TOLD, "incident_on": PHONE}),
        ("/file/where/", {"province": NAME}),
        ("/file/wish/", {"wishes": [TOLD]}),
        ("/file/who/", {"identity_mode": "open", "name": NAME, "phone": "0099887"}),
        ("/file/who/", {"identity_mode": NAME, "name": NAME, "phone": PHONE}),
    ],
)
def test_the_citizens_pages_log_nothing_of_whom_they_refuse(
    page: str,
    changed: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    kept = submit("เรื่องที่รับไว้ก่อน ไฟดับ").number
    client = Client()
    fill(client)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    answer = client.post(page, STEPS[page] | changed)
    assert answer.status_code in {200, 400, 413, 422}
    _nobody_is_named(caplog, capfd)
    assert list(Case.objects.values_list("number", flat=True)) == [kept]


def test_the_officers_page_logs_nothing_of_whom_it_refuses(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    client = Client()
    client.force_login(make_person(Role.INTAKE, unit="5001"))
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    answer = client.post(
        "/desk/receive/",
        {"text": TOLD + "\x00", "identity_mode": "open", "name": NAME, "phone": PHONE + "1",
         "province": NAME, "incident_on": PHONE},
    )  # fmt: skip
    assert answer.status_code in {200, 400, 422}
    _nobody_is_named(caplog, capfd)
    assert not Case.objects.exists()


def test_a_bomb_and_a_flood_of_bytes_leave_accepted_cases_whole(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    first = submit("เรื่องที่รับไว้ก่อน ไฟดับ").number
    client = Client()
    fill(client)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    for content in (_bomb(), b"\x00" * 11_000_000, b"MZ" + b"\x90" * 5_000):
        file = SimpleUploadedFile(f"{NAME}.docx", content, "application/msword")
        client.post("/file/wish/", STEPS["/file/wish/"] | {"files": [file]})
    client.post(
        "/api/v1/complaints",
        f'{{"text": "{NAME}'.encode() + b"a" * 50_000_000,
        content_type="application/json",
    )
    _nobody_is_named(caplog, capfd)
    assert client.post("/file/review/").status_code == 302
    assert Case.objects.exclude(number=first).get().attachments.count() == 0
    assert Case.objects.get(number=first).narrative == "เรื่องที่รับไว้ก่อน ไฟดับ"


def _nobody_is_named(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    logged = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    printed = capfd.readouterr()
    for canary in CANARIES:
        for place in (logged, printed.out, printed.err):
            assert canary not in place, canary
