"""A person chooses the own password; one that an administrator gave opens nothing else."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from damrong.accounts.models import Person
from damrong.accounts.password_rules import NotLeaked
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from tests.factories import PASSWORD, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
PAGE = "/account/password/"
NEW = "แมวสีฟ้า กินมะพร้าว บนรถไฟ"


def choose(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> Any:
    return client.post(PAGE, {"old": old, "new": new, "again": new if again is None else again})


def sign_in(username: str, password: str) -> Client | None:
    client = Client()
    page = client.post("/sign-in/", {"username": username, "password": password})
    return client if page.status_code == 302 else None


@pytest.fixture
def one_time(reference_data: None) -> tuple[Person, str]:
    """An intake officer with a password of one use, and that password."""
    administrator = Client()
    administrator.force_login(make_person(Role.ADMINISTRATOR))
    person = make_person(Role.INTAKE, unit="5001")
    answer = administrator.post("/desk/accounts/do/", {"username": person.username, "do": "reset"})
    return person, answer.context["password"]


def test_my_account_shows_who_i_am_and_leads_to_the_password(client: Client) -> None:
    person = make_person(Role.INTAKE, unit="5001")
    assert client.get("/account/")["Location"].startswith("/sign-in/")
    client.force_login(person)
    page = client.get("/account/").content.decode()
    assert person.username in page
    assert "เจ้าหน้าที่รับเรื่อง" in page
    assert PAGE in page


def test_a_new_password_holds_and_the_old_one_and_other_sessions_end(client: Client) -> None:
    person = make_person(Role.INTAKE, unit="5001")
    other = sign_in(person.username, PASSWORD)
    client.force_login(person)
    assert other
    assert choose(client)["Location"] == "/account/"
    assert client.get("/account/").status_code == 200  # this session stays
    assert other.get("/account/").status_code == 302
    assert sign_in(person.username, PASSWORD) is None
    assert sign_in(person.username, NEW)
    record = AuditRecord.objects.get(event="password_changed")
    assert (record.actor, record.data) == (person.actor, {"account": person.username})


def test_the_old_password_is_asked(client: Client) -> None:
    person = make_person(Role.INTAKE, unit="5001")
    client.force_login(person)
    page = choose(client, old="ไม่ใช่รหัสนี้แน่นอน")
    assert page.status_code == 422
    assert "รหัสผ่านเดิมไม่ถูกต้อง" in page.content.decode()
    assert sign_in(person.username, PASSWORD)
    assert not AuditRecord.objects.filter(event="password_changed").exists()


@pytest.mark.parametrize(
    ("new", "thai", "english"),
    [
        ("สั้นไป", "รหัสผ่านสั้นเกินไป ต้องยาวอย่างน้อย 12 ตัวอักษร", "needs at least 12 characters"),
        ("Password2569!", "รหัสผ่านนี้เดาง่าย", "easy to guess"),
        ("P@ssw0rd123456", "รหัสผ่านนี้เดาง่าย", "easy to guess"),
        ("footballfootball", "รหัสผ่านนี้เดาง่าย", "easy to guess"),
        ("ศูนย์ดำรงธรรม1567", "รหัสผ่านนี้เดาง่าย", "easy to guess"),
        ("ดำรงธรรมดำรงธรรม", "รหัสผ่านนี้เดาง่าย", "easy to guess"),
        ("081 234 5678 90", "รหัสผ่านนี้เดาง่าย", "easy to guess"),
        ("aaaaaaaaabbbb", "รหัสผ่านนี้เดาง่าย", "easy to guess"),
        ("abcdefghijklmn", "รหัสผ่านนี้เดาง่าย", "easy to guess"),
        ("somsri.chuayngan", "คล้ายชื่อบัญชี", "too much like your account"),
        ("สมศรี ช่วยงานดี", "คล้ายชื่อบัญชี", "too much like your account"),
        (PASSWORD, "รหัสผ่านใหม่ต้องต่างจากรหัสผ่านเดิม", "must differ from the old one"),
    ],
)
def test_a_password_easily_guessed_is_refused_in_both_languages(
    client: Client, new: str, thai: str, english: str
) -> None:
    person = make_person(
        Role.INTAKE, unit="5001", username="somsri.chuayngan", display_name="สมศรี ช่วยงานดี"
    )
    client.force_login(person)
    page = choose(client, new=new)
    assert page.status_code == 422
    assert thai in page.content.decode()
    client.cookies["django_language"] = "en"
    assert english in choose(client, new=new).content.decode()
    assert sign_in(person.username, PASSWORD)


def test_both_times_the_same_must_be_typed(client: Client) -> None:
    client.force_login(make_person(Role.INTAKE, unit="5001"))
    assert "ไม่ตรงกัน" in choose(client, again=NEW + " ").content.decode()


def test_a_one_time_password_opens_the_choice_of_an_own_one_and_nothing_else(
    one_time: tuple[Person, str],
) -> None:
    person, password = one_time
    client = sign_in(person.username, password)
    assert client
    for path in ("/desk/", "/desk/receive/", "/account/", "/", "/file/", "/after-sign-in/"):
        assert client.get(path)["Location"] == PAGE, path
    assert client.post("/desk/receive/", {"text": "x"})["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "ตั้งรหัสผ่านของท่านเอง" in page
    assert "/desk/receive/" not in page
    assert client.post("/language/", {"language": "en", "next": PAGE})["Location"] == PAGE
    assert client.post("/appearance/", {"appearance": "dark", "next": PAGE})["Location"] == PAGE
    assert client.cookies["damrong_appearance"].value == "dark"
    assert choose(client, old=password)["Location"] == "/after-sign-in/"
    assert client.get("/desk/").status_code == 200
    assert sign_in(person.username, password) is None


def test_the_first_choice_says_which_password_it_asks_for(one_time: tuple[Person, str]) -> None:
    client = sign_in(*(one_time[0].username, one_time[1]))
    page = client.post("/account/password/", {}).content.decode()
    assert "รหัสผ่านที่ได้รับจากผู้ดูแลระบบ" in page
    assert "โปรดพิมพ์รหัสผ่าน" in page


def test_who_must_choose_a_password_may_also_leave(one_time: tuple[Person, str]) -> None:
    client = sign_in(*(one_time[0].username, one_time[1]))
    assert client
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/file/").status_code == 200


def test_machines_with_their_own_credentials_are_not_held_up(one_time: tuple[Person, str]) -> None:
    person, password = one_time
    client = sign_in(person.username, password)
    assert client
    assert client.get("/exchange/v1/keys").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_a_one_time_password_expires(one_time: tuple[Person, str]) -> None:
    person, password = one_time
    person.refresh_from_db()
    assert person.one_time_until
    left = person.one_time_until - timezone.now()
    assert datetime.timedelta(hours=71) < left <= datetime.timedelta(hours=72)
    Person.objects.filter(pk=person.pk).update(one_time_until=timezone.now())
    page = Client().post("/sign-in/", {"username": person.username, "password": password})
    assert page.status_code == 422
    assert "หมดอายุแล้ว" in page.content.decode()
    wrong = Client().post("/sign-in/", {"username": person.username, "password": "ผิด"})
    assert "หมดอายุแล้ว" not in wrong.content.decode()  # only the right one learns that


def test_a_list_of_leaked_passwords_on_this_machine_is_asked(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    file = tmp_path / "leaked.txt"
    digests = sorted(hashlib.sha1(word.encode()).hexdigest().upper() for word in (NEW, "ข", "ค"))
    file.write_text("".join(f"{one}:7\n" for one in digests))
    rule = "damrong.accounts.password_rules.NotLeaked"
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": rule, "OPTIONS": {"file": str(file)}}]
    client.force_login(make_person(Role.INTAKE, unit="5001"))
    assert "เคยรั่วไหล" in choose(client).content.decode()
    assert choose(client, new=NEW + " สอง")["Location"] == "/account/"


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(0, 400)), st.integers(0, 400), st.booleans())
def test_what_is_in_the_list_is_found_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, listed: set[int], asked: int, counts: bool
) -> None:
    file = tmp_path_factory.getbasetemp() / "list.txt"
    lines = sorted(hashlib.sha1(str(one).encode()).hexdigest().upper() for one in listed)
    file.write_text("".join(f"{one}{':3' if counts else ''}\n" for one in lines))
    try:
        NotLeaked(str(file)).validate(str(asked))
    except Exception:
        assert asked in listed
    else:
        assert asked not in listed


NUL_POSTS = [
    (Role.ADMINISTRATOR, "/desk/accounts/do/", {"username": "ก\0", "do": "reset"}),
    (Role.ADMINISTRATOR, "/desk/jobs/retry/", {"what": "leg", "key": "ก\0/1"}),
    (Role.SCREENER, "/desk/jobs/retry/", {"what": "leg", "key": "DD69\0/1"}),
    (
        Role.MODEL_STEWARD,
        "/desk/automation/set/",
        {"category": "ก\0", "agency": "MOE", "state": "on", "reason": "ทดสอบ"},
    ),
    (Role.MODEL_STEWARD, "/desk/automation/switch/", {"do": "stop", "reason": "หยุด\0"}),
]


@pytest.mark.parametrize(("role", "path", "sent"), NUL_POSTS)
def test_a_nul_byte_is_answered_with_a_clear_page(
    role: Role, path: str, sent: dict[str, str]
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_person(role))
    page = client.post(path, sent)
    assert page.status_code == 400
    assert "อ่านคำขอไม่ได้" in page.content.decode()
