"""One case as a line of a list. Lists are glanced at by many: no identity, no unhidden word."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case as SqlCase
from django.db.models import IntegerField, Prefetch, QuerySet, Value, When
from django.utils import timezone

from damrong.cases.models import Case, Leg
from damrong.cases.states import CASE_ENDED, LEG_WITH_AGENCY, LegState
from damrong.catalogue.models import Place
from damrong.privacy.redact import redact
from damrong.release.redaction import reviewed

STORY_LENGTH = 90  # code points
_NOT_NAMED = {LegState.DRAFT, LegState.RETURNED, LegState.RECALLED}
URGENT_FIRST = SqlCase(
    When(urgency="life", then=Value(0)),
    When(urgency="urgent", then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Line:
    """What a list shows of a case."""

    case: Case
    story: str
    places: list[Place]
    legs: list[Leg]
    overdue_since: object  # a date, or None
    ended: bool


def lines(cases: Iterable[Case]) -> list[Line]:
    """The lines of these cases; see ``ready`` for what to fetch with them."""
    return [_line(case) for case in cases]


def ready(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Fetch what a line needs, in three queries however many there are."""
    legs = Leg.objects.select_related("agency").order_by("number")
    return cases.select_related(
        "category", "unit", "place__parent__parent", "spans"
    ).prefetch_related(Prefetch("legs", queryset=legs))


def _line(case: Case) -> Line:
    legs = list(case.legs.all())
    today = timezone.localdate()
    late = [
        leg.due_on
        for leg in legs
        if LegState(leg.state) in LEG_WITH_AGENCY and leg.due_on and leg.due_on < today
    ]
    return Line(
        case=case,
        story=story_beginning(case),
        places=_chain(case.place),
        legs=[leg for leg in legs if LegState(leg.state) not in _NOT_NAMED],
        overdue_since=min(late, default=None),
        ended=case.state in CASE_ENDED,
    )


def story_beginning(case: Case) -> str:
    """The first words with personal data hidden; "" before screening and for guarded matters.

    The marks as last corrected count, which may hide more than screening did.
    """
    marks = getattr(case, "spans", None)
    if marks is None or case.must_review:
        return ""
    hidden = " ".join(redact(case.narrative, reviewed(marks.spans)).split())
    if len(hidden) <= STORY_LENGTH:
        return hidden
    cut = hidden[:STORY_LENGTH]
    if cut.rfind("[") > cut.rfind("]"):  # never half a marker
        cut = cut[: cut.rfind("[")]
    return cut.rstrip() + "…"


def _chain(place: Place | None) -> list[Place]:
    chain: list[Place] = []
    while place is not None:
        chain.append(place)
        place = place.parent
    return chain
