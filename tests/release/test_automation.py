"""Nothing goes without touch unless its pair is switched on, and the kill switch stops it all."""

import pytest

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs.decide import correct
from damrong.catalogue.models import Agreement, Category
from damrong.release import automation
from damrong.release.automatic import consider
from damrong.release.models import Automation
from tests.factories import make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def steward(reference_data: None) -> Person:
    return make_person(Role.MODEL_STEWARD)


def switch_on(steward: Person, category: str = "07", agency: str = "MOI") -> None:
    automation.set_state(category, agency, "on", steward, "ทดสอบ")


def test_everything_is_off_in_a_fresh_system() -> None:
    assert not Automation.objects.exclude(state="off").exists()
    case = on_desk()
    assert consider(case.number) is False
    case.refresh_from_db()
    assert case.state == CaseState.SCREENING
    assert case.desk_reason


def test_a_clear_case_of_a_pair_that_is_on_goes_by_itself(steward: Person) -> None:
    switch_on(steward)
    case = on_desk()
    assert consider(case.number) is True
    leg = first_leg(case)
    assert (leg.state, leg.automatic) == (LegState.READY, True)
    assert leg.disclosures.get().released_by == "automation"
    assert consider(case.number) is False, "a repeated job releases nothing again"
    assert leg.disclosures.count() == 1


def test_the_kill_switch_stops_it_and_only_the_steward_resumes(steward: Person) -> None:
    switch_on(steward)
    screener = make_person(Role.SCREENER)
    automation.stop(screener, "พบส่งผิด")
    assert consider(on_desk().number) is False
    with pytest.raises(VerbRefused):
        automation.resume(screener, "ลองอีกที")
    automation.resume(steward, "ตรวจแล้ว")
    assert consider(on_desk().number) is True
    said = AuditRecord.objects.filter(stream="automation").values_list("event", flat=True)
    assert list(said) == ["automation_set", "automation_stopped", "automation_resumed"]


@pytest.mark.parametrize(
    "case_is",
    [
        {"sensitive": ["drugs"]},
        {"sensitive": ["health"]},
        {"auto": False},
        {"agencies": []},
        {"agencies": ["MOI", "RTP"], "category": "07"},
        {"text": "โทรกลับ 0812345678 นะ"},
    ],
)
def test_what_is_not_clear_stays_with_an_officer(
    steward: Person, case_is: dict[str, object]
) -> None:
    switch_on(steward)
    case = on_desk(**case_is)  # type: ignore[arg-type]
    assert consider(case.number) is False
    assert Case.objects.get(pk=case.pk).state == CaseState.SCREENING


def test_a_case_that_an_officer_already_works_on_is_left_alone(steward: Person) -> None:
    switch_on(steward)
    case = on_desk()
    correct(case.number, make_person(Role.SCREENER), field="urgency", value="urgent")
    assert consider(case.number) is False


def test_no_agreement_no_automatic_release(steward: Person) -> None:
    switch_on(steward)
    Agreement.objects.filter(agency="MOI").update(suspended=True)
    case = on_desk()
    assert consider(case.number) is False
    assert "ข้อตกลง" in Case.objects.get(pk=case.pk).desk_reason


def test_must_review_categories_can_never_be_switched_on(steward: Person) -> None:
    for category in Category.objects.filter(must_review=True):
        with pytest.raises(VerbRefused, match="must_review"):
            automation.set_state(category.code, "RTP", "on", steward, "ลอง")


@pytest.mark.parametrize("role", [r for r in Role if r != Role.MODEL_STEWARD])
def test_only_the_steward_sets_automation(role: Role) -> None:
    person = make_person(role, agency="MOE" if role.value.startswith("agency") else "")
    with pytest.raises(VerbRefused, match="not_allowed"):
        automation.set_state("07", "BMA", "on", person, "ลอง")
