"""Hide small counts from people who may not read cases, and what would give them away.

A count from 1 to 4 is hidden. Then, as long as any hidden count can be worked out from the
others (a single one missing from a total, or several rows together), one more is hidden. Zeros
are shown: they speak of nobody.
"""

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction

SMALLEST = 5
Cell = Hashable
Equation = Mapping[Cell, int]  # cell → factor; the sum of factor x value is nought


def small(count: int) -> bool:
    """Whether a count speaks of too few people."""
    return 0 < count < SMALLEST


def hidden(
    values: Mapping[Cell, int], equations: Iterable[Equation], keep: Iterable[Cell] = ()
) -> set[Cell]:
    """The cells to hide. ``equations`` is what a reader knows to hold between cells.

    ``keep`` are hidden last (totals, which people look for first).
    """
    known = list(equations)
    last = set(keep)
    away = {cell for cell, value in values.items() if small(value)}
    while given_away := _worked_out(away, known):
        added: set[Cell] = set()
        for cell in given_away:
            holding = [equation for equation in known if cell in equation]
            if any(added & equation.keys() for equation in holding):
                continue  # perhaps helped already in this round
            open_cells = {c for equation in holding or known for c in equation} - away
            if open_cells:
                # Not a zero where there is anything else: hiding nothing hides little.
                added.add(
                    min(open_cells, key=lambda c: (values[c] == 0, c in last, values[c], repr(c)))
                )
        if not added:  # every cell of the tables that tell it is hidden already
            break
        away |= added
    return away


def _worked_out(away: set[Cell], equations: list[Equation]) -> list[Cell]:
    """The hidden cells that the open ones determine, by elimination."""
    rows: list[dict[Cell, Fraction]] = []
    for equation in equations:
        row = {cell: Fraction(f) for cell, f in equation.items() if cell in away and f}
        for done in rows:
            pivot = next(iter(done))
            if pivot in row:
                row = _less(row, done, row[pivot])
        if not row:
            continue
        pivot = next(iter(row))
        row = {cell: f / row[pivot] for cell, f in row.items()}
        rows = [_less(done, row, done[pivot]) if pivot in done else done for done in rows]
        rows.append(row)
    return [next(iter(row)) for row in rows if len(row) == 1]


def _less(
    row: dict[Cell, Fraction], other: dict[Cell, Fraction], f: Fraction
) -> dict[Cell, Fraction]:
    """``row`` - f x ``other``, keeping the order in which the row's pivot stands first."""
    found = dict(row)
    for cell, factor in other.items():
        found[cell] = found.get(cell, Fraction(0)) - f * factor
    return {cell: factor for cell, factor in found.items() if factor}
