"""screen: read a case by machine and write down what it suggests. Decides nothing."""

from django.db import transaction

from damrong.cases import jobs
from damrong.cases.actors import SYSTEM
from damrong.cases.change import changing
from damrong.cases.models import Case, CaseSpans, Suggestion
from damrong.cases.states import CaseState
from damrong.catalogue.models import Category
from damrong.screening.screen import Submission as Text
from damrong.screening.screen import screen as read
from damrong.screening.screen import to_line

HEALTH = "health"


def screen(number: str) -> Suggestion | None:
    """Screen a case that has not been screened; None if it was (a repeated job changes nothing).

    The case then waits at the officer's desk, and the release room is asked whether it may go
    by itself.
    """
    case = Case.objects.select_related("place__parent__parent").get(number=number)
    if case.state != CaseState.RECEIVED:
        return None
    line = to_line(read(as_text(case), recent=recent_texts(case)))
    with transaction.atomic(), changing(number, "screened", SYSTEM) as change:
        case = change.case
        if case.state != CaseState.RECEIVED:
            return None
        change.move(CaseState.SCREENING)
        case.kind = line["kind"]["code"] if isinstance(line["kind"], dict) else line["kind"]
        category = line["category"]["code"] if isinstance(line["category"], dict) else line["category"]
        case.category = Category.objects.filter(pk=category).first() if category else None
        case.urgency = line["urgency"]
        case.sensitive = [s["reason"] for s in line["sensitive"]]
        case.must_review = any(reason != HEALTH for reason in case.sensitive)
        case.needs_officer = line["needs_officer"]
        case.issues.filter(position=1).update(category=case.category)
        suggestion = Suggestion.objects.create(case=case, model=line["model"], line=line)
        CaseSpans.objects.update_or_create(case=case, defaults={"spans": line["pii"]})
        change.note(
            model=line["model"],
            kind=case.kind,
            category=category,
            urgency=case.urgency,
            sensitive=case.sensitive,
            needs_officer=case.needs_officer,
            auto=line["auto"],
        )
        jobs.enqueue(jobs.CONSIDER_RELEASE, queue="release", number=number)
    return suggestion


def as_text(case: Case) -> Text:
    """The case in the form that screening reads. No identity goes along."""
    province = district = subdistrict = None
    place = case.place
    while place is not None:
        if place.level == "province":
            province = place.name_th
        elif place.level == "district":
            district = place.name_th
        else:
            subdistrict = place.name_th
        place = place.parent
    return Text(
        id=case.number,
        text=case.narrative,
        channel=case.channel,
        received_on=case.received_on,
        place={"province": province, "district": district, "subdistrict": subdistrict},
    )
