"""A legal hold: a named person stops the erasure of a case with a reason, and another word ends it."""

from django.db.models import QuerySet
from django.utils import timezone

from damrong.accounts.errors import reason_needed
from damrong.accounts.models import Person
from damrong.accounts.roles import Right
from damrong.cases.actors import of_person
from damrong.cases.change import changing
from damrong.cases.content import content_of_case
from damrong.cases.errors import VerbRefused
from damrong.cases.scope import cases_for, require
from damrong.retention.models import LegalHold


def place(number: str, person: Person, reason: str) -> LegalHold:
    """Keep everything of the case from now on, whatever the policy says."""
    _check(reason)
    with changing(number, "hold_placed", of_person(person)) as change:
        require(person, Right.HOLD_RECORDS, change.case)
        hold = LegalHold.objects.create(case=change.case, placed_by=person, reason=reason)
        change.note(hold=hold.pk)
        return hold


def lift(hold_id: int, person: Person, reason: str) -> LegalHold:
    """End a hold. The policy holds again from the next run on."""
    _check(reason)
    number = LegalHold.objects.filter(pk=hold_id).values_list("case__number", flat=True).first()
    if number is None:
        raise _lifted_already()
    with changing(number, "hold_lifted", of_person(person)) as change:
        require(person, Right.HOLD_RECORDS, change.case)
        hold = LegalHold.objects.select_for_update().get(pk=hold_id)
        if hold.lifted_at:
            raise _lifted_already()
        hold.lifted_by, hold.lifted_at, hold.lifted_reason = person, timezone.now(), reason
        hold.save()
        change.note(hold=hold.pk)
        return hold


def holds_for(person: Person) -> QuerySet[LegalHold]:
    """The holds on cases of the person's area, the newest first."""
    return (
        LegalHold.objects.filter(case__in=cases_for(person, Right.HOLD_RECORDS))
        .select_related("case", "placed_by__unit", "lifted_by")
        .defer(*content_of_case())
        .order_by("-placed_at", "-pk")
    )


def _check(reason: str) -> None:
    if not reason.strip():
        raise reason_needed()


def _lifted_already() -> VerbRefused:
    return VerbRefused(
        "hold_lifted_already",
        "คำสั่งระงับการลบนี้ยกเลิกไปแล้ว โปรดเปิดหน้านี้ใหม่",
        "This hold was lifted already. Reload the page.",
    )
