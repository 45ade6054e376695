"""Which records are due to be erased today: ended long enough ago, not held, nothing still open."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from damrong.audit.models import AuditRecord
from damrong.cases.models import AgencyQuestion, Case, IdentityRequest, Leg
from damrong.cases.states import CASE_ENDED, LEG_ENDED, LEG_UNRELEASED, CaseState
from damrong.exchange.models import OutboundMessage
from damrong.retention.models import Erasure, LegalHold
from damrong.retention.policy import Policy, RecordClass, Rule
from damrong.subjects.models import SubjectRequest
from damrong.subjects.states import Kind, State

_LEG_DONE = LEG_ENDED | LEG_UNRELEASED
_ON_ITS_WAY = (OutboundMessage.State.WAITING, OutboundMessage.State.OFFERED)


@dataclass(frozen=True)
class Due:
    """One record of one case, by which rule, since which day."""

    number: str
    record: RecordClass
    rule: Rule
    since: datetime.date


def due(policy: Policy, today: datetime.date) -> Iterator[Due]:
    """Everything that is due today, rule by rule, oldest cases first."""
    for rule in policy.rules:
        for case in _candidates(rule, today).order_by("pk").iterator():
            found = due_of(case, rule.record, policy, today)
            if found and found.rule == rule:
                yield found


def _candidates(rule: Rule, today: datetime.date) -> QuerySet[Case]:
    """What may be due by the rule: no case ends before it came in, so most are left out here."""
    erased = Erasure.objects.filter(case=OuterRef("pk"), record=rule.record)
    old = Q(received_on__lte=today - datetime.timedelta(rule.days))
    if rule.on_request_days is not None:
        old |= Q(Exists(_asked().filter(case=OuterRef("pk"))))
    cases = closed().filter(~Exists(erased), old)
    if rule.categories:
        cases = cases.filter(category__in=rule.categories)
    return cases.filter(state__in=rule.states) if rule.states else cases


def due_of(case: Case, record: RecordClass, policy: Policy, today: datetime.date) -> Due | None:
    """Whether this record of the case is due; asked again under the lock before it is erased."""
    if Erasure.objects.filter(case=case, record=record).exists():
        return None
    rule = policy.rule(record, str(case.category_id or ""), CaseState(case.state))
    ended = ended_on(case)
    asked = record == RecordClass.IDENTITY and _asked().filter(case=case).exists()
    if rule is None or ended is None or rule.due(ended, asked=asked) > today:
        return None
    return Due(case.number, record, rule, rule.due(ended, asked=asked))


def _asked() -> QuerySet[SubjectRequest]:
    """Requests for erasure that were agreed to and wait for the day."""
    return SubjectRequest.objects.filter(kind=Kind.ERASURE, state=State.GRANTED)


def closed() -> QuerySet[Case]:
    """Cases that ended, with nothing on its way and no hold on them or on what they are joined to."""
    of_leg = {"leg__case": OuterRef("pk")}
    held = LegalHold.objects.filter(lifted_at=None).filter(
        Q(case=OuterRef("pk"))
        | Q(case=OuterRef("merged_into"))
        | Q(case__merged_into=OuterRef("pk"))
    )
    return Case.objects.filter(
        ~Exists(held),
        ~Exists(Leg.objects.filter(case=OuterRef("pk")).exclude(state__in=_LEG_DONE)),
        ~Exists(AgencyQuestion.objects.filter(**of_leg, closed_at=None)),
        ~Exists(IdentityRequest.objects.filter(**of_leg, closed_at=None)),
        ~Exists(OutboundMessage.objects.filter(**of_leg, state__in=_ON_ITS_WAY)),
        Q(merged_into=None) | Q(merged_into__state__in=CASE_ENDED),
        state__in=CASE_ENDED,
    )


def ended_on(case: Case) -> datetime.date | None:
    """The day on which the case, or the one it was joined to, last came to an end, by the log."""
    numbers = [case.number] + ([case.merged_into.number] if case.merged_into else [])
    last = (
        AuditRecord.objects.filter(
            stream__in=[f"case:{number}" for number in numbers],
            data__state_to__in=sorted(CASE_ENDED),
        )
        .order_by("-at")
        .first()
    )
    return timezone.localdate(last.at) if last else None
