"""What the data protection officer is told of a search: in how many cases, and that it is proven.

Numbers of cases, never who asks: nothing here opens an identity or reads a story.
"""

from dataclasses import dataclass

from damrong.accounts.row_scope import for_the_house
from damrong.subjects.change import concerned
from damrong.subjects.models import SubjectRequest
from damrong.subjects.states import Proof


@dataclass(frozen=True)
class Found:
    """The cases whose complainant asks, and whether the proof is whole."""

    cases: tuple[str, ...]
    proven: bool
    stopped: bool


def found_of(request: SubjectRequest) -> Found:
    """For whoever decides on this request; the caller has found it among theirs."""
    with for_the_house():
        cases = concerned(request)
        stopped = any(
            case.release_stops.filter(request=request.number, lifted_at=None).exists()
            for case in cases
        )
    whole = request.proof == Proof.CODE or bool(request.proven and request.proof_seen_by_id)
    return Found(tuple(case.number for case in cases), whole, stopped)
