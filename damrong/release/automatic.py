"""Whether a screened case may go without an officer, and if so, let it go.

Every "no" is written down: on the desk for the officer, in the log for the auditor.
"""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from damrong.cases.actors import AUTOMATION
from damrong.cases.change import Change, changing
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Decision, Leg, Suggestion
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs import release as verb
from damrong.release import automation
from damrong.release.compose import compose
from damrong.release.gate import to_be_looked_at
from damrong.release.models import Automation

_suggestions = Suggestion.objects.filter(case=OuterRef("pk"))


def consider(number: str) -> bool:
    """Release all legs of a case automatically, or leave it to an officer and say why.

    True where it was released. A case that somebody already works on is left alone.
    """
    try:
        with changing(number, "released", AUTOMATION) as change:
            if change.case.state != CaseState.SCREENING:
                change.leave()
                return False
            legs = change.case.legs.select_related("agency")
            if why := _why_not(change.case, legs):
                _leave_to_officer(change, VerbRefused("left_to_officer", *why))
                return False
            for leg in legs:
                extract = compose(change.case, leg)
                if extract.findings:
                    raise to_be_looked_at(extract)
                verb.release(change, leg, extract, by=AUTOMATION, automatic=True)
            return True
    except VerbRefused as refused:
        # What was begun above is undone; what stays is the reason.
        with changing(number, "left_to_officer", AUTOMATION) as change:
            _leave_to_officer(change, refused)
        return False


def _leave_to_officer(change: Change, why: VerbRefused) -> None:
    change.event = "left_to_officer"
    if change.case.state == CaseState.SCREENING:
        change.case.desk_reason = why.th[:300]
    change.note(reason=why.code, why=why.en[:200])


def _why_not(case: Case, legs: QuerySet[Leg]) -> tuple[str, str] | None:
    touched, sure = (
        Case.objects.filter(pk=case.pk)
        .values_list(
            Exists(Decision.objects.filter(case=OuterRef("pk"))),
            Subquery(_suggestions.order_by("-pk").values("line__auto")[:1]),
        )
        .get()
    )
    if touched:
        return "เจ้าหน้าที่กำลังดำเนินการอยู่", "An officer is at work on it."
    if case.must_review:
        return "เรื่องประเภทนี้ต้องใช้เจ้าหน้าที่สองคน", "This class needs two people."
    if case.needs_officer or sure is None:
        return "ระบบเห็นว่าต้องให้เจ้าหน้าที่พิจารณา", "Screening asks for an officer."
    if not legs or case.category_id is None:
        return "ยังไม่ชัดว่าต้องส่งหน่วยงานใด", "It is not clear which agency it belongs to."
    if not sure:
        return "ระบบยังไม่มั่นใจพอที่จะส่งเอง", "Screening is not sure enough."
    if any(leg.state != LegState.DRAFT for leg in legs):
        return "มีการส่งต่อบางส่วนแล้ว", "Part of it was released already."
    for leg in legs:
        if automation.state(str(case.category_id), str(leg.agency_id)) != Automation.State.ON:
            return (
                "ยังไม่เปิดส่งอัตโนมัติสำหรับประเภทเรื่องและหน่วยงานนี้",
                f"Automation is not on for {case.category_id} × {leg.agency_id}.",
            )
    if automation.stopped_for_this_release():
        return "ปิดการส่งอัตโนมัติทั้งหมดอยู่", "The kill switch is on."
    return None
