"""Linear programs: max c'x with A x <= b, E x = f, x >= 0, exact with proofs of optimality or infeasibility, or in floats.

HiGHS finds a basis, flint solves its equations in rationals, and the two solutions are verified to be feasible and worth the same.
Where they are not, HiGHS looks again under a magnifying glass; where that fails too, the exact simplex method decides.
"""

from __future__ import annotations

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
    found = _by_bases(program, budget)
    if found is None:
        # Perhaps nothing is feasible: then what is missing at least is positive, and the prices of that prove it.
        missing = _by_bases(_what_is_missing(program), budget)
        if missing is not None and any(missing.x[len(program.objective) :]):
            return NOTHING
        return _by_simplex(program, budget)
    return found


def _by_bases(program: Program, budget: Budget) -> Optimum | None:
    from gametheory.mediation._basis import Whole, optimum

    whole = Whole(program)
    solved = optimum(whole, budget)
    if solved is None:
        return None
    found = Optimum(*whole.in_units_of_the_program(solved))
    if not is_optimal(program, found):
        raise AssertionError("the optimum of a linear program failed its verification")
    return found


def _what_is_missing(program: Program) -> Program:
    """Return the program whose further unknowns make up for what equations and negative right sides ask for; they cost 1 each."""
    result = Program([0] * len(program.objective))
    for rows, filled in ((program.at_most, result.at_most), (program.equal, result.equal)):
        for row, b in rows:
            lacks = b < 0 or (b > 0 and rows is program.equal)
            filled.append(({**row, result.unknown(-1): 1 if b > 0 else -1} if lacks else row, b))
    return result


def solve_in_floats(program: Program, seconds: float = float("inf")) -> Optimum:
    """Solve with HiGHS in a limited time."""
    import numpy as np

    from gametheory._highs import highs, rows_of

    if not program.objective:
        return NOTHING
    count, rows = len(program.at_most), [*program.at_most, *program.equal]
    found = highs(
        [float(c) for c in program.objective],
        rows_of([row for row, _ in rows]),
        np.array([float(b) for _, b in rows]),
        np.arange(len(rows)) >= count,
        tolerance=1e-10,
        seconds=seconds,
    )
    if found.x is None or found.prices is None:
        return Optimum((), (), (), False if found.status == "infeasible" else None)
    prices = found.prices.tolist()
    return Optimum(tuple(found.x.tolist()), tuple(prices[:count]), tuple(prices[count:]))


def is_optimal(program: Program, found: Optimum) -> bool:
    """Prove optimality: both solutions are feasible, and they are worth the same."""
    x, size = found.x, len(program.objective)
    if len(x) != size or min(x, default=0) < 0 or min(found.prices, default=0) < 0:
        return False
    unit = lcm(*(v.denominator for v in x))
    whole = [int(v * unit) for v in x]
    if any(sum([a * whole[j] for j, a in row.items()]) > b * unit for row, b in program.at_most):
        return False
    if any(sum([a * whole[j] for j, a in row.items()]) != b * unit for row, b in program.equal):
        return False
    y = (*found.prices, *found.multipliers)
    of_y = lcm(*(v.denominator for v in y))
    reduced = [c * of_y for c in program.objective]
    worth = Fraction(0)
    for (row, b), price in zip([*program.at_most, *program.equal], y, strict=True):
        if price:
            weight = int(price * of_y)
            worth += weight * b
            for j, a in row.items():
                reduced[j] -= weight * a
    earned = sum([c * v for c, v in zip(program.objective, whole, strict=True) if v])
    return max(reduced, default=0) <= 0 and worth * unit == earned * of_y


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
