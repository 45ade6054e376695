"""Whether a case's informant needs guarding, and what of an extract could give them away."""

from typing import Any

from damrong.cases.models import Case, IdentityMode
from damrong.privacy.informant import hints
from damrong.release.scan import free_texts

_ASKED_TO_BE_HIDDEN = {IdentityMode.CONCEALED, IdentityMode.ANONYMOUS_LETTER}
_TIP_OFF = "tip-off"


def guarded(case: Case) -> bool:
    """Whether somebody could be harmed by being guessed.

    They asked to be hidden, the matter is of a class that needs two people, or it is a tip-off.
    A road's hole reported without a name is none of these: where it is must be told.
    """
    return case.identity_mode in _ASKED_TO_BE_HIDDEN or case.must_review or case.kind == _TIP_OFF


def giveaways(content: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Places in the outgoing texts to look at, in the form of the second scan's findings."""
    return tuple(
        {"field": field, "start": hint.start, "end": hint.end, "kind": hint.kind}
        for field, text in free_texts(content)
        for hint in hints(text)
    )
