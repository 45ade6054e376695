"""What a message is: a grievance, a tip, a cry for help, a question, thanks, spam or no use."""

from __future__ import annotations

import re
from functools import cache

from damrong.screening.data import load
from damrong.screening.model import opinion
from damrong.screening.topics import Topic
from damrong.screening.words import Reading, Words, compile_words

COMPLAINT, TIP_OFF, HELP = "complaint", "tip-off", "help-request"
INQUIRY, THANKS, SPAM, UNPROCESSABLE = "inquiry", "thanks", "spam", "unprocessable"
NOTHING_TO_FORWARD = frozenset({THANKS, SPAM, UNPROCESSABLE})

_LETTER = re.compile(r"[a-z\u0e01-\u0e3a\u0e40-\u0e4e]")
# Fewer letters than this tell no story; the shortest useful ones ("ไฟซอยดับ") have eight.
_LEAST_LETTERS = 6
_SHORT = 45
_BY_WORDS = 1.5


def find_kind(reading: Reading, redacted: str, topic: Topic | None, points: float) -> str:
    """One of the seven kinds. `points` is how strongly words spoke for the topic."""
    plain = reading.plain
    if len(_LETTER.findall(plain)) < _LEAST_LETTERS:
        return UNPROCESSABLE
    hits = {kind: len(words.found(reading)) for kind, words in _rules().items()}
    model = opinion(redacted).kinds
    scores = {kind: model.get(kind, 0.1) for kind in _rules()}
    for kind, count in hits.items():
        scores[kind] *= 1 + _BY_WORDS * min(count, 3)
    if topic is not None and topic.asks:
        scores[HELP] *= 2.0
    if topic is not None and topic.tip:
        scores[TIP_OFF] *= 3.0
    if points >= 3:
        # Somebody who names a matter has one, however rude, grateful or short the words are.
        scores[UNPROCESSABLE] *= 0.35
        scores[SPAM] *= 0.5
    elif points > 0:
        scores[UNPROCESSABLE] *= 0.6
    elif len(plain) < _SHORT and not hits[THANKS] and not hits[SPAM]:
        scores[UNPROCESSABLE] *= 1.6
    return max(scores, key=lambda kind: (scores[kind], kind))


def told_as(kind: str) -> str:
    """The kind as which screening tells one that only an officer gives; `kind` for the others."""
    return _told_as().get(kind, kind)


@cache
def _told_as() -> dict[str, str]:
    return {told: entry["kind"] for entry in load("kinds.yaml") for told in entry.get("tells", ())}


@cache
def _rules() -> dict[str, Words]:
    return {entry["kind"]: compile_words(entry) for entry in load("kinds.yaml")}
