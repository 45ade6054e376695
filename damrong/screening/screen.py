"""Screen a complaint: kind, category, agencies, care, urgency, personal data, likely repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from damrong.privacy.detect import detect
from damrong.privacy.redact import redact
from damrong.privacy.spans import Span
from damrong.screening import kinds
from damrong.screening.landmarks import without_landmarks
from damrong.screening.language import is_foreign
from damrong.screening.model import model_version, opinion, usable
from damrong.screening.place import where
from damrong.screening.route import Suggested, route
from damrong.screening.sensitive import (
    HEALTH,
    Sensitive,
    doubtful,
    find_care,
    find_sensitive,
    hesitates,
)
from damrong.screening.submission import Submission
from damrong.screening.topics import weigh
from damrong.screening.urgency import LIFE, find_urgency
from damrong.screening.words import Reading

__all__ = ["Result", "Submission", "screen", "to_line"]

# From this share of the belief on, a case may go without an officer (were automation on): the
# least limit at which the first agency of situations held out was right with a lower 95 % bound
# of 0.97 or more (validate.py; docs/model-cards/screening.md).
SURE = 0.85
# A matter that may hurt somebody need have only this share to keep the case with an officer.
_GUARDED_SHARE = 0.1
_TELLS_ENOUGH = 25  # characters


@dataclass(frozen=True)
class Result:
    """What screening suggests for one text. Offsets are code points of the text as given."""

    id: str
    kind: str
    category: str | None
    agencies: tuple[Suggested, ...]
    sensitive: tuple[Sensitive, ...]
    needs_officer: bool
    urgency: str
    pii: tuple[Span, ...]
    auto: bool
    same_incident_as: tuple[str, ...]
    redacted_text: str
    model: str


def screen(submission: Submission) -> Result:
    """Read one text and suggest; `same_incident_as` is left to those who know the other cases."""
    text = submission.text
    spans = tuple(detect(text))
    redacted = redact(text, spans)
    reading = Reading(text)
    weighed = weigh(Reading(without_landmarks(text)), without_landmarks(redacted))
    signs = opinion(redacted).signs
    sensitive = find_sensitive(reading, {span.type for span in spans}, signs)
    reasons = [found.reason for found in sensitive]
    routed = route(reading, weighed, where(submission.place, reading.plain), reasons)
    topic = routed.topic
    points = next((w.points for w in weighed if w.topic is topic), 0.0)
    foreign = is_foreign(reading.plain)
    kind = kinds.find_kind(reading, redacted, topic, points)
    if foreign and kind != kinds.SPAM:
        kind = kinds.UNPROCESSABLE  # until it is translated; the agency is told all the same
    grave = any(reason != HEALTH for reason in reasons)
    if grave and kind in kinds.NOTHING_TO_FORWARD and not foreign:
        kind = kinds.COMPLAINT
    urgency, _ = find_urgency(
        reading, reasons, topic.urgency if topic else None, signs.get(LIFE, 0.0)
    )
    if kind in kinds.NOTHING_TO_FORWARD and urgency != LIFE and not foreign:
        urgency = "normal"
    forwards = kind not in kinds.NOTHING_TO_FORWARD or (foreign and points > 0)
    agencies = routed.agencies if forwards else ()
    category = topic.category if topic and forwards else None
    needs_officer = (
        grave
        or urgency == LIFE
        or foreign
        or bool(find_care(reading, signs))
        or (forwards and not agencies)
        or not usable()
    )
    auto = (
        not needs_officer
        and forwards
        and bool(agencies)
        and agencies[0].score >= SURE
        and points > 0
        and routed.settled_place
        and kind != kinds.TIP_OFF
        and len(reading.plain) >= _TELLS_ENOUGH
        and not hesitates(reading)
        and not doubtful(signs)
        and not any(w.topic.guarded and w.share >= _GUARDED_SHARE for w in weighed)
    )
    return Result(
        id=submission.id,
        kind=kind,
        category=category,
        agencies=agencies,
        sensitive=tuple(sensitive),
        needs_officer=needs_officer,
        urgency=urgency,
        pii=spans,
        auto=auto,
        same_incident_as=(),
        redacted_text=redacted,
        model=model_version(),
    )


def to_line(result: Result) -> dict[str, Any]:
    """The result as plain values, in the form that `damrong screen` writes."""
    return {
        "id": result.id,
        "kind": result.kind,
        "category": result.category,
        "primary_agency": result.agencies[0].code if result.agencies else None,
        "agencies": [
            {"code": one.code, "score": one.score, "because": list(one.because)}
            for one in result.agencies
        ],
        "sensitive": [
            {"reason": one.reason, "because": list(one.because)} for one in result.sensitive
        ],
        "needs_officer": result.needs_officer,
        "urgency": result.urgency,
        "pii": [
            {
                "start": span.start,
                "end": span.end,
                "type": span.type,
                "owner": span.owner,
                "score": round(span.score, 3),
            }
            for span in result.pii
        ],
        "auto": result.auto,
        "same_incident_as": list(result.same_incident_as),
        "redacted_text": result.redacted_text,
        "model": result.model,
    }
