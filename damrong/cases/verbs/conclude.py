"""The end of a case, which is not always the end: review, send back, conclude, reopen."""

from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases import jobs
from damrong.cases.actors import of_person
from damrong.cases.change import changing
from damrong.cases.errors import VerbRefused
from damrong.cases.joined import answer_joined
from damrong.cases.models import Case, Leg, Message
from damrong.cases.scope import require
from damrong.cases.states import LEG_ENDED, CaseState, LegState
from damrong.catalogue.models import Term


def accept_report(number: str, officer: Person, leg_number: int) -> Leg:
    """The centre is satisfied with an agency's final report."""
    with changing(number, "report_accepted", of_person(officer)) as change:
        require(officer, Right.CONCLUDE, change.case)
        leg = change.case.legs.get(number=leg_number)
        change.move_leg(leg, LegState.ACCEPTED_BY_CENTRE)
        return leg


def send_back(number: str, officer: Person, leg_number: int, *, instruction: str) -> Leg:
    """The report does not answer the matter: the agency is asked to do more."""
    if not instruction.strip():
        raise VerbRefused(
            "reason_needed", "โปรดเขียนว่าต้องการให้ทำอะไรเพิ่ม", "Write what more should be done."
        )
    with changing(number, "sent_back", of_person(officer)) as change:
        require(officer, Right.CONCLUDE, change.case)
        leg = change.case.legs.get(number=leg_number)
        if change.case.state == CaseState.REVIEW:
            change.move(CaseState.IN_PROGRESS)
        change.move_leg(leg, LegState.SENT_BACK)
        jobs.enqueue(
            jobs.TELL_AGENCY,
            queue="exchange",
            leg_id=leg.pk,
            what="send_back",
            text_id=_note(leg, instruction, officer),
        )
        return leg


def _note(leg: Leg, instruction: str, officer: Person) -> int:
    """Keep the words in the database; the job carries only their number."""
    return Message.objects.create(
        case=leg.case, kind=Message.Kind.INTERNAL, text=instruction, by=officer
    ).pk


def conclude(
    number: str,
    officer: Person,
    *,
    outcome_code: str,
    summary: str,
    reply: str,
    version: int | None = None,
) -> Case:
    """Conclude with an outcome code, a summary and a reply to the complainant; all three."""
    if not Term.objects.filter(vocabulary="outcome_codes", code=outcome_code).exists():
        raise VerbRefused("outcome_needed", "โปรดเลือกผลการดำเนินการ", "Choose an outcome.")
    if not summary.strip() or not reply.strip():
        raise VerbRefused(
            "reply_needed",
            "ต้องเขียนสรุปผลและคำตอบถึงผู้ร้อง",
            "A summary and a reply to the complainant are needed.",
        )
    with changing(number, "concluded", of_person(officer), version=version) as change:
        case = change.case
        require(officer, Right.CONCLUDE, case)
        still_open = case.legs.exclude(state__in=LEG_ENDED).exists()
        if case.state in {CaseState.SELF, CaseState.IN_PROGRESS} and not still_open:
            change.move(CaseState.REPORTED)
        for leg in case.legs.filter(state=LegState.FINAL):
            change.move_leg(leg, LegState.ACCEPTED_BY_CENTRE)
        change.move(CaseState.REVIEW)
        change.move(CaseState.CONCLUDED)
        case.outcome_code, case.outcome_summary, case.reply = outcome_code, summary, reply
        case.concluded_at = timezone.now()
        change.note(outcome=outcome_code)
        answer_joined(case, of_person(officer))
        if case.source_agency_id:
            jobs.enqueue(jobs.TELL_SOURCE, queue="exchange", number=number)
        return case
