"""The span of personal data that every detector reports, and the words for its kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

TYPES: tuple[str, ...] = (
    "person_name", "nickname", "national_id", "phone", "email", "line_id", "bank_account",
    "address", "plate", "land_deed", "passport", "gps", "date_of_birth", "health", "other_id",
    "credit_card", "criminal_record", "sexual_life", "religion", "politics", "union", "ethnicity",
    "biometric",
)  # fmt: skip
# Facts of section 26 of the PDPA. "health" takes in disability, "sexual_life" whom somebody loves,
# "politics" what somebody believes in, "biometric" what a body is known by, genes too.
SECTION_26 = frozenset(
    {"health", "criminal_record", "sexual_life", "religion", "politics", "union", "ethnicity",
     "biometric"}
)  # fmt: skip
OWNERS: tuple[str, ...] = (
    "complainant",
    "third-person",
    "official-in-role",
    "accused",  # whom the complaint is about; the machine says so of drug dealers only
    "patient",  # who may need treatment or help
)
# What only a person can tell: words that let somebody be guessed.
REVIEWED_TYPES: tuple[str, ...] = (*TYPES, "quasi_id")
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
        if self.owner not in OWNERS:
            raise ValueError(f"unknown owner {self.owner!r}")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score {self.score} is not within 0 to 1")


def found(start: int, end: int, type_: str, score: float, source: str) -> Span:
    """A span whose owner is not settled yet."""
    return Span(start, end, type_, UNKNOWN_OWNER, score, source)


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """Keep the surest of overlapping spans (the longer where equally sure), in text order.

    What of a name sticks out beside a surer span stays a name: "บอย ติดยา" read as one name
    would else lose the boy to the fact.
    """
    kept: list[Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (-s.score, s.start - s.end, s.start)):
        free = [i for i in range(span.start, span.end) if i not in taken]
        if len(free) == span.end - span.start:
            kept.append(span)
        elif span.type in NAME_TYPES:
            kept.extend(replace(span, start=start, end=end) for start, end in _runs(free))
        else:
            continue
        taken.update(free)
    return sorted(kept, key=lambda s: s.start)


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Unbroken runs of at least two places."""
    start = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] != places[i - 1] + 1:
            if i - start > 1:
                yield places[start], places[i - 1] + 1
            start = i


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
