"""A case from the counter to the conclusion, and the turns it may take on the way."""

import pytest

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.audit.verify import verify
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Message
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs import agency, citizen, conclude, decide
from damrong.release.gate import preview, release_leg
from tests.factories import make_person, submit
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
BMA = "agency:BMA"


@pytest.fixture
def screener(reference_data: None) -> Person:
    return make_person(Role.SCREENER)


def sent_case(screener: Person, *agencies: str) -> Case:
    """A case whose packages were delivered."""
    case = on_desk(agencies=agencies or ["BMA"], place_code="103801")
    for leg in case.legs.all():
        case.refresh_from_db()
        release_leg(case.number, leg.number, screener, preview(case, leg, screener).digest)
        agency.mark_sent(leg.pk)
        agency.mark_delivered(leg.pk, {"receipt": "test"})
    case.refresh_from_db()
    return case


def state(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def leg_id(case: Case, number: int = 1) -> int:
    return case.legs.get(number=number).pk


def finish(case: Case, screener: Person) -> None:
    agency.accept(leg_id(case), BMA)
    agency.report_final(leg_id(case), BMA, text="เปลี่ยนหลอดไฟแล้ว 6 ต้น")
    conclude.conclude(
        case.number,
        screener,
        outcome_code="solved_as_wished",
        summary="ซ่อมแล้ว",
        reply="เขตซ่อมไฟแล้ว",
    )


def test_from_filing_to_conclusion_and_rating(screener: Person) -> None:
    case = sent_case(screener)
    assert state(case) == CaseState.FORWARDED
    agency.acknowledge(leg_id(case), BMA, reference="กทม-1")
    agency.accept(leg_id(case), BMA)
    assert state(case) == CaseState.IN_PROGRESS
    agency.report_progress(leg_id(case), BMA, text="สั่งหลอดไฟแล้ว")
    agency.report_final(leg_id(case), BMA, text="เปลี่ยนแล้ว")
    assert state(case) == CaseState.REPORTED
    conclude.conclude(
        case.number, screener, outcome_code="solved_as_wished", summary="ซ่อมแล้ว", reply="ซ่อมแล้วครับ"
    )
    assert state(case) == CaseState.CONCLUDED
    assert case.legs.get().state == LegState.ACCEPTED_BY_CENTRE
    citizen.rate(case.number, 5, "เร็วมาก")
    assert [
        e.event for e in AuditRecord.objects.filter(stream=f"case:{case.number}").order_by("sequence")
    ] == [
        "received", "screened", "released", "sent", "delivered", "acknowledged", "accepted",
        "progress_reported", "final_reported", "concluded", "rated",
    ]  # fmt: skip
    assert verify().sound


def test_a_returned_case_is_back_on_the_desk_and_the_third_return_escalates(
    screener: Person,
) -> None:
    case = on_desk(agencies=["BMA"], place_code="103801")
    for count in range(1, 4):
        leg = case.legs.get(number=count)
        case.refresh_from_db()
        release_leg(case.number, count, screener, preview(case, leg, screener).digest)
        agency.mark_sent(leg.pk)
        agency.mark_delivered(leg.pk, None)
        agency.send_return(leg.pk, BMA, code="not_ours", note="ไม่ใช่ถนนของเขต")
        assert state(case) == CaseState.SCREENING
        decide.correct(case.number, screener, field="agencies", value=["BMA"])
    case.refresh_from_db()
    assert "สามครั้ง" in case.desk_reason


def test_a_return_needs_a_coded_reason_and_words(screener: Person) -> None:
    case = sent_case(screener)
    for code, note in (("", "ไม่ใช่"), ("no-such-code", "ไม่ใช่"), ("not_ours", " ")):
        with pytest.raises(VerbRefused, match="reason_needed"):
            agency.send_return(leg_id(case), BMA, code=code, note=note)
    assert case.legs.get().state == LegState.DELIVERED


def test_the_report_can_be_sent_back(screener: Person) -> None:
    case = sent_case(screener)
    agency.accept(leg_id(case), BMA)
    agency.report_final(leg_id(case), BMA, text="เสร็จแล้ว")
    conclude.send_back(case.number, screener, 1, instruction="โปรดแนบวันที่ซ่อม")
    assert case.legs.get().state == LegState.SENT_BACK
    assert state(case) == CaseState.IN_PROGRESS
    agency.report_final(leg_id(case), BMA, text="ซ่อมวันที่ 3 พ.ย.")
    assert state(case) == CaseState.REPORTED


def test_the_case_is_reported_only_when_every_agency_has_reported(screener: Person) -> None:
    case = sent_case(screener, "BMA", "MOI")
    agency.accept(leg_id(case, 1), BMA)
    agency.report_final(leg_id(case, 1), BMA, text="เสร็จ")
    assert state(case) == CaseState.IN_PROGRESS
    agency.report_final(leg_id(case, 2), "agency:MOI", text="เสร็จ")
    assert state(case) == CaseState.REPORTED


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"outcome_code": "nonsense"}, "outcome_needed"),
        ({"reply": ""}, "reply_needed"),
        ({"summary": " "}, "reply_needed"),
    ],
)
def test_no_conclusion_without_outcome_summary_and_reply(
    screener: Person, words: dict[str, str], code: str
) -> None:
    case = sent_case(screener)
    agency.report_final(leg_id(case), BMA, text="เสร็จ")
    given = {"outcome_code": "solved_as_wished", "summary": "สรุป", "reply": "คำตอบ"} | words
    with pytest.raises(VerbRefused, match=code):
        conclude.conclude(case.number, screener, **given)


def test_closed_is_not_final(screener: Person) -> None:
    case = sent_case(screener)
    finish(case, screener)
    citizen.ask_to_reopen(case.number, "ไฟดับอีกแล้ว")
    case.refresh_from_db()
    assert (case.state, case.times_reopened, case.needs_officer) == (CaseState.SCREENING, 1, True)


def test_the_citizen_is_asked_and_answers(screener: Person) -> None:
    case = on_desk()
    decide.ask_citizen(case.number, screener, "เสาไฟต้นไหน")
    assert state(case) == CaseState.NEED_INFO
    citizen.add_information(case.number, "ต้นที่สามจากปากซอย")
    assert state(case) == CaseState.SCREENING
    assert [m.kind for m in case.messages.all()] == [
        Message.Kind.TO_CITIZEN,
        Message.Kind.FROM_CITIZEN,
    ]


def test_two_officers_cannot_overwrite_each_other(screener: Person) -> None:
    case = on_desk()
    decide.correct(case.number, screener, field="urgency", value="urgent", version=case.version)
    with pytest.raises(VerbRefused, match="changed_meanwhile"):
        decide.correct(
            case.number, make_person(Role.SCREENER), field="urgency", value="life",
            version=case.version,
        )  # fmt: skip


def test_the_secret_code_opens_the_case_however_it_is_typed(reference_data: None) -> None:
    received = submit()
    assert citizen.case_by_code(received.code.lower().replace("-", " ")) is not None
    thai = received.code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert citizen.case_by_code(thai) is not None
    assert citizen.case_by_code("AAAA-AAAA-AAAA-AAAA-AAAA") is None
    assert not Case.objects.filter(code_hash=received.code.encode()).exists()


def test_a_partners_matter_posted_twice_is_one_case(reference_data: None) -> None:
    first = submit(channel="partner", source_agency="RTP", source_reference="A-1")
    again = submit(channel="partner", source_agency="RTP", source_reference="A-1")
    assert (again.number, again.new, again.code) == (first.number, False, "")
    assert submit(channel="partner", source_agency="PMO", source_reference="A-1").new
