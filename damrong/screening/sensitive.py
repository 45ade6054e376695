"""Signs of matters in which a mistake may hurt somebody. They err to the officer.

Rules read the text itself, not its redacted form: redaction hides health facts and names that
are the very signs. Beside them the model says which signs a clause is like (signs/), for what is
told in words that no list has.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from damrong.privacy.redact import MARKERS
from damrong.privacy.spans import SECTION_26
from damrong.screening.data import load
from damrong.screening.model import ANY
from damrong.screening.words import Reading, Words, compile_words

HEALTH = "health"
SUICIDE = "suicide"

# From this chance on a clause is taken for a sign. Chosen on the open half of unseen/ and the
# demonstration: the highest of those tried (0.5 to 0.95) that found what any lower one found.
LIKELY = 0.9
# From these on no case goes by itself, though no officer is called for: of one sign, and of any.
DOUBTFUL, DOUBTFUL_ANY = 0.6, 0.8


@dataclass(frozen=True)
class Sensitive:
    """A reason for care (a code of the catalogue's must_review.yaml) and what pointed to it."""

    reason: str
    because: tuple[str, ...]


def find_sensitive(
    reading: Reading,
    marked: Collection[str] = (),
    likely: Mapping[str, float] = MappingProxyType({}),
) -> list[Sensitive]:
    """All reasons for care in a text, in the catalogue's order.

    `marked`: the kinds of personal data that detection marked. `likely`: the model's chance
    of each sign, where it was asked.
    """
    found = []
    of_a_person = [MARKERS[kind] for kind in sorted(SECTION_26 & {*marked})]
    for reason, name, words in _rules():
        hits = words.found(reading)
        if reason == HEALTH and not hits and of_a_person:
            name, hits = "ข้อมูลอ่อนไหวตามมาตรา 26", of_a_person
        if not hits and likely.get(reason, 0.0) >= LIKELY:
            hits = ["ข้อความคล้ายเรื่องลักษณะนี้"]
        if hits:
            because = tuple(f"{name}: {hit}" for hit in hits[:3])
            found.append(Sensitive(reason, because))
    return found


def find_care(reading: Reading, likely: Mapping[str, float] = MappingProxyType({})) -> list[str]:
    """Why a person must look although no reason of the catalogue applies (Thai words)."""
    found = [name for name, words in _care() if words.found(reading)]
    return [*found, "ข้อความคล้ายเรื่องที่ต้องระวัง"] if likely.get(ANY, 0.0) >= LIKELY else found


def doubtful(likely: Mapping[str, float]) -> bool:
    """Whether a sign is likely enough to keep a case from going by itself."""
    return any(
        chance >= (DOUBTFUL_ANY if sign == ANY else DOUBTFUL) for sign, chance in likely.items()
    )


def hesitates(reading: Reading) -> bool:
    """Whether something is mentioned beside which no case goes by itself."""
    return any(words.found(reading) for words in _hesitate())


@cache
def _hesitate() -> list[Words]:
    return [compile_words(entry) for entry in load("hesitate.yaml")]


@cache
def _rules() -> list[tuple[str, str, Words]]:
    return [(e["reason"], e["name"], compile_words(e)) for e in load("sensitive.yaml")]


@cache
def _care() -> list[tuple[str, Words]]:
    return [(entry["name"], compile_words(entry)) for entry in load("care.yaml")]
