"""How soon somebody must act: life (hours), urgent (days) or normal."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from damrong.screening.data import load
from damrong.screening.words import Reading, Words, compile_words

LIFE, URGENT, NORMAL = "life", "urgent", "normal"

# From this chance on a clause is taken for a danger to life. Chosen on the open half of unseen/ and
# the demonstration: the highest tried (0.5 to 0.95) at which all six such cases were found.
LIKELY_LIFE = 0.85


def find_urgency(
    reading: Reading,
    reasons: Collection[str],
    topic_urgency: str | None,
    likely_life: float = 0.0,
) -> tuple[str, tuple[str, ...]]:
    """The urgency and what pointed to it.

    `reasons` are the reasons for care found; `topic_urgency` is what matters of this topic are as
    a rule. A danger to life in an entry that names `with` counts only beside one of those reasons.
    `likely_life` is the model's chance that a clause tells of such a danger.
    """
    if likely_life >= LIKELY_LIFE:
        return LIFE, ("ข้อความคล้ายเหตุที่มีอันตรายถึงชีวิต",)
    for entry, words in _rules():
        needs = entry.get("with")
        if needs and not set(needs) & set(reasons):
            continue
        if hits := words.found(reading):
            return str(entry["urgency"]), tuple(hits[:2])
    return topic_urgency or NORMAL, ()


@cache
def _rules() -> list[tuple[dict[str, Any], Words]]:
    entries = load("urgency.yaml")
    ordered = sorted(entries, key=lambda entry: entry["urgency"] != LIFE)
    return [(entry, compile_words(entry)) for entry in ordered]
