"""Exact optima from the bases that floats find: what a basis means in rationals, and what is wrong with it, magnified.

A basis fixes which unknowns are not zero and which rows hold with equality; flint solves these equations for the unknowns and for
the prices.  Either may turn out to be slightly infeasible, since floats see only so far.  Then HiGHS is asked for the correction
alone, with everything that the present solution leaves over as the new program, blown up to a size that floats see well
(Gleixner, Steffy and Wolter 2016, Iterative refinement for linear programming, INFORMS Journal on Computing 28, 449-464).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from gametheory.algebra.decide import Budget
from gametheory.strategic._search import BudgetSpent

if TYPE_CHECKING:
    from gametheory._highs import Rows
    from gametheory.mediation._linear import Program

Basis = tuple[tuple[int, ...], tuple[int, ...]]
"""The unknowns that may differ from 0, and as many rows, which hold with equality."""

_ROUNDS = 12
"""How often HiGHS is asked again; as a rule the first basis is right."""

_TOLERANCE = 1e-10
"""The least that HiGHS takes."""

_DIGITS = 45
"""Powers of two by which what is magnified may fall short of the largest number beside it."""


@dataclass(frozen=True)
class Point:
    """The solutions that a basis stands for: x / x_unit, and prices y / y_unit, in integers."""

    x: list[int]
    x_unit: int
    y: list[int]
    y_unit: int


@dataclass(frozen=True)
class Gap:
    """What a point leaves over: of each row's right side and of each unknown's worth, in the point's units."""

    room: list[int]
    reduced: list[int]
    infeasible: int
    unfair: int
    """The largest amounts by which the solutions break their bounds; 0 for optima."""


