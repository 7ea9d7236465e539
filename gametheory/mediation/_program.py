"""Linear programs over probabilities: max c'x with A x <= 0, E x = 0, x >= 0, chosen unknowns summing to 1; exact with dual proof, or in floats.

All constraints but one are homogeneous, so that the origin is feasible and a payoff that is positive everywhere makes the sum reach 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.mediation._linear import FLOATS_HELP_ABOVE, Optimum, Program, Row, is_optimal, solve
from gametheory.strategic._simplex import maximize

if TYPE_CHECKING:
    from gametheory._highs import Rows


@dataclass(frozen=True)
class Solution:
    """An optimum: probabilities, and the price of each row (what relaxing it by 1 is worth), of inequalities and of equations."""

    x: tuple[Any, ...]
    prices: tuple[Any, ...]
    equation_prices: tuple[Any, ...] = ()


def solve_exactly(
    objective: list[int],
    rows: list[Row],
    budget: Budget,
    *,
    equations: Sequence[Row] = (),
    among: Sequence[int] | None = None,
) -> Solution:
    """Solve in integers.

    Parameters
    ----------
    objective : list of int
        What each unknown is worth.
    rows, equations : sequences of Row
        What must not be positive, and what must vanish.
    budget : Budget
        When to stop.
    among : sequence of int, optional
        The unknowns that sum to 1 (all by default).  The constraints must bound the others, and each that is worth something by 1.

    Raises
    ------
    BudgetSpent
        If the time is over.
    """
    size = len(objective)
    sums = list(range(size)) if among is None else list(among)
    zero = Fraction(0)
    program = Program(
        list(objective),
        [(row, zero) for row in rows],
        [(dict.fromkeys(sums, 1), Fraction(1)), *((row, zero) for row in equations)],
    )
    if size > FLOATS_HELP_ABOVE:
        found = solve(program, budget)
        return Solution(found.x, found.prices, found.multipliers[1:])
    counted = set(sums)
    if all(c == 0 or j in counted for j, c in enumerate(objective)):
        lift = 1 - min(objective[j] for j in sums)
    else:
        lift = 1 + sum(map(abs, objective))
    lifted = [c + lift if j in counted else c for j, c in enumerate(objective)]
    both = [*equations, *({j: -a for j, a in row.items()} for row in equations)]
    matrix = [[row.get(j, 0) for j in range(size)] for row in (*rows, *both, dict.fromkeys(sums, 1))]
    x, multipliers = maximize(matrix, [0] * (len(matrix) - 1) + [1], lifted, budget)
    count = len(equations)
    up, down = multipliers[len(rows) : len(rows) + count], multipliers[len(rows) + count : -1]
    # The multiplier of the sum is the worth of the optimum, and what the lift has added.
    of_equations = (multipliers[-1] - lift, *(u - d for u, d in zip(up, down, strict=True)))
    solved = Optimum(tuple(x), tuple(multipliers[: len(rows)]), of_equations)
    if not is_optimal(program, solved):
        raise AssertionError("the optimum of a linear program failed its verification")
    return Solution(solved.x, solved.prices, solved.multipliers[1:])


def solve_in_floats(
    objective: Any,
    rows: Rows,
    *,
    equations: Rows | None = None,
    among: Sequence[int] | None = None,
    seconds: float = float("inf"),
) -> Solution | None:
    """Solve with HiGHS; `None` if it fails, or if the time is over.

    Parameters
    ----------
    objective : float array of shape (n,)
    rows, equations : Rows
        Sparse matrices with n columns.
    among : sequence of int, optional
        The unknowns that sum to 1 (all by default).
    seconds : float
        When to stop.
    """
    import numpy as np

    from gametheory._highs import highs, stacked

    sums = np.arange(len(objective)) if among is None else np.array(among)
    total = np.array([0, len(sums)]), sums, np.ones(len(sums))
    matrix = stacked([rows, total] if equations is None else [rows, total, equations])
    count = len(rows[0]) - 1
    right = np.zeros(len(matrix[0]) - 1)
    right[count] = 1.0
    found = highs(objective, matrix, right, np.arange(len(right)) >= count, seconds=seconds)
    if found.x is None or found.prices is None:
        return None
    prices = found.prices.tolist()
    return Solution(tuple(found.x.tolist()), tuple(prices[:count]), tuple(prices[count + 1 :]))


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
