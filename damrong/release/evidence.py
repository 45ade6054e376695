"""How often officers agreed with what screening suggested, for each pair of category and agency.

A pair is what the machine suggested: the category with the primary agency. A case counts as
agreed where the last word of officers on both was the suggestion itself, as not agreed where it
was another on either. Where nobody looked, or at one of the two only, there is no evidence.
"""

import math
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform

from damrong.cases.models import Decision, Leg, Suggestion

FIELDS = ("category", "agencies")
Z = 1.96  # for a confidence of 95 %
Pair = tuple[str, str]  # codes of category and agency


@dataclass(frozen=True)
class Evidence:
    """Counts of cases; ``automatic``: legs of this pair that went without touch."""

    decided: int = 0
    agreed: int = 0
    automatic: int = 0

    @property
    def at_least(self) -> float:
        """The share of agreement, 0 to 1, that the figures support at 95 % (Wilson, lower end)."""
        n, k = self.decided, self.agreed
        if not n:
            return 0.0
        share, square = k / n, Z * Z
        middle = share + square / (2 * n)
        spread = Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
        return max(0.0, (middle - spread) / (1 + square / n))


def evidence() -> dict[Pair, Evidence]:
    """The evidence for every pair that has any."""
    decided: dict[Pair, int] = defaultdict(int)
    agreed: dict[Pair, int] = defaultdict(int)
    for pair, words in _by_case().values():
        if len(words) == len(FIELDS) or not all(words):
            decided[pair] += 1
            agreed[pair] += all(words)
    automatic = _automatic()
    return {
        pair: Evidence(decided[pair], agreed[pair], automatic.get(pair, 0))
        for pair in {*decided, *automatic}
    }


def _by_case() -> dict[int, tuple[Pair, list[bool]]]:
    """For each case its pair and, for each field decided, whether the last word agreed."""
    line = Suggestion.objects.filter(case=OuterRef("case")).order_by("-pk")
    rows = (
        Decision.objects.filter(field__in=FIELDS)
        .annotate(
            of=Subquery(line.values(found=KeyTextTransform("category", "line"))[:1]),
            to=Subquery(line.values(found=KeyTextTransform("primary_agency", "line"))[:1]),
        )
        .order_by("case_id", "field", "-pk")
        .distinct("case_id", "field")
        .values_list("case_id", "of", "to", "suggested", "decided")
    )
    found: dict[int, tuple[Pair, list[bool]]] = {}
    for case, of, to, suggested, said in rows.iterator(chunk_size=5000):
        if of and to:
            words = found.setdefault(case, ((of, to), []))[1]
            words.append(suggested is not None and suggested == said)
    return found


def _automatic() -> dict[Pair, int]:
    counts: dict[Pair, int] = defaultdict(int)
    for of, to in Leg.objects.filter(automatic=True).values_list(
        F("case__category_id"), F("agency_id")
    ):
        counts[str(of), str(to)] += 1
    return dict(counts)
