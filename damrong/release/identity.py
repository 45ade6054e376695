"""Whether an agency is told who the complainant is: every condition stands in ``_give``.

Asked → an officer agrees (in a must-review case a second one too) → the complainant agrees, where
that is needed → one message to that agency alone. Danger to life hurries the officer and skips
nobody.
"""

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.audit.record import canonical
from damrong.cases.actors import CITIZEN, SYSTEM, of_person
from damrong.cases.asked import IdentityRequest
from damrong.cases.change import Change, changing
from damrong.cases.errors import VerbRefused, not_allowed
from damrong.cases.models import Case, Disclosure
from damrong.cases.scope import may
from damrong.cases.verbs.asking import require_conversation
from damrong.cases.verbs.release import Extract
from damrong.catalogue.agreements import agreement_in_force
from damrong.catalogue.clock import due_on, limit
from damrong.catalogue.models import Agreement
from damrong.release.compose import identity_barred, identity_of, transformed
from damrong.release.conversation import disclosed, names, signed, tell
from damrong.vault.seal import Identity, seal_bytes

State = IdentityRequest.State
PREFIX = "complainant_"
CONSENT_LIMIT, CONSENT_DAYS = "identity_consent", 7


def agree(
    number: str, request_id: int, person: Person, fields: Iterable[str], reason: str
) -> IdentityRequest:
    """An officer agrees to these parts, with a reason that the complainant reads.

    The second person agrees to what the first one chose.
    """
    with changing(number, "identity_agreed", of_person(person)) as change:
        request = _open(change, request_id, State.ASKED, State.SECOND)
        require_conversation(change, request.leg)
        if request.state == State.ASKED:
            if not reason.strip():
                raise _reason_needed()
            request.fields = [part for part in request.wanted if part in set(fields)]
            request.because = reason
        _told(change.case, request)  # refused now rather than after the complainant said yes
        change.note(leg=request.leg.number, agency=request.leg.agency_id, request=request.pk)
        if not signed(change.case, request, person):
            request.state = State.SECOND
        elif needs_consent(change.case):
            request.state = State.CONSENT
            request.consent_until = _consent_until()
        else:
            _give(change, request)
        request.save()
        return request


def refuse(number: str, request_id: int, person: Person, reason: str) -> IdentityRequest:
    """An officer says no, with a reason that the agency reads."""
    if not reason.strip():
        raise _reason_needed()
    with changing(number, "identity_refused", of_person(person)) as change:
        if not may_refuse(person, change.case):
            raise not_allowed()
        request = _open(change, request_id, State.ASKED, State.SECOND, State.CONSENT)
        request.because = reason
        _close(change, request, State.REFUSED)
        return request


def consent(number: str, request_id: int, yes: bool) -> IdentityRequest:
    """What the complainant says, on the tracking page."""
    with changing(number, "identity_consented" if yes else "identity_denied_by_citizen", CITIZEN) as change:  # fmt: skip
        request = _open(change, request_id, State.CONSENT)
        if not yes:
            _close(change, request, State.DENIED)
            return request
        require_conversation(change, request.leg)
        request.consented_at = timezone.now()
        change.note(leg=request.leg.number, agency=request.leg.agency_id, request=request.pk)
        _give(change, request)
        request.save()
        return request


def lapse(today: datetime.date) -> int:
    """No answer is no: close what nobody answered by its day. How many."""
    late = IdentityRequest.objects.filter(state=State.CONSENT, consent_until__lt=today)
    rows = list(late.values_list("leg__case__number", "pk"))
    for number, pk in rows:
        with changing(number, "identity_lapsed", SYSTEM) as change:
            _close(change, _open(change, pk, State.CONSENT), State.LAPSED)
    return len(rows)


def may_refuse(person: Person, case: Case) -> bool:
    """Who may say no: whoever may release, and of a must-review case also the second person."""
    return any(may(person, right, case) for right in (Right.RELEASE, Right.SECOND_RELEASE))


def needs_consent(case: Case) -> bool:
    """Whether the complainant is asked: always, but where they openly agreed to it in filing."""
    return bool(identity_barred(case))


