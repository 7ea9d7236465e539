"""Linear programs over probabilities: max c'x with A x <= 0, the sum of x being 1, x >= 0, exact with dual proof, or in floats.

All constraints are homogeneous, so that the origin is feasible and a payoff that is positive everywhere makes the sum reach 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.mediation._linear import FLOATS_HELP_ABOVE, Optimum, Program, Row, is_optimal, solve
from gametheory.strategic._simplex import maximize


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
    program = Program(
        list(objective), [(row, Fraction(0)) for row in rows], [(dict.fromkeys(range(size), 1), Fraction(1))]
    )
    if size > FLOATS_HELP_ABOVE:
        found = solve(program, budget)
        return Solution(found.x, found.prices)
    lift = 1 - min(objective)
    matrix = [[row.get(j, 0) for j in range(size)] for row in rows] + [[1] * size]
    x, multipliers = maximize(matrix, [0] * len(rows) + [1], [c + lift for c in objective], budget)
    # The multiplier of the sum is the worth of the optimum, and what the lift has added.
    solved = Optimum(tuple(x), tuple(multipliers[:-1]), (multipliers[-1] - lift,))
    if not is_optimal(program, solved):
        raise AssertionError("the optimum of a linear program failed its verification")
    return Solution(solved.x, solved.prices)


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