class Whole:
    """A program in integers: rows and objective times common denominators."""

    def __init__(self, program: Program) -> None:
        self.count = len(program.at_most)
        rows = [*program.at_most, *program.equal]
        self.scales = [lcm(b.denominator, *(a.denominator for a in row.values())) for row, b in rows]
        self.rows = [
            {j: int(a * s) for j, a in row.items()} if s != 1 else {j: int(a) for j, a in row.items()}
            for (row, _), s in zip(rows, self.scales, strict=True)
        ]
        self.sizes = [max(map(abs, row.values()), default=0) or 1 for row in self.rows]
        self.right = [int(b * s) for (_, b), s in zip(rows, self.scales, strict=True)]
        self.common = lcm(*(c.denominator for c in program.objective))
        self.objective = [int(c * self.common) for c in program.objective]

    def matrix(self, priced: Sequence[int] = ()) -> Rows:
        """Return the rows in floats, each divided by its largest entry; what is left of some is a further unknown each."""
        from gametheory._highs import rows_of

        divided = [{j: a / s for j, a in row.items()} for row, s in zip(self.rows, self.sizes, strict=True)]
        for k, i in enumerate(priced):
            divided[i][len(self.objective) + k] = 1.0
        return rows_of(divided)

    def point(self, columns: Sequence[int], tight: Sequence[int]) -> Point | None:
        """Solve the equations of a basis; `None` if they are singular."""
        import flint

        k = len(columns)
        x, y, x_unit, y_unit = [0] * len(self.objective), [0] * len(self.rows), 1, 1
        if k != len(tight):
            return None
        if k:
            square = flint.fmpz_mat(k, k, [self.rows[i].get(j, 0) for i in tight for j in columns])
            try:
                of_x: Any = square.solve(flint.fmpz_mat(k, 1, [self.right[i] for i in tight]))
                of_y: Any = square.transpose().solve(
                    flint.fmpz_mat(k, 1, [self.objective[j] for j in columns])
                )
            except ZeroDivisionError:
                return None
            numbers, unit = of_x.numer_denom()
            x_unit = int(unit)
            for j, v in zip(columns, numbers.entries(), strict=True):
                x[j] = int(v)
            numbers, unit = of_y.numer_denom()
            y_unit = int(unit)
            for i, v in zip(tight, numbers.entries(), strict=True):
                y[i] = int(v)
        return Point(x, x_unit, y, y_unit)

    def gap(self, point: Point) -> Gap:
        """Return what a point leaves over."""
        x, y = point.x, point.y
        room = [
            b * point.x_unit - sum([a * x[j] for j, a in row.items()])
            for row, b in zip(self.rows, self.right, strict=True)
        ]
        reduced = [c * point.y_unit for c in self.objective]
        for row, price in zip(self.rows, y, strict=True):
            if price:
                for j, a in row.items():
                    reduced[j] -= price * a
        return Gap(
            room,
            reduced,
            max(0, -min(x, default=0), -min(room[: self.count], default=0)),
            max(0, max(reduced, default=0), -min(y[: self.count], default=0)),
        )

    def in_units_of_the_program(
        self, point: Point
    ) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Return the unknowns, the prices of inequalities, and those of equations."""
        zero = Fraction(0)
        unit = point.y_unit * self.common
        y = tuple(Fraction(p * s, unit) if p else zero for p, s in zip(point.y, self.scales, strict=True))
        return (
            tuple(Fraction(v, point.x_unit) if v else zero for v in point.x),
            y[: self.count],
            y[self.count :],
        )


def optimum(whole: Whole, budget: Budget) -> Point | None:
    """Return an optimal point; `None` if HiGHS finds none, or its bases do not settle.

    Raises
    ------
    BudgetSpent
        If the time is over.
    """
    nothing = Point([0] * len(whole.objective), 1, [0] * len(whole.rows), 1)
    basis = _corrected(whole, nothing, whole.gap(nothing), None, budget)
    seen: set[Basis] = set()
    while basis is not None and basis not in seen and len(seen) < _ROUNDS:
        seen.add(basis)
        point = whole.point(*basis)
        if point is None:
            return None
        gap = whole.gap(point)
        if not gap.infeasible and not gap.unfair:
            return point
        basis = _corrected(whole, point, gap, basis, budget)
    return None


def _corrected(whole: Whole, point: Point, gap: Gap, start: Basis | None, budget: Budget) -> Basis | None:
    """Return the basis of the best correction of a point; the first one corrects the origin.

    What is left of the right side of a row with a price is an unknown of its own here, for it has a worth: minus that price.
    """
    import numpy as np

    from gametheory._highs import highs

    n, count, sizes = len(whole.objective), whole.count, whole.sizes
    priced = [i for i in range(count) if point.y[i]]
    costs = [*gap.reduced, *(-point.y[i] * sizes[i] for i in priced)]
    longest = max(*map(abs, point.x), *(abs(r) // s for r, s in zip(gap.room, sizes, strict=True)), 0)
    of_x = max(gap.infeasible if start else 1, longest >> _DIGITS, 1)
    of_y = max(gap.unfair if start else 1, max(map(abs, costs)) >> _DIGITS, 1)
    high = np.array([r / (of_x * s) for r, s in zip(gap.room, sizes, strict=True)])
    low = high.copy()
    low[:count] = -np.inf
    low[priced] = high[priced]
    basis = None
    if start is not None:
        columns, loose = np.zeros(n + len(priced), bool), np.ones(len(sizes), bool)
        columns[list(start[0])], loose[list(start[1])] = True, False
        basis = columns, loose
    found = highs(
        [c / of_y for c in costs],
        whole.matrix(priced),
        low,
        high,
        least=np.array([-v / of_x for v in point.x] + [0.0] * len(priced)),
        tolerance=_TOLERANCE,
        seconds=budget.remaining(),
        basis=basis,
    )
    if found.status == "time":
        raise BudgetSpent(f"{budget.seconds:g} seconds")
    if found.basic_columns is None or found.basic_rows is None:
        return None
    # A row whose rest is in the basis does not hold with equality.
    loose = found.basic_rows
    loose[np.array(priced, int)[found.basic_columns[n:]]] = True
    return tuple(np.flatnonzero(found.basic_columns[:n]).tolist()), tuple(np.flatnonzero(~loose).tolist())
