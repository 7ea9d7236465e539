"""Linear programs over probabilities: max c'x with A x <= 0, E x = 0, x >= 0, chosen unknowns summing to 1; exact with dual proof, or in floats.

All constraints but one are homogeneous, so that the origin is feasible and a payoff that is positive everywhere makes the sum reach 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.strategic._simplex import maximize
from gametheory.strategic._solving import independent

_FLOATS_HELP_ABOVE = 40
"""Unknowns beyond which the optimal basis is found in floats first."""

Row = dict[int, int]
"""Coefficients that are not zero."""


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
    if size > _FLOATS_HELP_ABOVE:
        for recovered in _recovered(objective, rows, equations, sums, budget):
            if _is_optimal(objective, rows, equations, sums, recovered):
                return recovered
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
    solution = Solution(
        tuple(x), tuple(multipliers[: len(rows)]), tuple(u - d for u, d in zip(up, down, strict=True))
    )
    if not _is_optimal(objective, rows, equations, sums, solution):
        raise AssertionError("the optimum of a linear program failed its verification")
    return solution


def _recovered(
    objective: list[int], rows: list[Row], equations: Sequence[Row], sums: list[int], budget: Budget
) -> Iterator[Solution]:
    """Solve in floats, and solve the equations of the optimal basis exactly; nothing that is yielded is sure to be optimal."""
    import numpy as np

    size = len(objective)
    near = solve_in_floats(
        [float(c) for c in objective],
        sparse(rows, size),
        equations=sparse(equations, size) if equations else None,
        among=sums,
        seconds=budget.remaining(),
    )
    if near is None:
        return
    x, prices = np.array(near.x), np.array(near.prices)
    top = float(max(map(abs, objective))) or 1.0
    largest = np.array([float(max(map(abs, row.values()), default=1)) for row in rows])
    slack = sparse(rows, size) @ x / largest if rows else np.zeros(0)
    used = [j for j in range(size) if x[j] > 1e-9]
    paid = [i for i in range(len(rows)) if prices[i] * largest[i] > 1e-9 * top]
    tight = [i for i in range(len(rows)) if slack[i] > -1e-9 and i not in set(paid)]
    total = dict.fromkeys(sums, 1)
    # The optimum: whatever must hold with equality, restricted to what is used.
    active = [total, *equations, *(rows[i] for i in (*paid, *tight))]
    exact_x = _pinned(
        [[row.get(j, 0) for j in used] for row in active],
        [1] + [0] * (len(active) - 1),
        [near.x[j] for j in used],
    )
    if exact_x is None:
        return
    # Its prices: what is used is worth exactly what it costs; so may be what is not.
    charged = [total, *(rows[i] for i in paid), *equations]
    worth = -float(np.dot(x, np.array(objective, float)))
    reduced = np.array(objective, float)
    reduced[sums] += worth
    for i in paid:
        for j, a in rows[i].items():
            reduced[j] -= prices[i] * a
    for row, price in zip(equations, near.equation_prices, strict=True):
        for j, a in row.items():
            reduced[j] -= price * a
    also = [j for j in range(size) if x[j] <= 1e-9 and reduced[j] > -1e-9 * top]
    whole = [Fraction(0)] * size
    for j, p in zip(used, exact_x, strict=True):
        whole[j] = p
    guess = [-worth, *(near.prices[i] for i in paid), *near.equation_prices]
    # A few of what is not used mostly pin the prices down; of many that tie, all would take long.
    few = 3 * len(charged)
    for asked in [used + also] if len(also) <= few else [used + also[:few], used + also]:
        if budget.spent():
            return
        exact_y = _pinned(
            [[row.get(j, 0) for row in charged] for j in asked], [objective[j] for j in asked], guess
        )
        if exact_y is None:
            return
        owed = [Fraction(0)] * len(rows)
        for i, price in zip(paid, exact_y[1:], strict=False):
            owed[i] = price
        yield Solution(tuple(whole), tuple(owed), tuple(exact_y[1 + len(paid) :]))


def _pinned(matrix: list[list[int]], right: list[int], near: list[float]) -> list[Fraction] | None:
    """Solve equations of which the first ones count most; unknowns that they leave open get a fraction near their float."""
    import flint

    chosen, pivots = independent(matrix, len(near))
    if not pivots:
        return None
    result = [Fraction(x).limit_denominator(64) for x in near]
    left = set(pivots)
    fixed = [j for j in range(len(near)) if j not in left and result[j]]
    common = lcm(*(result[j].denominator for j in fixed))
    square = flint.fmpz_mat([[matrix[i][j] for j in pivots] for i in chosen])
    sides = [right[i] * common - sum(matrix[i][j] * int(result[j] * common) for j in fixed) for i in chosen]
    try:
        found: Any = square.solve(flint.fmpz_mat(len(chosen), 1, sides))
    except ZeroDivisionError:
        return None
    for j, number in zip(pivots, found.entries(), strict=True):
        result[j] = Fraction(int(number.p), int(number.q)) / common
    return result


def _is_optimal(
    objective: list[int], rows: list[Row], equations: Sequence[Row], sums: list[int], solution: Solution
) -> bool:
    """Prove optimality: a feasible point, and prices that show that no other is worth more."""
    x, prices = solution.x, solution.prices
    worth = sum((c * p for c, p in zip(objective, x, strict=True) if p), Fraction(0))
    feasible = min(x) >= 0 and sum(x[j] for j in sums) == 1
    feasible &= all(sum(a * x[j] for j, a in row.items() if x[j]) <= 0 for row in rows)
    feasible &= all(sum(a * x[j] for j, a in row.items() if x[j]) == 0 for row in equations)
    reduced: list[Fraction] = [Fraction(c) for c in objective]
    charged = (*zip(rows, prices, strict=True), *zip(equations, solution.equation_prices, strict=True))
    for row, price in charged:
        if price:
            for j, a in row.items():
                reduced[j] -= price * a
    for j in sums:
        reduced[j] -= worth
    return bool(feasible and min(prices, default=0) >= 0 and max(reduced) <= 0)


def sparse(rows: Sequence[Row], size: int) -> Any:
    """Return rows as a sparse matrix of floats, of shape (rows, size)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    start = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([j for row in rows for j in row], np.int64)
    values = np.array([a for row in rows for a in row.values()], float)
    return csr_matrix((values, columns, start), shape=(len(rows), size))


