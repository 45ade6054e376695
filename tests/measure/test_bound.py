"""The least share that counts support."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.measure.bound import at_least


@given(st.integers(1, 2_000), st.floats(0.5, 0.999))
def test_of_all_right_it_is_a_root_of_the_doubt(total: int, confidence: float) -> None:
    # With no miss the exact bound has a closed form: p ** n = 1 - confidence.
    assert at_least(total, total, confidence) == pytest.approx((1 - confidence) ** (1 / total))


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))
def test_a_share_at_the_bound_gives_so_many_hits_in_one_of_twenty_samples(
    counts: tuple[int, int],
) -> None:
    hits, total = counts
    p = at_least(hits, total)
    seldom = sum(
        math.comb(total, k) * p**k * (1 - p) ** (total - k) for k in range(hits, total + 1)
    )
    assert seldom == pytest.approx(0.05, abs=1e-6)


@given(st.integers(2, 2_000).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_a_hit_more_never_lowers_it(counts: tuple[int, int]) -> None:
    hits, total = counts
    assert at_least(hits, total) < at_least(hits + 1, total)


def test_of_nothing_right_nothing_is_sure_and_more_hits_than_cases_are_refused() -> None:
    assert at_least(0, 0) == at_least(0, 10) == 0.0
    with pytest.raises(ValueError, match="11 hits of 10"):
        at_least(11, 10)
