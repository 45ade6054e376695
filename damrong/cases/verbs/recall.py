"""recall, remove_draft: take a matter back from an agency, or from the list before it left.

Without them an agency that never answers, or a draft that nobody wants any more, would keep a
case from its end for ever.
"""

from damrong.accounts.errors import reason_needed
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases import jobs
from damrong.cases.actors import of_person
from damrong.cases.change import Change, changing, wrong_state
from damrong.cases.models import Leg, Message
from damrong.cases.scope import require
from damrong.cases.states import LEG_ENDED, LEG_UNRELEASED, CaseState, LegState
from damrong.cases.verbs.release import leg_of


def recall(number: str, officer: Person, leg_number: int, *, reason: str) -> Leg:
    """Take a released matter back from one agency (เรียกเรื่องคืน), with a reason it will read.

    Who may release may recall. The agency is told if anything may have reached it; from now on
    its reports are refused. The case follows from the legs that are left.
    """
    if not reason.strip():
        raise reason_needed()
    with changing(number, "recalled", of_person(officer)) as change:
        case = change.case
        require(officer, Right.RELEASE, case)
        leg = leg_of(change, leg_number)
        leg.recall_reason = reason
        change.move_leg(leg, LegState.RECALLED)
        if case.state == CaseState.SCREENING:
            case.desk_reason = f"เรียกเรื่องคืนจาก{leg.agency.short_th}"
        words = Message.objects.create(
            case=case, kind=Message.Kind.INTERNAL, text=reason, by=officer
        )
        if leg.sent_at is not None:
            jobs.enqueue(
                jobs.TELL_AGENCY, queue="exchange", leg_id=leg.pk, what="recall", text_id=words.pk
            )
        return leg


def remove_draft(number: str, officer: Person, leg_number: int) -> None:
    """Take an agency off the list before anything left for it; the leg is gone, the log tells."""
    with changing(number, "draft_removed", of_person(officer)) as change:
        require(officer, Right.SCREEN, change.case)
        leg = leg_of(change, leg_number)
        if leg.state not in LEG_UNRELEASED:
            raise wrong_state(LegState(leg.state).label, "ลบร่าง")
        change.note(leg=leg.number, agency=leg.agency_id)
        remove_drafts(change, leg.number)


def remove_drafts(change: Change, *numbers: int) -> None:
    """Delete unreleased legs of a case under lock (all of them, unless numbers say which)."""
    case = change.case
    drafts = case.legs.filter(state__in=LEG_UNRELEASED)
    (drafts.filter(number__in=numbers) if numbers else drafts).delete()
    left = case.legs.exclude(state__in=LEG_ENDED)
    if left.exists() and not left.filter(primary=True).exists():
        Leg.objects.filter(pk=left.values_list("pk", flat=True)[0]).update(primary=True)
    if case.state in {CaseState.FORWARDED, CaseState.IN_PROGRESS}:
        change.follow_legs()
    elif case.state == CaseState.DECIDED and not left.exclude(state=LegState.DRAFT).exists():
        change.move(CaseState.SCREENING)