def solve_in_floats(
    objective: Any,
    matrix: Any,
    *,
    equations: Any = None,
    among: Sequence[int] | None = None,
    seconds: float | None = None,
) -> Solution | None:
    """Solve with HiGHS; `None` if it fails, or if the time is over.

    Parameters
    ----------
    objective : float array of shape (n,)
    matrix, equations : sparse matrices of shape (rows, n)
    among : sequence of int, optional
        The unknowns that sum to 1 (all by default).
    seconds : float, optional
        When to stop.
    """
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix, vstack

    worth = np.array(objective, float)
    size = len(worth)
    top = np.abs(worth).max(initial=0.0) or 1.0
    bounded, scale = _scaled(matrix)
    equal, equal_scale = _scaled(csr_matrix((0, size)) if equations is None else equations)
    total = np.zeros((1, size))
    total[0, np.arange(size) if among is None else list(among)] = 1.0
    solved = linprog(
        -worth / top,
        A_ub=bounded,
        b_ub=np.zeros(bounded.shape[0]),
        A_eq=vstack([csr_matrix(total), equal], format="csr"),
        b_eq=np.array([1.0] + [0.0] * equal.shape[0]),
        bounds=(0, None),
        method="highs-ds",
        options={} if seconds is None else {"time_limit": max(seconds, 0.0)},
    )
    if solved.status != 0:
        return None
    return Solution(
        tuple(map(float, solved.x)),
        tuple(map(float, -solved.ineqlin.marginals * top / scale)),
        tuple(map(float, -solved.eqlin.marginals[1:] * top / equal_scale)),
    )


def _scaled(matrix: Any) -> tuple[Any, Any]:
    """Divide each row by its largest entry; return these as well."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags_array

    if not matrix.shape[0] or not matrix.nnz:
        return matrix, np.ones(matrix.shape[0])
    scale = np.asarray(abs(matrix).max(axis=1).todense(), float).ravel()
    scale[scale == 0] = 1.0
    return csr_matrix(diags_array(1 / scale) @ matrix), scale


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
