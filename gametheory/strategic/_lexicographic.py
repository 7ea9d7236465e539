"""Integer tableaux with the lexicographic rule: pivoting that never returns to a basis, also in degenerate games."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.strategic._faces import Row, pivoted


@dataclass
class Tableau:
    """basic + T nonbasic = right side, over one denominator, each row with its right side and how that is disturbed.

    The right side of row i is disturbed by the i-th power of an infinitesimal, so that no two rows ever tie; the disturbance is
    carried along as the columns behind the right side (Dantzig, Orden and Wolfe 1955).
    """

    columns: list[int]
    basis: list[int]
    rows: tuple[Row, ...]
    denominator: int = 1

    @staticmethod
    def of(matrix: list[list[int]], right: list[int], columns: list[int], basis: list[int]) -> Tableau:
        """Return the tableau of basic + matrix nonbasic = right."""
        count = len(matrix)
        rows = tuple(
            (*row, value, *(int(i == k) for k in range(count)))
            for i, (row, value) in enumerate(zip(matrix, right, strict=True))
        )
        return Tableau(list(columns), list(basis), rows)

    def leaving(self, column: int) -> int | None:
        """Return the row that blocks an entering column first; `None` if none does."""
        start = len(self.columns)
        best = None
        for i, line in enumerate(self.rows):
            if line[column] > 0 and (best is None or _before(line, self.rows[best], column, start)):
                best = i
        return best

    def exchange(self, row: int, column: int) -> int:
        """Pivot; return the label that left the basis."""
        pivot = self.rows[row][column]
        self.rows = pivoted(self.rows, self.denominator, row, column)
        if pivot < 0:
            self.rows = tuple(tuple(-u for u in line) for line in self.rows)
        self.denominator = abs(pivot)
        left = self.basis[row]
        self.columns[column], self.basis[row] = left, self.columns[column]
        return left

    def values(self, labels: range) -> tuple[Fraction, ...]:
        """Return the variables with the given labels at the current basis."""
        start = len(self.columns)
        known = {label: line[start] for label, line in zip(self.basis, self.rows, strict=True)}
        return tuple(Fraction(known.get(label, 0), self.denominator) for label in labels)


def _before(one: Row, other: Row, column: int, start: int) -> bool:
    """Whether one row blocks strictly earlier than another."""
    first, second = one[column], other[column]
    for u, v in zip(one[start:], other[start:], strict=True):
        order = u * second - v * first
        if order:
            return order < 0
    return False
