"""Cases of one incident are joined and parted; every complainant keeps the right to an answer."""

import pytest

from damrong.accounts.models import Person
from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.audit.verify import verify
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.cases.states import CaseState
from damrong.cases.verbs import conclude, decide, join
from tests.factories import make_person
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
REPLY = "ซ่อมไฟแล้ว"


@pytest.fixture
def screener(reference_data: None) -> Person:
    return make_person(Role.SCREENER)


def answer(case: Case, screener: Person, reply: str = REPLY) -> None:
    decide.handle_self(case.number, screener)
    conclude.conclude(
        case.number, screener, outcome_code="solved_as_wished", summary="ซ่อมแล้ว", reply=reply
    )


def joined(screener: Person, number: int = 2) -> tuple[Case, list[Case]]:
    """A case and others that an officer joined to it."""
    first, others = on_desk(), [on_desk() for _ in range(number)]
    for other in others:
        join.merge(other.number, screener, into=first.number)
    return first, others


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_everybody_gets_the_answer_and_the_log_says_so(screener: Person) -> None:
    first, others = joined(screener)
    assert {fresh(other).state for other in others} == {CaseState.MERGED}
    answer(first, screener)
    for other in others:
        assert (fresh(other).reply, fresh(other).outcome_code) == (REPLY, "solved_as_wished")
        said = AuditRecord.objects.filter(stream=f"case:{other.number}")
        assert said.filter(event="answered_together", data__into=first.number).exists()
    assert verify().sound


def test_a_refusal_is_an_answer_to_all_too(screener: Person) -> None:
    first, (other,) = joined(screener, 1)
    decide.refuse(first.number, screener, code="in_court", reply="ไปที่ศาลปกครอง")
    assert (fresh(other).reply, fresh(other).refusal_code) == ("ไปที่ศาลปกครอง", "in_court")


def test_who_is_joined_after_the_answer_gets_it_at_once(screener: Person) -> None:
    first, late = on_desk(), on_desk()
    answer(first, screener)
    assert join.merge(late.number, screener, into=first.number).reply == REPLY


def test_an_answer_reaches_those_who_were_joined_to_a_joined_case(screener: Person) -> None:
    middle, (other,) = joined(screener, 1)
    top = on_desk()
    join.merge(middle.number, screener, into=top.number)
    answer(top, screener)
    assert fresh(other).reply == fresh(middle).reply == REPLY


def test_what_is_parted_stands_on_the_desk_and_is_answered_by_itself(screener: Person) -> None:
    first, (one, two) = joined(screener)
    join.unmerge(one.number, screener)
    answer(first, screener)
    assert (fresh(one).state, fresh(one).reply) == (CaseState.SCREENING, "")
    assert fresh(two).reply == REPLY
    join.unmerge(two.number, screener)
    assert (fresh(two).state, fresh(two).reply, fresh(two).outcome_code) == ("SCREENING", "", "")
    answer(two, screener, "ของท่านคนละเสา ซ่อมแล้วเช่นกัน")
    assert fresh(first).reply == REPLY


def test_a_whole_group_is_parted_by_one_word(screener: Person) -> None:
    first, others = joined(screener, 3)
    assert join.part_all(first.number, screener) == [other.number for other in others]
    assert {fresh(other).state for other in others} == {CaseState.SCREENING}
    assert not first.merged.exists()
    with pytest.raises(VerbRefused, match="nothing_joined"):
        join.part_all(first.number, screener)


def test_a_group_that_reaches_beyond_the_own_area_is_parted_by_whoever_covers_it(
    screener: Person,
) -> None:
    first = on_desk()
    elsewhere = on_desk(place_code="103801")
    join.merge(elsewhere.number, screener, into=first.number)
    district = make_person(Role.SCREENER, unit=first.unit_id)
    with pytest.raises(VerbRefused, match="not_allowed"):
        join.part_all(first.number, district)
    assert fresh(elsewhere).merged_into == first
    join.part_all(first.number, screener)


@pytest.mark.parametrize("into", ["itself", "joined", "unknown"])
def test_a_case_is_joined_to_one_that_stands_by_itself(into: str, screener: Person) -> None:
    _first, (other,) = joined(screener, 1)
    case = on_desk()
    target = {"itself": case.number, "joined": other.number, "unknown": "DD00-0000000-0"}[into]
    with pytest.raises(VerbRefused, match="bad_merge"):
        join.merge(case.number, screener, into=target)
    assert fresh(case).state == CaseState.SCREENING
