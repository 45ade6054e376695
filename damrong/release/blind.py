"""Cases that an officer decides without seeing the machine's suggestion, drawn now and then.

What is not seen can't sway: only then does agreement say that the machine was right. Category and
draft legs are taken off the case, so that no list and no page shows them; the prediction and the
suggestion stay stored, and are shown once both were decided.
"""

from dataclasses import dataclass

from damrong.cases.draft_legs import draft_legs
from damrong.cases.models import Case
from damrong.release.draw import drawn
from damrong.release.evidence import FIELDS
from damrong.release.models import Prediction


def make_blind(case: Case) -> None:
    """Take the machine's category and agencies off a case under lock."""
    case.category = None
    case.issues.update(category=None)
    draft_legs(case, [])


def is_blind(case: Case) -> bool:
    """Whether the suggestion is still to be hidden from officers."""
    if not Prediction.objects.filter(case=case, blind=True).exists():
        return False
    said = case.decisions.filter(field__in=FIELDS).values_list("field", flat=True)
    return set(said) != set(FIELDS)


@dataclass(frozen=True)
class Draws:
    """How many cases were drawn, and the numbers of those where somebody else chose."""

    drawn: int
    wrong: list[str]


def not_as_drawn() -> Draws:
    """Draw again for every case that could be drawn, by the share in force when it came in."""
    count, wrong = 0, []
    rows = Prediction.objects.filter(clear=True).order_by("pk")
    for number, blind, share in rows.values_list("case__number", "blind", "share").iterator(2000):
        count += blind
        if blind != drawn(number, share):
            wrong.append(number)
    return Draws(count, wrong)
