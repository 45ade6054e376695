"""What the holder of a code may know of the case: read, put into words, nothing more.

Internal notes, officers' names, agencies' reports as written and other people's data are not
read here at all.
"""

import datetime
from dataclasses import dataclass

from django import forms
from django.db.models import Q

from damrong.audit.models import AuditRecord
from damrong.cases.models import Attachment, Case, Disclosure, Leg, Message
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs.receive import IDENTITY_KEPT
from damrong.catalogue.models import Agency
from damrong.citizen.asked import Asked, Consent, asked, consents
from damrong.citizen.rights import Request, requests_of
from damrong.citizen.seen import Seen, seen
from damrong.citizen.words import CASE_WORDS, EVENT_WORDS, LEG_WORDS
from damrong.config.templatetags.thai import named

MAY_REOPEN = {CaseState.CONCLUDED, CaseState.REFUSED, CaseState.REDIRECTED}
MAY_RATE = {CaseState.CONCLUDED, CaseState.REFUSED, CaseState.REDIRECTED, CaseState.MERGED}
# Of the log's events that belong to a leg, those without an agency's name say nothing.
NEEDS_AGENCY = "%(agency)s"


@dataclass(frozen=True)
class Happened:
    """One line of the timeline."""

    at: datetime.datetime
    words: str


@dataclass(frozen=True)
class Held:
    """An agency that has the matter, and how it stands there."""

    agency: Agency
    words: str
    tone: str
    since: datetime.datetime | None
    due_on: datetime.date | None


@dataclass(frozen=True)
class CasePage:
    """Everything on the citizen's page of a case."""

    case: Case
    now: str
    next: str
    timeline: list[Happened]
    held: list[Held]
    disclosures: list[Disclosure]
    messages: list[Message]
    files: list[Attachment]
    asked: list[Asked]
    consents: list[Consent]
    seen: list[Seen]
    requests: list[Request]
    identity_kept: bool
    may_add: bool
    may_rate: bool
    may_reopen: bool


def read(case: Case, mistaken: forms.Form | None = None) -> CasePage:
    """Read the page of one case; ``mistaken``: what was typed and refused."""
    state = CaseState(case.state)
    now, then = CASE_WORDS[state]
    answered = bool(case.reply)
    return CasePage(
        case=case,
        now=str(now),
        next=str(then),
        timeline=timeline(case),
        held=held(case),
        disclosures=list(
            Disclosure.objects.filter(leg__case=case).select_related("agency", "agreement")
        ),
        messages=list(case.messages.exclude(kind=Message.Kind.INTERNAL)),
        files=list(case.attachments.filter(from_agency=None).order_by("added_at", "id")),
        asked=asked(case, mistaken),
        consents=consents(case),
        seen=seen(case),
        requests=requests_of(case),
        identity_kept=case.identity_mode in IDENTITY_KEPT,
        may_add=state not in MAY_REOPEN,
        may_rate=state in MAY_RATE and answered and case.rating is None,
        may_reopen=state in MAY_REOPEN,
    )


def timeline(case: Case) -> list[Happened]:
    """What happened, oldest first, in words for the citizen."""
    records = AuditRecord.objects.filter(
        stream=f"case:{case.number}", event__in=EVENT_WORDS
    ).order_by("sequence")
    names = {row.code: named(row) for row in Agency.objects.all()}
    lines = []
    for record in records:
        words = str(EVENT_WORDS[record.event])
        agency = names.get(record.data.get("agency", ""))
        if NEEDS_AGENCY in words:
            if agency is None:
                continue
            words = words % {"agency": agency}
        lines.append(Happened(record.at, words))
    return lines


def held(case: Case) -> list[Held]:
    """The agencies that were given the matter; one that was only considered is not named."""
    legs = (
        Leg.objects.filter(case=case, state__in=LEG_WORDS)
        .filter(Q(released_at__isnull=False))
        .select_related("agency")
    )
    found = []
    for leg in legs:
        state = LegState(leg.state)
        words, tone = LEG_WORDS[state]
        since = leg.ended_at or leg.accepted_at or leg.acknowledged_at or leg.sent_at
        due = leg.due_on if tone in {"info", "warning"} else None
        found.append(Held(leg.agency, str(words), tone, since or leg.released_at, due))
    return found
