"""The frame of every verb of this room: lock the cases, then the request; change it; write the log.

Words that people wrote stay with the request; the log gets codes and numbers.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from damrong.accounts.row_scope import for_the_house
from damrong.audit.record import append
from damrong.cases import stops
from damrong.cases.change import changing
from damrong.cases.errors import VerbRefused
from damrong.cases.models import Case
from damrong.subjects.models import SubjectCase, SubjectRequest
from damrong.subjects.states import MOVES, STOPS, State


class RequestChange:
    """A request under lock, being changed."""

    def __init__(self, request: SubjectRequest, actor: str) -> None:
        self.request = request
        self.actor = actor
        self.facts: dict[str, Any] = {"kind": str(request.kind)}

    def note(self, **facts: Any) -> None:
        """Add to what the log will say. Never personal data."""
        self.facts.update(facts)

    def move(self, state: State) -> None:
        """Move the request, if the table of states allows it."""
        if state not in MOVES[State(self.request.state)]:
            raise decided_already()
        self.note(state_from=str(self.request.state), state_to=state.value)
        self.request.state = state

    def stop_releases(self) -> None:
        """Let nothing more leave of what the request is about, where its kind asks for that."""
        for case in self._may_be_stopped():
            if not case.release_stops.filter(request=self.request.number, lifted_at=None).exists():
                with changing(case.number, "release_stopped", self.actor) as change:
                    stops.stop(change, self.request.number)
                    change.note(request=self.request.number)

    def resume_releases(self) -> None:
        """End what this request stopped."""
        for case in self._may_be_stopped():
            if case.release_stops.filter(request=self.request.number, lifted_at=None).exists():
                with changing(case.number, "release_resumed", self.actor) as change:
                    stops.lift(change, self.request.number)
                    change.note(request=self.request.number)

    def _may_be_stopped(self) -> Iterable[Case]:
        return concerned(self.request) if self.request.kind in STOPS else ()


@contextmanager
def on_request(number: str, event: str, actor: str) -> Iterator[RequestChange]:
    """Lock a request that whoever asks may see, let the caller change it, save it, write the log."""
    with transaction.atomic():
        if not SubjectRequest.objects.filter(number=number).exists():
            raise no_such_request()
        with for_the_house():
            cases = concerned(SubjectRequest.objects.get(number=number))
            # As everywhere: the case first, so that nobody waits for each other.
            list(
                Case.objects.filter(pk__in=[c.pk for c in cases]).order_by("pk").select_for_update()
            )
            request = SubjectRequest.objects.select_for_update().get(number=number)
            change = RequestChange(request, actor)
            yield change
            request.save()
            append(f"subject:{number}", event, actor, change.facts)


def concerned(request: SubjectRequest) -> list[Case]:
    """The cases whose complainant asks: the one that its code opened, or those in which the proven
    identifiers are theirs. For the house alone."""
    if request.proof == "code":
        return [request.case] if request.case else []
    found = SubjectCase.objects.filter(request=request, known_as=SubjectCase.As.COMPLAINANT)
    if request.case_id:
        found = found.filter(case=request.case_id)
    return list(Case.objects.filter(pk__in=found.values("case")).order_by("pk"))


def no_such_request() -> VerbRefused:
    """There is none, or none that this person may see."""
    return VerbRefused("no_such_request", "ไม่พบคำขอนี้", "There is no such request.")


def decided_already() -> VerbRefused:
    """It does not stand where this could be done."""
    return VerbRefused(
        "decided_already",
        "คำขอนี้พิจารณาหรือถอนไปแล้ว โปรดเปิดหน้านี้ใหม่",
        "This request was decided or withdrawn already. Reload the page.",
    )
