"""The data protection officer holds a case back from erasure, and sees what is kept how long."""

import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Right, Role
from damrong.audit.models import AuditRecord
from damrong.retention.models import LegalHold
from damrong.retention.policy import policy
from damrong.retention.run import run
from tests.factories import make_person
from tests.retention.full import closed_case, today_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
URL = "/desk/retention/"


@pytest.fixture
def dpo(reference_data: None) -> Person:
    return make_person(Role.DPO, display_name="กมล คุ้มข้อมูล")


@pytest.fixture
def desk(client: Client, dpo: Person) -> Client:
    client.force_login(dpo)
    return client


@pytest.mark.parametrize("role", list(Role))
def test_only_who_may_hold_opens_it(client: Client, role: Role) -> None:
    agency = "RTP" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    person, case = make_person(role, agency=agency), closed_case()
    client.force_login(person)
    allowed = person.may(Right.HOLD_RECORDS)
    assert client.get(URL).status_code == (200 if allowed else 403)
    posted = client.post(f"{URL}place/", {"number": case.number, "reason": "ศาลสั่ง"})
    assert posted.status_code == (302 if allowed else 403)
    assert LegalHold.objects.exists() == allowed


def test_a_hold_is_placed_and_lifted_by_name_and_reason(desk: Client, dpo: Person) -> None:
    case = closed_case()
    assert desk.post(f"{URL}place/", {"number": case.number, "reason": ""}).status_code == 422
    assert desk.get(f"{URL}place/").headers["Location"] == URL, (
        "as when the language is changed then"
    )
    form = {"number": f" {case.number.lower()} ", "reason": "คำสั่งศาลที่ 12/2569"}
    page = desk.post(f"{URL}place/", form, follow=True).content.decode()
    for shown in (case.number, "กมล คุ้มข้อมูล", "คำสั่งศาลที่ 12/2569"):
        assert shown in page
    assert case.narrative not in page
    held = LegalHold.objects.get()
    assert desk.post(f"{URL}{held.pk}/lift/", {"reason": ""}).status_code == 422
    desk.post(f"{URL}{held.pk}/lift/", {"reason": "คดีถึงที่สุด"})
    held.refresh_from_db()
    assert held.lifted_by == dpo
    log = AuditRecord.objects.filter(event__in=["hold_placed", "hold_lifted"])
    assert [record.actor for record in log.order_by("pk")] == [dpo.actor, dpo.actor]
    assert "คำสั่งศาล" not in str(list(log.values("data")))


def test_a_number_that_is_not_there_is_said(desk: Client) -> None:
    page = desk.post(f"{URL}place/", {"number": "DD69-9999999-9", "reason": "ศาลสั่ง"}, follow=True)
    assert "ไม่พบเรื่องเลขที่นี้" in page.content.decode()


def test_a_case_of_another_province_is_held_by_its_own_people(client: Client) -> None:
    client.force_login(make_person(Role.CENTRE_HEAD, unit="10"))
    case = closed_case()
    client.post(f"{URL}place/", {"number": case.number, "reason": "ศาลสั่ง"})
    assert not LegalHold.objects.exists()


def test_it_shows_the_policy_and_what_was_erased(desk: Client) -> None:
    case = closed_case()
    assert case.number not in desk.get(URL).content.decode()
    run(policy(), today_in(40_000))
    page = desk.get(URL).content.decode()
    assert case.number in page
    for rule in policy().rules:
        assert rule.ground_th in page
