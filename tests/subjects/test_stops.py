"""What somebody objects to stays here, by whatever way it would have left, until it is decided."""

import pytest

from damrong.accounts.roles import Role
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Disclosure, Leg
from damrong.cases.states import LegState
from damrong.cases.verbs.asking import ask as agency_asks
from damrong.exchange import outbox
from damrong.release import answers
from damrong.release.gate import preview, release_leg
from damrong.subjects.decide import end, grant, refuse
from damrong.subjects.states import STOPS, Kind
from tests.factories import make_person
from tests.release.conversation import with_agency
from tests.release.desk import first_leg, on_desk
from tests.subjects.asked import WHO, ask_at_counter, ask_with_code, follows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data", "files_home")]


def release(case: Case) -> None:
    officer = make_person(Role.SCREENER)
    case.refresh_from_db()
    shown = preview(case, first_leg(case), officer)
    release_leg(case.number, 1, officer, shown.digest, explained=True)


def stays(case: Case) -> None:
    """Nobody can let it go."""
    with pytest.raises(VerbRefused) as refused:
        release(case)
    assert refused.value.code == "stopped"
    assert not Disclosure.objects.filter(leg__case=case).exists()


@pytest.mark.parametrize("kind", sorted(STOPS))
def test_it_stays_from_the_moment_it_is_asked_till_it_is_refused(kind: Kind) -> None:
    case = on_desk()
    request = ask_with_code(follows(case), kind)
    stays(case)
    refuse(request.number, make_person(Role.DPO), next(iter(_grounds(kind))), "จำเป็นต้องใช้")
    release(case)
    assert Disclosure.objects.filter(leg__case=case).exists()


def test_what_was_agreed_to_stays_until_the_officer_ends_it() -> None:
    case, dpo = on_desk(), make_person(Role.DPO)
    request = ask_with_code(follows(case), Kind.OBJECTION)
    grant(request.number, dpo)
    stays(case)
    end(request.number, dpo, "ผู้ขอตกลงให้ส่งแล้ว")
    release(case)


def test_taking_it_back_lets_it_go_but_not_what_another_request_stops() -> None:
    case = on_desk()
    citizen = follows(case)
    objected = ask_with_code(citizen, Kind.OBJECTION)
    ask_with_code(citizen, Kind.RESTRICTION)
    citizen.post("/track/case/", {"action": "withdraw", "request": objected.number})
    stays(case)


@pytest.mark.parametrize("kind", sorted(set(Kind) - STOPS))
def test_what_is_no_objection_stops_nothing(kind: Kind) -> None:
    case = on_desk()
    ask_with_code(follows(case), kind)
    release(case)


def test_in_danger_to_life_only_a_decision_stops_it() -> None:
    case = on_desk()
    Case.objects.filter(pk=case.pk).update(urgency="life")
    request = ask_with_code(follows(case), Kind.OBJECTION)
    release(case)
    other = on_desk()
    grant(request.number, make_person(Role.DPO))
    release(other)
    case.refresh_from_db()
    assert case.release_stops.filter(lifted_at=None).exists()


def test_an_objection_at_the_counter_stops_the_cases_of_that_person_alone() -> None:
    mine, others = on_desk(identity_mode="open", complainant=WHO), on_desk()
    ask_at_counter(Kind.OBJECTION)
    stays(mine)
    release(others)


def test_what_was_released_and_not_yet_sent_stays_and_says_why() -> None:
    case = on_desk()
    release(case)
    ask_with_code(follows(case), Kind.OBJECTION)
    outbox.send_leg(first_leg(case).pk)
    leg = Leg.objects.get(case=case)
    assert leg.state == LegState.SEND_FAILED
    assert "คัดค้าน" in leg.failure


def test_no_answer_goes_on_to_the_agency_either() -> None:
    leg = with_agency()
    case = leg.case
    citizen = follows(case)
    agency_asks(leg.pk, "agency:MOI", reference="Q-1", text="เสาไฟต้นใด")
    ask_with_code(citizen, Kind.RESTRICTION)
    question = leg.questions.get()
    with pytest.raises(VerbRefused):
        answers.answer_for(case.number, question.pk, make_person(Role.SCREENER), "ต้นหน้าตลาด")
        shown = answers.preview(case, leg.questions.get())
        answers.pass_on(case.number, question.pk, make_person(Role.SCREENER), shown.digest)
    assert not Disclosure.objects.filter(leg=leg, what="answer").exists()


def _grounds(kind: Kind) -> list[str]:
    from damrong.subjects.rights import entitlement

    return list(entitlement(kind).refuse)
