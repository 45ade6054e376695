"""Everything on the page of one case, read for the officer who looks. Changes nothing."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.matter_route import hops_of, may_pass_on
from damrong.cases.models import Attachment, Case, Leg, LegReport, Message, Party
from damrong.cases.scope import cases_for, may
from damrong.cases.states import (
    CASE_RELEASABLE,
    LEG_MOVES,
    LEG_UNRELEASED,
    CaseState,
    LegState,
)
from damrong.cases.stops import stopped
from damrong.catalogue.clock import due_on, limit
from damrong.config.templatetags.thai import field_name
from damrong.desk import case_suggestion
from damrong.desk.case_outgoing import Outgoing, outgoing, recalls_received
from damrong.desk.case_story import OWNER_SIGNS, OWNER_WORDS, Story, story_of
from damrong.desk.case_suggestion import Option, Suggested
from damrong.desk.case_timeline import Happened, timeline
from damrong.desk.case_words import IDENTITY_WORDS, URGENCY_TONES, URGENCY_WORDS, Words
from damrong.privacy.spans import REVIEWED_TYPES
from damrong.subjects.models import SubjectRequest
from damrong.subjects.scope import correctable
from damrong.vault.models import RevealRequest
from damrong.vault.reveal import is_open, requests_of

STATE_TONES = {
    CaseState.NEED_INFO: "warning",
    CaseState.REPORTED: "warning",
    CaseState.REVIEW: "warning",
    CaseState.CONCLUDED: "success",
    CaseState.REFUSED: "neutral",
    CaseState.MERGED: "neutral",
}
LEG_TONES = {
    LegState.DRAFT: "neutral",
    LegState.RELEASE_CHECK: "warning",
    LegState.SEND_FAILED: "danger",
    LegState.RETURNED: "danger",
    LegState.RECALLED: "neutral",
    LegState.FINAL: "warning",
    LegState.ACCEPTED_BY_CENTRE: "success",
}
MAY_CONCLUDE = {CaseState.SELF, CaseState.REPORTED, CaseState.REVIEW}


@dataclass(frozen=True)
class LegCard:
    """The matter with one agency, and what this person may do there."""

    leg: Leg
    tone: str
    reports: list[LegReport]
    overdue: bool
    may_instruct: bool
    may_release: bool
    may_second: bool
    own_signature: bool
    may_judge: bool
    may_retry: bool
    may_look: bool
    may_recall: bool
    may_remove: bool
    recall_received: datetime.datetime | None
    outgoing: list[Outgoing]


@dataclass(frozen=True)
class RevealCard:
    """One request of this person to see who the complainant is."""

    request: RevealRequest
    open: bool


@dataclass(frozen=True)
class CasePage:
    """The page. ``rights`` says by name what this person may do here and now."""

    case: Case
    story: Story
    suggested: Suggested
    options: dict[str, list[Option]]
    legs: list[LegCard]
    messages: list[Message]
    notes: list[Message]
    files: list[Attachment]
    timeline: list[Happened]
    reveals: list[RevealCard]
    corrections: list[SubjectRequest]
    stopped: bool
    joined: list[Case]
    came_through: list[str]
    rights: dict[str, bool]
    next: tuple[Words, str]
    identity: Words
    urgency: Words
    urgency_tone: str
    state_tone: str
    screening_due: datetime.date | datetime.datetime | None
    reply_due: datetime.date | None
    screening_late: bool
    marking: dict[str, Any]

    @property
    def at_desk(self) -> bool:
        """Whether it is an officer's turn to screen, so that the reason why is of use."""
        return self.case.state == CaseState.SCREENING


