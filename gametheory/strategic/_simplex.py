"""A matrix game as a linear program in integers: the simplex method that always ends."""

from __future__ import annotations

from fractions import Fraction

from gametheory.algebra.decide import Budget
from gametheory.strategic._faces import Row, pivoted
from gametheory.strategic._integers import Matrix
from gametheory.strategic._search import BudgetSpent, Mixture


def matrix_game(payoffs: Matrix, budget: Budget) -> tuple[Mixture, Mixture]:
    """Return optimal mixtures of the row player, who maximises, and of the column player.

    With payoffs M shifted to be positive this solves  max 1'q, M q <= 1, q >= 0  (Dantzig 1951): `q` is the column player's
    mixture times a constant, and the multipliers of the rows are the row player's.

    Raises
    ------
    BudgetSpent
        If the time is over.

    Examples
    --------
    >>> matrix_game([[1, -1], [-1, 1]], Budget())
    ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 2)))
    """
    m, n = len(payoffs), len(payoffs[0])
    shift = 1 - min(map(min, payoffs))
    rows: tuple[Row, ...] = tuple((*(u + shift for u in row), 1) for row in payoffs)
    # The last row is the objective: what entering columns lose (negative: gain).
    rows = (*rows, (*([-1] * n), 0))
    columns, basis, denominator = list(range(m, m + n)), list(range(m)), 1
    pivots = 0
    while (column := _entering(rows[-1], columns, careful=pivots > 4 * (m + n))) >= 0:
        if budget.spent():
            raise BudgetSpent(f"{budget.seconds:g} seconds")
        row = _leaving(rows, column, basis)
        after = rows[row][column]
        rows = pivoted(rows, denominator, row, column)
        denominator = after
        columns[column], basis[row] = basis[row], columns[column]
        pivots += 1
    multipliers = {label: rows[-1][j] for j, label in enumerate(columns)}
    values = {label: rows[i][-1] for i, label in enumerate(basis)}
    return _mixture(multipliers, range(m)), _mixture(values, range(m, m + n))


def _entering(objective: Row, columns: list[int], *, careful: bool) -> int:
    """Return the column that gains most; after many pivots the least label that gains (Bland 1977), so that it ends."""
    gaining = [j for j in range(len(columns)) if objective[j] < 0]
    if not gaining:
        return -1
    return min(gaining, key=lambda j: columns[j] if careful else objective[j])


def _leaving(rows: tuple[Row, ...], column: int, basis: list[int]) -> int:
    limited = [i for i in range(len(basis)) if rows[i][column] > 0]
    return min(limited, key=lambda i: (Fraction(rows[i][-1], rows[i][column]), basis[i]))


def _mixture(weights: dict[int, int], labels: range) -> Mixture:
    listed = [weights.get(label, 0) for label in labels]
    total = sum(listed)
    return tuple(Fraction(w, total) for w in listed)
