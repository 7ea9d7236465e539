"""`zero_sum`: value and optimal strategies of a matrix game, exact and proved, or in floats with a proved bound on the gap.

Small exact games go through a simplex method in integers.  Large games are first solved in floats by an interior point
method; for an exact answer its supports are solved again in rationals, and what counts is the verification.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import flint

from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.games.normal import NormalForm
from gametheory.strategic._integers import Matrix, bimatrix, expected, integer_tables
from gametheory.strategic._search import BudgetSpent, Mixture
from gametheory.strategic._simplex import matrix_game

if TYPE_CHECKING:
    import numpy as np

_CLOSE = 1e-10
"""What gap the interior point method may leave, relative to the range of payoffs."""
_SMALL = 400
"""Payoffs up to which the simplex method in integers is faster than starting in floats."""

_UNIT = 2.0**-53


@dataclass(frozen=True, eq=False)
class ZeroSumSolution:
    """The value of a matrix game and a pair of optimal strategies.

    Attributes
    ----------
    value : Fraction or float
        What the row player can guarantee, and the column player can hold her to; of a constant-sum game the row player's part.
    row, column : tuple of Fraction, or float array
        Optimal mixtures.
    gap : Fraction or float
        A proved bound on how much both together fall short: what the column player concedes at most, less what the row player
        gets at least, rounding included.  0 in exact games.
    complete : {"some", "unknown"}
        `unknown` if the budget ended.
    unique : bool or None
        Whether these are proved to be the only optimal strategies; `None` if that was not decided.
    method, reason : str
        How it was found, and what went wrong if it was not.
    """

    value: Any
    row: Any
    column: Any
    gap: Any
    complete: str = "some"
    unique: bool | None = None
    method: str = ""
    reason: str = ""
    _names: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        if self.complete == "unknown":
            return f"No solution found: {self.reason}."
        lines = [
            f"value {self.value} (gap {self.gap:.1e})"
            if isinstance(self.gap, float)
            else f"value {self.value}"
        ]
        for name, mixture, labels in zip(
            ("row", "column"), (self.row, self.column), self._labels(), strict=True
        ):
            used = [(label, p) for label, p in zip(labels, mixture, strict=True) if p]
            shown = ", ".join(label if p == 1 else f"{label} {p}" for label, p in used[:12])
            lines.append(f"  {name}: {shown}{f', and {len(used) - 12} more' if len(used) > 12 else ''}")
        lines.append(f"found by {self.method}")
        return "\n".join(lines)

    def _labels(self) -> tuple[tuple[str, ...], ...]:
        sizes = len(self.row), len(self.column)
        return self._names or tuple(tuple(str(i + 1) for i in range(size)) for size in sizes)


def zero_sum(game: Any, *, exact: bool | None = None, budget: Budget | None = None) -> ZeroSumSolution:
    """Solve a matrix game.

    Parameters
    ----------
    game : NormalForm or matrix
        A zero-sum or constant-sum game of two players, or the payoffs of the row player (nested lists or an array).
    exact : bool, optional
        Whether to answer in rationals; by default if the payoffs are integers or fractions.  Floats are then read as the decimals
        that they print as.
    budget : Budget, optional
        When to stop.

    Returns
    -------
    ZeroSumSolution
        Value, strategies, and a proved gap.

    Raises
    ------
    InvalidGameError
        If the payoffs do not describe a game, or do not have a constant sum.
    ParameterError
        If the game has parameters.

    References
    ----------
    von Neumann, J. (1928), Zur Theorie der Gesellschaftsspiele, Mathematische Annalen 100, 295-320.
    Dantzig, G. B. (1951), A proof of the equivalence of the programming problem and the game problem.
    Mehrotra, S. (1992), On the implementation of a primal-dual interior point method, SIAM Journal on Optimization 2.

    Examples
    --------
    >>> print(zero_sum([[0, -1, 2], [1, 0, -1], [-2, 1, 0]]))
    value 0
      row: 1 1/4, 2 1/2, 3 1/4
      column: 1 1/4, 2 1/2, 3 1/4
    found by the simplex method in integers
    >>> import numpy as np
    >>> found = zero_sum(np.array([[3.0, 1.0], [0.0, 2.0]]))
    >>> found.value, found.gap < 1e-9
    (1.5, True)
    """
    spending = (budget or Budget()).started()
    floats = _float_matrix(game) if not exact else None
    if floats is not None:
        return _in_floats(floats)
    table = game if isinstance(game, NormalForm) else NormalForm(game)
    if table.parameters or len(table.shape) != 2:
        raise ParameterError(
            f"zero_sum(): {table!r} is not a game of two players whose payoffs are numbers; set parameters with `.at(...)`"
        )
    payoffs, scale = _constant_sum(table)
    if table.field.name == "float64" and not exact:
        return _in_floats(table.arrays()[0])
    try:
        return _exactly(payoffs, scale, spending, table.actions)
    except BudgetSpent as spent:
        return ZeroSumSolution(None, (), (), None, "unknown", reason=f"the budget of {spent} was spent")


def _float_matrix(game: Any) -> np.ndarray | None:
    """Return an array of floats as it is; `None` for anything that is read as a game first."""
    if type(game).__module__ != "numpy":
        return None
    import numpy as np

    if not isinstance(game, np.ndarray) or game.dtype.kind != "f":
        return None
    if game.ndim != 2 or 0 in game.shape or not np.isfinite(game).all():
        NormalForm(game)  # says what is wrong
        raise InvalidGameError(f"zero_sum(): the matrix has the shape {game.shape}; give rows and columns")
    return game.astype(float)


def _constant_sum(game: NormalForm) -> tuple[Matrix, int]:
    """Return the row player's payoffs as integers with their common denominator, after checking the sum."""
    (a, one), (b, other) = integer_tables(game)
    sums = {u * other + v * one for u, v in zip(a, b, strict=True)}
    if len(sums) > 1:
        low, high = (Fraction(s, one * other) for s in (min(sums), max(sums)))
        raise InvalidGameError(
            f"zero_sum(): the payoffs of `{game.players[0]}` and `{game.players[1]}` sum to between {low} and {high}; "
            "give a game of constant sum, or ask `nash`"
        )
    return bimatrix(game)[0], one


