"""The answer to an agency's question: composed as a story is, and looked at where it must be.

The agency never learns who answers. In every mode but open, and in a must-review case, an officer
sees what would leave first; otherwise it goes by the agreement's fields, unless the second scan
finds something.
"""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.audit.record import canonical
from damrong.cases.actors import CITIZEN, of_person
from damrong.cases.asked import AgencyQuestion
from damrong.cases.change import Change, changing
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Disclosure, IdentityMode, Leg
from damrong.cases.scope import require
from damrong.cases.verbs.asking import require_conversation
from damrong.cases.verbs.release import Extract
from damrong.catalogue.agreements import agreement_in_force
from damrong.catalogue.models import AgreementField
from damrong.privacy.detect import detect
from damrong.privacy.spans import Span, found
from damrong.release.compose import identity_barred, identity_of, marks_of
from damrong.release.conversation import disclosed, names, signed, tell
from damrong.release.informant import giveaways, guarded
from damrong.release.pseudonyms import persons_of
from damrong.release.redaction import hide
from damrong.release.scan import KNOWN_IDENTITY, scan
from damrong.release.withheld import hidden_reasons
from damrong.text.clean import check_text
from damrong.vault.seal import Identity

State = AgencyQuestion.State
LONGEST = 20_000  # code points of an answer
COMPLAINANT, CENTRE = "complainant", "centre"


def compose_answer(
    case: Case, leg: Leg, reference: str, text: str, *, by: str, hiding: Iterable[str] = ()
) -> Extract:
    """What the agency would read of an answer. Raises VerbRefused where nothing may flow.

    ``by``: COMPLAINANT or CENTRE; ``hiding``: words that an officer hides besides.
    """
    category = str(case.category_id or "")
    agreement = agreement_in_force(str(leg.agency_id), category, timezone.localdate())
    fields = {row.field: row.transformation for row in agreement.fields.all()} if agreement else {}
    if agreement is None or fields.get("narrative") != AgreementField.Transformation.KEEP:
        raise VerbRefused(
            "no_agreement",
            "ข้อตกลงที่มีผลกับหน่วยงานไม่ให้ส่งคำตอบ จึงไม่ส่ง",
            "No agreement in force with the agency lets an answer through, so nothing is sent.",
        )
    identity = identity_of(case)
    leaves = not identity_barred(case) and identity != Identity()
    readable = hide(
        text,
        [*_marks(text, hiding)],
        fields,
        identity_leaves=leaves,
        persons=persons_of(case, str(leg.agency_id), marks_of(case)),
    )
    content: dict[str, Any] = {"reference": reference, "text": readable.text, "answered_by": by}
    words = {"text": readable.text}
    return Extract(
        content=content,
        withheld=[
            {"field": field, "why_th": th, "why_en": en}
            for field, (th, en) in hidden_reasons(readable.hidden, fields).items()
        ],
        digest=hashlib.sha256(canonical(content)).hexdigest(),
        agreement=agreement,
        findings=scan(words, allowed=[case.number, *readable.stays], identity=identity)
        + (giveaways(words) if guarded(case) else ()),
    )


def looked_at(case: Case) -> bool:
    """Whether an officer sees every answer of this case before it goes on."""
    return case.must_review or case.identity_mode != IdentityMode.OPEN


def answer(number: str, question_id: int, text: str) -> AgencyQuestion:
    """The complainant's answer. It goes at once only where nobody has to look at it."""
    with changing(number, "question_answered", CITIZEN) as change:
        return _take(change, question_id, text, None)


def answer_for(number: str, question_id: int, person: Person, text: str) -> AgencyQuestion:
    """An officer answers in the complainant's place, or writes over what the complainant wrote."""
    with changing(number, "question_answered", of_person(person)) as change:
        require(person, Right.SCREEN, change.case)
        return _take(change, question_id, text, person)


def preview(case: Case, question: AgencyQuestion, hiding: Iterable[str] | None = None) -> Extract:
    """What would leave of a given answer; ``hiding`` in place of what was hidden so far."""
    return compose_answer(
        case,
        question.leg,
        question.reference,
        question.answer,
        by=CENTRE if question.author_id else COMPLAINANT,
        hiding=question.hide if hiding is None else hiding,
    )


def hide_words(number: str, question_id: int, person: Person, words: Iterable[str]) -> None:
    """Hide these words of the answer too. A first signature under the old words is void."""
    with changing(number, "answer_hidden", of_person(person)) as change:
        require(person, Right.RELEASE, change.case)
        question = _open(change, question_id, State.REVIEW)
        question.hide = sorted({word.strip() for word in words if word.strip()})
        question.first_by, question.digest = None, ""
        question.save()
        change.note(leg=question.leg.number, question=question.pk, hidden=len(question.hide))


