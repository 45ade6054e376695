"""A count out of a total, and how sure it makes one."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.96  # standard deviations on either side of a normal curve's middle that hold 95 %


@dataclass
class Share:
    """A count out of a total, with the 95 % interval of Wilson (1927)."""

    hits: int = 0
    total: int = 0

    def add(self, hit: bool) -> None:
        """Count one more."""
        self.hits += hit
        self.total += 1

    @property
    def value(self) -> float | None:
        """The share, or None of nothing."""
        return self.hits / self.total if self.total else None

    def bounds(self) -> tuple[float, float] | None:
        """Lower and upper bound; None of nothing."""
        if not self.total:
            return None
        n, p = self.total, self.hits / self.total
        middle, divisor = p + _Z * _Z / (2 * n), 1 + _Z * _Z / n
        spread = _Z * math.sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        return max(0.0, (middle - spread) / divisor), min(1.0, (middle + spread) / divisor)

    def as_dict(self) -> dict[str, float | int | None]:
        """Plain values for JSON."""
        bounds = self.bounds()
        return {
            "hits": self.hits,
            "total": self.total,
            "share": round(self.hits / self.total, 4) if self.total else None,
            "lower95": round(bounds[0], 4) if bounds else None,
            "upper95": round(bounds[1], 4) if bounds else None,
        }

    def __str__(self) -> str:
        bounds = self.bounds()
        if bounds is None:
            return "-"
        share = self.hits / self.total
        return f"{share:.3f} ({self.hits}/{self.total}, 95% {bounds[0]:.3f}-{bounds[1]:.3f})"
