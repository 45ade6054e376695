"""No hidden count can be worked out from what is shown."""

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from damrong.desk.figures_hiding import Cell, Equation, hidden, small

counts = st.one_of(st.integers(0, 6), st.integers(0, 400))
tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=6)
)


def with_sums(table: list[list[int]]) -> tuple[dict[Cell, int], list[Equation]]:
    """A table with a sum for each row and column, and one of all."""
    high, wide = len(table), len(table[0])
    values: dict[Cell, int] = {}
    for r in range(high + 1):
        for c in range(wide + 1):
            rows = table if r == high else [table[r]]
            values[r, c] = sum(sum(row) if c == wide else row[c] for row in rows)
    equations: list[Equation] = [
        {(r, wide): -1, **{(r, c): 1 for c in range(wide)}} for r in range(high + 1)
    ]
    equations += [{(high, c): -1, **{(r, c): 1 for r in range(high)}} for c in range(wide + 1)]
    return values, equations


@settings(deadline=None, max_examples=150)
@given(tables)
def test_every_small_count_is_hidden_and_none_follows_from_the_rest(
    table: list[list[int]],
) -> None:
    values, equations = with_sums(table)
    away = hidden(values, equations)
    assert {cell for cell, value in values.items() if small(value)} <= away
    order = sorted(away, key=repr)
    matrix = [[equation.get(cell, 0) for cell in order] for equation in equations]
    rank = numpy.linalg.matrix_rank(numpy.array(matrix)) if order else 0
    for place in range(len(order)):
        alone = [int(place == other) for other in range(len(order))]
        # The cell would be determined if "this cell = ..." followed from what is known.
        assert numpy.linalg.matrix_rank(numpy.array([*matrix, alone])) == rank + 1


@given(tables)
def test_where_no_count_is_small_nothing_is_hidden(table: list[list[int]]) -> None:
    values, equations = with_sums([[n if n == 0 or n > 4 else 5 for n in row] for row in table])
    assert hidden(values, equations) == set()