def pass_on(
    number: str, question_id: int, person: Person, shown_digest: str, *, explained: bool = False
) -> AgencyQuestion:
    """Let the answer go as it was shown; in a must-review case after a second person's look."""
    with changing(number, "answer_released", of_person(person)) as change:
        question = _open(change, question_id, State.REVIEW)
        require_conversation(change, question.leg)
        extract = preview(change.case, question)
        if extract.digest != shown_digest or question.digest not in {"", extract.digest}:
            raise VerbRefused(
                "changed_since_shown",
                "ข้อมูลเปลี่ยนไปจากที่แสดงให้ท่านเห็น โปรดตรวจดูอีกครั้ง",
                "It is no longer what you were shown. Look at it again.",
            )
        known = any(one["kind"] == KNOWN_IDENTITY for one in extract.findings)
        if extract.findings and (known or not explained):
            raise VerbRefused(
                "second_scan",
                "มีข้อความที่ต้องดูก่อนส่ง โปรดปิดข้อความนั้น หรือยืนยันว่าดูแล้วส่งได้",
                "There is something to look at. Hide it, or say that you looked and it may be sent.",
            )
        question.digest = extract.digest
        if signed(change.case, question, person):
            _go(change, question, extract, names(question))
        else:
            change.event = "answer_proposed"
            change.note(leg=question.leg.number, agency=question.leg.agency_id)
            question.save()
        return question


def decline(number: str, question_id: int, person: Person, reason: str) -> AgencyQuestion:
    """The centre does not let the question be answered, and tells the agency why."""
    if not reason.strip():
        raise VerbRefused("reason_needed", "โปรดเขียนเหตุผล", "Write the reason.")
    with changing(number, "question_declined", of_person(person)) as change:
        require(person, Right.SCREEN, change.case)
        question = _open(change, question_id, State.ASKED, State.REVIEW)
        leg = question.leg
        told = compose_answer(change.case, leg, question.reference, reason, by=CENTRE)
        question.extract = told.content | {"declined": True}
        question.digest = hashlib.sha256(canonical(question.extract)).hexdigest()
        question.state, question.author = State.DECLINED, person
        question.closed_at = timezone.now()
        question.save()
        change.note(question=question.pk)
        tell(change, leg, "answer", question)
        return question


def _take(change: Change, question_id: int, text: str, person: Person | None) -> AgencyQuestion:
    text = check_text(text).strip()
    if not text or len(text) > LONGEST:
        raise VerbRefused(
            "text_needed",
            f"โปรดเขียนคำตอบไม่เกิน {LONGEST:,} ตัวอักษร",
            f"Write an answer of at most {LONGEST:,} characters.",
        )
    states = [State.ASKED, State.REVIEW] if person else [State.ASKED]
    question = _open(change, question_id, *states)
    require_conversation(change, question.leg)
    case = change.case
    question.answer, question.author, question.answered_at = text, person, timezone.now()
    question.first_by, question.digest = None, ""
    extract = preview(case, question)
    change.note(leg=question.leg.number, agency=question.leg.agency_id, question=question.pk)
    if looked_at(case) or extract.findings:
        question.state = State.REVIEW
        question.save()
    else:
        _go(change, question, extract, of_person(person))
    return question


def _go(change: Change, question: AgencyQuestion, extract: Extract, by: str) -> None:
    question.extract, question.digest = extract.content, extract.digest
    question.state, question.closed_at = State.ANSWERED, timezone.now()
    question.save()
    disclosed(question.leg, Disclosure.What.ANSWER, extract, by)
    change.note(question=question.pk, digest=extract.digest)
    tell(change, question.leg, "answer", question)


def _open(change: Change, question_id: int, *states: str) -> AgencyQuestion:
    rows = AgencyQuestion.objects.select_related("leg__agency", "leg__agreement", "first_by")
    question = rows.filter(pk=question_id, leg__case=change.case, state__in=states).first()
    if question is None:
        raise VerbRefused(
            "already_answered",
            "คำถามนี้ตอบหรือปิดไปแล้ว โปรดเปิดหน้านี้ใหม่",
            "This question was answered or closed already. Reload the page.",
        )
    return question


def _marks(text: str, hiding: Iterable[str]) -> list[Span]:
    own = [
        found(*match.span(), "quasi_id", 1.0, "officer")
        for words in hiding
        for match in re.finditer(re.escape(words), text)
    ]
    return [*detect(text), *own]
