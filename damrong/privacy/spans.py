"""The span of personal data that every detector reports, and the words for its kinds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

TYPES: tuple[str, ...] = (
    "person_name", "nickname", "national_id", "phone", "email", "line_id", "bank_account",
    "address", "plate", "land_deed", "passport", "gps", "date_of_birth", "health", "other_id",
    "credit_card",
)  # fmt: skip
OWNERS: tuple[str, ...] = ("complainant", "third-person", "official-in-role")
# What only a person can tell: words that let somebody be guessed, and who is complained of.
REVIEWED_TYPES: tuple[str, ...] = (*TYPES, "quasi_id")
REVIEWED_OWNERS: tuple[str, ...] = (*OWNERS, "accused")
NAME_TYPES = frozenset({"person_name", "nickname"})
UNKNOWN_OWNER = "third-person"


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data at `start`:`end` (code points, end exclusive).

    `score` is 0 to 1; `source` names the rule or model that found it.
    A title or kin word is inside a name, the bank's name inside an account, the province
    inside a plate.
    """

    start: int
    end: int
    type: str
    owner: str
    score: float
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}:{self.end}")
        if self.type not in REVIEWED_TYPES:
            raise ValueError(f"unknown type {self.type!r}")
        if self.owner not in REVIEWED_OWNERS:
            raise ValueError(f"unknown owner {self.owner!r}")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score {self.score} is not within 0 to 1")


def found(start: int, end: int, type_: str, score: float, source: str) -> Span:
    """A span whose owner is not settled yet."""
    return Span(start, end, type_, UNKNOWN_OWNER, score, source)


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """Keep the surest of overlapping spans (the longer where equally sure), in text order."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (-s.score, s.start - s.end, s.start)):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Overlapping spans of one kind as one, from the first letter to the last: each rule may see
    only half of a name or an address, and the half that is left standing gives the person away."""
    whole: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        last = whole[-1] if whole else None
        if last is None or span.start >= last.end:
            whole.append(span)
            continue
        surer = max(last, span, key=lambda s: s.score)
        whole[-1] = replace(surer, start=last.start, end=max(last.end, span.end))
    return whole