def read(case: Case, person: Person, refused: QueryDict | None = None) -> CasePage:
    """Read the page of a case that the person may reach; after a refusal with what was typed."""
    rows = list(case.legs.select_related("agency", "first_by", "second_by").prefetch_related("reports"))  # fmt: skip
    keys = [leg.pk for leg in rows]
    waiting, received = outgoing(keys), recalls_received(keys)
    rights = _rights(case, person)
    legs = [_leg(leg, case, person, waiting.get(leg.pk, []), received.get(leg.pk), rights["pass_on"]) for leg in rows]  # fmt: skip
    words = list(case.messages.select_related("by"))
    screening_due = _screening_due(case)
    story = story_of(case, refused.get("spans", "") if refused else "")
    return CasePage(
        case=case,
        story=story,
        suggested=case_suggestion.suggested(case, person),
        options=case_suggestion.options(case, refused),
        legs=legs,
        messages=[m for m in words if m.kind != Message.Kind.INTERNAL],
        notes=[m for m in words if m.kind == Message.Kind.INTERNAL],
        files=list(case.attachments.select_related("from_agency").order_by("added_at", "id")),
        timeline=timeline(case.number),
        corrections=list(correctable(case)),
        stopped=stopped(case),
        reveals=[RevealCard(request, is_open(request)) for request in requests_of(person, case.number)],
        joined=list(cases_for(person).filter(merged_into=case).order_by("pk")),
        came_through=hops_of(case),
        rights=rights,
        next=_next(case, legs, rights),
        identity=IDENTITY_WORDS[case.identity_mode],
        urgency=URGENCY_WORDS[case.urgency],
        urgency_tone=URGENCY_TONES[case.urgency],
        state_tone=STATE_TONES.get(CaseState(case.state), "info"),
        screening_due=screening_due,
        reply_due=_reply_due(case),
        screening_late=_late(screening_due),
        marking={"types": {kind: field_name(kind) for kind in REVIEWED_TYPES}, "owners": [(owner, words, OWNER_SIGNS[owner]) for owner, words in OWNER_WORDS.items()]},
    )  # fmt: skip


def _rights(case: Case, person: Person) -> dict[str, bool]:
    """What to offer. The verbs ask again; this only spares the officer useless buttons."""
    state = CaseState(case.state)
    screen = may(person, Right.SCREEN, case)
    at_desk = state == CaseState.SCREENING
    return {
        "mark": screen and state not in {CaseState.CONCLUDED, CaseState.REFUSED, CaseState.MERGED},
        "decide": screen and case_suggestion.may_decide(case),
        "pass_on": may_pass_on(case, person),
        "ask": screen and at_desk,
        "refuse": screen and state in {CaseState.SCREENING, CaseState.NEED_INFO},
        "merge": screen and at_desk,
        "unmerge": screen and state == CaseState.MERGED,
        "part": screen and case.merged.exists(),
        "self": screen and at_desk,
        "conclude": may(person, Right.CONCLUDE, case)
        and (state in MAY_CONCLUDE or (state == CaseState.IN_PROGRESS and not case.legs.exists())),
        "reveal": may(person, Right.REVEAL, case) and _reference(case) is not None,
    }


def _reference(case: Case) -> Any:
    return (
        case.parties.filter(role=Party.Role.COMPLAINANT, vault_reference__isnull=False)
        .values_list("vault_reference", flat=True)
        .first()
    )


def _leg(
    leg: Leg,
    case: Case,
    person: Person,
    waiting: list[Outgoing],
    recall_received: datetime.datetime | None,
    passes_on: bool,
) -> LegCard:
    state = LegState(leg.state)
    draft, waits = state == LegState.DRAFT, state == LegState.RELEASE_CHECK
    final = state == LegState.FINAL
    return LegCard(
        leg=leg,
        tone=LEG_TONES.get(state, "info"),
        reports=list(leg.reports.all()),
        overdue=leg.due_on is not None
        and leg.ended_at is None
        and not final
        and leg.due_on < timezone.localdate(),
        may_instruct=draft and may(person, Right.SCREEN, case),
        may_release=draft and case.state in CASE_RELEASABLE and passes_on and may(person, Right.RELEASE, case),
        may_second=waits and may(person, Right.SECOND_RELEASE, case) and leg.first_by_id != person.pk,
        own_signature=waits and leg.first_by_id == person.pk,
        may_judge=final and may(person, Right.CONCLUDE, case),
        may_retry=state == LegState.SEND_FAILED and may(person, Right.RETRY_JOBS, case),
        may_look=leg.extract is not None and not draft and not waits,
        may_recall=LegState.RECALLED in LEG_MOVES[state] and may(person, Right.RELEASE, case),
        may_remove=state in LEG_UNRELEASED and may(person, Right.SCREEN, case),
        recall_received=recall_received,
        outgoing=waiting,
    )  # fmt: skip


