"""Whether what comes in now is like what came in before."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scipy.special import chdtri

_ADDED = 0.5  # to each count, so that a group nobody had before is no infinity
_SELDOM = 0.01  # the chance at which two samples of one population may be called different


@dataclass(frozen=True)
class Drift:
    """The population stability index of two counts, and what chance alone would give.

    ``index`` is 0 where the shares are the same; by custom 0.1 is a small and 0.25 a great shift.
    ``by_chance`` is what it stays below in 99 of 100 samples of one population: about a chi-square
    value times (1/n + 1/m) (Yurdakul 2018, "Statistical properties of population stability index").
    """

    index: float
    by_chance: float
    before: int
    now: int

    def beyond(self, limit: float) -> bool:
        """Whether it is more than ``limit`` and more than chance explains."""
        return self.index > limit and self.index > self.by_chance


def drift(before: Mapping[str, int], now: Mapping[str, int]) -> Drift:
    """Compare counts by group. Both empty, or one of them: no drift can be told."""
    groups = {*before, *now}
    n, m = sum(before.values()), sum(now.values())
    if not n or not m or len(groups) < 2:
        return Drift(0.0, math.inf, n, m)
    index = 0.0
    for group in groups:
        was = (before.get(group, 0) + _ADDED) / (n + _ADDED * len(groups))
        is_now = (now.get(group, 0) + _ADDED) / (m + _ADDED * len(groups))
        index += (is_now - was) * math.log(is_now / was)
    by_chance = float(chdtri(len(groups) - 1, _SELDOM)) * (1 / n + 1 / m)
    return Drift(index, by_chance, n, m)
