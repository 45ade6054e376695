"""The gate: what an officer sees is what leaves, and nothing leaves without passing here."""

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.actors import of_person
from damrong.cases.change import Change, changing
from damrong.cases.errors import VerbRefused, not_allowed
from damrong.cases.models import Case, Disclosure, Leg, Message
from damrong.cases.scope import may, require
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs import release as verb
from damrong.cases.verbs.release import Extract, leg_of
from damrong.release.compose import compose
from damrong.release.scan import KNOWN_IDENTITY


def preview(case: Case, leg: Leg, person: Person) -> Extract:
    """Exactly what would leave on this leg now, and what would not. Stores and sends nothing."""
    if not any(may(person, right, case) for right in (Right.RELEASE, Right.SECOND_RELEASE)):
        raise not_allowed()
    return compose(case, leg)


def release_leg(
    number: str, leg_number: int, person: Person, shown_digest: str, *, explained: bool = False
) -> Disclosure | None:
    """Release what was shown. None where a second person must look first.

    ``explained``: the officer looked at each finding and says that it is no personal data and
    tells nobody who the informant is. A known identity cannot be explained away.
    """
    with changing(number, "released", of_person(person)) as change:
        require(person, Right.RELEASE, change.case)
        leg = leg_of(change, leg_number)
        extract = _as_shown(change, leg, shown_digest)
        _check_scan(change, extract, explained=explained)
        if change.case.must_review:
            change.event = "release_proposed"
            verb.propose(change, leg, extract, person)
            return None
        return verb.release(change, leg, extract, by=of_person(person), first=person)


def second_release(number: str, leg_number: int, person: Person, shown_digest: str) -> Disclosure:
    """The second person's release of what the first one signed."""
    with changing(number, "released", of_person(person)) as change:
        require(person, Right.SECOND_RELEASE, change.case)
        leg = _waiting_leg(change, leg_number)
        extract = _as_shown(change, leg, shown_digest)
        if extract.digest != leg.digest:
            raise VerbRefused(
                "changed_since_signed",
                "เนื้อหาเปลี่ยนไปหลังจากคนแรกลงนาม โปรดส่งกลับให้คนแรกตรวจใหม่",
                "It changed after the first person signed. Send it back to the first person.",
            )
        if any(found["kind"] == KNOWN_IDENTITY for found in extract.findings):
            raise to_be_looked_at(extract)
        names = f"{of_person(leg.first_by)} + {of_person(person)}"
        return verb.release(change, leg, extract, by=names, first=leg.first_by, second=person)


def refuse_second(number: str, leg_number: int, person: Person, reason: str) -> Leg:
    """The second person says no: the leg goes back to the first one's desk with the reason."""
    if not reason.strip():
        raise VerbRefused("reason_needed", "โปรดเขียนเหตุผล", "Write the reason.")
    with changing(number, "release_refused", of_person(person)) as change:
        case = change.case
        require(person, Right.SECOND_RELEASE, case)
        leg = _waiting_leg(change, leg_number)
        change.move_leg(leg, LegState.DRAFT)
        if case.state == CaseState.DECIDED and not case.legs.exclude(state=LegState.DRAFT).exists():
            change.move(CaseState.SCREENING)
        leg.extract, leg.digest, leg.first_by = None, "", None
        leg.save()
        case.desk_reason = "ผู้คัดกรองชั้นที่สองส่งกลับ"
        Message.objects.create(case=case, kind=Message.Kind.INTERNAL, text=reason, by=person)
        return leg


def _waiting_leg(change: Change, leg_number: int) -> Leg:
    leg = leg_of(change, leg_number)
    if leg.state != LegState.RELEASE_CHECK:
        raise VerbRefused(
            "wrong_state",
            "เรื่องนี้ไม่ได้รอการตรวจชั้นที่สองแล้ว โปรดเปิดรายการใหม่",
            "This no longer waits for a second look. Reload the list.",
        )
    return leg


def _as_shown(change: Change, leg: Leg, shown_digest: str) -> Extract:
    extract = compose(change.case, leg)
    if extract.digest != shown_digest:
        raise VerbRefused(
            "changed_since_shown",
            "ข้อมูลเปลี่ยนไปจากที่แสดงให้ท่านเห็น โปรดตรวจดูอีกครั้งก่อนปล่อยเรื่อง",
            "It is no longer what you were shown. Look at it again before you release it.",
        )
    return extract


def _check_scan(change: Change, extract: Extract, *, explained: bool) -> None:
    if not extract.findings:
        return
    known = any(found["kind"] == KNOWN_IDENTITY for found in extract.findings)
    if known or not explained:
        raise to_be_looked_at(extract)
    change.note(scan_explained=sorted({found["kind"] for found in extract.findings}))


def to_be_looked_at(extract: Extract) -> VerbRefused:
    """Nothing leaves before an officer looked at what was found in it."""
    return VerbRefused(
        "second_scan",
        f"มีข้อความที่ต้องดูก่อนส่ง {len(extract.findings)} จุด โปรดปิดข้อความนั้น หรือยืนยันทีละจุดว่าดูแล้วส่งได้",
        f"There are {len(extract.findings)} places to look at before sending."
        " Hide them, or say of each that you looked and it may be sent.",
    )
