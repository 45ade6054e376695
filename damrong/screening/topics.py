"""What a text is about: the topics of the mandate catalogue, weighed by words and by a model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from damrong.screening.data import load
from damrong.screening.model import opinion
from damrong.screening.words import Reading, Words, compile_words

LOCAL = "LOCAL"
"""Agency of a topic that is the city of Bangkok's inside it and the ministry's elsewhere."""

_STRONG, _WEAK = 3.0, 1.0
_MOST_STRONG, _MOST_WEAK = 3, 3
# How the two witnesses are weighed: judgement, see docs/model-cards/screening.md.
_BY_WORDS, _BY_MODEL = 0.55, 1.0
_LEAST = 1e-3


@dataclass(frozen=True)
class Topic:
    """One entry of mandates/topics.yaml; see there."""

    id: str
    name: str
    category: str
    agency: str
    also: tuple[str, ...]
    urgency: str | None
    asks: bool
    tip: bool
    guarded: bool
    strong: Words
    weak: Words


@dataclass(frozen=True)
class Weighed:
    """A topic with its share of the belief (0 to 1) and the words that spoke for it."""

    topic: Topic
    share: float
    points: float
    words: tuple[str, ...]


@cache
def topics() -> dict[str, Topic]:
    """All topics by id."""
    return {entry["id"]: _topic(entry) for entry in load("topics.yaml")}


def weigh(reading: Reading, redacted: str) -> list[Weighed]:
    """Topics by falling share. Words are sought in the text, the model reads its redacted form.

    Empty where neither words nor the model have anything to go by.
    """
    model = opinion(redacted).topics
    seen = []
    for topic in topics().values():
        strong, weak = topic.strong.found(reading), topic.weak.found(reading)
        points = _STRONG * min(len(strong), _MOST_STRONG) + _WEAK * min(len(weak), _MOST_WEAK)
        logit = _BY_WORDS * points + _BY_MODEL * math.log(model.get(topic.id, 0.0) + _LEAST)
        seen.append((logit, topic, points, (*strong, *weak)))
    if not model and not any(points for _, _, points, _ in seen):
        return []
    highest = max(logit for logit, *_ in seen)
    total = sum(math.exp(logit - highest) for logit, *_ in seen)
    weighed = [
        Weighed(topic, math.exp(logit - highest) / total, points, words)
        for logit, topic, points, words in seen
    ]
    return sorted(weighed, key=lambda w: (-w.share, w.topic.id))


def _topic(entry: dict[str, object]) -> Topic:
    return Topic(
        id=str(entry["id"]),
        name=str(entry["name"]),
        category=str(entry["category"]),
        agency=str(entry["agency"]),
        also=tuple(entry.get("also") or ()),  # type: ignore[arg-type]
        urgency=entry.get("urgency"),  # type: ignore[arg-type]
        asks=bool(entry.get("ask")),
        tip=bool(entry.get("tip")),
        guarded=bool(entry.get("guarded")),
        strong=compile_words(entry, "strong"),
        weak=compile_words({"weak": entry.get("weak"), "unless": entry.get("unless")}, "weak"),
    )
