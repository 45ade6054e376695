"""Filing without an account: what is asked, what is refused, what is kept."""

import datetime

import pytest
from django.test import Client

from damrong.cases.models import Case
from tests.citizen.filing import WHAT, answer, fill, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


def test_a_complaint_becomes_a_case_with_what_was_told(client: Client) -> None:
    number, code = send(client)
    case = Case.objects.get(number=number)
    assert case.narrative == WHAT["text"]
    assert case.incident_on == datetime.date(2026, 11, 1)
    assert case.place_id == "500101"
    assert case.wishes == ["fix_problem"]
    assert (case.channel, case.identity_mode) == ("web", "unnamed")
    assert len(code.replace("-", "")) * 5 >= 80  # bits of a code of 32 signs


def test_the_text_is_kept_letter_for_letter(client: Client) -> None:
    text = "<b>ด่วน</b> \u200bน้ำท่วม 😢 ๑๒๓ & \u202eกลับ\u202c  สองช่อง<script>alert(1)</script>"
    number, _ = send(client, what={"text": text})
    assert Case.objects.get(number=number).narrative == text


def test_html_is_shown_as_text(client: Client) -> None:
    fill(client, what={"text": "<script>alert('x')</script> น้ำไม่ไหลสามวันแล้ว"})
    page = client.get("/file/review/").content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"text": ""}, "โปรดเล่าว่าเกิดอะไรขึ้น"),
        ({"text": "   \n "}, "สั้นเกินไป"),
        ({"text": "น้ำไม่ไหล\x00สามวันแล้วครับ"}, "NUL"),
        ({"text": "ก" * 340_000}, "ยาวเกิน 100,000"),
        ({"incident_on": "32/13/2569"}, "ไม่มีวันที่นี้ในปฏิทิน"),
        ({"incident_on": "เมื่อวาน"}, "อ่านวันที่ไม่ได้"),
        ({"incident_on": "1/1/69"}, "ปีสองหลัก"),
        ({"incident_on": "1/1/2600"}, "อนาคต"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_kept(
    client: Client, answers: dict[str, str], says: str
) -> None:
    response = answer(client, "/file/", WHAT | answers)
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    for given in (WHAT | answers).values():
        if given.strip():
            assert given.replace("\x00", "")[:20].strip()[:8] in page
    assert not Case.objects.exists()
