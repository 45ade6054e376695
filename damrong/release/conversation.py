"""What an answer to an agency and an identity told to it have in common: who signs, what is kept."""

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases import jobs
from damrong.cases.asked import AgencyQuestion, IdentityRequest
from damrong.cases.change import Change
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Disclosure, Leg
from damrong.cases.scope import require
from damrong.cases.stops import require_no_stop
from damrong.cases.verbs.release import Extract


def signed(case: Case, row: AgencyQuestion | IdentityRequest, person: Person) -> bool:
    """Put the person's name under it; whether it now bears all the names that the case demands.

    A must-review case needs two different people, the second with the right of the second look.
    """
    if row.first_by is None:
        require(person, Right.RELEASE, case)
        row.first_by = person
        return not case.must_review
    require(person, Right.SECOND_RELEASE, case)
    if row.first_by_id == person.pk:
        raise VerbRefused(
            "second_person_needed",
            "เรื่องประเภทนี้ต้องมีเจ้าหน้าที่คนที่สองตรวจ",
            "A matter of this class needs a second person.",
        )
    row.second_by = person
    return True


def names(row: AgencyQuestion | IdentityRequest) -> str:
    """Who let it go, as a disclosure record says it."""
    return " + ".join(p.actor for p in (row.first_by, row.second_by) if p is not None)


def disclosed(
    leg: Leg, what: Disclosure.What, extract: Extract, by: str, ground_th: str = ""
) -> Disclosure:
    """The record of what leaves on a leg after its package. Raises VerbRefused while it is stopped."""
    require_no_stop(leg.case)
    return Disclosure.objects.create(
        leg=leg,
        agency=leg.agency,
        what=what,
        fields=sorted(extract.content),
        withheld=extract.withheld,
        ground_th=ground_th or extract.agreement.legal_ground_th,
        agreement=extract.agreement,
        released_by=by,
        digest=extract.digest,
    )


def tell(change: Change, leg: Leg, what: str, row: AgencyQuestion | IdentityRequest) -> None:
    """Queue the message to the agency; it is written from the row."""
    change.note(leg=leg.number, agency=leg.agency_id)
    jobs.enqueue(jobs.TELL_AGENCY, queue="exchange", leg_id=leg.pk, what=what, text_id=row.pk)
