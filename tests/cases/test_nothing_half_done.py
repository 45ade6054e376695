"""Whatever is tried in whatever order, a verb is done wholly and logged, or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from damrong.accounts.roles import Role
from damrong.audit.models import AuditRecord
from damrong.audit.verify import verify
from damrong.cases.change import changing
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Disclosure, Leg, LegReport, Message
from damrong.cases.states import CaseState, LegState, derived_case_state
from damrong.cases.verbs import agency, citizen, conclude, decide
from damrong.cases.verbs.recall import recall, remove_draft
from damrong.release.automatic import consider
from damrong.release.gate import preview, refuse_second, release_leg, second_release
from tests.factories import make_person, submit
from tests.release.desk import on_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]
Verb = Callable[[], Any]


def verbs(case: Case) -> dict[str, Verb]:
    """Every verb, with arguments that are right when the state is."""
    screener, second = make_person(Role.SCREENER), make_person(Role.SECOND_SCREENER)
    number = case.number

    def leg() -> Leg:
        if (found := Leg.objects.filter(case=case).order_by("number").last()) is None:
            raise VerbRefused("no_leg", "ไม่มีรายการส่งต่อ", "There is no leg.")
        return found

    def digest() -> str:
        return preview(Case.objects.get(pk=case.pk), leg(), screener).digest

    return {
        "agencies": lambda: decide.correct(number, screener, field="agencies", value=["RTP"]),
        "drugs": lambda: decide.correct(number, screener, field="sensitive", value=["drugs"]),
        "ask": lambda: decide.ask_citizen(number, screener, "ที่ไหน"),
        "add": lambda: citizen.add_information(number, "เพิ่มเติม"),
        "refuse": lambda: decide.refuse(number, screener, code="in_court", reply="อยู่ในศาล"),
        "self": lambda: decide.handle_self(number, screener),
        "release": lambda: release_leg(number, leg().number, screener, digest()),
        "second": lambda: second_release(number, leg().number, second, digest()),
        "refuse_second": lambda: refuse_second(number, leg().number, second, "ยังไม่ครบ"),
        "automatic": lambda: consider(number),
        "sent": lambda: agency.mark_sent(leg().pk),
        "failed": lambda: agency.mark_failed(leg().pk, "ต่อไม่ติด"),
        "delivered": lambda: agency.mark_delivered(leg().pk, {}),
        "acknowledge": lambda: agency.acknowledge(leg().pk, "agency:RTP"),
        "accept": lambda: agency.accept(leg().pk, "agency:RTP"),
        "return": lambda: agency.send_return(leg().pk, "agency:RTP", code="not_ours", note="-"),
        "progress": lambda: agency.report_progress(leg().pk, "agency:RTP", text="กำลังทำ"),
        "final": lambda: agency.report_final(leg().pk, "agency:RTP", text="เสร็จ"),
        "accept_report": lambda: conclude.accept_report(number, screener, leg().number),
        "send_back": lambda: conclude.send_back(number, screener, leg().number, instruction="เพิ่ม"),
        "recall": lambda: recall(number, screener, leg().number, reason="ไม่ตอบ"),
        "remove": lambda: remove_draft(number, screener, leg().number),
        "conclude": lambda: conclude.conclude(
            number, screener, outcome_code="solved_as_wished", summary="สรุป", reply="ตอบ"
        ),
        "rate": lambda: citizen.rate(number, 4),
        "reopen": lambda: citizen.ask_to_reopen(number, "ยังไม่เสร็จ"),
    }  # fmt: skip


def picture(case: Case) -> tuple[Any, ...]:
    """Everything that a verb could have changed."""
    return (
        Case.objects.filter(pk=case.pk).values_list("state", "version", "reply", "rating").get(),
        list(Leg.objects.filter(case=case).order_by("pk").values_list("pk", "state", "digest")),
        Disclosure.objects.filter(leg__case=case).count(),
        LegReport.objects.filter(leg__case=case).count(),
        Message.objects.filter(case=case).count(),
        AuditRecord.objects.filter(stream=f"case:{case.number}").count(),
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_order_of_verbs(db: None, data: st.DataObject) -> None:
    case = on_desk(agencies=["RTP"], category="01")
    can = verbs(case)
    for _ in range(data.draw(st.integers(3, 18))):
        name = data.draw(st.sampled_from(sorted(can)))
        before = picture(case)
        try:
            can[name]()
        except VerbRefused as refused:
            assert picture(case) == before, f"{name} was refused and left something behind"
            assert refused.th
            assert refused.en
            continue
        if name != "automatic":
            assert picture(case)[-1] == before[-1] + 1, f"{name} is not in the log"
        now = Case.objects.get(pk=case.pk)
        legs = [LegState(s) for s in now.legs.values_list("state", flat=True)]
        assert derived_case_state(legs, CaseState(now.state)) == now.state
        for leg in now.legs.exclude(released_at=None):
            assert leg.disclosures.exists()
            released = leg.disclosures.latest("pk")
            if now.must_review and leg.state == LegState.READY:
                assert leg.first_by_id
                assert leg.first_by_id != leg.second_by_id
            assert released.digest
    assert verify().sound


def test_a_crash_in_the_middle_leaves_nothing(reference_data: None) -> None:
    number = submit().number
    before = AuditRecord.objects.count()

    class PulledPlug(BaseException):
        pass

    with pytest.raises(PulledPlug), changing(number, "screened", "test") as change:
        change.move(CaseState.SCREENING)
        Message.objects.create(case=change.case, kind="internal", text="ครึ่งทาง")
        raise PulledPlug
    case = Case.objects.get(number=number)
    assert (case.state, case.version, case.messages.count()) == (CaseState.RECEIVED, 0, 0)
    assert AuditRecord.objects.count() == before
