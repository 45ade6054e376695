"""The administrator makes, closes and opens accounts; a password is shown once, never kept."""

from typing import Any

import pytest
from django.test import Client

from damrong.accounts import verbs
from damrong.accounts.errors import VerbRefused
from damrong.accounts.models import Person
from damrong.accounts.roles import RIGHTS, Right, Role
from damrong.audit.models import AuditRecord
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
PAGE, NEW, ACT = "/desk/accounts/", "/desk/accounts/new/", "/desk/accounts/do/"
OWN_PASSWORD = "/account/password/"
SOMSRI = {"username": "somsri.c", "display_name": "สมศรี ตัวอย่าง", "role": "screener", "unit": "5001"}


@pytest.fixture
def admin(reference_data: None) -> Person:
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def desk(client: Client, admin: Person) -> Client:
    client.force_login(admin)
    return client


def signs_in(username: str, password: str) -> bool:
    page = Client().post("/sign-in/", {"username": username, "password": password})
    return page.status_code == 302


def events() -> list[str]:
    records = AuditRecord.objects.filter(stream="accounts").exclude(event__startswith="sign")
    return list(records.order_by("sequence").values_list("event", flat=True))


@pytest.mark.parametrize("role", list(Role))
def test_the_administrator_manages_accounts_and_nobody_else(client: Client, role: Role) -> None:
    agency = "MOE" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    person = make_person(role, agency=agency)
    client.force_login(person)
    seen = Right.MANAGE_ACCOUNTS in RIGHTS[role]
    assert client.get(PAGE).status_code == (200 if seen else 403)
    if not seen:
        assert client.post(NEW, SOMSRI).status_code == 403
        assert client.post(ACT, {"username": "x", "do": "reset"}).status_code == 403
        for act in (verbs.deactivate, verbs.reactivate, verbs.reset_password):
            with pytest.raises(VerbRefused, match="not_allowed"):
                act(person, make_person(Role.INTAKE).username)
        with pytest.raises(VerbRefused, match="not_allowed"):
            verbs.make_account(person, "somsri.c", "สมศรี", "administrator")


