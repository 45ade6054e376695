"""Signing in, the language, and pages that say what went wrong."""

import pytest
from django.test import Client, override_settings

from damrong.accounts.policy import TRIES_BY_PLACE
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from tests.factories import PASSWORD, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def attempt(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post("/sign-in/", {"username": username, "password": password}).status_code


def test_an_officer_signs_in_and_out(client: Client) -> None:
    person = make_person(Role.SCREENER)
    assert attempt(client, person.username) == 302
    assert "_auth_user_id" in client.session
    client.post("/sign-out/")
    assert "_auth_user_id" not in client.session
    events = AuditRecord.objects.values_list("event", flat=True)
    assert {"signed_in", "signed_out"} <= set(events)


def test_a_wrong_name_and_a_wrong_password_look_the_same(client: Client) -> None:
    person = make_person(Role.SCREENER)
    wrong = [
        client.post("/sign-in/", {"username": name, "password": "ผิด"})
        for name in (person.username, "nobody")
    ]
    assert {r.status_code for r in wrong} == {422}
    first, second = (str(r.context["form"].errors) for r in wrong)
    assert first == second


def test_guessing_stops_for_one_address_and_locks_nobody_out(client: Client) -> None:
    person = make_person(Role.SCREENER)
    for _ in range(TRIES_BY_PLACE.free):
        attempt(client, person.username, "ผิด")
    assert attempt(client, person.username) == 422  # even the right password
    assert attempt(client, person.username) == 422
    assert AuditRecord.objects.filter(event="sign_in_failed").count() == TRIES_BY_PLACE.free
    assert AuditRecord.objects.filter(event="sign_in_blocked").count() == 1
    assert attempt(Client(REMOTE_ADDR="203.0.113.9"), person.username) == 302


def test_who_left_the_service_cannot_sign_in(client: Client) -> None:
    person = make_person(Role.SCREENER, is_active=False)
    assert attempt(client, person.username) == 422


def test_the_way_on_leads_to_no_other_site(client: Client) -> None:
    person = make_person(Role.SCREENER)
    response = client.post(
        "/sign-in/",
        {"username": person.username, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert response.headers["Location"] == "/after-sign-in/"


def test_a_missing_page_says_so_in_both_languages(client: Client) -> None:
    response = client.get("/no-such-page")
    page = response.content.decode()
    assert response.status_code == 404
    assert "ไม่พบหน้านี้" in page
    assert "We could not find this page" in page


def test_an_old_form_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/track/", {"code": "x"})
    assert response.status_code == 403
    assert "หน้านี้หมดอายุแล้ว" in response.content.decode()


def test_a_form_too_big_to_read_is_explained(client: Client) -> None:
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000):
        response = client.post("/file/", {"text": "ก" * 5000})
    assert response.status_code == 413
    assert "ใหญ่เกินไป" in response.content.decode()


def test_a_fault_of_ours_tells_nothing_about_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("สมหญิง 0812345678")

    monkeypatch.setattr("damrong.citizen.receipt.of", fail)
    response = Client(raise_request_exception=False).get("/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "ระบบขัดข้องชั่วคราว" in page
    assert "0812345678" not in page
    assert "Traceback" not in page


def test_thai_is_spoken_until_english_is_asked_for() -> None:
    client = Client(headers={"accept-language": "en-US"})
    assert '<html lang="th">' in client.get("/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.get("/").content.decode()
    assert '<html lang="en">' in page
    assert "Make a complaint" in page


@pytest.mark.parametrize("path", ["/", "/file/", "/track/", "/sign-in/"])
def test_nothing_inline_is_in_a_page(client: Client, path: str) -> None:
    response = client.get(path)
    page = response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert " style=" not in page
    assert "onclick" not in page
    assert "<script>" not in page
