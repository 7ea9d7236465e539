"""Square systems of sparse equations in integers, solved exactly together with the transposed system.

Most equations of a basis hold one unknown, or the only one with an unknown: these are peeled off first, one after the other, and what
is left, the nucleus, is solved by flint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

Values = dict[int, Fraction]
"""By row, or by column."""


class Equations:
    """A x = b and y A = c, for rows of coefficients by column.

    Parameters
    ----------
    rows : mapping of int to mapping of int to int
        By the number of the row; as many as there are columns.
    columns : sequence of int
        The unknowns.
    """

    def __init__(self, rows: Mapping[int, Mapping[int, int]], columns: Sequence[int]) -> None:
        self.rows = rows
        self.columns: dict[int, dict[int, int]] = {j: {} for j in columns}
        for i, row in rows.items():
            for j, a in row.items():
                self.columns[j][i] = a
        # Rows with one unknown left, in the order in which they determine it, and unknowns that only one row has left.
        self.first: list[tuple[int, int]] = []
        self.last: list[tuple[int, int]] = []
        self._peel()

    def _peel(self) -> None:
        of_rows = {i: set(row) for i, row in self.rows.items()}
        of_columns = {j: set(column) for j, column in self.columns.items()}
        waiting = [(i, True) for i in of_rows] + [(j, False) for j in of_columns]
        while waiting:
            k, is_row = waiting.pop()
            own, other = (of_rows, of_columns) if is_row else (of_columns, of_rows)
            if k not in own or len(own[k]) != 1:
                continue
            (partner,) = own.pop(k)
            for line in other.pop(partner) - {k}:
                own[line].discard(partner)
                waiting.append((line, is_row))
            (self.first if is_row else self.last).append((k, partner) if is_row else (partner, k))
        self.nucleus = list(of_rows), list(of_columns)

    def solve(self, right: Mapping[int, int], left: Mapping[int, int]) -> tuple[Values, Values] | None:
        """Return x by column and y by row; `None` if the equations are singular."""
        lines, unknowns = self.nucleus
        if len(lines) != len(unknowns):
            return None
        square = None
        if lines:
            import flint

            k = len(lines)
            square = flint.fmpz_mat(k, k, [self.rows[i].get(j, 0) for i in lines for j in unknowns])
        x = _solved(self.rows, right, self.first, lines, unknowns, self.last, square)
        turned = [[(j, i) for i, j in pairs] for pairs in (self.last, self.first)]
        turned_square = None if square is None else square.transpose()
        y = _solved(self.columns, left, turned[0], unknowns, lines, turned[1], turned_square)
        return None if x is None or y is None else (x, y)


def _solved(
    rows: Mapping[int, Mapping[int, int]],
    right: Mapping[int, int],
    first: Sequence[tuple[int, int]],
    lines: Sequence[int],
    unknowns: Sequence[int],
    last: Sequence[tuple[int, int]],
    square: Any,
) -> Values | None:
    """Solve what is determined first, then the nucleus, then what is determined last, from its end."""
    known: Values = {}

    def rest(i: int) -> Fraction:
        found = [a * known[j] for j, a in rows[i].items() if known.get(j)]
        return right[i] - sum(found, Fraction(0))

    for i, j in first:
        known[j] = rest(i) / rows[i][j]
    if square is not None:
        import flint

        rests = [rest(i) for i in lines]
        common = lcm(*(b.denominator for b in rests))
        try:
            found: Any = square.solve(flint.fmpz_mat(len(lines), 1, [int(b * common) for b in rests]))
        except ZeroDivisionError:
            return None
        numbers, unit = found.numer_denom()
        whole = int(unit) * common
        known.update((j, Fraction(int(v), whole)) for j, v in zip(unknowns, numbers.entries(), strict=True))
    for i, j in reversed(last):
        known[j] = rest(i) / rows[i][j]
    return known
