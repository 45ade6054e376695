"""The states of a case and of a leg, and every move between them: read it aloud.

"Overdue" and "escalated" are flags that follow from the clock; they are never states.
"""

from django.db.models import TextChoices


class CaseState(TextChoices):
    """Where a case stands, as officer and citizen both name it."""

    RECEIVED = "RECEIVED", "รับแจ้ง"
    SCREENING = "SCREENING", "คัดกรอง"
    NEED_INFO = "NEED_INFO", "รอข้อมูล"
    DECIDED = "DECIDED", "วินิจฉัยแล้ว"
    FORWARDED = "FORWARDED", "ส่งต่อแล้ว"
    SELF = "SELF", "ศูนย์ดำเนินการเอง"
    REFUSED = "REFUSED", "ไม่รับเรื่อง"
    MERGED = "MERGED", "รวมเรื่อง"
    REDIRECTED = "REDIRECTED", "แนะนำไปหน่วยอื่น"
    IN_PROGRESS = "IN_PROGRESS", "กำลังดำเนินการ"
    REPORTED = "REPORTED", "รายงานผล"
    REVIEW = "REVIEW", "พิจารณาผล"
    CONCLUDED = "CONCLUDED", "ยุติเรื่อง"
    REOPENED = "REOPENED", "เปิดพิจารณาใหม่"


class LegState(TextChoices):
    """Where the matter stands with one agency."""

    DRAFT = "DRAFT", "ร่าง"
    RELEASE_CHECK = "RELEASE_CHECK", "รอผู้คัดกรองชั้นที่สอง"
    READY = "READY", "พร้อมส่ง"
    SENT = "SENT", "กำลังส่ง"
    DELIVERED = "DELIVERED", "ส่งถึงแล้ว"
    ACKNOWLEDGED = "ACKNOWLEDGED", "รับทราบ"
    ACCEPTED = "ACCEPTED", "รับเรื่อง"
    RETURNED = "RETURNED", "ส่งคืน"
    IN_PROGRESS = "IN_PROGRESS", "กำลังดำเนินการ"
    INTERIM = "INTERIM", "รายงานความคืบหน้า"
    FINAL = "FINAL", "รายงานผล"
    ACCEPTED_BY_CENTRE = "ACCEPTED_BY_CENTRE", "ศูนย์รับผลแล้ว"
    SENT_BACK = "SENT_BACK", "ให้ดำเนินการเพิ่ม"
    SEND_FAILED = "SEND_FAILED", "ส่งไม่สำเร็จ"
    RECALLED = "RECALLED", "เรียกคืน"


_C, _L = CaseState, LegState

CASE_MOVES: dict[CaseState, frozenset[CaseState]] = {
    _C.RECEIVED: frozenset({_C.SCREENING}),
    _C.SCREENING: frozenset(
        {_C.NEED_INFO, _C.DECIDED, _C.FORWARDED, _C.SELF, _C.REFUSED, _C.MERGED, _C.REDIRECTED}
    ),
    _C.NEED_INFO: frozenset({_C.SCREENING, _C.REFUSED}),
    # A decided case may go back to the desk when the second screener or the last scan says no.
    _C.DECIDED: frozenset({_C.FORWARDED, _C.SCREENING}),
    # Every agency returned it: back to the desk.
    _C.FORWARDED: frozenset({_C.IN_PROGRESS, _C.REPORTED, _C.SCREENING}),
    _C.SELF: frozenset({_C.IN_PROGRESS, _C.REPORTED, _C.SCREENING}),
    _C.IN_PROGRESS: frozenset({_C.REPORTED, _C.SCREENING, _C.FORWARDED}),
    _C.REPORTED: frozenset({_C.REVIEW, _C.IN_PROGRESS}),
    _C.REVIEW: frozenset({_C.CONCLUDED, _C.IN_PROGRESS}),
    # Closed is not final.
    _C.CONCLUDED: frozenset({_C.REOPENED}),
    _C.REFUSED: frozenset({_C.REOPENED}),
    _C.REDIRECTED: frozenset({_C.REOPENED}),
    _C.MERGED: frozenset({_C.SCREENING}),
    _C.REOPENED: frozenset({_C.SCREENING}),
}

