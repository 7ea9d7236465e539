"""Linear programs over probabilities: max c'x with A x <= 0, the sum of x being 1, x >= 0, exact with dual proof, or in floats.

All constraints are homogeneous, so that the origin is feasible and a payoff that is positive everywhere makes the sum reach 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.strategic._simplex import maximize

_FLOATS_HELP_ABOVE = 40
"""Unknowns beyond which the optimal basis is found in floats first."""

Row = dict[int, int]
"""Coefficients that are not zero."""


@dataclass(frozen=True)
class Solution:
    """An optimum: probabilities, and the price of each row (what relaxing it by 1 is worth)."""

    x: tuple[Any, ...]
    prices: tuple[Any, ...]


def solve_exactly(objective: list[int], rows: list[Row], budget: Budget) -> Solution:
    """Solve in integers.

    Raises
    ------
    BudgetSpent
        If the time is over.
    """
    size = len(objective)
    if size > _FLOATS_HELP_ABOVE:
        recovered = _recovered(objective, rows)
        if recovered is not None and _is_optimal(objective, rows, recovered):
            return recovered
    lift = 1 - min(objective)
    matrix = [[row.get(j, 0) for j in range(size)] for row in rows] + [[1] * size]
    x, multipliers = maximize(matrix, [0] * len(rows) + [1], [c + lift for c in objective], budget)
    solution = Solution(tuple(x), tuple(multipliers[:-1]))
    if not _is_optimal(objective, rows, solution):
        raise AssertionError("the optimum of a linear program failed its verification")
    return solution


def _recovered(objective: list[int], rows: list[Row]) -> Solution | None:
    """Solve in floats, and solve the equations of the optimal basis exactly; `None` if they do not pin it down."""
    import flint
    import numpy as np
    from scipy.sparse import csr_matrix

    places = [(i, j, a) for i, row in enumerate(rows) for j, a in row.items()]
    if not places:
        return None
    one, two, values = zip(*places, strict=True)
    scale = max(map(abs, objective)) or 1
    matrix = csr_matrix((np.array(values, float), (one, two)), shape=(len(rows), len(objective)))
    near = solve_in_floats(np.array([c / scale for c in objective]), matrix)
    if near is None:
        return None
    used = [j for j, p in enumerate(near.x) if p > 1e-9]
    tight = [i for i, price in enumerate(near.prices) if price > 1e-9]
    size = len(used)
    if size != len(tight) + 1:
        return None
    square = flint.fmpz_mat([*([rows[i].get(j, 0) for j in used] for i in tight), [1] * size])
    try:
        x = square.solve(flint.fmpz_mat(size, 1, [0] * (size - 1) + [1])).entries()
        # Prices, and the worth of the optimum last.
        y = square.transpose().solve(flint.fmpz_mat(size, 1, [objective[j] for j in used])).entries()
    except ZeroDivisionError:
        return None
    whole, prices = [Fraction(0)] * len(objective), [Fraction(0)] * len(rows)
    for j, p in zip(used, x, strict=True):
        whole[j] = Fraction(int(p.p), int(p.q))
    for i, price in zip(tight, y[:-1], strict=True):
        prices[i] = Fraction(int(price.p), int(price.q))
    return Solution(tuple(whole), tuple(prices))


def _is_optimal(objective: list[int], rows: list[Row], solution: Solution) -> bool:
    """Prove optimality: a feasible point, and prices that show that no other is worth more."""
    x, prices = solution.x, solution.prices
    worth = sum((c * p for c, p in zip(objective, x, strict=True)), Fraction(0))
    feasible = min(x) >= 0 and sum(x) == 1
    feasible &= all(sum(a * x[j] for j, a in row.items()) <= 0 for row in rows)
    reduced: list[Fraction] = [Fraction(c) for c in objective]
    for row, price in zip(rows, prices, strict=True):
        if price:
            for j, a in row.items():
                reduced[j] -= price * a
    return bool(feasible and min(prices, default=0) >= 0 and max(reduced) == worth)


def solve_in_floats(objective: Any, matrix: Any) -> Solution | None:
    """Solve with HiGHS; `None` if it fails.

    Parameters
    ----------
    objective : float array of shape (n,)
    matrix : sparse matrix of shape (rows, n)
    """
    import numpy as np
    from scipy.optimize import linprog

    size = len(objective)
    solved = linprog(
        -objective,
        A_ub=matrix,
        b_ub=np.zeros(matrix.shape[0]),
        A_eq=np.ones((1, size)),
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
    )
    if solved.x is None:
        return None
    return Solution(tuple(map(float, solved.x)), tuple(float(-m) for m in solved.ineqlin.marginals))


def extreme_points(rows: list[Row], size: int, budget: Budget) -> tuple[tuple[Fraction, ...], ...] | None:
    """Return the extreme points of {A x <= 0, x >= 0, sum of x = 1} by double description; `None` if the time is over.

    Rays of the cone start as the unit vectors, and each inequality cuts them: new rays lie between neighbours on both sides of it
    (Fukuda and Prodon 1996).  Two rays are neighbours if no third one is zero wherever both are.
    """
    from math import gcd

    rays = [tuple(int(i == j) for i in range(size)) for j in range(size)]
    tight = [frozenset(i for i in range(size) if i != j) for j in range(size)]
    for number, row in enumerate(rows):
        values = [sum(a * ray[j] for j, a in row.items()) for ray in rays]
        kept = [k for k, v in enumerate(values) if v <= 0]
        made: list[tuple[int, ...]] = []
        made_tight: list[frozenset[int]] = []
        above = [k for k, v in enumerate(values) if v > 0]
        below = [k for k, v in enumerate(values) if v < 0]
        for p in above:
            if budget.spent():
                return None
            for q in below:
                common = tight[p] & tight[q]
                if any(common <= tight[k] for k in range(len(rays)) if k not in (p, q)):
                    continue
                ray = tuple(values[p] * b - values[q] * a for a, b in zip(rays[p], rays[q], strict=True))
                divisor = gcd(*ray)
                made.append(tuple(u // divisor for u in ray))
                made_tight.append(common | {size + number})
        rays = [rays[k] for k in kept] + made
        tight = [tight[k] | ({size + number} if values[k] == 0 else frozenset()) for k in kept] + made_tight
    return tuple(sorted(tuple(Fraction(u, sum(ray)) for u in ray) for ray in rays))
