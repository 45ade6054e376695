"""Let the demonstration's officers do some of the work, so that every desk has something on it.

Only through the gate, as two people at their screens would: nothing is set by hand.
"""

from damrong.accounts.models import Person
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Leg
from damrong.cases.states import CaseState, LegState
from damrong.ops.speak import Advance
from damrong.release.gate import preview, release_leg, second_release

# How many cases the officers release for each agency; the rest waits for whoever tries it out.
EACH = 2


def release_some(advance: Advance) -> int:
    """Release up to EACH cases for every agency; returns how many legs went out."""
    screener = Person.objects.get(username="screener")
    second = Person.objects.get(username="second")
    waiting = (
        Leg.objects.filter(
            state=LegState.DRAFT,
            primary=True,
            case__state=CaseState.SCREENING,
            case__legacy_number__startswith="demo-",
        )
        .select_related("case", "agency")
        .order_by("agency_id", "case__must_review", "case_id")
    )
    sent: dict[str, int] = {}
    legs = list(waiting)
    for done, leg in enumerate(legs, start=1):
        advance(done, len(legs))
        if sent.get(str(leg.agency_id), 0) < EACH and _release(leg.case, leg, screener, second):
            sent[str(leg.agency_id)] = sent.get(str(leg.agency_id), 0) + 1
    return sum(sent.values())


def _release(case: Case, leg: Leg, screener: Person, second: Person) -> bool:
    try:
        shown = preview(case, leg, screener)
        if shown.findings:  # for a person to look at
            return False
        if release_leg(case.number, leg.number, screener, shown.digest) is None:
            second_release(case.number, leg.number, second, shown.digest)
    except VerbRefused:
        return False  # no agreement, or it changed meanwhile: it stays on the desk
    return True
