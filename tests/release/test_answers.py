"""An agency asks somebody whom it does not know, and is answered without learning who it is."""

from typing import Any

import pytest

from damrong.accounts.roles import Role
from damrong.cases.asked import AgencyQuestion
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Disclosure, Leg
from damrong.cases.verbs.asking import ask
from damrong.catalogue.models import Agreement
from damrong.exchange import tasks
from damrong.exchange.connectors.portal import deposited
from damrong.exchange.protocol import Type
from damrong.release import answers
from tests.factories import make_person
from tests.release.conversation import WHO, with_agency

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
State = AgencyQuestion.State


def asked(leg: Leg, reference: str = "Q-1") -> AgencyQuestion:
    return ask(leg.pk, "agency:MOI", reference=reference, text="ไฟดับตั้งแต่กี่โมง")


def told(leg: Leg, question: AgencyQuestion) -> list[dict[str, Any]]:
    """What lies in the agency's box after the job that tells it ran."""
    tasks.tell_agency(leg.pk, "answer", question.pk)
    return [m["data"] for m in deposited(leg) if m["type"] == Type.ANSWER]


def test_in_the_open_it_goes_at_once_by_the_fields_of_the_agreement() -> None:
    leg = with_agency(identity_mode="open", consent_share=True, complainant=WHO)
    question = answers.answer(leg.case.number, asked(leg).pk, "ดับตอนสองทุ่ม")
    assert told(leg, question) == [
        {"reference": "Q-1", "text": "ดับตอนสองทุ่ม", "answered_by": "complainant"}
    ]
    record = leg.disclosures.get(what=Disclosure.What.ANSWER)
    assert record.receipt["claims"]["data_digest"] == record.digest


@pytest.mark.parametrize("mode", ["concealed", "unnamed", "anonymous-letter"])
def test_where_nobody_may_be_known_an_officer_sees_it_first(mode: str) -> None:
    leg = with_agency(identity_mode=mode, complainant=WHO)
    question = answers.answer(leg.case.number, asked(leg).pk, "โทรหาผมที่ 081 234 5678 ตอนเย็น")
    assert question.state == State.REVIEW
    with pytest.raises(VerbRefused):
        told(leg, question)
    assert not leg.disclosures.filter(what=Disclosure.What.ANSWER).exists()
    officer = make_person(Role.SCREENER)
    answers.hide_words(leg.case.number, question.pk, officer, ["ตอนเย็น"])
    question.refresh_from_db()
    shown = answers.preview(leg.case, question)
    assert {entry["field"] for entry in shown.withheld} == {"complainant_phone", "quasi_id"}
    answers.pass_on(leg.case.number, question.pk, officer, shown.digest, explained=True)
    [data] = told(leg, question)
    assert "5678" not in data["text"]
    assert "ตอนเย็น" not in data["text"]


def test_a_must_review_case_needs_two_people() -> None:
    leg = with_agency(sensitive=["drugs"], identity_mode="concealed", complainant=WHO)
    question = answers.answer(leg.case.number, asked(leg).pk, "ขายตอนดึก")
    first, second = make_person(Role.CENTRE_HEAD), make_person(Role.SECOND_SCREENER)
    digest = answers.preview(leg.case, question).digest
    answers.pass_on(leg.case.number, question.pk, first, digest, explained=True)
    with pytest.raises(VerbRefused, match="second"):
        answers.pass_on(leg.case.number, question.pk, first, digest, explained=True)
    question.refresh_from_db()
    assert question.state == State.REVIEW
    answers.pass_on(leg.case.number, question.pk, second, digest, explained=True)
    assert len(told(leg, question)) == 1
    assert "+" in leg.disclosures.get(what=Disclosure.What.ANSWER).released_by


def test_a_known_identity_is_never_explained_away() -> None:
    leg = with_agency(identity_mode="concealed", complainant=WHO)
    question = answers.answer(leg.case.number, asked(leg).pk, "ก็ระบบดีนั่นแหละครับ")
    officer = make_person(Role.SCREENER)
    shown = answers.preview(leg.case, question)
    assert "ระบบดี" not in shown.content["text"] or shown.findings
    if shown.findings:
        with pytest.raises(VerbRefused, match="look"):
            answers.pass_on(leg.case.number, question.pk, officer, shown.digest, explained=True)


def test_an_officer_declines_with_a_reason_or_answers() -> None:
    leg = with_agency()
    officer = make_person(Role.SCREENER)
    with pytest.raises(VerbRefused):
        answers.decline(leg.case.number, asked(leg).pk, officer, " ")
    question = AgencyQuestion.objects.get()
    answers.decline(leg.case.number, question.pk, officer, "ไม่จำเป็นต่อการซ่อม")
    [data] = told(leg, question)
    assert data["declined"] is True
    other = answers.answer_for(leg.case.number, asked(leg, "Q-2").pk, officer, "สองทุ่ม")
    assert other.state == State.REVIEW
    answers.pass_on(
        leg.case.number, other.pk, officer, answers.preview(leg.case, other).digest, explained=True
    )
    assert told(leg, other)[-1]["answered_by"] == "centre"


def test_without_an_agreement_nothing_flows_either_way() -> None:
    leg = with_agency(identity_mode="open", consent_share=True, complainant=WHO)
    question = asked(leg)
    Agreement.objects.filter(agency="MOI").update(suspended=True)
    with pytest.raises(VerbRefused, match="not in force"):
        asked(leg, "Q-2")
    with pytest.raises(VerbRefused, match="not in force"):
        answers.answer(leg.case.number, question.pk, "สองทุ่ม")
    assert not leg.disclosures.filter(what=Disclosure.What.ANSWER).exists()
