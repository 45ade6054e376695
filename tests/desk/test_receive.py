"""An officer keys in what came over the counter, by telephone or on paper."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.cases.models import Case
from damrong.cases.verbs.citizen import case_by_code
from damrong.vault import seal
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
STORY = "ไฟถนนหน้าตลาดดับมาสามคืน มืดมาก ขอให้มาซ่อม"
WALK_IN = {
    "channel": "walk-in",
    "text": STORY,
    "received_on": "๑/๑๑/๒๕๖๙",
    "incident_on": "30 ต.ค. 2569",
    "province": "50",
    "district": "5001",
    "subdistrict": "500101",
    "offered": "5001",
    "identity_mode": "open",
    "name": "สมชาย ตัวอย่าง",
    "phone": "๐๘๑ ๒๓๔ ๕๖๗๘",
    "wishes": ["fix_problem"],
    "keeper": "own",
}


@pytest.fixture
def officer() -> Person:
    return make_person(Role.INTAKE, unit="5001")


@pytest.fixture
def desk(client: Client, officer: Person) -> Client:
    client.force_login(officer)
    return client


def once(client: Client) -> str:
    page = client.get("/desk/receive/").content.decode()
    return re.search(r'name="once" value="(\w+)"', page).group(1)


def key_in(client: Client, **changed: Any) -> HttpResponse:
    return client.post("/desk/receive/", {"once": once(client), **WALK_IN, **changed})


def test_a_walk_in_becomes_a_case_of_the_own_office(desk: Client, officer: Person) -> None:
    response = key_in(desk)
    case = Case.objects.get()
    assert response.headers["Location"] == f"/desk/receive/{case.number}/"
    assert (case.channel, case.unit_id, case.place_id) == ("walk-in", "5001", "500101")
    assert case.received_by == officer
    assert str(case.received_on) == "2026-11-01"
    assert str(case.incident_on) == "2026-10-30"
    assert case.narrative == STORY
    assert case.wishes == ["fix_problem"]
    assert seal.open_identity(case.parties.get().vault_reference).name == "สมชาย ตัวอย่าง"


def test_the_receipt_shows_a_code_that_opens_the_case_and_forgets_it_after(desk: Client) -> None:
    address = key_in(desk).headers["Location"]
    page = desk.get(address)
    number, code = page.context["number"], page.context["code"]
    assert case_by_code(code).number == number
    assert "๑ พฤศจิกายน ๒๕๖๙" in page.content.decode()
    assert "สมชาย" not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]

    gone = desk.post(address, {"then": "next"})
    assert gone.headers["Location"] == "/desk/receive/?channel=walk-in"
    assert desk.get(address).headers["Location"] == "/desk/receive/"


def test_another_officer_cannot_open_the_receipt(desk: Client) -> None:
    address = key_in(desk).headers["Location"]
    other = Client()
    other.force_login(make_person(Role.INTAKE, unit="5001"))
    assert other.get(address).status_code == 302


def test_a_letter_keeps_number_and_date(desk: Client) -> None:
    key_in(
        desk, channel="letter", letter_number="ชม ๐๐๑๗/๑๒๓", letter_date="๑๕ ต.ค. ๒๕๖๙",
        source_reference="อ้าง 9/2569",
    )  # fmt: skip
    case = Case.objects.get()
    assert case.letter_number == "ชม ๐๐๑๗/๑๒๓"
    assert str(case.letter_date) == "2026-10-15"
    assert case.source_reference == "อ้าง 9/2569"


def test_what_the_page_hides_for_a_channel_is_not_stored(desk: Client) -> None:
    key_in(desk, letter_number="ค้างจากเมื่อครู่", letter_date="อ่านไม่ออก")
    assert Case.objects.get().letter_number == ""


def test_everything_wrong_is_told_at_once_and_everything_is_kept(desk: Client) -> None:
    response = key_in(
        desk, text="", incident_on="40/1/2569", phone="12", channel="", identity_mode="",
        address="9 หมู่ 1", wish_text="ขอให้เร็ว",
    )  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 422
    assert not Case.objects.exists()
    errors = response.context["form"].errors
    assert {"text", "incident_on", "channel", "identity_mode", "phone"} <= set(errors)
    for kept in ("40/1/2569", "9 หมู่ 1", "ขอให้เร็ว", "สมชาย ตัวอย่าง"):
        assert kept in page
    assert '<option value="500101" selected>' in page


def test_lost_files_are_named_as_lost(desk: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("ภาพ.png", b"no picture", "image/png")
    response = key_in(desk, files=bad)
    assert response.status_code == 422
    assert "โปรดเลือกไฟล์อีกครั้ง" in response.content.decode()
    assert "files" in response.context["form"].errors


@pytest.mark.parametrize("mode", ["unnamed", "anonymous-letter"])
def test_no_identity_is_stored_where_none_is_wanted(desk: Client, mode: str) -> None:
    key_in(desk, channel="letter", identity_mode=mode)
    assert Case.objects.get().parties.get().vault_reference is None


def test_an_anonymous_letter_does_not_come_over_the_counter(desk: Client) -> None:
    response = key_in(desk, identity_mode="anonymous-letter")
    assert "identity_mode" in response.context["form"].errors


def test_a_complainant_without_telephone_is_taken(desk: Client) -> None:
    assert key_in(desk, phone="").status_code == 302


def test_pressing_twice_makes_one_case(desk: Client) -> None:
    key = once(desk)
    first = desk.post("/desk/receive/", {**WALK_IN, "once": key})
    second = desk.post("/desk/receive/", {**WALK_IN, "once": key})
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_another_matter_on_the_same_page_asks_before_it_makes_a_second_case(desk: Client) -> None:
    key = once(desk)
    desk.post("/desk/receive/", {**WALK_IN, "once": key})
    asked = desk.post("/desk/receive/", {**WALK_IN, "text": STORY + " อีกซอย", "once": key})
    assert asked.status_code == 422
    fresh = re.search(r'name="once" value="(\w+)"', asked.content.decode()).group(1)
    assert fresh != key
    desk.post("/desk/receive/", {**WALK_IN, "text": STORY + " อีกซอย", "once": fresh})
    assert Case.objects.count() == 2


def test_a_matter_elsewhere_may_go_to_the_office_of_its_place(desk: Client) -> None:
    elsewhere = {"province": "57", "district": "5701", "subdistrict": "", "offered": "5701"}
    address = key_in(desk, **elsewhere, keeper="by-place").headers["Location"]
    assert Case.objects.get().unit_id == "5701"
    page = desk.get(address)
    assert page.context["openable"] == ""  # no longer of the own area
    assert "DD" in page.context["number"]


def test_no_office_but_the_own_or_the_place_can_be_named(desk: Client) -> None:
    key_in(desk, keeper="5701", unit_code="5701")
    assert Case.objects.get().unit_id == "5001"


@pytest.mark.parametrize("channel", ["web", "partner", "file", "no-such"])
def test_a_channel_that_no_officer_keys_is_refused(desk: Client, channel: str) -> None:
    assert "channel" in key_in(desk, channel=channel).context["form"].errors


def test_without_scripts_the_narrower_list_opens_first(desk: Client) -> None:
    shown = key_in(desk, province="57", district="", subdistrict="", offered="5001")
    page = shown.content.decode()
    assert shown.status_code == 200
    assert not Case.objects.exists()
    assert 'value="5701"' in page
    assert STORY in page
    assert shown.context["form"]["wishes"].value() == ["fix_problem"]


def test_the_page_begins_with_the_own_area_and_today(desk: Client) -> None:
    page = desk.get("/desk/receive/?channel=letter")
    assert page.context["place"].initial == {"province": "50", "district": "5001"}
    assert page.context["form"].initial["channel"] == "letter"
    assert '<option value="5001" selected>' in page.content.decode()


@pytest.mark.parametrize("role", [Role.SECOND_SCREENER, Role.EXECUTIVE, Role.ADMINISTRATOR])
def test_only_those_who_receive_open_the_page(client: Client, role: Role) -> None:
    client.force_login(make_person(role, unit="5001"))
    assert client.get("/desk/receive/").status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/desk/receive/").headers["Location"].startswith("/sign-in/")


def test_a_nul_and_a_megabyte_are_told_and_do_not_break(desk: Client) -> None:
    assert "text" in key_in(desk, text="ก\x00ข").context["form"].errors
    assert "text" in key_in(desk, text="ก" * 200_000).context["form"].errors
