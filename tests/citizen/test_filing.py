"""Filing without an account: what is asked, what is refused, what is kept."""

import dataclasses
import datetime

import pytest
from django.test import Client

from damrong.cases.models import Case, Party
from damrong.citizen import limits
from damrong.vault.seal import open_identity
from tests.citizen.filing import WHAT, WHERE, answer, fill, send

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
        assert given.strip()[:8] in page
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"province": ""}, "โปรดเลือกจังหวัดที่เกิดเหตุ"),
        ({"province": "99"}, "โปรดเลือกจังหวัดจากรายการ"),
        ({"place_detail": "ก" * 301}, "300"),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    client: Client, answers: dict[str, str], says: str
) -> None:
    answer(client, "/file/", WHAT)
    response = answer(client, "/file/where/", WHERE | answers)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_a_subdistrict_of_another_district_is_dropped(client: Client) -> None:
    wrong = {"district": "5001", "subdistrict": "100101", "offered": "5001"}
    number, _ = send(client, where=wrong)
    assert Case.objects.get(number=number).place_id == "5001"


def test_lists_open_one_after_another_without_a_script(client: Client) -> None:
    answer(client, "/file/", WHAT)
    page = answer(client, "/file/where/", {"province": "50"})
    assert page.status_code == 200
    assert "เมืองเชียงใหม่" in page.content.decode()
    page = answer(client, "/file/where/", {"province": "50", "district": "5001", "offered": "50"})
    assert "ศรีภูมิ" in page.content.decode()
    unsure = {"province": "50", "district": "5001", "offered": "5001"}
    assert answer(client, "/file/where/", unsure).headers["Location"] == "/file/wish/"


@pytest.mark.parametrize("position", [("91", "200"), ("48.85", "2.35"), ("18.7", "")])
def test_a_position_outside_the_country_is_not_kept(
    client: Client, position: tuple[str, str]
) -> None:
    north, east = position
    number, _ = send(client, where={"latitude": north, "longitude": east})
    assert Case.objects.get(number=number).latitude is None


def test_another_wish_must_be_written_out(client: Client) -> None:
    answer(client, "/file/", WHAT)
    answer(client, "/file/where/", WHERE)
    page = answer(client, "/file/wish/", {"wishes": ["other"]})
    assert page.status_code == 422
    assert "โปรดเขียนว่าต้องการอะไร" in page.content.decode()


def test_later_pages_wait_for_earlier_ones(client: Client) -> None:
    for path in ("/file/where/", "/file/who/", "/file/review/"):
        assert client.get(path).headers["Location"] == "/file/"
    assert client.post("/file/review/").headers["Location"] == "/file/"
    assert not Case.objects.exists()


def test_answers_are_still_there_on_coming_back(client: Client) -> None:
    fill(client)
    assert WHAT["text"] in client.get("/file/").content.decode()
    assert "ขอให้เสร็จก่อนเปิดเทอม" in client.get("/file/wish/").content.decode()


NAMED = {"name": "สมหญิง ตัวอย่าง", "phone": "๐๘๑-๒๓๔ ๕๖๗๘", "email": "a@example.com"}


@pytest.mark.parametrize("mode", ["open", "concealed"])
def test_identity_lies_in_the_vault_alone(client: Client, mode: str) -> None:
    number, _ = send(client, who=NAMED | {"identity_mode": mode, "consent_share": "on"})
    case = Case.objects.get(number=number)
    reference = Party.objects.get(case=case).vault_reference
    assert reference is not None
    identity = open_identity(reference)
    assert (identity.name, identity.phone) == ("สมหญิง ตัวอย่าง", "0812345678")
    assert case.consent_share is (mode == "open")  # consent means nothing where one is concealed


@pytest.mark.parametrize("mode", ["unnamed", "anonymous-letter"])
def test_who_does_not_wish_to_be_named_is_not_stored(client: Client, mode: str) -> None:
    number, _ = send(client, who=NAMED | {"identity_mode": mode})
    assert Party.objects.get(case__number=number).vault_reference is None


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"identity_mode": ""}, "โปรดเลือกหนึ่งข้อ"),
        ({"identity_mode": "open"}, "โปรดกรอกชื่อ"),
        ({"identity_mode": "open", "name": "ก", "phone": "12"}, "หมายเลขโทรศัพท์ไม่ครบ"),
        ({"identity_mode": "open", "name": "ก", "email": "x"}, "รูปแบบอีเมลไม่ถูกต้อง"),
        ({"identity_mode": "open", "name": "ก", "national_id": "1234567890123"}, "13 หลัก"),
    ],
)
def test_what_is_wrong_about_the_person_is_explained(
    client: Client, answers: dict[str, str], says: str
) -> None:
    for path, given in (("/file/", WHAT), ("/file/where/", WHERE), ("/file/wish/", {})):
        answer(client, path, given)
    response = answer(client, "/file/who/", answers)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_no_consent_is_no_hindrance(client: Client) -> None:
    number, _ = send(client, who=NAMED | {"identity_mode": "open"})
    assert Case.objects.get(number=number).consent_share is False


def test_the_session_in_the_database_holds_no_personal_data(client: Client) -> None:
    fill(client, who=NAMED | {"identity_mode": "open"})
    stored = client.session.encode(dict(client.session.items())) + str(dict(client.session))
    for secret in ("สมหญิง", "0812345678", "example.com", "โรงเรียน"):
        assert secret not in stored
        assert secret.encode("unicode_escape").decode() not in stored


def test_a_second_press_of_the_button_makes_no_second_case(client: Client) -> None:
    fill(client)
    session = dict(client.session)
    client.post("/file/review/")
    again = client.session  # as if the first answer had never reached the browser
    again["draft"] = session["draft"]
    again.save()
    assert client.post("/file/review/").headers["Location"] == "/file/done/"
    assert client.post("/file/review/").headers["Location"] == "/file/done/"
    assert Case.objects.count() == 1


def test_the_code_is_shown_until_it_is_noted(client: Client) -> None:
    _, code = send(client)
    page = client.get("/file/done/")
    assert code in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    client.post("/file/noted/")
    assert client.get("/file/done/").status_code == 302


def test_a_machine_that_fills_in_everything_sends_nothing(client: Client) -> None:
    fill(client, what={"website": "http://spam.example"})
    page = client.post("/file/review/")
    assert page.status_code == 422
    assert "1567" in page.content.decode()
    assert not Case.objects.exists()


def test_a_flood_from_one_address_is_stopped_and_others_are_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SEND", dataclasses.replace(limits.SEND, most=2))
    for expected in (302, 302, 429):
        fill(client)
        assert client.post("/file/review/").status_code == expected
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    fill(elsewhere)
    assert elsewhere.post("/file/review/").status_code == 302


def test_a_draft_can_be_thrown_away(client: Client) -> None:
    fill(client)
    client.post("/file/discard/")
    assert client.get("/file/review/").headers["Location"] == "/file/"
