"""What was said instead of what is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Confusion:
    """For each right label, how often each label was said."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, right: str, said: str) -> None:
        """Count one case."""
        self.counts[right][said] += 1

    def labels(self) -> list[str]:
        """Every label that is right or was said somewhere, in order."""
        return sorted({*self.counts, *(said for row in self.counts.values() for said in row)})

    def as_dict(self) -> dict[str, Any]:
        """Plain values: ``labels``, and ``counts`` with a row for each right label in that order."""
        labels = self.labels()
        rows = [[self.counts[right][said] if right in self.counts else 0 for said in labels] for right in labels]  # fmt: skip
        return {"labels": labels, "counts": rows}
