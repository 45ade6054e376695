"""A matter is taken back from an agency that never answers, and the case can come to its end."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases import jobs
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Leg
from damrong.cases.states import LEG_MOVES, CaseState, LegState
from damrong.cases.verbs import agency, conclude, decide
from damrong.cases.verbs.recall import recall, remove_draft
from damrong.release.gate import preview, release_leg
from tests.factories import make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
WHY = "หน่วยงานไม่ตอบภายในกำหนด"
RECALLABLE = sorted(s for s, moves in LEG_MOVES.items() if LegState.RECALLED in moves)


@pytest.fixture
def screener(reference_data: None) -> Person:
    return make_person(Role.SCREENER)


def sent(screener: Person, *agencies: str, only: int = 0) -> Case:
    """A case with a leg to each agency, delivered (``only``: only that many of them)."""
    case = on_desk(agencies=agencies)
    for leg in list(case.legs.all())[: only or None]:
        case.refresh_from_db()
        release_leg(case.number, leg.number, screener, preview(case, leg, screener).digest)
        agency.mark_sent(leg.pk)
        agency.mark_delivered(leg.pk, {"jws": "test"})
    case.refresh_from_db()
    return case


def leg_of(case: Case, number: int) -> Leg:
    return case.legs.get(number=number)


def end(case: Case, officer: Person) -> str:
    conclude.conclude(case.number, officer, outcome_code="unfounded", summary="สรุป", reply="คำตอบ")
    return Case.objects.get(pk=case.pk).state


def told() -> int:
    return ProcrastinateJob.objects.filter(
        task_name=jobs.TELL_AGENCY, args__what="recall", status="todo"
    ).count()


def test_a_silent_agency_no_longer_keeps_the_case_from_its_end(screener: Person) -> None:
    case = sent(screener, "MOI", "BMA")
    agency.report_final(leg_of(case, 1).pk, "agency:MOI", text="เสร็จ")
    with pytest.raises(VerbRefused, match="wrong_state"):
        end(case, screener)
    leg = recall(case.number, screener, 2, reason=WHY)
    assert (leg.state, leg.recall_reason) == (LegState.RECALLED, WHY)
    assert leg.ended_at is not None
    assert told() == 1
    record = AuditRecord.objects.get(stream=f"case:{case.number}", event="recalled")
    assert record.actor == screener.actor
    assert (record.data["leg"], record.data["agency"]) == (2, "BMA")
    assert WHY not in str(record.data), "words may name people; the log holds none"
    assert end(case, screener) == CaseState.CONCLUDED


def test_with_every_agency_recalled_it_is_back_on_the_desk_and_the_centre_may_end_it(
    screener: Person,
) -> None:
    case = sent(screener, "MOI")
    recall(case.number, screener, 1, reason=WHY)
    case.refresh_from_db()
    assert case.state == CaseState.SCREENING
    assert "เรียกเรื่องคืน" in case.desk_reason
    decide.handle_self(case.number, screener)
    assert end(case, screener) == CaseState.CONCLUDED


def test_without_a_reason_or_the_right_nothing_is_recalled(screener: Person) -> None:
    case = sent(screener, "MOI")
    with pytest.raises(VerbRefused, match="reason_needed"):
        recall(case.number, screener, 1, reason=" ")
    strangers = [make_person(Role.SCREENER, unit="10"), make_person(Role.INTAKE)]
    for person in [*strangers, make_person(Role.AGENCY_HEAD, agency="MOI")]:
        with pytest.raises(VerbRefused, match="not_allowed"):
            recall(case.number, person, 1, reason=WHY)
    assert leg_of(case, 1).state == LegState.DELIVERED
    assert told() == 0


@pytest.mark.parametrize("state", list(LegState))
def test_what_may_be_recalled_is_what_left_and_is_not_ended(
    screener: Person, state: LegState
) -> None:
    case = sent(screener, "MOI")
    Leg.objects.filter(case=case).update(state=state)
    if state in RECALLABLE:
        recall(case.number, screener, 1, reason=WHY)
        assert leg_of(case, 1).state == LegState.RECALLED
    else:
        with pytest.raises(VerbRefused, match="wrong_state"):
            recall(case.number, screener, 1, reason=WHY)
        assert leg_of(case, 1).state == state


def test_an_agency_that_was_sent_nothing_is_told_nothing(screener: Person) -> None:
    case = on_desk()
    leg = leg_of(case, 1)
    release_leg(case.number, 1, screener, preview(case, leg, screener).digest)
    recall(case.number, screener, 1, reason=WHY)
    assert told() == 0


def test_a_receipt_that_crossed_the_recall_is_kept_as_proof(screener: Person) -> None:
    case = on_desk()
    leg = leg_of(case, 1)
    release_leg(case.number, 1, screener, preview(case, leg, screener).digest)
    agency.mark_sent(leg.pk)
    recall(case.number, screener, 1, reason=WHY)
    agency.mark_delivered(leg.pk, {"jws": "late"})
    leg.refresh_from_db()
    assert (leg.state, leg.delivered_at is not None) == (LegState.RECALLED, True)
    assert leg.disclosures.get().receipt == {"jws": "late"}
    case.refresh_from_db()
    assert case.state == CaseState.SCREENING


def test_a_leftover_draft_is_removed_and_the_case_goes_on(screener: Person) -> None:
    case = sent(screener, "MOI", "RTP", only=1)
    agency.report_final(leg_of(case, 1).pk, "agency:MOI", text="เสร็จ")
    case.refresh_from_db()
    assert case.state == CaseState.IN_PROGRESS
    with pytest.raises(VerbRefused, match="not_allowed"):
        remove_draft(case.number, make_person(Role.INTAKE), 2)
    remove_draft(case.number, screener, 2)
    case.refresh_from_db()
    assert case.state == CaseState.REPORTED
    record = AuditRecord.objects.get(stream=f"case:{case.number}", event="draft_removed")
    assert record.data["agency"] == "RTP"
    with pytest.raises(VerbRefused, match="wrong_state"):
        remove_draft(case.number, screener, 1)
    assert end(case, screener) == CaseState.CONCLUDED


def test_a_removed_draft_hands_its_first_place_on(screener: Person) -> None:
    case = on_desk(agencies=["MOI", "RTP"])
    remove_draft(case.number, screener, 1)
    assert list(case.legs.values_list("agency", "primary")) == [("RTP", True)]


def test_a_leg_that_waits_for_the_second_person_can_be_removed(reference_data: None) -> None:
    head = make_person(Role.CENTRE_HEAD)
    case = on_desk(agencies=["RTP"], category="02", sensitive=["drugs"])
    release_leg(case.number, 1, head, preview(case, leg_of(case, 1), head).digest)
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED
    remove_draft(case.number, head, 1)
    case.refresh_from_db()
    assert (case.state, case.legs.count()) == (CaseState.SCREENING, 0)


def test_the_centre_that_works_itself_keeps_no_drafts(screener: Person) -> None:
    case = on_desk(agencies=["MOI"])
    decide.handle_self(case.number, screener)
    assert not case.legs.exists()
    assert end(case, screener) == CaseState.CONCLUDED
