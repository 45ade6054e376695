"""Following a case: only by the code, and only what its citizen may know."""

import dataclasses

import pytest
from django.test import Client
from django.utils import timezone

from damrong.accounts.roles import Role
from damrong.cases.actors import SYSTEM
from damrong.cases.change import changing
from damrong.cases.models import Case, Disclosure, Leg, Message
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs import agency
from damrong.cases.verbs.conclude import conclude
from damrong.cases.verbs.decide import add_note, ask_citizen, handle_self, refuse
from damrong.catalogue.models import Agreement, Term
from damrong.citizen import limits
from tests.citizen.filing import send
from tests.factories import make_person, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


def opened(code: str) -> Client:
    client = Client()
    assert client.post("/track/", {"code": code}).headers["Location"] == "/track/case/"
    return client


def shown(client: Client) -> str:
    return client.get("/track/case/").content.decode()


def screen(number: str) -> None:
    """The case has been looked at by the machine and lies on the desk, without suggestions."""
    with changing(number, "screened", SYSTEM) as change:
        change.move(CaseState.SCREENING)


def sent_leg(case: Case) -> Leg:
    """A leg as the gate leaves it, on its way to the ministry of health."""
    agreement = Agreement.objects.get(number="AGR-MOPH-01")
    leg = Leg.objects.create(
        case=case,
        number=case.legs.count() + 1,
        agency_id="MOPH",
        state=LegState.READY,
        released_at=timezone.now(),
        agreement=agreement,
    )
    Disclosure.objects.create(
        leg=leg,
        agency_id="MOPH",
        fields=["case_number", "narrative"],
        withheld=[{"field": "complainant_name", "why_th": "ผู้ร้องขอปกปิด", "why_en": "Concealed"}],
        ground_th=agreement.legal_ground_th,
        agreement=agreement,
        released_by="person:somebody-inside",
        digest="0" * 64,
    )
    return leg


@pytest.mark.parametrize(
    "how", [str, str.lower, lambda c: c.replace("-", " "), lambda c: f" {c}\n"]
)
def test_the_code_opens_the_case_however_it_is_typed(how: object) -> None:
    received = submit()
    assert received.number in shown(opened(how(received.code)))  # type: ignore[operator]


def test_every_wrong_code_gets_the_same_answer(client: Client) -> None:
    received = submit()
    almost = ("1" if received.code[0] != "1" else "2") + received.code[1:]
    answers = set()
    for code in (received.number, almost, "XXXX", "' OR 1=1 --", "ก" * 40):
        response = client.post("/track/", {"code": code})
        assert response.status_code == 422
        answers.add(str(response.context["form"].errors["code"]))
        assert client.get("/track/case/").status_code == 302
    assert len(answers) == 1


def test_the_page_is_bound_to_the_session_that_gave_the_code() -> None:
    opened(submit().code)
    assert Client().get("/track/case/").headers["Location"] == "/track/"


def test_the_case_can_be_closed_on_this_device() -> None:
    client = opened(submit().code)
    client.post("/track/close/")
    assert client.get("/track/case/").status_code == 302


