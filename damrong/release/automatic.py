"""Whether a screened case may go without an officer, and if so, let it go.

What the machine would do is stored for every case before anybody decides it. Every "no" is
written down: on the desk for the officer, in the log for the auditor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from damrong.cases.actors import AUTOMATION
from damrong.cases.change import Change, changing
from damrong.cases.errors import VerbRefused
from damrong.cases.matter_route import DECISION_NEEDED, TRANSFER_LIMIT, transfers
from damrong.cases.models import Case, Leg
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs import release as verb
from damrong.cases.verbs.release import Extract
from damrong.config.demonstration import is_demonstration
from damrong.release import automation
from damrong.release.automation import State
from damrong.release.blind import make_blind
from damrong.release.compose import compose
from damrong.release.draw import drawn
from damrong.release.gate import to_be_looked_at
from damrong.release.models import Automation, Prediction
from damrong.release.policy import policy


@dataclass(frozen=True)
class _Standing:
    """What a case's pairs allow together: the least of their states."""

    state: State
    why: tuple[str, str] | None = None
    earned: bool = False


def consider(number: str) -> bool:
    """Release all legs of a case automatically, or leave it to an officer and say why.

    True where it was released. A case that somebody already works on is left alone.
    """
    try:
        with changing(number, "released", AUTOMATION) as change:
            if change.case.state != CaseState.SCREENING or _considered(change.case):
                change.leave()
                return False
            return _decide(change)
    except VerbRefused as refused:
        # What was begun above is undone; what stays is the reason.
        with changing(number, "left_to_officer", AUTOMATION) as change:
            if change.case.state == CaseState.SCREENING:
                _predict(change.case, _standing(change.case, _legs(change.case)), clear=False)
            _leave_to_officer(change, (refused.code, refused.th, refused.en))
        return False


def _decide(change: Change) -> bool:
    case = change.case
    legs = _legs(case)
    if case.decisions.exists():
        # Somebody decided before the machine was asked: nothing was predicted of it.
        _leave_to_officer(
            change, ("left_to_officer", "เจ้าหน้าที่กำลังดำเนินการอยู่", "An officer is at work on it.")
        )
        return False
    standing = _standing(case, legs)
    unclear = _why_not_clear(case, legs)
    extracts: list[tuple[Leg, Extract]] = []
    if unclear is None and standing.state != State.OFF:
        extracts = [(leg, compose(case, leg)) for leg in legs]
        for _leg, extract in extracts:
            if extract.findings:
                raise to_be_looked_at(extract)
    share = policy().blind_share if standing.earned or standing.state == State.SHADOW else 0.0
    blind = unclear is None and drawn(case.number, share)
    _predict(case, standing, clear=unclear is None, share=share)
    why = unclear or standing.why
    if why is None and automation.stopped_for_this_release():
        why = ("ปิดการส่งอัตโนมัติทั้งหมดอยู่", "The kill switch is on.")
    if blind:
        make_blind(case)
        why = (
            "สุ่มให้เจ้าหน้าที่วินิจฉัยเองโดยไม่เห็นข้อเสนอของระบบ เพื่อตรวจสอบระบบ",
            "Drawn for an officer to decide without the suggestion.",
        )
    if why is not None:
        _leave_to_officer(change, ("left_to_officer", *why))
        return False
    for leg, extract in extracts:
        verb.release(change, leg, extract, by=AUTOMATION, automatic=True)
    return True


def _legs(case: Case) -> list[Leg]:
    return list(case.legs.select_related("agency"))


def _considered(case: Case) -> bool:
    return Prediction.objects.filter(case=case).exists()


def _line(case: Case) -> dict[str, Any]:
    found = case.suggestions.order_by("-pk").values_list("line", flat=True).first()
    return found or {}


def _predict(case: Case, standing: _Standing, *, clear: bool, share: float = 0.0) -> None:
    """Store what the machine would do, before an officer says anything."""
    if case.decisions.exists():
        return
    line = _line(case)
    agencies = [leg.agency_id for leg in sorted(_legs(case), key=lambda leg: not leg.primary)]
    scores = {one.get("code"): one.get("score") for one in line.get("agencies", [])}
    model = case.suggestions.order_by("-pk").values_list("model", flat=True).first()
    Prediction.objects.get_or_create(
        case=case,
        defaults={
            "category": case.category,
            "agency_id": agencies[0] if agencies else None,
            "agencies": agencies,
            "model": model or "",
            "score": scores.get(agencies[0]) if agencies else None,
            "state": standing.state,
            "clear": clear,
            "blind": clear and drawn(case.number, share),
            "share": share,
        },
    )


def _leave_to_officer(change: Change, why: tuple[str, str, str]) -> None:
    code, th, en = why
    change.event = "left_to_officer"
    if change.case.state == CaseState.SCREENING:
        change.case.desk_reason = th[:300]
    change.note(reason=code, why=en[:200])


def _why_not_clear(case: Case, legs: Sequence[Leg]) -> tuple[str, str] | None:
    """Why the case itself may not go by itself, whatever is switched on."""
    sure = _line(case).get("auto")
    if transfers(case) >= TRANSFER_LIMIT:
        return DECISION_NEEDED, "Transferred three times: the province or the ministry decides."
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
    return None


def _standing(case: Case, legs: Sequence[Leg]) -> _Standing:
    """The least of the states of the case's pairs, and what keeps it from going."""
    off = _Standing(
        State.OFF,
        (
            "ยังไม่เปิดส่งอัตโนมัติสำหรับประเภทเรื่องและหน่วยงานนี้",
            f"Automation is not on for {case.category_id} and all of its agencies.",
        ),
    )
    rows = {
        row.agency_id: row
        for row in Automation.objects.filter(category=case.category_id).select_related("grant")
    }
    found = [rows.get(leg.agency_id) for leg in legs]
    if not found or any(row is None or row.state == State.OFF for row in found):
        return off
    model = case.suggestions.order_by("-pk").values_list("model", flat=True).first()
    on = [row for row in found if row is not None and _counts_as_on(row, model or "")]
    if len(on) < len(found):
        return _Standing(
            State.SHADOW,
            ("อยู่ระหว่างทดลองเงา เจ้าหน้าที่เป็นผู้ส่ง", "The pair is in shadow; an officer decides."),
        )
    return _Standing(State.ON, earned=any(not row.for_show for row in on))


def _counts_as_on(row: Automation, model: str) -> bool:
    """On for show counts in a demonstration only, a grant for the model that earned it only."""
    if row.state != State.ON:
        return False
    if row.grant is None:
        return row.for_show and is_demonstration()
    return row.grant.model == model
