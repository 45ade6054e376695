"""Who may reach which case: one predicate per right, used by every list, page, count and verb."""

from django.db.models import Q, QuerySet

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.content import content_of_case
from damrong.cases.errors import not_allowed
from damrong.cases.models import Case, Leg
from damrong.cases.states import LegState

# What an agency may know of: what was sent to it, from the moment it arrived. Of a matter that
# was recalled it still sees that, if it had arrived.
SEEN_BY_AGENCY = tuple(
    state
    for state in LegState
    if state not in {LegState.DRAFT, LegState.RELEASE_CHECK, LegState.READY, LegState.SENT,
                     LegState.SEND_FAILED, LegState.RECALLED}
)  # fmt: skip


def cases_for(person: Person, right: Right = Right.READ_CASE) -> QuerySet[Case]:
    """The cases on which ``person`` holds ``right``: those of the own unit and all below it."""
    if not person.may(right) or person.unit is None:
        return Case.objects.none()
    return Case.objects.filter(within(person.unit.path))


def within(path: str) -> Q:
    """The cases of the office with this path and of all below it.

    A range, as beneath row security an index serves no LIKE, which may leak what it compares.
    """
    return Q(unit_path__gte=path, unit_path__lt=path[:-1] + chr(ord(path[-1]) + 1))


def legs_for(person: Person) -> QuerySet[Leg]:
    """The legs that an agency's officer works on: those sent to the own agency."""
    if not person.may(Right.WORK_LEG) or person.agency_id is None:
        return Leg.objects.none()
    return legs_of_agency(person.agency_id)


def legs_of_agency(code: str) -> QuerySet[Leg]:
    """The legs that an agency may know of."""
    seen = Q(state__in=SEEN_BY_AGENCY) | Q(state=LegState.RECALLED, delivered_at__isnull=False)
    # An agency reads its extract, not the case.
    return Leg.objects.filter(seen, agency=code).defer(*content_of_case())


def may(person: Person, right: Right, case: Case) -> bool:
    """Whether ``person`` holds ``right`` on this case; the same rule as ``cases_for``."""
    return (
        person.may(right)
        and person.unit is not None
        and case.unit_path.startswith(person.unit.path)
    )


def require(person: Person, right: Right, case: Case) -> None:
    """Raise VerbRefused unless ``may``."""
    if not may(person, right, case):
        raise not_allowed()


def keeps_the_queue(person: Person) -> bool:
    """Whether the person retries what was given up everywhere: the administrator, without area
    and without case content."""
    return person.may(Right.RETRY_JOBS) and person.unit is None
