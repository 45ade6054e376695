"""The answer to a case is the answer to every case that was joined to it."""

from damrong.cases import jobs
from damrong.cases.change import changing
from damrong.cases.models import Case


def answer_joined(case: Case, actor: str) -> None:
    """Give the answer of ``case`` to everybody whose matter was joined to it, however far away."""
    for joined in case.merged.order_by("pk"):
        take_answer(joined, case, actor)


def take_answer(joined: Case, case: Case, actor: str) -> None:
    """Give ``joined`` the answer of ``case``, and what was joined to it in turn."""
    with changing(joined.number, "answered_together", actor) as change:
        change.case.reply, change.case.outcome_code = case.reply, case.outcome_code
        change.case.refusal_code = case.refusal_code
        change.note(into=case.number)
        if change.case.source_agency_id:
            jobs.enqueue(jobs.TELL_SOURCE, queue="exchange", number=joined.number)
    answer_joined(change.case, actor)
