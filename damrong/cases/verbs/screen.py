"""screen: read a case by machine and write down what it suggests. Decides nothing."""

from dataclasses import replace

from damrong.cases.actors import SYSTEM
from damrong.cases.change import changing
from damrong.cases.draft_legs import active_agencies, draft_legs
from damrong.cases.models import Case, CaseSpans, Suggestion
from damrong.cases.same_incident import same_incident
from damrong.cases.second_person import needs_second_person
from damrong.cases.states import CaseState
from damrong.cases.text import texts
from damrong.catalogue.models import Category
from damrong.learning.reading import version_in_use
from damrong.screening.screen import screen as read
from damrong.screening.screen import to_line


def screen(number: str) -> Suggestion | None:
    """Screen a case that has not been screened; None if it was (a repeated job changes nothing).

    The case then waits at the officer's desk with draft legs to the suggested agencies. Whether
    it may go by itself is asked by the job that screens.
    """
    text = next(texts(Case.objects.filter(number=number, state=CaseState.RECEIVED)), None)
    if text is None:
        return None
    # The reading takes long and needs no lock; the writing below is short.
    with version_in_use():
        result = read(text.submission())
        repeats = same_incident(text, result.pii)
    line = to_line(replace(result, same_incident_as=tuple(repeats)))
    with changing(number, "screened", SYSTEM) as change:
        case = change.case
        if case.state != CaseState.RECEIVED:
            change.leave()  # screened in the meantime
            return None
        change.move(CaseState.SCREENING)
        case.kind = line["kind"]
        case.category = Category.objects.filter(pk=line["category"] or "").first()
        case.urgency = line["urgency"]
        case.sensitive = [found["reason"] for found in line["sensitive"]]
        case.must_review = needs_second_person(case.sensitive, case.category)
        case.needs_officer = line["needs_officer"]
        case.issues.filter(position=1).update(category=case.category)
        suggestion = Suggestion.objects.create(case=case, model=line["model"], line=line)
        CaseSpans.objects.bulk_create(
            [CaseSpans(case=case, spans=line["pii"])],
            update_conflicts=True,
            unique_fields=["case"],
            update_fields=["spans"],
        )
        draft_legs(case, active_agencies([agency["code"] for agency in line["agencies"]]))
        change.note(
            model=line["model"],
            kind=case.kind,
            category=line["category"],
            urgency=case.urgency,
            sensitive=case.sensitive,
            needs_officer=case.needs_officer,
            auto=line["auto"],
        )
    return suggestion
