"""Whether what comes in now is like what came in before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.measure.drift import drift

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 500), max_size=6)


@given(COUNTS)
def test_the_same_counts_are_no_drift(counts: dict[str, int]) -> None:
    found = drift(counts, counts)
    assert found.index == pytest.approx(0.0, abs=1e-12)
    assert not found.beyond(0.0)


@given(COUNTS, COUNTS)
def test_it_is_never_negative_and_the_same_both_ways(
    one: dict[str, int], two: dict[str, int]
) -> None:
    there, back = drift(one, two), drift(two, one)
    assert there.index >= 0
    assert there.index == pytest.approx(back.index)


def test_the_index_is_the_one_that_is_worked_by_hand() -> None:
    # 500:500 became 900:100, with a half added to each: (.8996-.5) ln(.8996/.5) + (.1004-.5) ln(.1004/.5)
    found = drift({"a": 500, "b": 500}, {"a": 900, "b": 100})
    assert found.index == pytest.approx(0.8760, abs=1e-3)
    assert found.beyond(0.25)


def test_what_few_cases_show_may_be_chance() -> None:
    found = drift({"a": 500, "b": 500}, {"a": 4, "b": 1})
    assert found.index > 0.25
    assert not found.beyond(0.25)


def test_a_group_that_nobody_saw_before_counts() -> None:
    assert drift({"a": 400}, {"a": 200, "b": 200}).beyond(0.25)


@pytest.mark.parametrize(("before", "now"), [({}, {}), ({"a": 9}, {}), ({}, {"a": 9, "b": 9})])
def test_of_nothing_no_drift_is_told(before: dict[str, int], now: dict[str, int]) -> None:
    assert not drift(before, now).beyond(0.0)
