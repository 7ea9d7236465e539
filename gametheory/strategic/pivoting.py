"""One equilibrium of a bimatrix game by following a path of pivots: Lemke and Howson, and Lemke from a prior.

Both work in integers with the lexicographic rule, so that they end in degenerate games too, and keep the path.  A path can be
exponentially long (Savani and von Stengel 2006); the budget stops it, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError
from gametheory.strategic._integers import Matrix
from gametheory.strategic._lexicographic import Tableau
from gametheory.strategic._search import BudgetSpent, Mixture, positive


@dataclass(frozen=True)
class Path:
    """What a complementary path went through.

    Attributes
    ----------
    entered, left : tuple of str
        What entered and what left the basis at each pivot: an action `row i` or `column j`, its slack, or `start`.
    profiles : tuple of (mixture, mixture)
        The pair of (unscaled) strategies after each pivot; all zero at the artificial equilibrium.
    """

    entered: tuple[str, ...]
    left: tuple[str, ...]
    profiles: tuple[tuple[Mixture, Mixture], ...]

    def __len__(self) -> int:
        return len(self.entered)

    def __str__(self) -> str:
        steps = zip(self.entered, self.left, strict=True)
        return "\n".join(
            f"{k}. {one} enters, {other} leaves" for k, (one, other) in enumerate(steps, start=1)
        )


class _Recorder:
    """Collects a path, within a budget."""

    def __init__(self, budget: Budget | None) -> None:
        self.budget = (budget or Budget()).started()
        self.entered: list[str] = []
        self.left: list[str] = []
        self.profiles: list[tuple[Mixture, Mixture]] = []

    def add(self, entered: str, left: str, x: Mixture, y: Mixture) -> None:
        self.entered.append(entered)
        self.left.append(left)
        self.profiles.append((x, y))
        if len(self.entered) >= self.budget.cases:
            raise BudgetSpent(f"{self.budget.cases:,} pivots")
        if self.budget.spent():
            raise BudgetSpent(f"{self.budget.seconds:g} seconds")

    def path(self) -> Path:
        return Path(tuple(self.entered), tuple(self.left), tuple(self.profiles))


def lemke_howson(
    a: Matrix, b: Matrix, label: int = 0, budget: Budget | None = None
) -> tuple[Mixture, Mixture, Path]:
    """Follow the Lemke-Howson path on which one label may be missing.

    Parameters
    ----------
    a, b : lists of lists of int
        Payoffs of the row and the column player, rows by columns.
    label : int
        The missing label: row `label`, or column `label` less the number of rows.
    budget : Budget, optional
        When to stop; `cases` counts pivots.

    Returns
    -------
    x, y : tuple of Fraction
        An equilibrium.
    path : Path
        What was gone through.

    Raises
    ------
    ParameterError
        If there is no such label.
    BudgetSpent
        If the budget ended first.

    References
    ----------
    Lemke, C. E. and Howson, J. T. (1964), Equilibrium points of bimatrix games, Journal of SIAM 12, 413-423.
    von Stengel, B. (2007), Equilibrium computation for two-player games, in: Algorithmic Game Theory, section 3.4 and 3.6.

    Examples
    --------
    >>> x, y, path = lemke_howson([[2, 0], [0, 1]], [[1, 0], [0, 2]], label=0)
    >>> x, len(path)
    ((Fraction(1, 1), Fraction(0, 1)), 2)
    """
    m, n = len(a), len(a[0])
    if label not in range(m + n):
        raise ParameterError(
            f"LemkeHowson(): label {label!r} is not one of 0 to {m + n - 1} (rows first, then columns)"
        )
    own, other = list(range(m)), list(range(m, m + n))
    p = Tableau.of([list(column) for column in zip(*positive(b), strict=True)], [1] * n, own, other)
    q = Tableau.of(positive(a), [1] * m, other, own)
    recorder = _Recorder(budget)
    entering, table = label, (p if label < m else q)
    while True:
        column = table.columns.index(entering)
        row = table.leaving(column)
        assert row is not None  # the polytopes are bounded
        left = table.exchange(row, column)
        x, y = p.values(range(m)), q.values(range(m, m + n))
        recorder.add(_named(entering, m, table is p), _named(left, m, table is p), x, y)
        if left == label:
            return _normalised(x), _normalised(y), recorder.path()
        entering, table = left, (q if table is p else p)


def _named(label: int, m: int, of_row: bool) -> str:
    name = f"row {label + 1}" if label < m else f"column {label - m + 1}"
    return name if (label < m) == of_row else f"slack of {name}"


def _normalised(weights: Sequence[Fraction]) -> Mixture:
    total = sum(weights, Fraction(0))
    return tuple(w / total for w in weights)


def lemke(
    a: Matrix, b: Matrix, prior: Sequence[Sequence[Any]] | None = None, budget: Budget | None = None
) -> tuple[Mixture, Mixture, Path]:
    """Follow Lemke's path from a prior: players reply to a mixture of it and of what is played, whose weight falls to zero.

    Parameters
    ----------
    a, b : lists of lists of int
        Payoffs of the row and the column player, rows by columns.
    prior : pair of mixtures, optional
        Where to start; by default both mix evenly.
    budget : Budget, optional
        When to stop; `cases` counts pivots.

    Returns
    -------
    x, y, path
        As for `lemke_howson`.

    References
    ----------
    Lemke, C. E. (1965), Bimatrix equilibrium points and mathematical programming, Management Science 11, 681-689.
    von den Elzen, A. H. and Talman, A. J. J. (1991), A procedure for finding Nash equilibria in bi-matrix games, ZOR 35, 27-43.
    von Stengel, B., van den Elzen, A. and Talman, D. (2002), Computing normal form perfect equilibria for extensive two-person
    games, Econometrica 70, 693-715.

    Examples
    --------
    >>> x, y, path = lemke([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> x, y
    ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 2), Fraction(1, 2)))
    """
    m, n = len(a), len(a[0])
    size = m + n + 2
    tableau = _complementarity(a, b, _prior(prior, m, n))
    recorder = _Recorder(budget)
    entering = 2 * size
    row: int | None = _most_negative(tableau)
    while True:
        column = tableau.columns.index(entering)
        if recorder.entered:
            row = tableau.leaving(column)
        assert row is not None  # the matrix is copositive, so there are no rays
        left = tableau.exchange(row, column)
        x, y = tableau.values(range(m)), tableau.values(range(m, m + n))
        recorder.add(_variable(entering, m, n), _variable(left, m, n), x, y)
        if left == 2 * size:
            return _normalised(x), _normalised(y), recorder.path()
        entering = left + size if left < size else left - size


def _prior(prior: Sequence[Sequence[Any]] | None, m: int, n: int) -> tuple[list[int], list[int]]:
    """Return a prior as integer weights."""
    if prior is None:
        return [1] * m, [1] * n
    if len(prior) != 2:
        raise ParameterError(f"Lemke(): the prior {prior!r} is not a pair of mixtures")
    result = []
    for mixture, count in zip(prior, (m, n), strict=True):
        exact = [Fraction(p) for p in mixture]
        if len(exact) != count or min(exact) < 0 or sum(exact) != 1:
            raise ParameterError(f"Lemke(): the prior {mixture!r} is not a distribution over {count} actions")
        common = lcm(*(p.denominator for p in exact))
        result.append([int(p * common) for p in exact])
    return result[0], result[1]


def _complementarity(a: Matrix, b: Matrix, prior: tuple[list[int], list[int]]) -> Tableau:
    """Return w = q + d z0 + M z as a tableau: costs against values, and mixtures that sum to 1.

    Variables: x, y, then the values of both players; w_i follows with numbers from `size` on, and z0 is `2 size`.
    """
    m, n = len(a), len(a[0])
    size = m + n + 2
    cost_a, cost_b = (positive([[-u for u in row] for row in table]) for table in (a, b))
    x0, y0 = prior
    rows, right = [], []
    weight_x, weight_y = sum(x0), sum(y0)
    for i in range(m):
        covering = sum(u * q for u, q in zip(cost_a[i], y0, strict=True))
        rows.append([0] * m + [-u * weight_y for u in cost_a[i]] + [weight_y, 0, -covering])
        right.append(0)
    for j in range(n):
        column = [row[j] for row in cost_b]
        covering = sum(u * p for u, p in zip(column, x0, strict=True))
        rows.append([-u * weight_x for u in column] + [0] * n + [0, weight_x, -covering])
        right.append(0)
    rows += [[-1] * m + [0] * n + [0, 0, -1], [0] * m + [-1] * n + [0, 0, -1]]
    right += [-1, -1]
    return Tableau.of(rows, right, [*range(size), 2 * size], list(range(size, 2 * size)))


def _most_negative(tableau: Tableau) -> int:
    """Return the row in which z0 has to enter: lexicographically, the last of those with a negative right side."""
    start = len(tableau.columns)
    negative = [i for i, line in enumerate(tableau.rows) if line[start] < 0]
    return negative[-1]


def _variable(label: int, m: int, n: int) -> str:
    size = m + n + 2
    if label == 2 * size:
        return "start"
    place = label % size
    kinds = (f"row {place + 1}", f"column {place - m + 1}", "value of row", "value of column")
    name = kinds[0 if place < m else 1 if place < m + n else 2 + place - m - n]
    return name if label < size else f"slack of {name}"
