"""Cases of one incident joined by an officer, and parted again. Nobody loses the right to an answer."""

from django.db import transaction

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house
from damrong.cases.actors import of_person
from damrong.cases.change import Change, changing
from damrong.cases.errors import VerbRefused
from damrong.cases.joined import take_answer
from damrong.cases.models import Case
from damrong.cases.scope import require
from damrong.cases.states import CaseState
from damrong.cases.verbs.recall import remove_drafts


def merge(number: str, officer: Person, *, into: str) -> Case:
    """Join a case to another of the same incident, whose answer it then gets, now or later.

    Cases that were joined to it stay joined to it, and get the answer through it.
    """
    with transaction.atomic():
        # Under lock: whoever concludes the other case in this moment is waited for.
        target = _locked(into)
        if target is None or into == number or target.merged_into_id:
            raise VerbRefused(
                "bad_merge",
                "รวมกับเรื่องนี้ไม่ได้ โปรดตรวจเลขเรื่อง",
                "It cannot be merged into that case.",
            )
        require(officer, Right.SCREEN, target)
        with changing(number, "merged", of_person(officer)) as change:
            require(officer, Right.SCREEN, change.case)
            remove_drafts(change)
            change.move(CaseState.MERGED)
            change.case.merged_into = target
            change.note(into=into)
        if target.reply:
            with for_the_house():  # what was joined to it may lie in another office
                take_answer(change.case, target, of_person(officer))
    return Case.objects.get(number=number)


def unmerge(number: str, officer: Person) -> Case:
    """Undo a merge: the case stands on the desk again and gets an answer of its own."""
    with changing(number, "unmerged", of_person(officer)) as change:
        _part(change, officer)
        return change.case


def part_all(number: str, officer: Person) -> list[str]:
    """Undo a whole group: every case that was joined to this one; their numbers. All or none."""
    parted = []
    with transaction.atomic():
        target = _locked(number)
        if target is None:
            raise VerbRefused("no_such_case", "ไม่พบเรื่องเลขที่นี้", "There is no case with this number.")
        require(officer, Right.SCREEN, target)
        with for_the_house():  # all or none, those of other offices too
            together = list(target.merged.order_by("pk").values_list("number", flat=True))
        for joined in together:
            unmerge(joined, officer)
            parted.append(joined)
        if not parted:
            raise VerbRefused(
                "nothing_joined", "ไม่มีเรื่องที่รวมอยู่กับเรื่องนี้", "No case is joined to this one."
            )
    return parted


def _locked(number: str) -> Case | None:
    """A case that the officer may see, under lock; None where there is none."""
    if not Case.objects.filter(number=number).exists():
        return None
    with for_the_house():
        return Case.objects.select_for_update().get(number=number)


def _part(change: Change, officer: Person) -> None:
    case = change.case
    require(officer, Right.SCREEN, case)
    change.move(CaseState.SCREENING)
    case.merged_into = None
    # The answer was to the other matter.
    case.reply, case.outcome_code, case.refusal_code = "", "", ""
