"""Exact optima from the bases that floats find: what a basis means in rationals, and what is wrong with it, magnified.

A basis fixes which unknowns are not zero and which rows hold with equality; flint solves these equations for the unknowns and for
the prices.  Either may turn out to be slightly infeasible, since floats see only so far.  Then HiGHS is asked for the correction
alone, with everything that the present solution leaves over as the new program, blown up to a size that floats see well
(Gleixner, Steffy and Wolter 2016, Iterative refinement for linear programming, INFORMS Journal on Computing 28, 449-464).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from gametheory.algebra.decide import Budget
from gametheory.mediation._equations import Equations
from gametheory.strategic._search import BudgetSpent

if TYPE_CHECKING:
    import numpy as np

    from gametheory._highs import Rows
    from gametheory.mediation._linear import Program

Basis = tuple[tuple[int, ...], tuple[int, ...]]
"""The unknowns that may differ from 0, and as many rows, which hold with equality."""

_ROUNDS = 12
"""How often HiGHS is asked again; as a rule the first basis is right."""

_TOLERANCE = 1e-10
"""The least that HiGHS takes."""

_PASSES = 4
"""Rows and columns are scaled in turns this often."""

_LARGEST = 1e18
"""What is magnified beyond this is cut off there: HiGHS takes 1e20 for infinity."""


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
    closed: bool
    """Whether both solutions are feasible; they are worth the same then, and optimal."""


class Whole:
    """A program in integers: rows and objective times common denominators."""

    def __init__(self, program: Program) -> None:
        self.count = len(program.at_most)
        rows = [*program.at_most, *program.equal]
        self.scales = [lcm(b.denominator, *(a.denominator for a in row.values())) for row, b in rows]
        self.rows = [
            {j: int(a * s) for j, a in row.items()} for (row, _), s in zip(rows, self.scales, strict=True)
        ]
        self.right = [int(b * s) for (_, b), s in zip(rows, self.scales, strict=True)]
        self.common = lcm(*(c.denominator for c in program.objective))
        self.objective = [int(c * self.common) for c in program.objective]

    def point(self, columns: Sequence[int], tight: Sequence[int]) -> Point | None:
        """Solve the equations of a basis; `None` if they are singular."""
        if len(columns) != len(tight):
            return None
        used = set(columns)
        rows = {i: {j: a for j, a in self.rows[i].items() if a and j in used} for i in tight}
        solved = Equations(rows, columns).solve(
            {i: self.right[i] for i in tight}, {j: self.objective[j] for j in columns}
        )
        if solved is None:
            return None
        (x, x_unit), (y, y_unit) = (
            _over_one_unit(values, count)
            for values, count in zip(solved, (len(self.objective), len(self.rows)), strict=True)
        )
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
            min([*x, *room[: self.count]], default=0) >= 0
            and not any(room[self.count :])
            and max(reduced, default=0) <= 0
            and min(y[: self.count], default=0) >= 0,
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


def _over_one_unit(values: Mapping[int, Fraction], count: int) -> tuple[list[int], int]:
    unit = lcm(*(v.denominator for v in values.values()))
    result = [0] * count
    for k, v in values.items():
        result[k] = v.numerator * (unit // v.denominator)
    return result, unit


def optimum(whole: Whole, budget: Budget) -> Point | None:
    """Return an optimal point; `None` if HiGHS finds none, or its bases do not settle.

    Raises
    ------
    BudgetSpent
        If the time is over.
    """
    nothing = Point([0] * len(whole.objective), 1, [0] * len(whole.rows), 1)
    scaled = Scaled(whole)
    basis = _corrected(whole, scaled, nothing, whole.gap(nothing), None, budget)
    seen: set[Basis] = set()
    while basis is not None and basis not in seen and len(seen) < _ROUNDS:
        seen.add(basis)
        point = whole.point(*basis)
        if point is None:
            return None
        gap = whole.gap(point)
        if gap.closed:
            return point
        basis = _corrected(whole, scaled, point, gap, basis, budget)
    return None


class Scaled:
    """The rows in floats, rows and columns multiplied by powers of 2 that bring the entries of each close to 1 (geometric scaling)."""

    def __init__(self, whole: Whole) -> None:
        import numpy as np

        from gametheory._highs import rows_of

        n, m = len(whole.objective), len(whole.rows)
        self.sizes = [max(map(abs, row.values()), default=0) or 1 for row in whole.rows]
        starts, columns, values = rows_of(
            [{j: a / s for j, a in row.items()} for row, s in zip(whole.rows, self.sizes, strict=True)]
        )
        where = np.repeat(np.arange(m), np.diff(starts))
        exponents = np.log2(np.abs(values), where=values != 0, out=np.zeros(len(values)))
        of_rows, of_columns = np.zeros(m), np.zeros(n)
        for _ in range(_PASSES):
            of_rows = -_middle(exponents + of_columns[columns], where, m)
            of_columns = -_middle(exponents + of_rows[where], columns, n)
        self.of_rows, self.of_columns = (2.0 ** np.round(f) for f in (of_rows, of_columns))
        self.starts, self.columns = starts, columns
        self.values = values * self.of_rows[where] * self.of_columns[columns]

    def with_rests(self, priced: Sequence[int]) -> Rows:
        """Return the rows; what is left of the right side of some is a further unknown each."""
        import numpy as np

        ends = self.starts[1:][priced]
        n = len(self.of_columns)
        longer = np.zeros(len(self.starts), np.int64)
        longer[np.array(priced, int) + 1] = 1
        return (
            self.starts + np.cumsum(longer),
            np.insert(self.columns, ends, n + np.arange(len(priced))),
            np.insert(self.values, ends, 1.0),
        )


def _middle(exponents: np.ndarray, where: np.ndarray, count: int) -> np.ndarray:
    """Return the middle between the largest and the least exponent at each place; 0 where there is none."""
    import numpy as np

    top, bottom = np.full(count, -np.inf), np.full(count, np.inf)
    np.maximum.at(top, where, exponents)
    np.minimum.at(bottom, where, exponents)
    return np.where(
        np.isfinite(top),
        (np.where(np.isfinite(top), top, 0) + np.where(np.isfinite(bottom), bottom, 0)) / 2,
        0.0,
    )


def _corrected(
    whole: Whole, scaled: Scaled, point: Point, gap: Gap, start: Basis | None, budget: Budget
) -> Basis | None:
    """Return the basis of the best correction of a point; the first one corrects the origin.

    What is left of the right side of a row with a price is an unknown of its own here, for it has a worth: minus that price.
    """
    import numpy as np

    from gametheory._highs import highs

    n, count = len(whole.objective), whole.count
    priced = [i for i in range(count) if point.y[i]]
    right = _quotients(gap.room, [point.x_unit * s for s in scaled.sizes]) * scaled.of_rows
    least = _quotients([-v for v in point.x], [point.x_unit] * n) / scaled.of_columns
    worth = _quotients(gap.reduced, [point.y_unit] * n) * scaled.of_columns
    rests = _quotients([-point.y[i] * scaled.sizes[i] for i in priced], [point.y_unit] * len(priced))
    worth = np.concatenate([worth, rests / scaled.of_rows[priced]])
    basis = None
    if start is not None:
        short = max(least.max(), -right[:count].min(initial=0.0), abs(right[count:]).max(initial=0.0))
        right, least = _magnified((right, least), short)
        columns, loose = np.zeros(n + len(priced), bool), np.ones(len(right), bool)
        columns[list(start[0])], loose[list(start[1])] = True, False
        basis = columns, loose
    (worth,) = _magnified((worth,), worth.max())
    equal = np.arange(len(right)) >= count
    equal[priced] = True
    found = highs(
        worth,
        scaled.with_rests(priced),
        right,
        equal,
        least=np.concatenate([least, np.zeros(len(priced))]),
        tolerance=_TOLERANCE,
        seconds=budget.remaining(),
        basis=basis,
        as_they_are=True,
    )
    if found.status == "time":
        raise BudgetSpent(f"{budget.seconds:g} seconds")
    if found.basic_columns is None or found.basic_rows is None:
        return None
    # A row whose rest is in the basis does not hold with equality.
    loose = found.basic_rows
    loose[np.array(priced, int)[found.basic_columns[n:]]] = True
    return tuple(np.flatnonzero(found.basic_columns[:n]).tolist()), tuple(np.flatnonzero(~loose).tolist())


def _quotients(numbers: Sequence[int], by: Sequence[int]) -> np.ndarray:
    import numpy as np

    return np.array([a / b if a else 0.0 for a, b in zip(numbers, by, strict=True)], float)


def _magnified(arrays: tuple[np.ndarray, ...], to_one: float) -> list[np.ndarray]:
    """Scale arrays so that what was wrong is of size 1, and cut off what becomes too large."""
    by = to_one if to_one > 0 else 1.0
    return [(a / by).clip(-_LARGEST, _LARGEST) for a in arrays]
