"""Officers' corrections are kept masked, count once a steward read them, and can be measured on."""

import pytest

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.cases.verbs.decide import correct, handle_self
from damrong.release import corrections
from damrong.release.models import Correction
from damrong.screening.evaluate import evaluate
from tests.factories import make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
PHONE = "0812345678"
TEXT = f"ไฟถนนหน้าตลาดดับมาสามคืน โทรกลับ {PHONE} ด้วยครับ"
MARK = (PHONE, "phone", "complainant")


@pytest.fixture
def steward(reference_data: None) -> Person:
    return make_person(Role.MODEL_STEWARD)


def corrected(text: str = TEXT, *, reason: str = "เป็นงานของเมือง", **case_is: object) -> Case:
    """A case off the desk whose category and agencies an officer decided; the category otherwise."""
    marks = [MARK] if PHONE in text else []
    case, officer = on_desk(text, marks=marks, **case_is), make_person(Role.SCREENER)  # type: ignore[arg-type]
    correct(case.number, officer, field="category", value="08", suggested="07", reason=reason)
    correct(case.number, officer, field="agencies", value=["MOI"], suggested=["MOI"])
    handle_self(case.number, officer)
    return case


def test_a_correction_is_kept_with_its_reason_and_without_personal_data() -> None:
    case = corrected(reason=f"ผู้ร้องโทรแจ้งเอง {PHONE}")
    assert corrections.gather() == 1
    row = case.correction
    assert row.state == "waiting"
    assert "ไฟถนนหน้าตลาดดับ" in row.text
    assert PHONE not in row.text
    category, _agencies = row.said
    assert (category["suggested"], category["decided"]) == ("07", "08")
    assert category["reason"].startswith("ผู้ร้องโทรแจ้งเอง")
    assert PHONE not in category["reason"]
    assert row.gold == {"category": "08", "agencies": ["MOI"], "primary_agency": "MOI"}


def test_what_was_accepted_or_is_still_on_the_desk_is_not_kept() -> None:
    officer = make_person(Role.SCREENER)
    accepted, on_it = on_desk(), on_desk()
    correct(accepted.number, officer, field="category", value="07", suggested="07")
    handle_self(accepted.number, officer)
    correct(on_it.number, officer, field="category", value="08", suggested="07")
    assert corrections.gather() == 0


def test_the_last_word_is_the_label_until_a_steward_reviewed_it(steward: Person) -> None:
    case, officer = corrected(), make_person(Role.SCREENER)
    corrections.gather()
    assert corrections.gather() == 0, "nothing new was said"
    correct(case.number, officer, field="category", value="09", suggested="07")
    assert corrections.gather() == 1
    row = Correction.objects.get(case=case)
    assert row.gold["category"] == "09"
    corrections.review(row.pk, steward, take=True, reason="")
    correct(case.number, officer, field="category", value="10", suggested="07")
    assert corrections.gather() == 0
    assert Correction.objects.get(case=case).gold["category"] == "09"


@pytest.mark.parametrize(
    "case_is", [{"sensitive": ["drugs"]}, {"identity_mode": "concealed"}], ids=["class", "wish"]
)
def test_no_word_is_kept_where_somebody_could_be_harmed(case_is: dict[str, object]) -> None:
    case = corrected("ไฟถนนหน้าตลาดดับมาสามคืน", **case_is)
    corrections.gather()
    row = Correction.objects.get(case=case)
    assert (row.state, row.text, row.said, row.gold) == ("left-out", "", [], {})
    assert row.reason == "guarded"
    assert corrections.gather() == 0, "it is not looked at again"


def test_personal_data_that_nobody_marked_keeps_it_out() -> None:
    case = on_desk(TEXT)  # the telephone number is not marked
    officer = make_person(Role.SCREENER)
    correct(case.number, officer, field="category", value="08", suggested="07")
    handle_self(case.number, officer)
    corrections.gather()
    row = Correction.objects.get(case=case)
    assert (row.state, row.text, row.reason) == ("left-out", "", "personal-data")


def test_only_what_a_steward_took_is_measured_on(steward: Person) -> None:
    taken, left, _waiting = corrected(), corrected(), corrected()
    corrections.gather()
    corrections.review(taken.correction.pk, steward, take=True, reason="")
    corrections.review(left.correction.pk, steward, take=False, reason="บอกว่าเป็นใคร")
    cases = corrections.evaluation_cases()
    assert [case["id"] for case in cases] == [str(taken.correction.pk)]
    assert cases[0]["place"]["province"] == "เชียงใหม่"
    report = evaluate(cases)
    assert (report.category.total, report.primary_exact.total, report.kind.total) == (1, 1, 0)
    left.correction.refresh_from_db()
    assert (left.correction.text, left.correction.said) == ("", [])
    said = AuditRecord.objects.filter(stream="corrections").values_list("event", flat=True)
    assert set(said) == {"correction_taken", "correction_left_out"}


def test_what_counts_can_still_be_left_out_and_what_was_erased_stays_so(steward: Person) -> None:
    case = corrected()
    corrections.gather()
    key = case.correction.pk
    corrections.review(key, steward, take=True, reason="")
    with pytest.raises(VerbRefused, match="reviewed_already"):
        corrections.review(key, steward, take=True, reason="")
    corrections.review(key, steward, take=False, reason="เห็นชื่อภายหลัง")
    assert corrections.evaluation_cases() == []
    with pytest.raises(VerbRefused, match="reviewed_already"):
        corrections.review(key, steward, take=True, reason="")


def test_leaving_out_needs_a_reason_and_reviewing_a_steward(steward: Person) -> None:
    case = corrected()
    corrections.gather()
    with pytest.raises(VerbRefused, match="reason_needed"):
        corrections.review(case.correction.pk, steward, take=False, reason=" ")
    with pytest.raises(VerbRefused, match="not_allowed"):
        corrections.review(case.correction.pk, make_person(Role.SCREENER), take=True, reason="")
