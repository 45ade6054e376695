"""Switching a pair on: earned by evidence, granted by two named people, written in the log.

One steward proposes, another confirms; both times the figures must hold. What the demonstration
switches on for show is said to be so, and does nothing where there is no demonstration.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from damrong.accounts.errors import reason_needed
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.audit.record import append
from damrong.cases.actors import of_person
from damrong.cases.errors import VerbRefused, not_allowed
from damrong.config.demonstration import is_demonstration
from damrong.release.automation import STREAM, State, pair_of
from damrong.release.draw import key_digest
from damrong.release.models import Automation, Grant, PairEvidence
from damrong.release.policy import policy


def propose(category: str, agency: str, person: Person, reason: str) -> Grant:
    """Propose to switch a pair on that is in shadow and whose evidence holds."""
    if not person.may(Right.SET_AUTOMATION):
        raise not_allowed()
    if not reason.strip():
        raise reason_needed()
    of, to = pair_of(category, agency, to_be_on=True)
    with transaction.atomic():
        row = Automation.objects.select_for_update().filter(category=of, agency=to).first()
        if row is None or row.state != State.SHADOW:
            raise VerbRefused(
                "shadow_first",
                "ต้องทดลองเงาก่อน จึงจะเสนอเปิดได้",
                "The pair must be in shadow before it can be proposed.",
            )
        if Grant.objects.filter(category=of, agency=to, granted__isnull=True).exists():
            raise VerbRefused(
                "waits_already", "มีผู้เสนอไว้แล้ว รอผู้ดูแลอีกคนยืนยัน", "A proposal waits already."
            )
        figures = _holding(category, agency)
        grant = Grant.objects.create(
            category=of,
            agency=to,
            model=figures["model"],
            evidence=figures,
            reason=reason,
            proposed_by=person,
        )
        append(
            STREAM, "automation_proposed", of_person(person),
            {"category": category, "agency": agency, "grant": grant.pk, **_short(figures)},
        )  # fmt: skip
    return grant


def confirm(grant_id: int, person: Person) -> Automation:
    """The second steward's yes: from now on clear cases of the pair go by themselves."""
    with transaction.atomic():
        grant = _waiting(grant_id, person)
        if grant.proposed_by_id == person.pk:
            raise VerbRefused(
                "second_steward_needed",
                "ผู้เสนอยืนยันเองไม่ได้ ต้องให้ผู้ดูแลแบบจำลองอีกคนยืนยัน",
                "Another model steward must confirm; nobody confirms the own proposal.",
            )
        pair_of(str(grant.category_id), str(grant.agency_id), to_be_on=True)
        row = Automation.objects.select_for_update().get(
            category=grant.category_id, agency=grant.agency_id
        )
        if row.state != State.SHADOW:
            raise VerbRefused(
                "shadow_first",
                "คู่นี้ไม่ได้อยู่ในทดลองเงาแล้ว โปรดเสนอใหม่",
                "The pair is no longer in shadow. Propose it again.",
            )
        figures = _holding(str(grant.category_id), str(grant.agency_id))
        if figures["model"] != grant.model:
            raise _too_little("แบบจำลองเปลี่ยนไปหลังจากเสนอ", "The model changed since the proposal.")
        grant.evidence, grant.granted = figures, True
        grant.decided_by, grant.decided_at = person, timezone.now()
        grant.save()
        row.state, row.grant, row.for_show, row.fell_back = State.ON, grant, False, ""
        row.reason = grant.reason
        row.set_by = f"{of_person(grant.proposed_by)} + {of_person(person)}"
        row.save()
        append(
            STREAM, "automation_granted", of_person(person),
            {
                "category": grant.category_id,
                "agency": grant.agency_id,
                "grant": grant.pk,
                "proposed_by": of_person(grant.proposed_by),
                "model": grant.model,
                "policy": policy().as_dict(),
                "draw_key_sha256": key_digest(),
                **_short(figures),
            },
        )  # fmt: skip
    return row


def decline(grant_id: int, person: Person) -> Grant:
    """The second steward's no, or the first one's second thought."""
    with transaction.atomic():
        grant = _waiting(grant_id, person)
        grant.granted, grant.decided_by, grant.decided_at = False, person, timezone.now()
        grant.save()
        append(
            STREAM, "automation_declined", of_person(person),
            {"category": grant.category_id, "agency": grant.agency_id, "grant": grant.pk},
        )  # fmt: skip
    return grant


def grant_for_show(category: str, agency: str, person: Person, reason: str) -> Automation:
    """Switch a pair on without evidence, in a demonstration only; logged as what it is."""
    if not is_demonstration():
        raise VerbRefused(
            "no_demonstration",
            "เปิดเพื่อการสาธิตได้เฉพาะในระบบสาธิต ระบบจริงต้องมีหลักฐานและผู้ดูแลสองคน",
            "Only a demonstration is switched on for show; a real system needs evidence and two people.",
        )
    if not person.may(Right.SET_AUTOMATION):
        raise not_allowed()
    of, to = pair_of(category, agency, to_be_on=True)
    with transaction.atomic():
        row, _ = Automation.objects.update_or_create(
            category=of,
            agency=to,
            defaults={
                "state": State.ON,
                "reason": reason,
                "set_by": of_person(person),
                "for_show": True,
                "grant": None,
                "fell_back": "",
            },
        )
        append(
            STREAM, "automation_shown", of_person(person),
            {"category": category, "agency": agency},
        )  # fmt: skip
    return row


def _waiting(grant_id: int, person: Person) -> Grant:
    if not person.may(Right.SET_AUTOMATION):
        raise not_allowed()
    grant = Grant.objects.select_for_update().filter(pk=grant_id, granted__isnull=True).first()
    if grant is None:
        raise VerbRefused("no_such_grant", "ไม่มีข้อเสนอที่รออยู่", "No such proposal waits.")
    return grant


def _holding(category: str, agency: str) -> dict[str, Any]:
    """The figures last counted, if they are enough by the policy in force."""
    by = policy()
    row = PairEvidence.objects.filter(category=category, agency=agency).first()
    none_yet = {"right": {"total": 0}, "at_least": 0.0}
    figures: dict[str, Any] = row.figures if row else none_yet
    if figures["right"]["total"] < by.cases or figures["at_least"] < by.precision:
        raise _too_little(
            f"ต้องมีอย่างน้อย {by.cases} เรื่อง และรองรับความถูกต้องอย่างน้อย {by.precision:.1%}"
            f" (ขณะนี้ {figures['right']['total']} เรื่อง {figures['at_least']:.1%})",
            f"It takes at least {by.cases} cases that support {by.precision:.1%} right"
            f" (now {figures['right']['total']} cases, {figures['at_least']:.1%}).",
        )
    return dict(figures) | {"policy": by.as_dict()}


def _too_little(th: str, en: str) -> VerbRefused:
    return VerbRefused("too_little_evidence", f"หลักฐานยังไม่พอ: {th}", f"Not enough evidence: {en}")


def _short(figures: dict[str, Any]) -> dict[str, object]:
    return {"right": figures["right"], "at_least": figures["at_least"]}
