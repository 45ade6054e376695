"""Put a case on the desk with exactly known marks, whatever the detectors would find."""

from collections.abc import Sequence
from typing import Any

from damrong.cases.change import changing
from damrong.cases.models import Case, CaseSpans, Leg, Suggestion
from damrong.cases.second_person import needs_second_person
from damrong.cases.states import CaseState
from damrong.cases.verbs.decide import draft_legs
from damrong.catalogue.models import Category
from tests.factories import PLAIN, submit

Mark = tuple[str, str, str]  # the marked words, their type, their owner


def on_desk(
    text: str = PLAIN,
    *,
    agencies: Sequence[str] = ("MOI",),
    category: str = "07",
    marks: Sequence[Mark] = (),
    sensitive: Sequence[str] = (),
    auto: bool = True,
    **submission: Any,
) -> Case:
    """A screened case whose suggestion says what is given."""
    number = submit(text, **submission).number
    spans = [
        {"start": text.index(words), "end": text.index(words) + len(words), "type": t, "owner": o, "score": 1.0}
        for words, t, o in marks
    ]  # fmt: skip
    with changing(number, "screened", "test") as change:
        case = change.case
        change.move(CaseState.SCREENING)
        case.kind, case.category = "complaint", Category.objects.get(pk=category)
        case.sensitive = list(sensitive)
        case.must_review = needs_second_person(sensitive, case.category)
        case.needs_officer = bool(sensitive)
        Suggestion.objects.create(case=case, model="test", line={"auto": auto})
        CaseSpans.objects.create(case=case, spans=spans)
        draft_legs(case, list(agencies))
    return Case.objects.get(number=number)


def first_leg(case: Case) -> Leg:
    """The leg to the primary agency."""
    return case.legs.get(number=1)