def test_a_new_account_signs_in_with_the_password_shown_once(desk: Client) -> None:
    answer = desk.post(NEW, SOMSRI)
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert password not in desk.get(PAGE).content.decode()
    made = Person.objects.get(username="somsri.c")
    assert (made.role, made.unit_id, made.agency_id) == ("screener", "5001", None)
    assert signs_in("somsri.c", password)
    record = AuditRecord.objects.get(event="account_made")
    assert record.data == {
        "account": "somsri.c",
        "role": "screener",
        "unit": "5001",
        "of_agency": "",
    }
    assert password not in str(record.data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "สมศรี"}, "ชื่อบัญชีใช้ได้เฉพาะ"),
        ({"username": "a b c"}, "ชื่อบัญชีใช้ได้เฉพาะ"),
        ({"role": "administrator"}, "ผู้ดูแลระบบไม่สังกัดหน่วยใด"),
        ({"role": "agency-officer"}, "บทบาทนี้ต้องเลือกหน่วยงาน"),
        ({"role": "agency-officer", "agency": "MOE"}, "บทบาทนี้ต้องเลือกหน่วยงาน"),
        ({"unit": ""}, "บทบาทนี้ต้องเลือกหน่วยของศูนย์"),
        ({"agency": "MOE"}, "บทบาทนี้ต้องเลือกหน่วยของศูนย์"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_stays_typed(
    desk: Client, change: dict[str, str], words: str
) -> None:
    page = desk.post(NEW, {**SOMSRI, **change})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "สมศรี ตัวอย่าง" in page.content.decode()
    assert not Person.objects.filter(display_name="สมศรี ตัวอย่าง").exists()
    assert events() == []


@pytest.mark.parametrize(
    "given", [{"role": "king"}, {"unit": "9999"}, {"agency": "KGB"}, {"username": ""}]
)
def test_what_no_list_knows_is_refused(desk: Client, given: dict[str, str]) -> None:
    assert desk.post(NEW, {**SOMSRI, **given}).status_code == 422
    assert events() == []


@pytest.mark.parametrize("typed", ["5001", "๕๐๐๑", "Mueang Chiang Mai"])
def test_an_office_is_found_by_code_or_name(desk: Client, typed: str) -> None:
    desk.post(NEW, {**SOMSRI, "unit": typed})
    assert Person.objects.get(username="somsri.c").unit_id == "5001"


def test_a_name_of_several_offices_is_answered_with_their_codes(desk: Client) -> None:
    page = desk.post(NEW, {**SOMSRI, "unit": "Chiang Mai"})
    assert page.status_code == 422
    assert "(5001)" in page.content.decode()


@pytest.mark.parametrize(
    ("role", "place"),
    [("screener", {"unit": "nowhere"}), ("agency-head", {"agency": "KGB"}), ("king", {})],
)
def test_the_verb_itself_knows_no_other_roles_and_places(
    admin: Person, role: str, place: dict[str, Any]
) -> None:
    with pytest.raises(VerbRefused, match="unknown_value"):
        verbs.make_account(admin, "somsri.c", "สมศรี", role, **place)


def test_two_accounts_of_one_name_cannot_be(desk: Client) -> None:
    desk.post(NEW, SOMSRI)
    page = desk.post(NEW, SOMSRI)
    assert "มีบัญชีชื่อนี้แล้ว" in page.content.decode()
    assert events() == ["account_made"]


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(desk: Client) -> None:
    password = desk.post(NEW, SOMSRI).context["password"]
    somsri = Client()
    somsri.post("/sign-in/", {"username": "somsri.c", "password": password})
    assert somsri.get(OWN_PASSWORD).status_code == 200
    for _ in range(2):
        desk.post(ACT, {"username": "somsri.c", "do": "deactivate"})
    assert somsri.get(OWN_PASSWORD)["Location"].startswith("/sign-in/")
    assert not signs_in("somsri.c", password)
    desk.post(ACT, {"username": "somsri.c", "do": "reactivate"})
    assert signs_in("somsri.c", password)
    assert events() == ["account_made", "account_deactivated", "account_reactivated"]


def test_a_new_password_ends_the_old_one_and_its_sessions(desk: Client) -> None:
    old = desk.post(NEW, SOMSRI).context["password"]
    somsri = Client()
    somsri.post("/sign-in/", {"username": "somsri.c", "password": old})
    new = desk.post(ACT, {"username": "somsri.c", "do": "reset"}).context["password"]
    assert somsri.get(OWN_PASSWORD)["Location"].startswith("/sign-in/")
    assert not signs_in("somsri.c", old)
    assert signs_in("somsri.c", new)
    assert events() == ["account_made", "password_reset"]


def test_nobody_closes_the_own_account(desk: Client, admin: Person) -> None:
    page = desk.post(ACT, {"username": admin.username, "do": "deactivate"}, follow=True)
    assert "ปิดบัญชีของตนเองไม่ได้" in page.content.decode()
    admin.refresh_from_db()
    assert admin.is_active


def test_nobody_resets_the_own_password(desk: Client, admin: Person) -> None:
    page = desk.post(ACT, {"username": admin.username, "do": "reset"})
    assert page.status_code == 422
    assert "โปรดเปลี่ยนในหน้าบัญชีของฉัน" in page.content.decode()
    assert desk.get(PAGE).status_code == 200
    assert events() == []


@pytest.mark.parametrize("do", ["reset", "deactivate", "reactivate"])
def test_an_account_that_is_not_there_is_said_so(desk: Client, do: str) -> None:
    page = desk.post(ACT, {"username": "nobody", "do": do}, follow=True)
    assert "ไม่พบบัญชีนี้" in page.content.decode()


def test_accounts_are_found_by_either_name(desk: Client) -> None:
    desk.post(NEW, SOMSRI)
    for words in ("SOMSRI", "สมศรี"):
        assert [one.username for one in desk.get(PAGE, {"q": words}).context["page"]] == [
            "somsri.c"
        ]
