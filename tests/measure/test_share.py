"""The interval that every figure is told with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.measure.share import Share


def test_the_interval_is_wilsons() -> None:
    # 9 of 10, worked by hand from the formula with z = 1.96.
    assert Share(9, 10).bounds() == pytest.approx((0.5958, 0.9821), abs=1e-4)


@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_within_its_interval(counts: tuple[int, int]) -> None:
    share = Share(*counts)
    bounds, value = share.bounds(), share.value
    assert bounds is not None
    assert value is not None
    assert 0 <= bounds[0] <= value + 1e-9
    assert value - 1e-9 <= bounds[1] <= 1


def test_of_nothing_there_is_no_share() -> None:
    assert Share().as_dict() == {
        "hits": 0, "total": 0, "share": None, "lower95": None, "upper95": None,
    }  # fmt: skip
    assert str(Share()) == "-"


def test_counting_adds_up() -> None:
    share = Share()
    for hit in (True, False, True):
        share.add(hit)
    assert (share.hits, share.total) == (2, 3)
