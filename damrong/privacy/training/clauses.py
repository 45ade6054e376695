"""Complaints put together from clauses: who, does what, to whom, where.

``complaints`` fills whole sentences, of which there are few; here doers and deeds meet freely, so
that the name model sees a name before and after nearly anything, and doers that are nobody in the
same places. A clause serves for training or for testing, never for both, and so does a name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from damrong.privacy.name_lists import foreign_names
from damrong.privacy.provinces import PROVINCES
from damrong.privacy.sections import read_sections
from damrong.privacy.training.complaints import PERSONS, SLOTS
from damrong.privacy.training.invented_names import HELD_OUT, TRAINING, family, given, part_of
from damrong.privacy.training.thainer import Tagged

_CLAUSES = Path(__file__).with_name("complaint_clauses.txt")
_HELD_OUT_SHARE = 0.2
_NOBODY_SHARE = 0.45  # sentences about nobody in particular
# How people are spoken of, the commoner the oftener.
_SOMEONE = (
    *["{bare}"] * 8, *["{given}"] * 6, *["{kin}"] * 5, *["{titled}"] * 3, *["{full}"] * 3,
    *["{role}"] * 3, *["{foreign}"] * 3, "{rank}",
)  # fmt: skip
_GLUES = (" ", " ", " ", "\n", "")


def compose(count: int, part: str, seed: int) -> Iterator[Tagged]:
    """``count`` complaints of one to three sentences; the same seed gives the same ones."""
    rng = Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        text, persons = "", []
        for _ in range(rng.choice((1, 1, 2, 3))):
            section = "nobody" if rng.random() < _NOBODY_SHARE else "frames"
            if text:
                text += rng.choice(_GLUES)
            words, spans = _expanded(rng.choice(clauses(section, part)), rng, part)
            persons += [(start + len(text), end + len(text)) for start, end in spans]
            text += words
        yield Tagged(text, tuple(persons))


@cache
def clauses(name: str, part: str) -> tuple[str, ...]:
    """The clauses of a section of the file that serve for ``part``."""
    lines = [line.replace("⏎", "\n") for line in read_sections(_CLAUSES)[name]]
    return tuple(line for line in lines if _part_of(line) == part)


def _part_of(clause: str) -> str:
    share = hashlib.sha256(clause.encode()).digest()[2] / 256
    return HELD_OUT if share < _HELD_OUT_SHARE else TRAINING


def _expanded(clause: str, rng: Random, part: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans, rest = "", [], clause
    while rest:
        before, brace, rest = rest.partition("{")
        text += before
        if not brace:
            break
        slot, _, rest = rest.partition("}")
        value, inner = _slot(slot, rng, part)
        spans += [(start + len(text), end + len(text)) for start, end in inner]
        text += value
    return text, spans


def _slot(slot: str, rng: Random, part: str) -> tuple[str, list[tuple[int, int]]]:
    nested = {
        "someone": _SOMEONE,
        "does": clauses("predicates", part),
        "does_nothing": clauses("nothing", part),
        "thing": clauses("things", part),
        "village": clauses("villages", part),
        "province": tuple(PROVINCES),
    }
    if slot in nested:
        return _expanded(rng.choice(nested[slot]), rng, part)
    people = {"foreign": _foreign, "swapped": _swapped, "family": family} | PERSONS
    if slot in people:
        value = people[slot](rng, part)
        return value, [(0, len(value))]
    return SLOTS[slot](rng, part), []


def _swapped(rng: Random, part: str) -> str:
    return f"{family(rng, part)} {given(rng, part)}"


def _foreign(rng: Random, part: str) -> str:
    """A name from elsewhere: two to four Burmese syllables, or two parts of another people's."""
    groups = foreign_names()
    people = rng.choice(tuple(groups))
    parts = [p for p in groups[people] if part_of(p) == part]
    size = rng.choice((2, 3, 3, 4)) if people == "burmese" else 2
    glue = rng.choice((" ", "")) if people == "burmese" else " "
    return glue.join(rng.sample(parts, size))