def test_guessing_is_slowed_by_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WRONG_CODE", dataclasses.replace(limits.WRONG_CODE, most=3))
    code = submit().code
    statuses = [client.post("/track/", {"code": "wrong"}).status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    assert client.post("/track/", {"code": code}).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").post("/track/", {"code": code}).status_code == 302


def test_the_way_of_the_matter_is_told_in_words() -> None:
    received = submit()
    case = Case.objects.get(number=received.number)
    screen(case.number)
    client = opened(received.code)
    assert "ยังไม่ได้ส่งให้หน่วยงานอื่น" in shown(client)

    case.refresh_from_db()
    leg = sent_leg(case)
    agency.mark_sent(leg.pk)
    agency.mark_delivered(leg.pk, {"signed": True}, "agency:MOPH")
    agency.accept(leg.pk, "agency:MOPH")
    page = shown(client)
    assert "กระทรวงสาธารณสุข รับเรื่องไว้ดำเนินการ" in page
    assert "หน่วยงานรับเรื่องแล้ว" in page
    assert "หน่วยงานกำลังดำเนินการเรื่องของท่าน" in page


def test_what_was_disclosed_to_whom_and_why_is_shown() -> None:
    received = submit()
    leg = sent_leg(Case.objects.get(number=received.number))
    page = shown(opened(received.code))
    for words in (
        "กระทรวงสาธารณสุข",
        "เนื้อหาที่ปกปิดข้อมูลส่วนบุคคลแล้ว",
        "ชื่อผู้ร้อง",
        "ผู้ร้องขอปกปิด",
        leg.agreement.purpose_th,
    ):
        assert words in page


def test_what_is_the_centres_own_stays_there() -> None:
    received = submit()
    case = Case.objects.get(number=received.number)
    officer = make_person(Role.SCREENER)
    screen(case.number)
    add_note(case.number, officer, "สงสัยว่าเป็นเรื่องซ้ำ")
    leg = sent_leg(case)
    agency.mark_sent(leg.pk)
    agency.mark_delivered(leg.pk, None)
    agency.report_progress(leg.pk, "agency:MOPH", text="พบนายสมมุติที่บ้าน")
    Leg.objects.create(case=case, number=9, agency_id="RTP", state=LegState.DRAFT)
    page = shown(opened(received.code))
    for secret in (
        "สงสัยว่าเป็นเรื่องซ้ำ",
        "somebody-inside",
        officer.display_name,
        officer.username,
        "นายสมมุติ",
        "สำนักงานตำรวจแห่งชาติ",  # only considered, never sent
    ):
        assert secret not in page


def test_an_answer_to_a_question_brings_the_case_back_to_the_desk() -> None:
    received = submit()
    screen(received.number)
    ask_citizen(received.number, make_person(Role.SCREENER), "เสาไฟต้นที่เท่าไรครับ")
    client = opened(received.code)
    assert "เสาไฟต้นที่เท่าไรครับ" in shown(client)
    response = client.post("/track/case/", {"action": "information", "text": "ต้นที่สามจากวัด"})
    assert response.headers["Location"] == "/track/case/"
    case = Case.objects.get(number=received.number)
    assert case.state == CaseState.SCREENING
    assert case.messages.filter(kind=Message.Kind.FROM_CITIZEN).get().text == "ต้นที่สามจากวัด"


@pytest.mark.parametrize("text", ["", "   ", "ข้อ\x00ความ", "ก" * 100_001])
def test_information_that_cannot_be_taken_is_explained(text: str) -> None:
    received = submit()
    response = opened(received.code).post("/track/case/", {"action": "information", "text": text})
    assert response.status_code == 422
    assert "มีข้อมูลที่ต้องแก้ไข" in response.content.decode()
    assert not Message.objects.filter(case__number=received.number).exists()


def concluded() -> tuple[str, Client]:
    received = submit()
    officer = make_person(Role.CENTRE_HEAD)
    screen(received.number)
    handle_self(received.number, officer)
    outcome = Term.objects.filter(vocabulary="outcome_codes").first()
    assert outcome is not None
    conclude(
        received.number, officer, outcome_code=outcome.code, summary="ซ่อมแล้ว", reply="ซ่อมไฟแล้วครับ"
    )
    return received.number, opened(received.code)


def test_the_answer_is_read_and_rated() -> None:
    number, client = concluded()
    page = shown(client)
    assert "ซ่อมไฟแล้วครับ" in page
    assert "เรื่องของท่านยุติแล้ว" in page
    assert client.post("/track/case/", {"action": "rating"}).status_code == 422
    client.post("/track/case/", {"action": "rating", "rating": "4", "comment": "เร็วดี"})
    case = Case.objects.get(number=number)
    assert (case.rating, case.rating_comment) == (4, "เร็วดี")
    assert "4 จาก 5" in shown(client)


def test_closed_is_not_final() -> None:
    number, client = concluded()
    assert client.post("/track/case/", {"action": "reopening", "reason": " "}).status_code == 422
    client.post("/track/case/", {"action": "reopening", "reason": "ไฟดับอีกแล้ว"})
    case = Case.objects.get(number=number)
    assert (case.state, case.times_reopened) == (CaseState.SCREENING, 1)
    assert "เราเปิดพิจารณาเรื่องของท่านใหม่แล้ว" in shown(client)


def test_a_refusal_gives_its_reason() -> None:
    received = submit()
    screen(received.number)
    code = Term.objects.filter(vocabulary="refusal_reasons").first()
    assert code is not None
    refuse(received.number, make_person(Role.SCREENER), code=code.code, reply="เรื่องอยู่ในศาลแล้ว")
    page = shown(opened(received.code))
    assert "เรื่องอยู่ในศาลแล้ว" in page
    assert code.name_th in page


def test_what_is_too_early_is_refused_in_words() -> None:
    client = opened(submit().code)
    response = client.post("/track/case/", {"action": "rating", "rating": "5"})
    assert response.status_code == 422
    assert "ให้คะแนนได้เมื่อเรื่องยุติแล้ว" in response.content.decode()
    assert client.post("/track/case/", {"action": "nonsense"}).status_code == 302


def test_the_page_speaks_english() -> None:
    received = submit()
    sent_leg(Case.objects.get(number=received.number))
    client = opened(received.code)
    client.cookies["django_language"] = "en"
    page = shown(client)
    assert "Ministry of Public Health" in page
    assert "Complainant&#x27;s name" in page
    assert "What has happened so far" in page


def test_who_follows_a_matter_files_another() -> None:
    client = opened(submit().code)
    number, code = send(client)
    assert number in shown(opened(code))
