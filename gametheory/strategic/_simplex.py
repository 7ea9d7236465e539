"""Linear programs in integers, matrix games among them: a simplex method that always ends."""

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
    shift = 1 - min(map(min, payoffs))
    matrix = [[u + shift for u in row] for row in payoffs]
    weights, multipliers = maximize(matrix, [1] * len(matrix), [1] * len(matrix[0]), budget)
    return _mixture(multipliers), _mixture(weights)


def maximize(
    matrix: Matrix, right: list[int], objective: list[int], budget: Budget
) -> tuple[list[Fraction], list[Fraction]]:
    """Maximise objective'z over matrix z <= right, z >= 0, where right >= 0; return the solution and the multipliers of the rows.

    Raises
    ------
    BudgetSpent
        If the time is over.
    ValueError
        If there is no maximum.
    """
    m, n = len(matrix), len(objective)
    rows: tuple[Row, ...] = tuple((*row, value) for row, value in zip(matrix, right, strict=True))
    # The last row is the objective: what entering columns lose (negative: gain).
    rows = (*rows, (*(-c for c in objective), 0))
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
    return (
        [Fraction(values.get(label, 0), denominator) for label in range(m, m + n)],
        [Fraction(multipliers.get(label, 0), denominator) for label in range(m)],
    )


def _entering(objective: Row, columns: list[int], *, careful: bool) -> int:
    """Return the column that gains most; after many pivots the least label that gains (Bland 1977), so that it ends."""
    gaining = [j for j in range(len(columns)) if objective[j] < 0]
    if not gaining:
        return -1
    return min(gaining, key=lambda j: columns[j] if careful else objective[j])


def _leaving(rows: tuple[Row, ...], column: int, basis: list[int]) -> int:
    limited = [i for i in range(len(basis)) if rows[i][column] > 0]
    if not limited:
        raise ValueError("the program is unbounded")
    return min(limited, key=lambda i: (Fraction(rows[i][-1], rows[i][column]), basis[i]))


def _mixture(weights: list[Fraction]) -> Mixture:
    total = sum(weights)
    return tuple(w / total for w in weights)