# -- floats -----------------------------------------------------------------------------------------------------


def _in_floats(matrix: np.ndarray) -> ZeroSumSolution:
    import numpy as np

    saddle = _saddle(matrix)
    if saddle is not None:
        i, j = saddle
        x, y = np.eye(1, matrix.shape[0], i)[0], np.eye(1, matrix.shape[1], j)[0]
        return ZeroSumSolution(float(matrix[i, j]), x, y, 0.0, method="a saddle point in pure strategies")
    from gametheory.strategic._interior_point import interior_point

    x, y, count = interior_point(matrix)
    value, gap = float_gap(matrix, x, y)
    method = f"an interior point method, {count} iterations"
    if gap > _CLOSE * float(np.ptp(matrix)):
        # Where many strategies are optimal the normal equations may become singular before the end.
        other = _simplex_in_floats(matrix)
        if other is not None and (again := float_gap(matrix, *other))[1] < gap:
            (x, y), (value, gap), method = other, again, "the simplex method of HiGHS"
    return ZeroSumSolution(value, x, y, gap, method=method)


def _simplex_in_floats(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Solve max 1'q, M q <= 1, q >= 0 for payoffs M moved and scaled into [1, 2]; `None` if HiGHS gives up."""
    import numpy as np

    from gametheory._highs import dense, highs

    moved = (matrix - matrix.min()) / max(float(np.ptp(matrix)), 1e-300) + 1.0
    rows, columns = matrix.shape
    found = highs(np.ones(columns), dense(moved), np.ones(rows), np.zeros(rows, bool))
    if found.x is None or found.prices is None:
        return None
    p, q = np.maximum(found.prices, 0.0), np.maximum(found.x, 0.0)
    return p / p.sum(), q / q.sum()


def _saddle(matrix: np.ndarray) -> tuple[int, int] | None:
    """Return a payoff that is largest in its column and least in its row."""
    import numpy as np

    high, low = matrix.max(axis=0), matrix.min(axis=1)
    if high.min() > low.max():
        return None
    return int(np.argmax(low)), int(np.argmin(high))


def float_gap(matrix: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Return a value between what two mixtures guarantee, and a bound on the gap between these, rounding included.

    A sum of n products is off by at most n units of rounding of the sum of their sizes (Higham 2002, section 3.1), and mixtures
    that sum to 1 up to rounding move a guarantee by as much again.
    """
    conceded, guaranteed = float((matrix @ y).max()), float((x @ matrix).min())
    size = float(abs(matrix).max())
    terms = sum(matrix.shape) + 8
    short = abs(1 - float(x.sum())) + abs(1 - float(y.sum()))
    return (conceded + guaranteed) / 2, conceded - guaranteed + size * (2 * terms * _UNIT + 2 * short)


# -- rationals --------------------------------------------------------------------------------------------------


def _exactly(
    payoffs: Matrix, scale: int, budget: Budget, names: tuple[tuple[str, ...], ...]
) -> ZeroSumSolution:
    """Find a pair of strategies, and verify it."""
    found, method = None, "the simplex method in integers"
    if len(payoffs) * len(payoffs[0]) > _SMALL:
        found, method = (
            _recovered(payoffs, budget),
            "an interior point method, its supports solved in rationals",
        )
        if found is None:
            method = "the simplex method in integers (the supports found in floats were not optimal)"
    x, y = found or matrix_game(payoffs, budget)
    value = _verified(payoffs, x, y)
    if value is None:
        raise AssertionError("a solution of the simplex method failed its verification")
    unique = _is_unique(payoffs, x, y, value)
    return ZeroSumSolution(value / scale, x, y, Fraction(0), "some", unique, method, "", names)


def _verified(payoffs: Matrix, x: Mixture, y: Mixture) -> Fraction | None:
    """Return the value if the row player's guarantee equals the column player's; `None` if they differ."""
    if min(x) < 0 or min(y) < 0 or sum(x) != 1 or sum(y) != 1:
        return None
    turned = [list(column) for column in zip(*payoffs, strict=True)]
    guaranteed, conceded = min(expected(turned, x)), max(expected(payoffs, y))
    return guaranteed if guaranteed == conceded else None


def _recovered(payoffs: Matrix, budget: Budget) -> tuple[Mixture, Mixture] | None:
    """Solve in floats, and then exactly on the supports; `None` if that is not optimal."""
    import numpy as np

    from gametheory.strategic._interior_point import interior_point

    top = max(max(map(abs, row)) for row in payoffs) or 1
    x, y, _ = interior_point(np.array([[u / top for u in row] for row in payoffs]))
    rows = [i for i in range(len(x)) if x[i] > 1e-7]
    columns = [j for j in range(len(y)) if y[j] > 1e-7]
    inner = [[payoffs[i][j] for j in columns] for i in rows]
    pair = _equalizing(inner) if len(rows) == len(columns) else None
    try:
        small = pair or matrix_game(inner, Budget(seconds=budget.remaining() / 4).started())
    except BudgetSpent:
        return None
    whole = _spread(small[0], rows, len(x)), _spread(small[1], columns, len(y))
    return whole if _verified(payoffs, *whole) is not None else None


def _equalizing(square: Matrix) -> tuple[Mixture, Mixture] | None:
    """Return the mixtures that make the other side indifferent among all actions of a square game."""
    shift = 1 - min(map(min, square))
    matrix = flint.fmpz_mat([[u + shift for u in row] for row in square])
    ones = flint.fmpz_mat(len(square), 1, [1] * len(square))
    try:
        solved: Any = matrix.transpose().solve(ones), matrix.solve(ones)
    except ZeroDivisionError:
        return None
    result = []
    for solution in solved:
        weights = [int(w) for w in solution.numer_denom()[0].entries()]
        total = sum(weights)
        if not total or min(w * total for w in weights) < 0:
            return None
        result.append(tuple(Fraction(w, total) for w in weights))
    return result[0], result[1]


def _spread(mixture: Mixture, places: list[int], size: int) -> Mixture:
    wide = [Fraction(0)] * size
    for place, p in zip(places, mixture, strict=True):
        wide[place] = p
    return tuple(wide)


def _is_unique(payoffs: Matrix, x: Mixture, y: Mixture, value: Fraction) -> bool | None:
    """Whether both strategies are the only ones: square nonsingular supports, and every other action worse."""
    rows, columns = ([i for i, p in enumerate(mixture) if p] for mixture in (x, y))
    turned = [list(column) for column in zip(*payoffs, strict=True)]
    strict = expected(payoffs, y).count(value) == len(rows) and expected(turned, x).count(value) == len(
        columns
    )
    if not strict or len(rows) != len(columns):
        return None
    shift = 1 - min(map(min, payoffs))
    inner = flint.fmpz_mat([[payoffs[i][j] + shift for j in columns] for i in rows])
    return True if inner.det() else None
