"""What happens on a leg once it left: sent, received, accepted, returned, reported.

The same verbs serve an agency's API and its officers in the browser.
"""

import datetime

from django.utils import timezone

from damrong.cases import jobs
from damrong.cases.actors import SYSTEM
from damrong.cases.change import Change, changing
from damrong.cases.due import report_due
from damrong.cases.errors import VerbRefused
from damrong.cases.matter_route import DECISION_NEEDED, TRANSFER_LIMIT, transfers
from damrong.cases.models import Leg, LegReport
from damrong.cases.states import LEG_WITH_AGENCY, LegState
from damrong.catalogue.models import Term


def mark_sent(leg_id: int) -> Leg:
    """The package is on its way."""
    with _on_leg(leg_id, "sent", SYSTEM) as (change, leg):
        leg.sent_at, leg.failure = timezone.now(), ""
        change.move_leg(leg, LegState.SENT)
        return leg


def mark_failed(leg_id: int, reason_th: str) -> Leg:
    """Sending was given up for now; an officer sees why and may try again."""
    with _on_leg(leg_id, "send_failed", SYSTEM) as (change, leg):
        leg.failure = reason_th[:300]
        change.move_leg(leg, LegState.SEND_FAILED)
        return leg


def mark_delivered(leg_id: int, receipt: dict[str, object] | None, actor: str = SYSTEM) -> Leg:
    """The agency has it and signed for it; ``receipt`` is kept with the disclosure."""
    with _on_leg(leg_id, "delivered", actor) as (change, leg):
        crossed = leg.state == LegState.RECALLED and leg.delivered_at is None
        if leg.state != LegState.SENT and not crossed:
            return leg  # a repeated receipt changes nothing
        leg.delivered_at = timezone.now()
        disclosure = leg.disclosures.last()
        if disclosure is not None and receipt is not None:
            disclosure.receipt = receipt
            disclosure.save(update_fields=["receipt"])
        if crossed:  # it was recalled while the receipt was on its way
            change.note(leg=leg.number, agency=leg.agency_id)
            leg.save(update_fields=["delivered_at"])
        else:
            change.move_leg(leg, LegState.DELIVERED)
        return leg


def acknowledge(leg_id: int, actor: str, *, reference: str = "") -> Leg:
    """The agency's people have seen it (รับทราบ); its clock starts."""
    with _on_leg(leg_id, "acknowledged", actor) as (change, leg):
        _seen_now(change, leg)
        leg.agency_reference = reference[:80] or leg.agency_reference
        change.move_leg(leg, LegState.ACKNOWLEDGED)
        return leg


def accept(leg_id: int, actor: str, *, reference: str = "") -> Leg:
    """The agency takes the matter on (รับเรื่อง)."""
    with _on_leg(leg_id, "accepted", actor) as (change, leg):
        _seen_now(change, leg)
        leg.accepted_at = timezone.now()
        leg.agency_reference = reference[:80] or leg.agency_reference
        change.move_leg(leg, LegState.ACCEPTED)
        _tell_source(change)
        return leg


def send_return(leg_id: int, actor: str, *, code: str, note: str) -> Leg:
    """The agency sends it back (ส่งคืน) with a coded reason."""
    if not Term.objects.filter(vocabulary="return_reasons", code=code).exists() or not note.strip():
        raise VerbRefused(
            "reason_needed",
            "ต้องเลือกเหตุผลการส่งคืนและเขียนคำอธิบาย",
            "A return needs a coded reason and an explanation.",
        )
    with _on_leg(leg_id, "returned", actor) as (change, leg):
        leg.return_code, leg.return_note = code, note
        change.move_leg(leg, LegState.RETURNED)
        change.note(code=code)
        case = change.case
        times = transfers(case)
        if times >= TRANSFER_LIMIT:
            case.desk_reason = DECISION_NEEDED
            change.note(escalated=True, transfers=times)
        else:
            case.desk_reason = f"{leg.agency.short_th} ส่งคืน"
        return leg


def report_progress(leg_id: int, actor: str, *, text: str) -> LegReport:
    """A word on how far it is (รายงานความคืบหน้า)."""
    with _on_leg(leg_id, "progress_reported", actor) as (change, leg):
        report = _report(leg, LegReport.Kind.PROGRESS, text)
        change.move_leg(leg, LegState.INTERIM)
        _tell_source(change)
        return report


def report_final(
    leg_id: int,
    actor: str,
    *,
    text: str,
    outcome_code: str = "",
    done_on: datetime.date | None = None,
) -> LegReport:
    """The agency's result (รายงานผล); the centre reviews it before anything is concluded."""
    with _on_leg(leg_id, "final_reported", actor) as (change, leg):
        report = _report(leg, LegReport.Kind.FINAL, text, outcome_code, done_on)
        change.move_leg(leg, LegState.FINAL)
        _tell_source(change)
        return report


def _seen_now(change: Change, leg: Leg) -> None:
    """The agency's clock starts when its people first see the matter (รับทราบ), not before."""
    if leg.acknowledged_at is None:
        leg.acknowledged_at = timezone.now()
        leg.due_on = report_due(change.case, leg)


def _report(
    leg: Leg,
    kind: LegReport.Kind,
    text: str,
    outcome_code: str = "",
    done_on: datetime.date | None = None,
) -> LegReport:
    if not text.strip():
        raise VerbRefused("text_needed", "ต้องเขียนรายละเอียดของรายงาน", "The report has no text.")
    if LegState(leg.state) not in LEG_WITH_AGENCY:
        raise VerbRefused(
            "wrong_state",
            f"รายงานไม่ได้ในสถานะนี้ ({LegState(leg.state).label})",
            f"No report can be made in state {leg.state}.",
        )
    return LegReport.objects.create(
        leg=leg, kind=kind, text=text, outcome_code=outcome_code, done_on=done_on
    )


def _tell_source(change: Change) -> None:
    if change.case.source_agency_id:
        jobs.enqueue(jobs.TELL_SOURCE, queue="exchange", number=change.case.number)


class _on_leg:  # noqa: N801 - reads as a phrase where it is used
    """Lock the case of a leg, then hand out both."""

    def __init__(self, leg_id: int, event: str, actor: str) -> None:
        number = Leg.objects.values_list("case__number", flat=True).get(pk=leg_id)
        self._leg_id, self._frame = leg_id, changing(number, event, actor)

    def __enter__(self) -> tuple[Change, Leg]:
        change = self._frame.__enter__()
        return change, change.case.legs.select_related("agency").get(pk=self._leg_id)

    def __exit__(self, *failure: object) -> None:
        self._frame.__exit__(*failure)  # type: ignore[arg-type]