def available(case: Case, request: IdentityRequest) -> list[str]:
    """The parts asked for that the agreement in force lets through at all."""
    agreement = _agreement(case, request)
    fields = {row.field: row.transformation for row in agreement.fields.all()} if agreement else {}
    return [p for p in request.wanted if transformed("x", fields.get(PREFIX + p, ""))]


def _give(change: Change, request: IdentityRequest) -> None:
    case, leg = change.case, request.leg
    second = request.second_by_id not in {None, request.first_by_id}
    answered = (
        request.consented_at is not None
        and request.consent_until is not None
        and timezone.localdate() <= request.consent_until
    )
    if (
        request.first_by_id is None
        or (case.must_review and not second)
        or (needs_consent(case) and not answered)
    ):
        raise VerbRefused(
            "not_agreed",
            "ยังไม่ครบเงื่อนไข (เจ้าหน้าที่และความยินยอมในกำหนด) จึงไม่ส่งตัวตน",
            "Not everybody who must agree has agreed in time, so no identity is sent.",
        )
    require_conversation(change, leg)
    extract = _told(case, request)
    request.sealed = seal_bytes(case.number, canonical(extract.content))
    request.digest = extract.digest
    request.state, request.closed_at = State.GIVEN, timezone.now()
    by = names(request) + (f" + {CITIZEN}" if request.consented_at else "")
    ground = f"{extract.agreement.legal_ground_th}\n{request.legal_ground}"
    disclosed(leg, Disclosure.What.IDENTITY, extract, by, ground)
    change.note(given=sorted(request.fields), digest=extract.digest)
    tell(change, leg, "identity", request)


def _told(case: Case, request: IdentityRequest) -> Extract:
    """Exactly what the agency would be told: asked for, agreed to, allowed, and known."""
    agreement = _agreement(case, request)
    if agreement is None:
        raise VerbRefused(
            "no_agreement",
            "ข้อตกลงกับหน่วยงานไม่มีผลในวันนี้ จึงไม่ส่งตัวตน",
            "The agreement with the agency is not in force today, so no identity is sent.",
        )
    rules = {row.field: row.transformation for row in agreement.fields.all()}
    identity = identity_of(case)
    content: dict[str, Any] = {"reference": request.reference}
    for part in request.fields:
        if value := transformed(getattr(identity, part), rules.get(PREFIX + part, "")):
            content[PREFIX + part] = value
    if identity == Identity() or len(content) == 1:
        raise VerbRefused(
            "no_identity",
            "ไม่มีข้อมูลตัวตนที่ข้อตกลงให้ส่งได้ โปรดไม่อนุญาตพร้อมเหตุผล",
            "There is no identity that the agreement lets through. Refuse with a reason.",
        )
    return Extract(
        content=content,
        withheld=[],
        digest=hashlib.sha256(canonical(content)).hexdigest(),
        agreement=agreement,
    )


def _agreement(case: Case, request: IdentityRequest) -> Agreement | None:
    category = str(case.category_id or "")
    return agreement_in_force(str(request.leg.agency_id), category, timezone.localdate())


def _close(change: Change, request: IdentityRequest, state: State) -> None:
    request.state, request.closed_at = state, timezone.now()
    request.save()
    change.note(request=request.pk)
    tell(change, request.leg, "identity-refused", request)


def _open(change: Change, request_id: int, *states: str) -> IdentityRequest:
    rows = IdentityRequest.objects.select_related("leg__agency", "leg__agreement", "first_by")
    request = rows.filter(pk=request_id, leg__case=change.case, state__in=states).first()
    if request is None:
        raise VerbRefused(
            "already_decided",
            "คำขอนี้พิจารณาไปแล้ว โปรดเปิดหน้านี้ใหม่",
            "This request was decided already. Reload the page.",
        )
    return request


def _consent_until() -> datetime.date:
    today = timezone.localdate()
    found = limit(CONSENT_LIMIT, today)
    return due_on(found, today) if found else today + datetime.timedelta(days=CONSENT_DAYS)


def _reason_needed() -> VerbRefused:
    return VerbRefused("reason_needed", "โปรดเขียนเหตุผล", "Write the reason.")
