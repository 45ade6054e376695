"""Asking: by whoever holds the code of a case, and at a counter or by letter."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.accounts.row_scope import for_the_house, of_code, scoped
from damrong.audit.record import append
from damrong.cases.actors import CITIZEN, of_person
from damrong.cases.errors import VerbRefused, not_allowed
from damrong.cases.models import Case
from damrong.cases.numbers import code_hash, new_code, number_of
from damrong.subjects.change import RequestChange, concerned, on_request
from damrong.subjects.find import cases_of
from damrong.subjects.models import SubjectRequest
from damrong.subjects.rights import entitlement
from damrong.subjects.states import STOPS, Door, Kind, Proof, State
from damrong.text.clean import check_text
from damrong.vault.seal import Identity, identifiers, sealed

LETTERS = "RQ"
OPEN = (State.ASKED, State.GRANTED)


@dataclass(frozen=True)
class Asked:
    """What whoever asked at a counter takes home: number, and the code that opens the answer."""

    number: str
    code: str


def ask(case_number: str, kind: Kind, words: str) -> SubjectRequest:
    """Ask about one's own case, which was opened with its secret code."""
    words = _checked(kind, words)
    with transaction.atomic():
        case = Case.objects.select_related("unit").filter(number=case_number).first()
        if case is None:
            raise VerbRefused("no_such_case", "ไม่พบเรื่องเลขที่นี้", "There is no case with this number.")
        with for_the_house():
            Case.objects.select_for_update().get(pk=case.pk)  # two presses at once
            if case.subject_requests.filter(kind=kind, door=Door.TRACKING, state__in=OPEN).exists():
                raise VerbRefused(
                    "asked_already",
                    "ท่านยื่นคำขอประเภทนี้ไว้แล้ว โปรดรอผลหรือถอนคำขอเดิมก่อน",
                    "You asked for this already. Wait for the answer, or withdraw it first.",
                )
            today = timezone.localdate()
            request = SubjectRequest(
                kind=kind, door=Door.TRACKING, proof=Proof.CODE, case=case, unit=case.unit,
                unit_path=case.unit_path, words=words, received_on=today,
            )  # fmt: skip
            _store(request, CITIZEN)
            return request


def key_in(
    officer: Person,
    kind: Kind,
    words: str,
    *,
    door: Door,
    proof: Proof,
    who: Identity,
    proven: Collection[str],
    case_number: str = "",
    received_on: datetime.date | None = None,
) -> Asked:
    """Take in what somebody asked at a counter or by letter.

    ``proven``: which identifiers of ``who`` the proof shows; by these alone their cases are found.
    The officer isn't told whether anything was found: that would tell who complained.
    """
    if not officer.may(Right.RECEIVE) or officer.unit is None:
        raise not_allowed()
    words = _checked(kind, words)
    today = timezone.localdate()
    if not who.name.strip() or not set(proven) <= set(identifiers(who)):
        raise VerbRefused(
            "identity_needed",
            "ต้องมีชื่อผู้ขอ และตัวระบุที่พิสูจน์แล้วต้องกรอกไว้ด้วย",
            "Who asks needs a name, and an identifier that was proven must be written down.",
        )
    if door == Door.TRACKING or proof == Proof.CODE or (received_on or today) > today:
        raise VerbRefused(
            "bad_request", "ช่องทาง หลักฐาน หรือวันที่ไม่ถูกต้อง", "Door, proof or day is not right."
        )
    with transaction.atomic(), for_the_house():
        case = Case.objects.filter(number=case_number).first() if case_number else None
        if case_number and (case is None or not case.unit_path.startswith(officer.unit.path)):
            raise VerbRefused("no_such_case", "ไม่พบเรื่องเลขที่นี้", "There is no case with this number.")
        code = new_code()
        request = SubjectRequest(
            kind=kind, door=door, proof=proof, case=case, unit=officer.unit,
            unit_path=officer.unit.path, words=words, received_on=received_on or today,
            taken_by=officer, proven=sorted(set(proven)), code_hash=code_hash(code),
        )  # fmt: skip
        _store(request, of_person(officer), who)
        return Asked(request.number, code)


def see_proof(number: str, officer: Person) -> SubjectRequest:
    """A second officer saw the proof too: nobody alone gets a copy of what somebody complained of."""
    with on_request(number, "subject_proof_seen", of_person(officer)) as change:
        request = change.request
        from_here = officer.unit is not None and request.unit_path.startswith(officer.unit.path)
        if not officer.may(Right.RECEIVE) or not from_here or officer.pk == request.taken_by_id:
            raise not_allowed()
        request.proof_seen_by = officer
        return request


def request_by_code(code: str) -> SubjectRequest | None:
    """The request that a secret code opens, or None."""
    hashed = code_hash(code)
    with scoped(of_code(hashed)):
        return SubjectRequest.objects.filter(code_hash=hashed).first()


def _checked(kind: Kind, words: str) -> str:
    words = check_text(words).strip()
    if not words and kind != Kind.ACCESS:
        raise VerbRefused(
            "text_needed", "โปรดเขียนว่าขออะไร เพราะอะไร", "Write what you ask for, and why."
        )
    return words


def _store(request: SubjectRequest, actor: str, who: Identity | None = None) -> None:
    request.due_on = entitlement(request.kind).due(request.received_on)
    request.number = uuid.uuid4().hex[:20]
    request.save()
    request.number = number_of(request.pk, LETTERS)
    if who is not None:
        kept = sealed(request.number, who)
        for row in kept.rows:
            row.save(force_insert=True)
        request.vault_reference = kept.reference
    request.save()
    if who is not None:
        cases_of(request, who)
    change = RequestChange(request, actor)
    # In danger to life others may need help; there an objection waits for its decision.
    if request.kind in STOPS and not any(case.urgency == "life" for case in concerned(request)):
        change.stop_releases()
    change.note(door=str(request.door), proof=str(request.proof))
    append(f"subject:{request.number}", "subject_asked", actor, change.facts)
