"""release: the one way in which anything leaves, and sending again what was given up.

Releasing is called by the release room, after its gate.
"""

import dataclasses
from typing import Any

from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases import jobs
from damrong.cases.actors import of_person
from damrong.cases.change import Change, changing, wrong_state
from damrong.cases.due import report_due
from damrong.cases.errors import VerbRefused, not_allowed
from damrong.cases.matter_route import require_passing_on
from damrong.cases.models import Disclosure, Leg
from damrong.cases.scope import keeps_the_queue, may, require
from damrong.cases.states import CASE_RELEASABLE, CaseState, LegState
from damrong.cases.stops import require_no_stop
from damrong.catalogue.models import Agreement


@dataclasses.dataclass(frozen=True)
class Extract:
    """Exactly what one agency would receive, and what it would not.

    ``digest`` is the SHA-256 (hexadecimal) of the canonical JSON of ``content``. ``findings`` is
    what the second scan could not explain: where (field, start, end) and which kind, never the
    text itself.
    """

    content: dict[str, Any]
    withheld: list[dict[str, str]]
    digest: str
    agreement: Agreement
    findings: tuple[dict[str, Any], ...] = ()


def propose(change: Change, leg: Leg, extract: Extract, first: Person) -> None:
    """First signature on a must-review leg: it waits for a second person."""
    require(first, Right.RELEASE, change.case)
    require_passing_on(change.case, leg.agency_id, first)
    _require_open(change)
    _set_extract(leg, extract)
    leg.first_by = first
    if change.case.state == CaseState.SCREENING:
        change.move(CaseState.DECIDED)
    change.move_leg(leg, LegState.RELEASE_CHECK)
    change.note(digest=extract.digest)


def release(
    change: Change,
    leg: Leg,
    extract: Extract,
    *,
    by: str,
    first: Person | None = None,
    second: Person | None = None,
    automatic: bool = False,
) -> Disclosure:
    """Let the extract go: record the disclosure, start the agency's clock, queue the sending.

    A must-review case needs two different named people, whatever the caller thinks.
    """
    case = change.case
    _require_open(change)
    if case.must_review:
        if automatic or first is None or second is None or first.pk == second.pk:
            raise VerbRefused(
                "second_person_needed",
                "เรื่องประเภทนี้ต้องมีเจ้าหน้าที่คนที่สองตรวจและปล่อยเรื่อง",
                "A matter of this class needs a second person to release it.",
            )
        require(second, Right.SECOND_RELEASE, case)
    if first is not None and leg.state == LegState.DRAFT:
        require(first, Right.RELEASE, case)
    require_passing_on(case, leg.agency_id, first)
    _set_extract(leg, extract)
    leg.first_by, leg.second_by, leg.automatic = first, second, automatic
    leg.released_at = timezone.now()
    leg.due_on = report_due(case, leg)
    if case.state == CaseState.SCREENING:
        change.move(CaseState.DECIDED)
    change.move_leg(leg, LegState.READY)
    disclosure = Disclosure.objects.create(
        leg=leg,
        agency=leg.agency,
        fields=sorted(extract.content),
        files=extract.content.get("attachments", []),
        withheld=extract.withheld,
        ground_th=extract.agreement.legal_ground_th,
        agreement=extract.agreement,
        released_by=by,
        digest=extract.digest,
    )
    change.note(digest=extract.digest, agreement=str(extract.agreement), automatic=automatic)
    jobs.enqueue(jobs.SEND_LEG, queue="exchange", leg_id=leg.pk)
    return disclosure


def retry_send(number: str, leg_number: int, person: Person) -> Leg:
    """Try again to send a leg whose sending was given up; only what was released before goes.

    The administrator has no area and sees no content, but keeps the queue running.
    """
    with changing(number, "send_retried", of_person(person)) as change:
        if not (keeps_the_queue(person) or may(person, Right.RETRY_JOBS, change.case)):
            raise not_allowed()
        leg = leg_of(change, leg_number)
        # The state table lets a draft become ready too, but that is a release and needs its gate.
        if leg.state != LegState.SEND_FAILED:
            raise wrong_state(LegState(leg.state).label, LegState.READY.label)
        leg.failure = ""
        change.move_leg(leg, LegState.READY)
        jobs.enqueue(jobs.SEND_LEG, queue="exchange", leg_id=leg.pk)
        return leg


def leg_of(change: Change, leg_number: int) -> Leg:
    """The leg of a case under lock, by its number. Raises VerbRefused where there is none."""
    leg = change.case.legs.select_related("agency", "first_by").filter(number=leg_number).first()
    if leg is None:
        raise VerbRefused("no_such_leg", "ไม่พบรายการส่งต่อนี้", "There is no such leg.")
    return leg


def _require_open(change: Change) -> None:
    """Nothing leaves of a case that was refused, ended, stopped, or waits for the citizen's answer."""
    require_no_stop(change.case)
    state = CaseState(change.case.state)
    if state not in CASE_RELEASABLE:
        raise wrong_state(state.label, LegState.READY.label)


def _set_extract(leg: Leg, extract: Extract) -> None:
    leg.extract, leg.withheld = extract.content, extract.withheld
    leg.digest, leg.agreement = extract.digest, extract.agreement
