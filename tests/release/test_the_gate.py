"""What was shown is what leaves; must-review matters need two people; nothing goes round it."""

import pytest

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Disclosure, Leg
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs.decide import ask_citizen, correct, correct_spans, instruct, refuse
from damrong.release.gate import preview, refuse_second, release_leg, second_release
from tests.factories import make_person
from tests.release.desk import first_leg, on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def screener(reference_data: None) -> Person:
    return make_person(Role.SCREENER)


@pytest.fixture
def second(reference_data: None) -> Person:
    return make_person(Role.SECOND_SCREENER)


def refusal(action: object, *arguments: object, **named: object) -> str:
    with pytest.raises(VerbRefused) as refused:
        action(*arguments, **named)  # type: ignore[operator]
    return refused.value.code


def events(case: Case) -> list[str]:
    return list(
        AuditRecord.objects.filter(stream=f"case:{case.number}")
        .order_by("sequence")
        .values_list("event", flat=True)
    )


def test_what_was_shown_is_released_recorded_and_queued(screener: Person) -> None:
    case = on_desk()
    shown = preview(case, first_leg(case), screener)
    disclosure = release_leg(case.number, 1, screener, shown.digest)
    leg = first_leg(case)
    assert disclosure is not None
    assert disclosure.digest == leg.digest == shown.digest
    assert leg.extract == shown.content
    assert leg.state == LegState.READY
    assert disclosure.fields == sorted(shown.content)
    case.refresh_from_db()
    assert case.state == CaseState.FORWARDED
    assert events(case)[-1] == "released"


def test_what_changed_since_it_was_shown_is_not_released(screener: Person) -> None:
    case = on_desk()
    shown = preview(case, first_leg(case), screener)
    instruct(case.number, screener, 1, "โปรดตรวจสอบ")
    assert refusal(release_leg, case.number, 1, screener, shown.digest) == "changed_since_shown"
    assert not Disclosure.objects.exists()


def test_a_must_review_matter_needs_two_different_people(screener: Person, second: Person) -> None:
    case = on_desk(agencies=["RTP"], category="02", sensitive=["drugs"])
    shown = preview(case, first_leg(case), screener)
    assert release_leg(case.number, 1, screener, shown.digest) is None
    assert first_leg(case).state == LegState.RELEASE_CHECK
    assert not Disclosure.objects.exists()
    assert refusal(second_release, case.number, 1, screener, shown.digest) == "not_allowed"
    disclosure = second_release(case.number, 1, second, shown.digest)
    assert screener.username in disclosure.released_by
    assert second.username in disclosure.released_by


def test_a_head_who_may_do_both_cannot_do_both_on_one_leg() -> None:
    head = make_person(Role.CENTRE_HEAD)
    case = on_desk(agencies=["RTP"], category="02", sensitive=["drugs"])
    shown = preview(case, first_leg(case), head)
    release_leg(case.number, 1, head, shown.digest)
    assert refusal(second_release, case.number, 1, head, shown.digest) == "second_person_needed"


def test_one_person_cannot_take_the_second_look_away(screener: Person) -> None:
    case = on_desk(agencies=["RTP"], category="01", sensitive=["witness"])
    correct(case.number, screener, field="sensitive", value=[])
    case.refresh_from_db()
    shown = preview(case, first_leg(case), screener)
    assert release_leg(case.number, 1, screener, shown.digest) is None


def test_the_second_person_sends_it_back_with_a_reason(screener: Person, second: Person) -> None:
    case = on_desk(agencies=["RTP"], category="02", sensitive=["drugs"])
    shown = preview(case, first_leg(case), screener)
    release_leg(case.number, 1, screener, shown.digest)
    assert refusal(refuse_second, case.number, 1, second, " ") == "reason_needed"
    refuse_second(case.number, 1, second, "ยังเห็นบ้านเลขที่อยู่")
    case.refresh_from_db()
    assert (case.state, first_leg(case).state) == (CaseState.SCREENING, LegState.DRAFT)


def test_a_second_person_cannot_call_back_what_was_released(
    screener: Person, second: Person
) -> None:
    case = on_desk()
    release_leg(case.number, 1, screener, preview(case, first_leg(case), screener).digest)
    assert refusal(refuse_second, case.number, 1, second, "ยังไม่ครบ") == "wrong_state"
    assert first_leg(case).state == LegState.READY


def test_nothing_of_a_refused_case_leaves(screener: Person) -> None:
    case = on_desk(agencies=["RTP"], category="01")
    refuse(case.number, screener, code="in_court", reply="อยู่ในศาล")
    case.refresh_from_db()
    assert not case.legs.exists()
    # A leg that lies there all the same, whoever put it there.
    leg = Leg.objects.create(case=case, number=1, agency_id="RTP")
    shown = preview(case, leg, screener)
    assert refusal(release_leg, case.number, 1, screener, shown.digest) == "wrong_state"
    assert not Disclosure.objects.exists()


def test_nothing_leaves_while_the_citizen_is_asked(screener: Person) -> None:
    case = on_desk()
    ask_citizen(case.number, screener, "เกิดที่ไหน")
    case.refresh_from_db()
    shown = preview(case, first_leg(case), screener)
    assert refusal(release_leg, case.number, 1, screener, shown.digest) == "wrong_state"


def test_marks_changed_after_the_first_signature_void_it(screener: Person, second: Person) -> None:
    text = "เห็นแดงขายยาหลังตลาด"
    case = on_desk(text, agencies=["RTP"], category="02", sensitive=["drugs"])
    release_leg(case.number, 1, screener, preview(case, first_leg(case), screener).digest)
    correct_spans(
        case.number,
        screener,
        [{"start": 4, "end": 7, "type": "nickname", "owner": "third-person"}],
    )
    now = preview(Case.objects.get(pk=case.pk), first_leg(case), second)
    assert refusal(second_release, case.number, 1, second, now.digest) == "changed_since_signed"


def test_a_finding_stops_the_release_until_marked_or_explained(screener: Person) -> None:
    case = on_desk("ป้ายเขียนว่า 0812345678 ไฟดับ")
    shown = preview(case, first_leg(case), screener)
    assert refusal(release_leg, case.number, 1, screener, shown.digest) == "second_scan"
    assert release_leg(case.number, 1, screener, shown.digest, explained=True) is not None
    record = AuditRecord.objects.filter(stream=f"case:{case.number}").latest("sequence")
    assert record.data["scan_explained"]


@pytest.mark.parametrize(
    "role",
    [r for r in Role if r not in {Role.SCREENER, Role.CENTRE_HEAD}],
)
def test_only_who_may_release_can(role: Role) -> None:
    case = on_desk()
    person = make_person(role, agency="MOE" if role.value.startswith("agency") else "")
    screener = make_person(Role.SCREENER)
    shown = preview(case, first_leg(case), screener)
    assert refusal(release_leg, case.number, 1, person, shown.digest) == "not_allowed"


def test_an_officer_of_another_area_cannot_release_or_look() -> None:
    case = on_desk()  # Chiang Mai
    other = make_person(Role.SCREENER, unit="57")
    assert refusal(preview, case, first_leg(case), other) == "not_allowed"
    own = preview(case, first_leg(case), make_person(Role.SCREENER, unit="5001"))
    assert refusal(release_leg, case.number, 1, other, own.digest) == "not_allowed"