_AGENCY_WORK = frozenset({_L.ACCEPTED, _L.RETURNED, _L.IN_PROGRESS, _L.INTERIM, _L.FINAL})

LEG_MOVES: dict[LegState, frozenset[LegState]] = {
    _L.DRAFT: frozenset({_L.RELEASE_CHECK, _L.READY}),
    _L.RELEASE_CHECK: frozenset({_L.READY, _L.DRAFT}),
    # Released is released: from here a leg is recalled, never made a draft again.
    _L.READY: frozenset({_L.SENT, _L.SEND_FAILED, _L.RECALLED}),
    _L.SENT: frozenset({_L.DELIVERED, _L.SEND_FAILED, _L.RECALLED}),
    _L.SEND_FAILED: frozenset({_L.SENT, _L.READY, _L.RECALLED}),
    _L.DELIVERED: frozenset({_L.ACKNOWLEDGED, _L.RECALLED}) | _AGENCY_WORK,
    _L.ACKNOWLEDGED: frozenset({_L.RECALLED}) | _AGENCY_WORK,
    _L.ACCEPTED: frozenset({_L.IN_PROGRESS, _L.INTERIM, _L.FINAL, _L.RETURNED, _L.RECALLED}),
    _L.IN_PROGRESS: frozenset({_L.INTERIM, _L.FINAL, _L.RETURNED, _L.RECALLED}),
    _L.INTERIM: frozenset({_L.INTERIM, _L.FINAL, _L.RETURNED, _L.RECALLED}),
    _L.FINAL: frozenset({_L.ACCEPTED_BY_CENTRE, _L.SENT_BACK}),
    _L.SENT_BACK: frozenset({_L.IN_PROGRESS, _L.INTERIM, _L.FINAL, _L.RETURNED, _L.RECALLED}),
    _L.RETURNED: frozenset(),
    _L.RECALLED: frozenset(),
    _L.ACCEPTED_BY_CENTRE: frozenset(),
}

# A leg in one of these asks nothing more of its agency.
LEG_ENDED = frozenset({_L.RETURNED, _L.RECALLED, _L.ACCEPTED_BY_CENTRE})
# Nothing of it left the centre; it is removed, not recalled.
LEG_UNRELEASED = frozenset({_L.DRAFT, _L.RELEASE_CHECK})
LEG_WITH_AGENCY = frozenset(
    {_L.DELIVERED, _L.ACKNOWLEDGED, _L.ACCEPTED, _L.IN_PROGRESS, _L.INTERIM, _L.SENT_BACK}
)
# While a case stands in one of these, a leg of it may be released.
CASE_RELEASABLE = frozenset({_C.SCREENING, _C.DECIDED, _C.FORWARDED, _C.IN_PROGRESS, _C.REPORTED})
CASE_ENDED = frozenset({_C.CONCLUDED, _C.REFUSED, _C.REDIRECTED, _C.MERGED})


def derived_case_state(legs: list[LegState], now: CaseState) -> CaseState:
    """The state a case takes from its legs; ``now`` where they say nothing new."""
    live = [leg for leg in legs if leg not in {_L.RETURNED, _L.RECALLED}]
    if not legs or now in CASE_ENDED or now in {_C.REVIEW, _C.REOPENED, _C.NEED_INFO}:
        return now
    if now in {_C.SCREENING, _C.SELF} and all(leg in LEG_ENDED | LEG_UNRELEASED for leg in legs):
        return now  # with the centre's people; no agency has it now
    if not live:
        return _C.SCREENING
    if all(leg in {_L.FINAL, _L.ACCEPTED_BY_CENTRE} for leg in live):
        return _C.REPORTED
    if any(
        leg in {_L.ACCEPTED, _L.IN_PROGRESS, _L.INTERIM, _L.SENT_BACK, _L.FINAL} for leg in live
    ):
        return _C.IN_PROGRESS
    if any(
        leg in {_L.READY, _L.SENT, _L.DELIVERED, _L.ACKNOWLEDGED, _L.SEND_FAILED} for leg in live
    ):
        return _C.FORWARDED
    return now
