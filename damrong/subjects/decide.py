"""Deciding: yes, or no on a ground of the law, with a reason that whoever asked reads."""

from django.utils import timezone

from damrong.accounts.errors import reason_needed
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.actors import CITIZEN, SYSTEM, of_person
from damrong.cases.change import changing
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Message
from damrong.cases.scope import require as require_case
from damrong.subjects.change import (
    RequestChange,
    concerned,
    decided_already,
    no_such_request,
    on_request,
)
from damrong.subjects.models import SubjectRequest
from damrong.subjects.rights import entitlement
from damrong.subjects.scope import require
from damrong.subjects.states import STOPS, Kind, Proof, State
from damrong.text.clean import check_text


def grant(
    number: str, officer: Person, reason: str = "", *, erasable: bool = False
) -> SubjectRequest:
    """Agree to it. ``erasable``: the retention room asked its policy; no erasure is agreed to else."""
    with on_request(number, "subject_granted", of_person(officer)) as change:
        request = change.request
        require(officer, Right.ANSWER_SUBJECTS, request)
        _require_proof(request)
        if request.kind == Kind.ERASURE and not erasable:
            raise VerbRefused(
                "policy_first",
                "การลบต้องพิจารณาตามนโยบายการเก็บก่อน",
                "An erasure is decided by the policy of retention.",
            )
        _decided(change, State.GRANTED, officer, reason)
        change.stop_releases()
        return request


def refuse(number: str, officer: Person, ground: str, reason: str) -> SubjectRequest:
    """Say no, on one of the grounds of the law and with a reason in words."""
    with on_request(number, "subject_refused", of_person(officer)) as change:
        request = change.request
        require(officer, Right.ANSWER_SUBJECTS, request)
        if ground not in entitlement(request.kind).refuse:
            raise VerbRefused(
                "ground_needed",
                "โปรดเลือกเหตุตามกฎหมายที่ปฏิเสธ",
                "Choose the ground on which the law lets it be refused.",
            )
        if not reason.strip():
            raise reason_needed()
        request.ground = ground
        change.note(ground=ground)
        _decided(change, State.REFUSED, officer, reason)
        change.resume_releases()
        return request


def end(number: str, officer: Person, reason: str) -> SubjectRequest:
    """End a stop that was agreed to: what it was for is over."""
    with on_request(number, "subject_done", of_person(officer)) as change:
        request = change.request
        require(officer, Right.ANSWER_SUBJECTS, request)
        if request.kind not in STOPS or not reason.strip():
            raise reason_needed()
        request.reason = "\n".join(filter(None, (request.reason, check_text(reason).strip())))
        carried_out(change, officer)
        change.resume_releases()
        return request


def correct(number: str, officer: Person, text: str) -> SubjectRequest:
    """An officer of the case puts the correction beside what was written; that stays as it is."""
    text = check_text(text).strip()
    if not text:
        raise VerbRefused("text_needed", "โปรดเขียนข้อความ", "Write something.")
    with on_request(number, "subject_done", of_person(officer)) as change:
        request = change.request
        cases = concerned(request)
        if request.kind != Kind.CORRECTION or len(cases) != 1:
            raise VerbRefused(
                "wrong_kind",
                "คำขอนี้ไม่ใช่การแก้ไขของเรื่องเดียว",
                "This request does not ask for a correction of one case.",
            )
        with changing(cases[0].number, "correction_added", of_person(officer)) as of_case:
            require_case(officer, Right.SCREEN, of_case.case)
            Message.objects.create(
                case=of_case.case, kind=Message.Kind.CORRECTION, text=text, by=officer
            )
            of_case.note(request=request.number)
        carried_out(change, officer)
        return request


def withdraw(number: str, opened: str) -> SubjectRequest:
    """Whoever asked takes it back; ``opened``: the case, or the request, whose code was given."""
    with on_request(number, "subject_withdrawn", CITIZEN) as change:
        request = change.request
        of_case = request.case.number if request.case and request.proof == Proof.CODE else ""
        if opened not in {request.number, of_case}:
            raise no_such_request()
        if request.state == State.GRANTED and request.kind not in STOPS:
            raise decided_already()
        change.move(State.WITHDRAWN)
        change.resume_releases()
        return change.request


def carried_out(change: RequestChange, officer: Person | None) -> None:
    """What was agreed to is done."""
    change.move(State.DONE)
    change.request.done_by, change.request.done_at = officer, timezone.now()


def carried_out_by_erasing(case: Case) -> int:
    """The record of who complained is gone, as was asked and agreed to. How many requests that ends."""
    waiting = case.subject_requests.filter(kind=Kind.ERASURE, state=State.GRANTED)
    numbers = list(waiting.values_list("number", flat=True))
    for number in numbers:
        with on_request(number, "subject_done", SYSTEM) as change:
            carried_out(change, None)
    return len(numbers)


def _decided(change: RequestChange, state: State, officer: Person, reason: str) -> None:
    change.move(state)
    request = change.request
    request.reason = check_text(reason).strip()
    request.decided_by, request.decided_at = officer, timezone.now()
    change.note(days_left=(request.due_on - timezone.localdate()).days)


def _require_proof(request: SubjectRequest) -> None:
    if request.proof == Proof.CODE or (request.proven and request.proof_seen_by_id):
        return
    raise VerbRefused(
        "not_proven",
        "ยังพิสูจน์ตัวตนไม่ครบ: ต้องมีตัวระบุที่พิสูจน์แล้ว และเจ้าหน้าที่คนที่สองเห็นหลักฐาน",
        "It is not proven who asks: an identifier that was proven, and a second officer who saw it.",
    )
