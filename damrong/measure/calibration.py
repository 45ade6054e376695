"""Whether a score means what it says: of the cases scored 0.8, are 80 % right?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from damrong.measure.share import Share

BINS = 10


@dataclass
class Calibration:
    """Scores 0 to 1 in bins of equal width, each with its mean score and the share right."""

    shares: list[Share] = field(default_factory=lambda: [Share() for _ in range(BINS)])
    sums: list[float] = field(default_factory=lambda: [0.0] * BINS)

    def add(self, score: float, right: bool) -> None:
        """Count one case."""
        at = min(int(score * BINS), BINS - 1)
        self.shares[at].add(right)
        self.sums[at] += score

    @property
    def expected_error(self) -> float | None:
        """Mean distance of score and share right, by cases (Naeini and others 2015); None of none."""
        total = sum(share.total for share in self.shares)
        if not total:
            return None
        gaps = (abs(s - share.hits) for share, s in zip(self.shares, self.sums, strict=True))
        return sum(gaps) / total

    def as_dict(self) -> dict[str, Any]:
        """Plain values: ``bins`` that hold a case, each with its mean ``score``; the error."""
        bins = [
            {
                "from": at / BINS,
                "to": (at + 1) / BINS,
                "score": round(scores / share.total, 4),
                **share.as_dict(),
            }
            for at, (share, scores) in enumerate(zip(self.shares, self.sums, strict=True))
            if share.total
        ]
        error = self.expected_error
        return {"bins": bins, "expected_error": None if error is None else round(error, 4)}
