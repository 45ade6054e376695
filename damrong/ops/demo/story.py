"""Let the demonstration's officers do some of the work, so that every desk has something on it.

Only through the gate and the verbs, as people at their screens would: nothing is set by hand.
"""

import time
from collections.abc import Iterator

from damrong.accounts.models import Person
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Leg
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs.conclude import conclude
from damrong.ops.speak import Advance
from damrong.release.gate import preview, release_leg, second_release

# How many cases the officers release for each agency; the rest waits for whoever tries it out.
EACH = 2
SECOND_LOOKS = 3  # cases left with the first signature only
CONCLUDED = 3
PATIENCE = 40  # seconds to wait for the sandbox agencies' final reports
SUMMARY = "หน่วยงานรายงานว่าดำเนินการแล้ว ศูนย์ตรวจรายงานแล้วเห็นว่าตรงตามที่ร้อง"
REPLY = (
    "เรียน ผู้ร้อง หน่วยงานที่เกี่ยวข้องได้ดำเนินการตามเรื่องของท่านแล้ว รายละเอียดตามรายงานของหน่วยงาน"
    " หากยังไม่เรียบร้อย ท่านขอให้พิจารณาใหม่ได้จากหน้านี้"
)


def release_some(advance: Advance) -> int:
    """Release up to EACH cases for every agency; returns how many legs went out."""
    screener, second = _person("screener"), _person("second")
    sent: dict[str, int] = {}
    legs = list(_waiting())
    for done, leg in enumerate(legs, start=1):
        advance(done, len(legs))
        if sent.get(str(leg.agency_id), 0) < EACH and _release(leg, screener, second):
            sent[str(leg.agency_id)] = sent.get(str(leg.agency_id), 0) + 1
    return sum(sent.values())


def sign_first(advance: Advance) -> int:
    """Leave some must-review cases with the first signature, for the second screener's desk."""
    screener, signed = _person("screener"), 0
    for leg in _waiting(case__must_review=True):
        if signed < SECOND_LOOKS and _release(leg, screener, None):
            signed += 1
            advance(signed, SECOND_LOOKS)
    return signed


def conclude_some(advance: Advance) -> int:
    """Conclude the first cases whose agencies have all reported."""
    head, done = _person("head"), 0
    until = time.monotonic() + PATIENCE
    while done < CONCLUDED and time.monotonic() < until:
        for case in Case.objects.filter(state=CaseState.REPORTED).order_by("pk"):
            if done < CONCLUDED:
                conclude(
                    case.number, head, outcome_code="solved_as_wished", summary=SUMMARY, reply=REPLY
                )
                done += 1
                advance(done, CONCLUDED)
        time.sleep(0.5)
    return done


def _person(username: str) -> Person:
    return Person.objects.get(username=username)


def _waiting(**only: object) -> Iterator[Leg]:
    return (
        Leg.objects.filter(
            state=LegState.DRAFT,
            primary=True,
            case__state=CaseState.SCREENING,
            case__legacy_number__startswith="demo-",
            **only,
        )
        .select_related("case", "agency")
        .order_by("agency_id", "case__must_review", "case_id")
        .iterator()
    )


def _release(primary: Leg, screener: Person, second: Person | None) -> bool:
    """The case's legs with both signatures, or with the first alone where ``second`` is None."""
    number, out = primary.case.number, False
    for leg in Leg.objects.filter(case=primary.case, state=LegState.DRAFT).order_by("number"):
        try:
            shown = preview(Case.objects.get(number=number), leg, screener)
            if shown.findings:  # for a person to look at
                continue
            waits = release_leg(number, leg.number, screener, shown.digest) is None
            if waits and second is not None:
                second_release(number, leg.number, second, shown.digest)
        except VerbRefused:
            continue  # no agreement, or it changed meanwhile: it stays on the desk
        out = True
    return out
