"""The officer's side of screening: correct, ask, split into legs, refuse, keep."""

from typing import Any

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.actors import of_person
from damrong.cases.change import changing
from damrong.cases.draft_legs import draft_legs, require_active
from damrong.cases.errors import VerbRefused
from damrong.cases.joined import answer_joined
from damrong.cases.models import Case, CaseSpans, Decision, Leg, Message
from damrong.cases.scope import require
from damrong.cases.second_person import needs_second_person
from damrong.cases.states import CaseState, LegState
from damrong.cases.verbs.recall import remove_drafts
from damrong.catalogue.models import Category, Term
from damrong.privacy.spans import OWNERS, REVIEWED_TYPES

URGENCIES = ("life", "urgent", "normal")
CORRECTABLE = {"kind", "category", "urgency", "sensitive", "agencies"}


def correct(
    number: str,
    officer: Person,
    *,
    field: str,
    value: Any,
    suggested: Any = None,
    reason: str = "",
    version: int | None = None,
) -> Case:
    """Accept (value == suggested), change or reject one suggestion; the officer's word counts.

    ``field`` is one of CORRECTABLE. ``agencies`` takes a list of codes, the primary first, and
    makes the draft legs follow it.
    """
    if field not in CORRECTABLE:
        raise VerbRefused("unknown_field", "ไม่มีรายการนี้ให้แก้ไข", "This cannot be corrected.")
    with changing(number, "corrected", of_person(officer), version=version) as change:
        case = change.case
        require(officer, Right.SCREEN, case)
        if field == "agencies":
            wanted = list(dict.fromkeys(str(code) for code in value))
            require_active(wanted)
            draft_legs(case, wanted)
        elif field == "category":
            case.category = _category(value)
            case.issues.filter(position=1).update(category=case.category)
        elif field == "sensitive":
            case.sensitive = sorted({_term("must_review", reason) for reason in value})
        elif field == "kind":
            case.kind = _term("kinds", value)
        else:
            case.urgency = _urgency(value)
        # One person may raise this, never lower it: whoever takes a reason away has it confirmed
        # by the second person who releases.
        case.must_review |= needs_second_person(case.sensitive, case.category)
        Decision.objects.create(
            case=case,
            field=field,
            suggested=suggested,
            decided=value,
            reason=reason,
            officer=officer,
        )
        change.note(field=field, changed=value != suggested)
        return case


def correct_spans(
    number: str, officer: Person, spans: list[dict[str, Any]], *, version: int | None = None
) -> CaseSpans:
    """Replace the marks of personal data in the narrative (start, end, type, owner)."""
    with changing(number, "spans_corrected", of_person(officer), version=version) as change:
        require(officer, Right.SCREEN, change.case)
        length = len(change.case.narrative)
        clean = sorted(
            (
                {
                    "start": int(s["start"]),
                    "end": int(s["end"]),
                    "type": s["type"],
                    "owner": s["owner"],
                    "score": 1.0,
                }
                for s in spans
            ),
            key=lambda s: s["start"],
        )
        if any(s["type"] not in REVIEWED_TYPES or s["owner"] not in OWNERS for s in clean):
            raise VerbRefused(
                "bad_span", "ไม่มีชนิดหรือเจ้าของข้อมูลนี้ในรายการ", "A mark's type or owner is unknown."
            )
        if any(not 0 <= s["start"] < s["end"] <= length for s in clean):
            raise VerbRefused(
                "bad_span", "ตำแหน่งข้อความที่ทำเครื่องหมายไม่ถูกต้อง", "A mark lies outside the text."
            )
        row, _ = CaseSpans.objects.update_or_create(
            case=change.case, defaults={"spans": clean, "corrected_by": officer}
        )
        Decision.objects.create(
            case=change.case, field="spans", suggested=None, decided=clean, officer=officer
        )
        # What was prepared before shows other marks than these.
        change.case.legs.filter(state=LegState.DRAFT).update(extract=None, digest="")
        change.note(marks=len(clean))
        return row


def ask_citizen(number: str, officer: Person, question: str) -> Case:
    """Ask for what is missing; the case waits for the answer."""
    with changing(number, "asked_citizen", of_person(officer)) as change:
        require(officer, Right.SCREEN, change.case)
        change.move(CaseState.NEED_INFO)
        Message.objects.create(
            case=change.case, kind=Message.Kind.TO_CITIZEN, text=question, by=officer
        )
        return change.case


def refuse(number: str, officer: Person, *, code: str, reply: str) -> Case:
    """Do not accept the matter: coded reason and a notice to the citizen, who may ask again."""
    if not Term.objects.filter(vocabulary="refusal_reasons", code=code).exists() or (
        not reply.strip()
    ):
        raise VerbRefused(
            "reason_needed",
            "ต้องเลือกเหตุผลและเขียนคำชี้แจงถึงผู้ร้อง",
            "Choose a reason and write a notice to the complainant.",
        )
    with changing(number, "refused", of_person(officer)) as change:
        require(officer, Right.SCREEN, change.case)
        remove_drafts(change)
        change.move(CaseState.REFUSED)
        change.case.refusal_code, change.case.reply = code, reply
        change.note(code=code)
        answer_joined(change.case, of_person(officer))
        return change.case


def handle_self(number: str, officer: Person) -> Case:
    """The centre works on it itself, without an agency."""
    with changing(number, "handled_by_centre", of_person(officer)) as change:
        require(officer, Right.SCREEN, change.case)
        remove_drafts(change)  # what was never released asks nothing of anybody
        change.move(CaseState.SELF)
        return change.case


def add_note(number: str, officer: Person, text: str) -> Message:
    """An internal note; neither citizen nor agency sees it."""
    with changing(number, "noted", of_person(officer)) as change:
        require(officer, Right.READ_CASE, change.case)
        return Message.objects.create(
            case=change.case, kind=Message.Kind.INTERNAL, text=text, by=officer
        )


def instruct(number: str, officer: Person, leg_number: int, instruction: str) -> Leg:
    """What the centre asks of one agency; part of its extract."""
    with changing(number, "instructed", of_person(officer)) as change:
        require(officer, Right.SCREEN, change.case)
        leg = change.case.legs.get(number=leg_number)
        if leg.state != LegState.DRAFT:
            raise VerbRefused(
                "already_released", "ปล่อยเรื่องไปแล้ว แก้ไขไม่ได้", "It was released already."
            )
        leg.instruction, leg.extract, leg.digest = instruction, None, ""
        leg.save()
        change.note(leg=leg_number)
        return leg


def _category(code: Any) -> Category | None:
    found = Category.objects.filter(pk=code).first() if code else None
    if code and found is None:
        raise _unknown(code)
    return found


def _term(vocabulary: str, code: Any) -> str:
    if not Term.objects.filter(vocabulary=vocabulary, code=str(code)).exists():
        raise _unknown(code)
    return str(code)


def _urgency(value: Any) -> str:
    if value not in URGENCIES:
        raise _unknown(value)
    return str(value)


def _unknown(value: Any) -> VerbRefused:
    return VerbRefused(
        "unknown_value",
        f"ไม่มีค่านี้ในรายการ: {str(value)[:40]}",
        f"There is no such value in the list: {str(value)[:40]}",
    )