def _screening_due(case: Case) -> datetime.date | datetime.datetime | None:
    if CaseState(case.state) not in {CaseState.RECEIVED, CaseState.SCREENING, CaseState.DECIDED}:
        return None
    found = limit(
        "screening", case.received_on, urgency=case.urgency, category=str(case.category_id or "")
    )
    if found is None:
        return None
    if found.hours:
        return case.received_at + datetime.timedelta(hours=found.hours)
    return due_on(found, case.received_on)


def _reply_due(case: Case) -> datetime.date | None:
    found = limit("reply_to_citizen", case.received_on) if case.concluded_at is None else None
    return due_on(found, case.received_on) if found else None


def _late(due: datetime.date | datetime.datetime | None) -> bool:
    if isinstance(due, datetime.datetime):
        return due < timezone.now()
    return due is not None and due < timezone.localdate()


def _next(case: Case, legs: list[LegCard], rights: dict[str, bool]) -> tuple[Words, str]:
    """What is to be done now, in one sentence, and where on the page."""
    state = CaseState(case.state)
    if any(card.may_second for card in legs):
        return _("มีเจ้าหน้าที่คนแรกลงนามแล้ว โปรดตรวจและปล่อยเรื่องในฐานะคนที่สอง"), "legs"
    if any(card.leg.state == LegState.SEND_FAILED for card in legs):
        return _("ส่งถึงหน่วยงานไม่สำเร็จ โปรดดูสาเหตุแล้วสั่งส่งอีกครั้ง"), "legs"
    if state == CaseState.SCREENING and rights["decide"]:
        drafts = any(card.leg.state == LegState.DRAFT for card in legs)
        if drafts and not rights["pass_on"]:
            return _("เรื่องส่งต่อหรือส่งคืนครบสามครั้งแล้ว รอจังหวัดหรือกระทรวงวินิจฉัยหน่วยงานรับผิดชอบ"), "legs"
        if drafts:
            return _(
                "ตรวจเครื่องหมายในเรื่อง พิจารณาข้อเสนอของระบบ แล้วดูตัวอย่างและปล่อยเรื่องให้หน่วยงาน"
            ), "story"
        return _("เลือกหน่วยงานที่ควรส่ง หรือดำเนินการอย่างอื่น เช่น ขอข้อมูลเพิ่ม"), "suggestion"
    if rights["conclude"] and state != CaseState.SELF:
        return _("หน่วยงานรายงานผลครบแล้ว โปรดพิจารณาผล แล้วยุติเรื่องหรือให้ดำเนินการเพิ่ม"), "legs"
    plain: dict[CaseState, Promise | str] = {
        CaseState.RECEIVED: _("ระบบกำลังคัดกรอง โปรดรอสักครู่แล้วโหลดหน้าใหม่"),
        CaseState.NEED_INFO: _("รอผู้ร้องตอบ เมื่อตอบแล้วเรื่องจะกลับมาที่โต๊ะคัดกรอง"),
        CaseState.DECIDED: _("รอเจ้าหน้าที่คนที่สองตรวจและปล่อยเรื่อง"),
        CaseState.FORWARDED: _("ส่งให้หน่วยงานแล้ว รอหน่วยงานตอบ"),
        CaseState.IN_PROGRESS: _("หน่วยงานกำลังดำเนินการ รอรายงานผล"),
        CaseState.SELF: _("ศูนย์ดำเนินการเอง เมื่อเสร็จแล้วให้ยุติเรื่องพร้อมตอบผู้ร้อง"),
        CaseState.MERGED: _("รวมกับเรื่องอื่นแล้ว ผู้ร้องจะได้รับคำตอบพร้อมกัน"),
        CaseState.CONCLUDED: _("เรื่องยุติแล้ว ไม่มีอะไรต้องทำ"),
        CaseState.REFUSED: _("ไม่รับเรื่องไว้แล้ว ไม่มีอะไรต้องทำ"),
    }
    return plain.get(state, _("อ่านได้อย่างเดียว")), ""
