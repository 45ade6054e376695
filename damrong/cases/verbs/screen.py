"""screen: read a case by machine and write down what it suggests. Decides nothing."""

import datetime

from django.db import transaction

from damrong.cases import jobs
from damrong.cases.actors import SYSTEM
from damrong.cases.change import changing
from damrong.cases.models import Case, CaseSpans, Suggestion
from damrong.cases.second_person import needs_second_person
from damrong.cases.states import CaseState
from damrong.cases.verbs.decide import draft_legs
from damrong.catalogue.models import Agency, Category, Place
from damrong.screening.screen import Recent, to_line
from damrong.screening.screen import Submission as Text
from damrong.screening.screen import screen as read

SAME_INCIDENT_DAYS = 60
SAME_INCIDENT_CASES = 60


def screen(number: str) -> Suggestion | None:
    """Screen a case that has not been screened; None if it was (a repeated job changes nothing).

    The case then waits at the officer's desk with draft legs to the suggested agencies, and the
    release room is asked whether it may go by itself.
    """
    case = Case.objects.select_related("place__parent__parent").get(number=number)
    if case.state != CaseState.RECEIVED:
        return None
    # The reading takes long and needs no lock; the writing below is short.
    line = to_line(read(as_text(case), recent=recent_nearby(case)))
    with transaction.atomic(), changing(number, "screened", SYSTEM) as change:
        case = change.case
        change.move(CaseState.SCREENING)
        case.kind = line["kind"]
        case.category = Category.objects.filter(pk=line["category"] or "").first()
        case.urgency = line["urgency"]
        case.sensitive = [found["reason"] for found in line["sensitive"]]
        case.must_review = needs_second_person(case.sensitive, case.category)
        case.needs_officer = line["needs_officer"]
        case.issues.filter(position=1).update(category=case.category)
        suggestion = Suggestion.objects.create(case=case, model=line["model"], line=line)
        CaseSpans.objects.update_or_create(case=case, defaults={"spans": line["pii"]})
        suggested = [agency["code"] for agency in line["agencies"]]
        known = set(
            Agency.objects.filter(pk__in=suggested, active=True).values_list("pk", flat=True)
        )
        draft_legs(case, [code for code in suggested if code in known])
        change.note(
            model=line["model"],
            kind=case.kind,
            category=line["category"],
            urgency=case.urgency,
            sensitive=case.sensitive,
            needs_officer=case.needs_officer,
            auto=line["auto"],
        )
        jobs.enqueue(jobs.CONSIDER_RELEASE, queue="release", number=number)
    return suggestion


def as_text(case: Case) -> Text:
    """The case in the form that screening reads. No identity goes along."""
    return Text(
        id=case.number,
        text=case.narrative,
        channel=case.channel,
        received_on=case.received_on,
        place=place_names(case.place),
    )


def recent_nearby(case: Case) -> list[Recent]:
    """Cases of the same district in the last weeks, newest first, that may tell of the same."""
    if case.place is None or len(case.place.code) < 4:
        return []
    since = case.received_on - datetime.timedelta(days=SAME_INCIDENT_DAYS)
    nearby = (
        Case.objects.filter(place__code__startswith=case.place.code[:4], received_on__gte=since)
        .exclude(pk=case.pk)
        .select_related("place__parent__parent")
        .order_by("-received_at")[:SAME_INCIDENT_CASES]
    )
    return [
        Recent(
            id=other.number,
            text=other.narrative,
            place=place_names(other.place),
            received_on=other.received_on,
        )
        for other in nearby
    ]


def place_names(place: Place | None) -> dict[str, str | None]:
    """Names of province, district and subdistrict, as the intake form shows them."""
    names: dict[str, str | None] = {"province": None, "district": None, "subdistrict": None}
    while place is not None:
        names[place.level] = place.name_th
        place = place.parent
    return names
