"""Whether a score means what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damrong.measure.calibration import Calibration
from damrong.measure.confusion import Confusion

SEEN = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200)


def counted(seen: list[tuple[float, bool]]) -> Calibration:
    found = Calibration()
    for score, right in seen:
        found.add(score, right)
    return found


@given(SEEN)
def test_every_case_is_in_one_bin_whose_mean_lies_within_it(seen: list[tuple[float, bool]]) -> None:
    bins = counted(seen).as_dict()["bins"]
    assert sum(one["total"] for one in bins) == len(seen)
    assert sum(one["hits"] for one in bins) == sum(right for _, right in seen)
    for one in bins:
        assert one["from"] - 1e-4 <= one["score"] <= one["to"] + 1e-4


@given(SEEN.filter(bool))
def test_the_error_is_a_share(seen: list[tuple[float, bool]]) -> None:
    error = counted(seen).expected_error
    assert error is not None
    assert -1e-9 <= error <= 1 + 1e-9


def test_scores_that_mean_what_they_say_have_no_error_and_boasts_have() -> None:
    honest = counted([(0.8, True)] * 4 + [(0.8, False)])
    assert honest.expected_error == pytest.approx(0.0)
    # Two bins: 9 of 10 cases scored 0.95 of which a third is right, and one scored 0.15 and right.
    boasting = counted([(0.95, True)] * 3 + [(0.95, False)] * 6 + [(0.15, True)])
    assert boasting.expected_error == pytest.approx((9 * (0.95 - 3 / 9) + (1 - 0.15)) / 10)
    assert counted([]).expected_error is None


def test_confusion_keeps_every_label_that_was_right_or_said() -> None:
    found = Confusion()
    for right, said in (("MOI", "MOI"), ("MOI", "BMA"), ("RTP", "MOI"), ("MOI", "BMA")):
        found.add(right, said)
    assert found.as_dict() == {
        "labels": ["BMA", "MOI", "RTP"],
        "counts": [[0, 0, 0], [2, 1, 0], [0, 1, 0]],
    }
