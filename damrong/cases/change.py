"""The frame of every verb: lock the case, do the change, write the log. One transaction.

with changing(number, "decided", actor) as change:
    change.move(CaseState.DECIDED)
    change.note(category="07")
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case, Leg
from damrong.cases.states import (
    CASE_MOVES,
    LEG_ENDED,
    LEG_MOVES,
    CaseState,
    LegState,
    derived_case_state,
)


class Change:
    """A case under lock, being changed."""

    def __init__(self, case: Case, event: str) -> None:
        self.case = case
        self.event = event
        self.facts: dict[str, Any] = {}
        self.left = False

    def leave(self) -> None:
        """There is nothing to do: no change, no log. The caller has written nothing so far."""
        self.left = True

    def note(self, **facts: Any) -> None:
        """Add to what the log will say. Never personal data."""
        self.facts.update(facts)

    def move(self, state: CaseState) -> None:
        """Move the case, if the state table allows it."""
        now = CaseState(self.case.state)
        if state == now:
            return
        if state not in CASE_MOVES[now]:
            raise wrong_state(now.label, state.label)
        self.note(state_from=now.value, state_to=state.value)
        self.case.state = state

    def move_leg(self, leg: Leg, state: LegState) -> None:
        """Move a leg, if the state table allows it; the case then follows from its legs."""
        now = LegState(leg.state)
        if state not in LEG_MOVES[now]:
            raise wrong_state(now.label, state.label)
        self.note(leg=leg.number, agency=leg.agency_id, leg_from=now.value, leg_to=state.value)
        leg.state = state
        if state in LEG_ENDED:
            leg.ended_at = timezone.now()
        leg.save()
        self.follow_legs()

    def follow_legs(self) -> None:
        """Derive the case's state from its legs."""
        states = [LegState(s) for s in self.case.legs.values_list("state", flat=True)]
        self.move(derived_case_state(states, CaseState(self.case.state)))


def wrong_state(now: str, wanted: str) -> VerbRefused:
    """The state table does not allow the move."""
    return VerbRefused(
        "wrong_state",
        f"ทำไม่ได้ในสถานะนี้ (ขณะนี้: {now}, ต้องการ: {wanted}) โปรดเปิดเรื่องใหม่เพื่อดูสถานะล่าสุด",
        f"This cannot be done in the present state ({now} → {wanted}). Reload to see the latest state.",
    )


def changed_meanwhile() -> VerbRefused:
    """What the person saw is not the latest."""
    return VerbRefused(
        "changed_meanwhile",
        "มีผู้อื่นแก้ไขเรื่องนี้ระหว่างที่ท่านเปิดอยู่ โปรดตรวจดูข้อมูลล่าสุดแล้วทำรายการอีกครั้ง",
        "Somebody changed this case while you had it open. Look at it again and repeat.",
    )


@contextmanager
def changing(
    number: str, event: str, actor: str, *, version: int | None = None
) -> Iterator[Change]:
    """Lock the case, let the caller change it, then save it and write the log.

    Found is it among the cases of who asks; changed it is for the house.

    ``version`` is what the person saw; if somebody changed the case since, nothing happens and
    VerbRefused("changed_meanwhile") is raised.
    """
    with transaction.atomic():
        if not Case.objects.filter(number=number).exists():
            raise VerbRefused("no_such_case", "ไม่พบเรื่องเลขที่นี้", "There is no case with this number.")
        with for_the_house():
            case = Case.objects.select_for_update().get(number=number)
            if version is not None and version != case.version:
                raise changed_meanwhile()
            before = _values(case)
            change = Change(case, event)
            yield change
            if change.left:
                return
            case.version += 1
            now = _values(case)
            case.save(update_fields=[name for name, value in now.items() if value != before[name]])
            append(f"case:{number}", change.event, actor, change.facts)


def _values(case: Case) -> dict[str, Any]:
    """What the row holds, by field; lists as copies, so that a later change to one is seen."""
    values = {field.attname: getattr(case, field.attname) for field in case._meta.concrete_fields}
    return {name: list(v) if isinstance(v, list) else v for name, v in values.items()}
