"""The least share that counts support: what one may be sure of before a machine acts alone."""

from __future__ import annotations

from scipy.special import betaincinv

CONFIDENCE = 0.95


def at_least(hits: int, total: int, confidence: float = CONFIDENCE) -> float:
    """The one-sided exact lower bound (Clopper and Pearson 1934) of a share, 0 to 1.

    In at most ``1 - confidence`` of all samples the true share lies below it. 0 of nothing. Of 299
    without a miss it is 0.990; with one miss it takes 473 to say as much.
    """
    if not 0 <= hits <= total:
        raise ValueError(f"{hits} hits of {total}")
    if hits == 0:
        return 0.0
    return float(betaincinv(hits, total - hits + 1, 1.0 - confidence))
