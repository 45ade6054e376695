"""An agency asks in the browser; citizen and officer answer on their pages; nobody sees too much."""

import pytest
from django.test import Client

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.models import Leg
from damrong.cases.numbers import code_hash, new_code
from damrong.exchange import tasks
from tests.factories import make_person
from tests.release.conversation import WHO, with_agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def agency() -> Client:
    return signed_in(make_person(Role.AGENCY_OFFICER, agency="MOI"))


def citizen(leg: Leg) -> Client:
    code, client = new_code(), Client()
    type(leg.case).objects.filter(pk=leg.case_id).update(code_hash=code_hash(code))
    assert client.post("/track/", {"code": code}).status_code == 302
    return client


def test_a_question_goes_there_and_its_answer_back() -> None:
    leg = with_agency(identity_mode="concealed", complainant=WHO)
    page, portal = f"/portal/{leg.case.number}/1/", agency()
    portal.post(page, {"act": "question", "question-text": "เสาไฟเลขที่เท่าไร"})
    question = AgencyQuestion.objects.get()
    me = citizen(leg)
    assert "เสาไฟเลขที่เท่าไร" in me.get("/track/case/").content.decode()
    answer = {"action": "answer", "question": question.pk, "text": "ต้นที่สาม โทร 0812345678"}
    assert me.post("/track/case/", {**answer, "text": " "}).status_code == 422
    assert me.post("/track/case/", answer).status_code == 302
    assert "จะตรวจและปิดข้อมูล" in me.get("/track/case/").content.decode()
    assert "ต้นที่สาม" not in portal.get(page).content.decode()

    desk, url = signed_in(make_person(Role.SCREENER)), f"/desk/cases/{leg.case.number}/"
    assert leg.case.number in desk.get("/desk/cases/?pile=agency-asks").content.decode()
    shown = desk.get(url)
    assert "หน่วยงานจะได้อ่านว่า" in shown.content.decode()
    card = shown.context["asked"]["questions"][0]
    form = {"row": question.pk, "digest": card.shown.digest, "explained": "1"}
    desk.post(f"{url}asked/pass-on/", form)
    tasks.tell_agency(leg.pk, "answer", question.pk)
    read = portal.get(page).content.decode()
    assert "ต้นที่สาม" in read
    assert "0812345678" not in read
    assert "คำตอบคำถามของหน่วยงาน" in me.get("/track/case/").content.decode()


def test_an_identity_waits_for_the_officer_and_for_the_citizen() -> None:
    leg = with_agency(identity_mode="concealed", complainant=WHO)
    page, portal, me = f"/portal/{leg.case.number}/1/", agency(), citizen(leg)
    portal.post(
        page,
        {"act": "identity", "identity-fields_wanted": ["name", "phone"], "identity-reason": "โทรนัด",
         "identity-legal_ground": "มาตรา 9", "identity-danger_to_life": "on"},
    )  # fmt: skip
    request = IdentityRequest.objects.get()
    assert request.danger_to_life
    assert "โทรนัด" not in me.get("/track/case/").content.decode(), "not before the officer agreed"
    desk, url = signed_in(make_person(Role.SCREENER)), f"/desk/cases/{leg.case.number}/"
    assert "หน่วยงานอ้างว่าอันตรายถึงชีวิต" in desk.get(url).content.decode()
    agreed = {"row": request.pk, "part": ["name"], "because": "จำเป็นต้องนัดหมาย"}
    assert desk.post(f"{url}asked/agree/", {**agreed, "because": ""}).status_code == 422
    assert desk.get(f"{url}asked/agree/").headers["Location"] == url, "as on a change of language"
    assert desk.post(f"{url}asked/agree/", agreed).status_code == 302
    asked = me.get("/track/case/").content.decode()
    assert "จำเป็นต้องนัดหมาย" in asked
    assert "หากไม่ตอบ เราถือว่าไม่ยินยอม" in asked
    opened = portal.post(page, {"act": "open-identity"}).content.decode()
    assert WHO.name not in opened
    me.post("/track/case/", {"action": "consent", "request": request.pk, "says": "yes"})
    tasks.tell_agency(leg.pk, "identity", request.pk)
    assert WHO.name not in portal.get(page).content.decode(), "only on the press of the button"
    opened = portal.post(page, {"act": "open-identity"}).content.decode()
    assert WHO.name in opened
    assert WHO.phone not in opened
    assert "watermark" in opened
    assert AuditRecord.objects.filter(event="identity_read_by_agency", data__agency="MOI").exists()
    assert "ตัวตนของท่าน ตามคำขอของหน่วยงาน" in me.get("/track/case/").content.decode()
    assert WHO.name not in str(list(AuditRecord.objects.values_list("data", flat=True)))


def test_a_request_with_something_missing_is_not_sent_and_keeps_what_was_typed() -> None:
    leg = with_agency(identity_mode="concealed", complainant=WHO)
    form = {
        "act": "identity",
        "identity-reason": "โทรนัดดูที่เกิดเหตุ",
        "identity-legal_ground": "มาตรา 9",
    }
    page = agency().post(f"/portal/{leg.case.number}/1/", form).content.decode()
    assert "โปรดเลือกข้อมูลที่ต้องการ" in page
    assert "โทรนัดดูที่เกิดเหตุ" in page
    assert 'id="identity"' not in page, "nothing that looks like an identity"
    assert not IdentityRequest.objects.exists()


def test_a_citizen_answers_only_for_the_own_case() -> None:
    leg, other = (with_agency(identity_mode="concealed", complainant=WHO) for _ in range(2))
    agency().post(f"/portal/{leg.case.number}/1/", {"act": "question", "question-text": "กี่โมง"})
    question = AgencyQuestion.objects.get()
    form = {"action": "answer", "question": question.pk, "text": "สองทุ่ม"}
    assert citizen(other).post("/track/case/", form).status_code == 422
    question.refresh_from_db()
    assert question.answer == ""
