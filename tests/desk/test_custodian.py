"""The custodian decides on requests, and sees neither the case nor the person."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import Right, Role
from damrong.audit.models import AuditRecord
from damrong.cases.models import Case, Party
from damrong.vault import reveal
from damrong.vault.models import RevealRequest
from damrong.vault.seal import Identity
from tests.factories import make_case, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
URL = "/desk/custodian/"
WHO = Identity(name="มะลิ ใจงาม", phone="0812345678")
STORY = "น้ำเสียจากโรงงานไหลลงคลองหน้าบ้านทุกคืน"
WHY = "ต้องโทรนัดตรวจสถานที่"


def asked(officer: Person | None = None) -> RevealRequest:
    case: Case = make_case(STORY, identity_mode="concealed", complainant=WHO)
    reference = case.parties.get(role=Party.Role.COMPLAINANT).vault_reference
    assert reference
    return reveal.ask(case.number, reference, officer or make_person(Role.SCREENER), WHY)


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_person(Role.CUSTODIAN))
    return client


def answer(desk: Client, request: RevealRequest, **form: str) -> str:
    return desk.post(f"{URL}{request.pk}/", form, follow=True).content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_only_the_custodian_may_open_the_requests_and_decide(client: Client, role: Role) -> None:
    agency = "RTP" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    person, request = make_person(role, agency=agency), asked()
    client.force_login(person)
    allowed = person.may(Right.APPROVE_REVEAL)
    assert client.get(URL).status_code == (200 if allowed else 403)
    posted = client.post(f"{URL}{request.pk}/", {"reason": "จำเป็น", "answer": "approve"})
    assert posted.status_code == (302 if allowed else 403)
    request.refresh_from_db()
    assert request.state == ("approved" if allowed else "asked")
    assert allowed == (role == Role.CUSTODIAN)


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(URL).headers["Location"].startswith("/sign-in/")


def test_a_request_says_who_asks_for_which_case_and_why(desk: Client) -> None:
    officer = make_person(Role.SCREENER, unit="5001", display_name="สมศรี ขยันยิ่ง")
    request = asked(officer)
    page = desk.get(URL).content.decode()
    for shown in (request.case_number, "สมศรี ขยันยิ่ง", "ผู้คัดกรอง", WHY, "ยังไม่ถึงหนึ่งวัน"):
        assert shown in page


def test_a_request_that_waits_for_days_says_how_many(desk: Client) -> None:
    request = asked()
    before = timezone.now() - datetime.timedelta(days=3, hours=1)
    RevealRequest.objects.filter(pk=request.pk).update(asked_at=before)
    assert "รอมาแล้ว 3 วัน" in desk.get(URL).content.decode()


def test_neither_the_story_nor_the_identity_is_shown_before_or_after(desk: Client) -> None:
    request = asked()
    before = desk.get(URL).content.decode()
    after = answer(desk, request, reason="จำเป็นจริง", answer="approve")
    for page in (before, after):
        for hidden in (STORY[:12], "มะลิ", "0812345678", f"/desk/cases/{request.case_number}"):
            assert hidden not in page


@pytest.mark.parametrize(
    ("given", "event"), [("approve", "reveal_approved"), ("refuse", "reveal_refused")]
)
def test_a_decision_keeps_its_reason_and_stands_in_the_log(
    desk: Client, given: str, event: str
) -> None:
    request = asked()
    page = answer(desk, request, reason="เหตุผลของผู้รักษา", answer=given)
    assert "ไม่มีคำขอที่รอพิจารณา" in page
    assert "เหตุผลของผู้รักษา" in page
    request.refresh_from_db()
    assert reveal.is_open(request) == (given == "approve")
    log = AuditRecord.objects.filter(stream=f"case:{request.case_number}", event=event)
    assert log.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "ก\x00"])
def test_without_a_reason_nothing_is_decided_and_the_page_says_so(
    desk: Client, reason: str
) -> None:
    request, other = asked(), asked()
    page = desk.post(f"{URL}{request.pk}/", {"reason": reason, "answer": "approve"})
    assert page.status_code == 422
    assert page.content.decode().count("field--invalid") == 1  # at the request that was meant
    assert RevealRequest.objects.filter(pk__in=(request.pk, other.pk), state="asked").count() == 2


def test_a_second_decision_is_refused_in_words(desk: Client) -> None:
    request = asked()
    answer(desk, request, reason="ไม่จำเป็น", answer="refuse")
    page = answer(desk, request, reason="เปลี่ยนใจ", answer="approve")
    assert "คำขอนี้พิจารณาไปแล้ว" in page
    request.refresh_from_db()
    assert request.state == "refused"


def test_a_custodian_of_another_province_neither_sees_nor_decides(client: Client) -> None:
    request = asked(make_person(Role.SCREENER, unit="5001"))
    client.force_login(make_person(Role.CUSTODIAN, unit="57"))
    assert request.case_number not in client.get(URL).content.decode()
    answer(client, request, reason="จำเป็น", answer="approve")
    request.refresh_from_db()
    assert request.state == "asked"
