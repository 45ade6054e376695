"""Somebody asks about their own data, and the data protection officer answers in time."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.roles import Right, Role
from damrong.audit.models import AuditRecord
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Disclosure
from damrong.subjects.decide import grant
from damrong.subjects.models import SubjectRequest
from damrong.subjects.rights import entitlement
from damrong.subjects.states import Kind, State
from damrong.vault.seal import Identity
from tests.factories import make_case, make_person
from tests.subjects.asked import (
    WHO,
    ask_at_counter,
    ask_with_code,
    decide,
    dpo,
    follows,
    page_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]
STORY = "น้ำเสียจากโรงงานไหลลงคลองทุกคืน"
WHY = "เรื่องนี้หน่วยงานต้องใช้ตรวจโรงงาน"


def concealed() -> Case:
    return make_case(STORY, identity_mode="concealed", complainant=WHO)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_request_has_thirty_days_and_stands_on_the_page_of_the_case(kind: Kind) -> None:
    citizen = follows(concealed())
    request = ask_with_code(citizen, kind, "ชื่อหมู่บ้านที่ถูกคือบ้านดอน")
    assert request.due_on == timezone.localdate() + datetime.timedelta(days=30)
    page = citizen.get("/track/case/").content.decode()
    assert request.number in page
    assert "รอเจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคลพิจารณา" in page
    log = AuditRecord.objects.get(stream=f"subject:{request.number}", event="subject_asked")
    assert log.actor == "citizen"
    assert "บ้านดอน" not in str(log.data)


def test_what_is_asked_is_said_but_to_see_it_needs_no_words() -> None:
    citizen = follows(concealed())
    form = {"action": "rights", "kind": Kind.CORRECTION.value, "words": "  "}
    assert citizen.post("/track/case/", form).status_code == 422
    assert citizen.post("/track/case/", {"action": "rights"}).status_code == 422
    ask_with_code(citizen, Kind.ACCESS, "")


def test_the_same_is_asked_once_at_a_time() -> None:
    citizen = follows(concealed())
    ask_with_code(citizen, Kind.OBJECTION)
    form = {"action": "rights", "kind": Kind.OBJECTION.value, "words": "อีกครั้ง"}
    assert "ท่านยื่นคำขอประเภทนี้ไว้แล้ว" in citizen.post("/track/case/", form).content.decode()
    assert SubjectRequest.objects.count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_only_the_data_protection_officer_opens_the_requests(role: Role) -> None:
    request = ask_with_code(follows(concealed()), Kind.ACCESS)
    agency = "RTP" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    client = Client()
    client.force_login(make_person(role, agency=agency))
    allowed = role == Role.DPO
    assert client.get("/desk/subjects/").status_code == (200 if allowed else 403)
    posted = client.post(f"/desk/subjects/{request.pk}/", {"do": "grant", "reason": ""})
    assert posted.status_code == (302 if allowed else 403)
    request.refresh_from_db()
    assert request.state == (State.GRANTED if allowed else State.ASKED)


def test_one_of_another_province_neither_sees_nor_decides() -> None:
    request = ask_with_code(follows(concealed()), Kind.ACCESS)
    client, person = dpo("57")
    assert request.number not in client.get("/desk/subjects/").content.decode()
    assert client.get(f"/desk/subjects/{request.pk}/").status_code == 404
    with pytest.raises(VerbRefused):
        grant(request.number, person)


def test_the_page_shows_the_request_and_nothing_of_case_or_person() -> None:
    request = ask_with_code(follows(concealed()), Kind.ERASURE, "ไม่อยากให้เก็บไว้แล้ว")
    client, _person = dpo()
    page = page_of(client, request)
    for shown in (request.number, "ไม่อยากให้เก็บไว้แล้ว", "มาตรา 33", "เหลือ 30 วัน"):
        assert shown in page
    for hidden in (STORY[:10], WHO.name, WHO.phone, WHO.national_id):
        assert hidden not in page


def test_a_clock_that_ran_out_is_said() -> None:
    request = ask_with_code(follows(concealed()), Kind.ACCESS)
    late = timezone.localdate() - datetime.timedelta(days=1)
    SubjectRequest.objects.filter(pk=request.pk).update(due_on=late)
    client, _person = dpo()
    assert "เลยกำหนด" in client.get("/desk/subjects/").content.decode()
    assert "เลยกำหนด" in client.get("/desk/disclosures/").content.decode()  # where their day begins


def test_a_refusal_names_its_ground_and_its_reason_and_the_person_reads_both() -> None:
    citizen = follows(concealed())
    request = ask_with_code(citizen, Kind.OBJECTION)
    client, person = dpo()
    for form in ({"ground": "public_task", "reason": " "}, {"ground": "", "reason": WHY}):
        answer = client.post(f"/desk/subjects/{request.pk}/", {"do": "refuse", **form})
        assert answer.status_code == 422
    decide(client, request, do="refuse", ground="public_task", reason=WHY)
    assert (request.state, request.decided_by) == (State.REFUSED, person)
    page = citizen.get("/track/case/").content.decode()
    assert WHY in page
    assert entitlement(Kind.OBJECTION).refuse["public_task"].ground_th in page
    assert "มาตรา 73" in page
    log = AuditRecord.objects.get(event="subject_refused")
    assert log.data["ground"] == "public_task"
    assert WHY not in str(log.data)


def test_what_was_decided_is_decided() -> None:
    request = ask_with_code(follows(concealed()), Kind.ACCESS)
    client, _person = dpo()
    decide(client, request, do="grant", reason="")
    page = decide(client, request, do="refuse", ground="harms_others", reason=WHY)
    assert "พิจารณาหรือถอนไปแล้ว" in page
    assert request.state == State.GRANTED


def test_whoever_asked_takes_it_back_and_nobody_else_does() -> None:
    citizen, other = follows(concealed()), follows(concealed())
    request = ask_with_code(citizen, Kind.RESTRICTION)
    form = {"action": "withdraw", "request": request.number}
    assert other.post("/track/case/", form).status_code == 422
    assert citizen.post("/track/case/", form).status_code == 302
    request.refresh_from_db()
    assert request.state == State.WITHDRAWN
    assert request.number not in other.get("/track/case/").content.decode()


def test_at_the_counter_two_officers_see_the_proof_before_anything_is_agreed_to() -> None:
    case = concealed()
    ask_at_counter(seen=False)
    request = SubjectRequest.objects.get()
    client, _person = dpo()
    page = decide(client, request, do="grant", reason="")
    assert request.state == State.ASKED
    assert "ยังพิสูจน์ตัวตนไม่ครบ" in page
    request.delete()
    ask_at_counter()
    request = SubjectRequest.objects.get()
    page = page_of(client, request)
    assert case.number in page  # the officer who decides is told how many, by number
    assert WHO.name not in page
    decide(client, request, do="grant", reason="")
    assert request.state == State.GRANTED


def test_a_telephone_that_was_merely_named_finds_nobody() -> None:
    case = concealed()
    ask_at_counter(who=Identity(name="คนอื่น", national_id="1101700230716", phone=WHO.phone))
    client, _person = dpo()
    assert case.number not in page_of(client, SubjectRequest.objects.get())


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DPO])
def test_the_right_belongs_to_one_role(role: Role) -> None:
    agency = "RTP" if role in {Role.AGENCY_OFFICER, Role.AGENCY_HEAD} else ""
    assert not make_person(role, agency=agency).may(Right.ANSWER_SUBJECTS)


def test_nothing_was_disclosed_by_all_this() -> None:
    ask_with_code(follows(concealed()), Kind.ACCESS)
    ask_at_counter()
    assert not Disclosure.objects.exists()
