"""What a clause speaks of, whatever word it uses: partner, hit, official, money (mandates/concepts.yaml).

A model made of a few thousand sentences sees most words once; it learns far more from what they mean.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from itertools import combinations

from damrong.screening.data import load

CONCEPT = "c:"
"""How the name of such a feature begins."""

_MOST_TOKENS = 4  # a listed word is cut into no more


def concepts_of(tokens: Sequence[str]) -> frozenset[str]:
    """The concepts of a clause that is cut into words; of words inside one another the longest counts."""
    listed = _listed()
    found: set[str] = set()
    at = 0
    while at < len(tokens):
        for size in range(min(_MOST_TOKENS, len(tokens) - at), 0, -1):
            said = listed.get("".join(tokens[at : at + size]))
            if said:
                found.update(said)
                at += size - 1
                break
        at += 1
    return frozenset(found)


def features_of_concepts(concepts: Collection[str]) -> list[str]:
    """What a model reads of the concepts that stand together: each, and each two of them."""
    ordered = sorted(concepts)
    pairs = (f"{CONCEPT}{one}+{other}" for one, other in combinations(ordered, 2))
    return [*(f"{CONCEPT}{one}" for one in ordered), *pairs]


@cache
def _listed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in load("concepts.yaml"):
        for word in entry["words"]:
            found.setdefault(str(word).lower(), set()).add(str(entry["concept"]))
    return {word: frozenset(names) for word, names in found.items()}
