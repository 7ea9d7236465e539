"""Linear programs: max c'x with A x <= b, E x = f, x >= 0, exact with proofs of optimality or infeasibility, or in floats.

HiGHS finds the optimal basis, flint solves its equations in rationals, and the two solutions are verified to be feasible and
worth the same.  Where that fails, the exact simplex method of `gametheory.strategic` decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.strategic._simplex import maximize

Row = dict[int, Any]
"""Coefficients that are not zero."""

FLOATS_HELP_ABOVE = 40
"""Unknowns beyond which small programs too are solved in floats first; below, the simplex method needs no heavy imports."""

_PRIME = (1 << 61) - 1
_TOLERANCE = 1e-9

_TRIES = (("highs", False), ("highs-ipm", False), ("highs", True), ("highs-ipm", True))
"""Methods, and whether floats are rounded where the optimum is not unique (otherwise plainer vertices are hoped for)."""


@dataclass
class Program:
    """A program under construction.

    Attributes
    ----------
    objective : list of number
        What each unknown is worth.
    at_most, equal : list of (Row, number)
        Rows with their right sides.
    """

    objective: list[Any]
    at_most: list[tuple[Row, Any]] = field(default_factory=list)
    equal: list[tuple[Row, Any]] = field(default_factory=list)

    def unknown(self, worth: Any = 0) -> int:
        """Add an unknown and return its place."""
        self.objective.append(worth)
        return len(self.objective) - 1


@dataclass(frozen=True)
class Optimum:
    """A solved program.

    Attributes
    ----------
    x : tuple of number
        The solution; empty if there is none.
    prices, multipliers : tuple of number
        What relaxing each row of `at_most` (these are not negative) and of `equal` by 1 is worth.
    feasible : bool or None
        `None` if floats could not tell.
    """

    x: tuple[Any, ...]
    prices: tuple[Any, ...]
    multipliers: tuple[Any, ...]
    feasible: bool | None = True


NOTHING = Optimum((), (), (), False)


def solve(program: Program, budget: Budget) -> Optimum:
    """Solve in rationals; the answer, infeasibility included, is proved by duality.

    Raises
    ------
    BudgetSpent
        If the time is over.
    ValueError
        If there is no maximum.
    """
    if not program.objective:
        return NOTHING if any(b for _, b in program.equal) else Optimum((), (), ())
    for method, rounded in _TRIES:
        near = solve_in_floats(program, method, max(budget.remaining(), 0.0))
        if not near.feasible:
            break
        found = _recovered(program, near, rounded)
        if found is not None and is_optimal(program, found):
            return found
    return _by_simplex(program, budget)


def solve_in_floats(program: Program, method: str = "highs", seconds: float = float("inf")) -> Optimum:
    """Solve with HiGHS in a limited time, every row and the objective scaled to coefficients of at most 1."""
    import numpy as np
    from scipy.optimize import linprog

    if not program.objective:
        return NOTHING
    count, worth = len(program.at_most), _size(program.objective)
    sizes = [_size(row.values()) for row, _ in (*program.at_most, *program.equal)]
    solved = linprog(
        -np.array([float(c) / worth for c in program.objective]),
        A_ub=_sparse(program.at_most, sizes[:count], len(program.objective)),
        b_ub=[float(b) / s for (_, b), s in zip(program.at_most, sizes, strict=False)],
        A_eq=_sparse(program.equal, sizes[count:], len(program.objective)),
        b_eq=[float(b) / s for (_, b), s in zip(program.equal, sizes[count:], strict=True)],
        bounds=(0, None),
        method=method,
        options={
            "time_limit": seconds,
            "primal_feasibility_tolerance": 1e-10,
            "dual_feasibility_tolerance": 1e-10,
        },
    )
    if solved.x is None or solved.status != 0:
        return Optimum((), (), (), False if solved.status == 2 else None)
    prices = [
        -m * worth / s
        for m, s in zip((*solved.ineqlin.marginals, *solved.eqlin.marginals), sizes, strict=True)
    ]
    return Optimum(
        tuple(map(float, solved.x)), tuple(map(float, prices[:count])), tuple(map(float, prices[count:]))
    )


def _size(coefficients: Iterable[Any]) -> float:
    return max((abs(float(a)) for a in coefficients), default=0.0) or 1.0


def _sparse(rows: Sequence[tuple[Row, Any]], sizes: Sequence[float], width: int) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix

    places = [(i, j, float(a) / sizes[i]) for i, (row, _) in enumerate(rows) for j, a in row.items()]
    one, two, values = zip(*places, strict=True) if places else ((), (), ())
    return csr_matrix((np.array(values, float), (one, two)), shape=(len(rows), width))


def _recovered(program: Program, near: Optimum, rounded: bool) -> Optimum | None:
    """Solve the equations that hold at the optima that the floats show, of the program and of its dual."""
    size, count = len(program.objective), len(program.at_most)
    rows = [*program.at_most, *program.equal]
    sizes, worth = [_size(row.values()) for row, _ in rows], _size(program.objective)
    used = [j for j, p in enumerate(near.x) if p > _TOLERANCE]
    tight = [
        i
        for i, (row, b) in enumerate(rows)
        if i >= count or sum(float(a) * near.x[j] for j, a in row.items()) > float(b) - _TOLERANCE * sizes[i]
    ]
    guess = dict(enumerate(near.x)) if rounded else {}
    x = _solved([rows[i][0] for i in tight], [rows[i][1] for i in tight], used, guess)
    if x is None:
        return None
    floats = [*near.prices, *near.multipliers]
    priced = [i for i in range(len(rows)) if i >= count or floats[i] > _TOLERANCE * worth / sizes[i]]
    reduced = [float(c) for c in program.objective]
    columns: list[Row] = [{} for _ in range(size)]
    for i in priced:
        for j, a in rows[i][0].items():
            reduced[j] -= floats[i] * float(a)
            columns[j][i] = a
    paying = [j for j in range(size) if reduced[j] > -_TOLERANCE * worth]
    guess = dict(enumerate(floats)) if rounded else {}
    y = _solved([columns[j] for j in paying], [program.objective[j] for j in paying], priced, guess)
    if y is None:
        return None
    return Optimum(
        tuple(x.get(j, Fraction(0)) for j in range(size)),
        tuple(y.get(i, Fraction(0)) for i in range(count)),
        tuple(y.get(i, Fraction(0)) for i in range(count, len(rows))),
    )


def _solved(
    rows: list[Row], right: list[Any], unknowns: list[int], guess: dict[int, float]
) -> dict[int, Fraction] | None:
    """Solve equations by a largest invertible block; what they leave free is guessed (or 0), and nothing is verified here."""
    import flint

    place = {j: k for k, j in enumerate(unknowns)}
    if not rows or not unknowns:
        return {}
    m, n = len(rows), len(unknowns)
    scales = [
        lcm(b.denominator, *(a.denominator for a in row.values())) for row, b in zip(rows, right, strict=True)
    ]
    whole = [
        {place[j]: int(a * s) for j, a in row.items() if j in place}
        for row, s in zip(rows, scales, strict=True)
    ]
    residues = flint.nmod_mat(m, n, [row.get(k, 0) % _PRIME for row in whole for k in range(n)], _PRIME)
    columns, lines = _pivots(residues), _pivots(residues.transpose())
    determined = set(columns)
    free = {
        k: Fraction(guess[j]).limit_denominator(10**4)
        for k, j in enumerate(unknowns)
        if k not in determined and j in guess
    }
    sides = [right[i] * scales[i] - sum(whole[i].get(k, 0) * v for k, v in free.items()) for i in lines]
    square = flint.fmpq_mat(len(lines), len(lines), [whole[i].get(k, 0) for i in lines for k in columns])
    try:
        solved = square.solve(
            flint.fmpq_mat(len(lines), 1, [flint.fmpq(b.numerator, b.denominator) for b in sides])
        ).entries()
    except ZeroDivisionError:
        return None
    result = {unknowns[k]: Fraction(int(v.p), int(v.q)) for k, v in zip(columns, solved, strict=True)}
    return {**result, **{unknowns[k]: v for k, v in free.items()}}


def _pivots(matrix: Any) -> list[int]:
    reduced, rank = matrix.rref()
    result, column = [], 0
    for i in range(rank):
        while not int(reduced[i, column]):
            column += 1
        result.append(column)
        column += 1
    return result


def is_optimal(program: Program, found: Optimum) -> bool:
    """Prove optimality: both solutions are feasible, and they are worth the same."""
    x, size = found.x, len(program.objective)
    if len(x) != size or min(x, default=0) < 0 or min(found.prices, default=0) < 0:
        return False
    if any(sum(a * x[j] for j, a in row.items()) > b for row, b in program.at_most):
        return False
    if any(sum(a * x[j] for j, a in row.items()) != b for row, b in program.equal):
        return False
    reduced = [Fraction(c) for c in program.objective]
    worth = Fraction(0)
    for (row, b), price in zip(
        [*program.at_most, *program.equal], [*found.prices, *found.multipliers], strict=True
    ):
        if price:
            worth += price * b
            for j, a in row.items():
                reduced[j] -= price * a
    return max(reduced, default=Fraction(0)) <= 0 and worth == sum(
        (c * p for c, p in zip(program.objective, x, strict=True) if p), Fraction(0)
    )


def _by_simplex(program: Program, budget: Budget) -> Optimum:
    """Solve by the exact simplex method: what equations and negative right sides ask for is rewarded, more and more.

    The first run rewards nothing else; if it falls short, its prices prove that nothing is feasible.  After that the reward doubles
    until it outweighs the objective, as it does at some finite size.
    """
    size, count = len(program.objective), len(program.at_most)
    rows: list[Row] = []
    right: list[Any] = []
    sign = []
    wanted = []
    extra = size
    for i, (row, b) in enumerate([*program.at_most, *program.equal]):
        flipped = -1 if b < 0 else 1
        made = {j: a * flipped for j, a in row.items()}
        if i < count and flipped < 0:
            made[extra] = -1
            extra += 1
        if i >= count or flipped < 0:
            wanted.append(i)
        rows.append(made)
        right.append(b * flipped)
        sign.append(flipped)
    scales = [
        lcm(b.denominator, *(a.denominator for a in row.values())) for row, b in zip(rows, right, strict=True)
    ]
    whole = [[int(row.get(j, 0) * s) for j in range(extra)] for row, s in zip(rows, scales, strict=True)]
    sides = [int(b * s) for b, s in zip(right, scales, strict=True)]
    common = lcm(*(c.denominator for c in program.objective))
    objective = [int(c * common) for c in program.objective] + [0] * (extra - size)
    reward = [sum(whole[i][j] for i in wanted) for j in range(extra)]
    full = sum(sides[i] for i in wanted)
    if wanted:
        x, _ = maximize(whole, sides, reward, budget)
        if sum(r * p for r, p in zip(reward, x, strict=True)) != full:
            return NOTHING
    weight = 1 + max(map(abs, objective), default=0) if wanted else 0
    while True:
        x, y = maximize(
            whole, sides, [c + weight * r for c, r in zip(objective, reward, strict=True)], budget
        )
        if sum(r * p for r, p in zip(reward, x, strict=True)) == full:
            break
        weight *= 1024
    asked = set(wanted)
    prices = tuple(
        (y[i] - (weight if i in asked else 0)) * scales[i] * sign[i] / common for i in range(len(rows))
    )
    found = Optimum(tuple(x[:size]), prices[:count], prices[count:])
    if not is_optimal(program, found):
        raise AssertionError("the optimum of a linear program failed its verification")
    return found
