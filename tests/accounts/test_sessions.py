"""Where one is signed in is listed, ends from elsewhere, and ends by itself."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.device import device_of
from damrong.accounts.models import OpenSession, Person
from damrong.accounts.policy import SESSION_IDLE, SESSION_LASTS
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from tests.factories import PASSWORD, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
END = "/account/sessions/end/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36"
TELEPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604"


def sign_in(person: Person, agent: str = WINDOWS) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post("/sign-in/", {"username": person.username, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def officer(reference_data: None) -> Person:
    return make_person(Role.INTAKE, unit="5001")


def listed(client: Client) -> list[Any]:
    return list(client.get("/account/").context["sessions"])


def test_each_device_is_listed_and_one_can_be_signed_out(officer: Person) -> None:
    here, telephone = sign_in(officer), sign_in(officer, TELEPHONE)
    page = here.get("/account/").content.decode()
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
    there = next(one for one in listed(here) if one.device == "Safari · iPhone")
    here.post(END, {"which": str(there.reference)})
    assert not is_in(telephone)
    assert is_in(here)
    record = AuditRecord.objects.get(event="sessions_ended")
    assert (record.actor, record.data) == (
        officer.actor,
        {"account": officer.username, "sessions": 1},
    )
    page = telephone.get("/desk/", follow=True)
    assert "การเข้าระบบครั้งก่อนสิ้นสุดแล้ว" in page.content.decode()


def test_all_others_can_be_signed_out_at_once(officer: Person) -> None:
    here, *others = (sign_in(officer) for _ in range(3))
    stranger = sign_in(make_person(Role.INTAKE, unit="5001"))
    here.post(END, {"which": "others"})
    assert [is_in(one) for one in (here, *others, stranger)] == [True, False, False, True]


@pytest.mark.parametrize("which", ["", "x", "\0", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_own_session_ends_nothing(officer: Person, which: str) -> None:
    client = sign_in(officer)
    other = sign_in(make_person(Role.INTAKE, unit="5001"))
    theirs = OpenSession.objects.exclude(person=officer).get()
    for one in (which, str(theirs.reference)):
        assert client.post(END, {"which": one})["Location"] == "/account/"
    assert is_in(client)
    assert is_in(other)
    assert not AuditRecord.objects.filter(event="sessions_ended").exists()


@pytest.mark.parametrize(
    ("column", "limit"), [("seen_at", SESSION_IDLE), ("started_at", SESSION_LASTS)]
)
def test_a_session_ends_by_itself(officer: Person, column: str, limit: datetime.timedelta) -> None:
    client = sign_in(officer)
    almost = timezone.now() - limit + datetime.timedelta(minutes=2)
    OpenSession.objects.update(**{column: almost})
    assert is_in(client)
    OpenSession.objects.update(**{column: timezone.now() - limit - datetime.timedelta(seconds=1)})
    assert listed(sign_in(officer)) != []
    assert not is_in(client)
    assert not is_in(client)


def test_using_a_page_keeps_the_session_awake(officer: Person) -> None:
    client = sign_in(officer)
    OpenSession.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=30))
    assert is_in(client)
    assert timezone.now() - OpenSession.objects.get().seen_at < datetime.timedelta(minutes=1)


def test_a_session_that_ran_out_is_in_the_log(officer: Person) -> None:
    client = sign_in(officer)
    OpenSession.objects.update(seen_at=timezone.now() - SESSION_IDLE * 2)
    assert not is_in(client)
    assert AuditRecord.objects.get(event="session_expired").data == {"account": officer.username}


def test_leaving_ends_the_session(officer: Person) -> None:
    client = sign_in(officer)
    client.post("/sign-out/")
    assert not OpenSession.objects.exists()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (WINDOWS, "Chrome · Windows"),
        (TELEPHONE, "Safari · iPhone"),
        (WINDOWS + " Edg/142.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Safari/537 Line/15.1", "LINE · Android"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Linux",
        ),
        ("curl/8", ""),
        ("", ""),
        ("<script>" * 100, ""),
    ],
)
def test_a_device_is_called_by_what_people_know(agent: str, device: str) -> None:
    assert device_of(agent) == device
