"""The file round trip in the browser: download the bundle, send the answers, read what is wrong."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from damrong.accounts.roles import Role
from damrong.cases.models import Leg
from damrong.cases.states import LegState
from damrong.exchange.outbox import send_leg
from tests.exchange.carried import Carrier
from tests.exchange.test_round_trip import released
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_person(Role.AGENCY_OFFICER, agency="MOI"))
    return client


def answer(client: Client, content: bytes) -> tuple[int, str]:
    file = SimpleUploadedFile("back.damrong", content)
    found = client.post("/portal/files/", {"act": "answer", "file": file})
    return found.status_code, found.content.decode()


def test_down_and_up_again(client: Client, tmp_path: Path) -> None:
    carrier, leg = Carrier(tmp_path, "MOI"), released()
    send_leg(leg.pk)
    assert "รับส่งเป็นแฟ้ม" in client.get("/portal/").content.decode()
    download = client.post("/portal/files/", {"act": "make"})
    assert "attachment" in download["Content-Disposition"]
    assert leg.case.number.encode() not in download.content
    carrier.open(download.content)

    carrier.write([leg.case.number, leg.number, "รับเรื่อง", None, "เกินมา"])
    status, page = answer(client, carrier.answers())
    assert status == 422
    assert all(words in page for words in ("คำตอบ", "E ข้อความ", "ยังไม่ได้บันทึกอะไร"))
    assert Leg.objects.get(pk=leg.pk).state == LegState.SENT

    carrier.write([leg.case.number, leg.number, "รับเรื่อง"])
    content = carrier.answers()
    assert answer(client, content)[0] == 200
    assert Leg.objects.get(pk=leg.pk).state == LegState.ACCEPTED
    assert "เคยรับแล้ว" in answer(client, content)[1]


def test_what_is_no_file_of_answers_is_told_in_words(client: Client, tmp_path: Path) -> None:
    Carrier(tmp_path, "MOI")
    assert answer(client, b"hello")[0] == 422
    assert client.post("/portal/files/", {"act": "answer"}).status_code == 422


def test_an_agency_that_goes_another_way_gets_no_file(client: Client) -> None:
    page = client.post("/portal/files/", {"act": "make"})
    assert "Content-Disposition" not in page
    assert "ไม่ได้รับส่งเป็นแฟ้ม" in page.content.decode()
