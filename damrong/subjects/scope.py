"""Who may see and decide which request: those that came in at the own office or below it."""

from django.db.models import QuerySet

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house
from damrong.cases import scope
from damrong.cases.content import content_of_case
from damrong.cases.errors import not_allowed
from damrong.cases.models import Case
from damrong.subjects.models import SubjectRequest
from damrong.subjects.states import Kind, State

# Not granted to those who only watch over the work: read by ``words_of`` for who decides.
WORDS = ("words", "reason")


def requests_for(person: Person) -> QuerySet[SubjectRequest]:
    """The requests that a data protection officer decides, without the words that were written."""
    if not person.may(Right.ANSWER_SUBJECTS) or person.unit is None:
        return SubjectRequest.objects.none()
    return (
        SubjectRequest.objects.filter(scope.within(person.unit.path))
        .select_related("case", "unit", "taken_by", "proof_seen_by", "decided_by")
        .defer(*WORDS, "code_hash", *content_of_case())
    )


def correctable(case: Case) -> QuerySet[SubjectRequest]:
    """Corrections of a case that were agreed to and wait for an officer of it."""
    return SubjectRequest.objects.filter(case=case, kind=Kind.CORRECTION, state=State.GRANTED)


def words_of(person: Person, numbers: list[str]) -> dict[str, tuple[str, str]]:
    """What was written in these requests and answered to them, for whoever decides on them."""
    known = list(requests_for(person).filter(number__in=numbers).values_list("pk", flat=True))
    with for_the_house():
        rows = SubjectRequest.objects.filter(pk__in=known)
        return {number: (asked, told) for number, asked, told in rows.values_list("number", *WORDS)}


def require(person: Person, right: Right, request: SubjectRequest) -> None:
    """Raise VerbRefused unless the person holds ``right`` where the request came in."""
    if (
        not person.may(right)
        or person.unit is None
        or not request.unit_path.startswith(person.unit.path)
    ):
        raise not_allowed()
