"""From a float polygon to the exact one: who plays what at each extreme point, which constraints bind, and equations.

If player `i` is just willing at an extreme point, her payoff there is `(1 - d) max g_i + d u_i`; the other's follows from the
edge on which the continuation lies.  Newton's method solves these equations in rationals.  Where one depends on the
next and none on itself it arrives exactly; otherwise the solution may be algebraic, and is approached to hundreds of digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from gametheory.algebra.decide import Budget
from gametheory.repeated._floats import CORNER, STATIONARY, FloatLimit, Generated
from gametheory.repeated._polygon import Point, Polygon, dot, half_planes, hull
from gametheory.repeated._stage import Stage

_ROUNDS = 40
_BITS = 1200
"""Binary digits that are kept while the equations are being solved; plainer numbers are kept exactly."""

_CLOSE = flint.fmpq(1, 1 << 400)
"""How little the last step may change for the equations to count as solved approximately."""

_NEAR = flint.fmpq(1, 1 << 200)

_MOST_VERTICES = 60


@dataclass(frozen=True)
class Candidate:
    """A polygon that may be the set of equilibrium payoffs.

    Attributes
    ----------
    polygon : Polygon
        Exact vertices.
    exact : bool
        Whether the equations hold exactly; otherwise up to about `2**-400`.
    """

    polygon: Polygon
    exact: bool


def candidate(stage: Stage, limit: FloatLimit, budget: Budget) -> Candidate | None:
    """Solve for the polygon that a float limit suggests; `None` if its equations have no single solution."""
    found = limit.vertices
    if not found or len(found) > _MOST_VERTICES:
        return None
    places = [_place(stage, v, found, limit.threats) for v in found]
    anchors = [_anchor(stage, found, limit.threats, i) for i in (0, 1)]
    for _ in range(_ROUNDS):
        solved = _solve(stage, found, places, anchors)
        if solved is None or budget.spent():
            return None
        new = [_place(stage, v, *solved) for v in found]
        if new == places:
            return Candidate(hull(solved[0]), True)
        moved = max(
            abs(x - y) for now, old in zip(new, places, strict=True) for x, y in zip(now, old, strict=True)
        )
        if moved < _CLOSE:
            break
        places = [(_short(t), _short(slope)) for t, slope in new]
    else:
        return None
    # The solution may be rational even if no step arrives there.
    plain = [(_plain(t), _plain(slope)) for t, slope in new]
    again = _solve(stage, found, plain, anchors)
    if again is not None and [_place(stage, v, *again) for v in found] == plain:
        return Candidate(hull(again[0]), True)
    return Candidate(hull(_snapped(stage, (_short(x), _short(y))) for x, y in solved[0]), False)


def _snapped(stage: Stage, p: Point) -> Point:
    """Return a point moved onto the boundary of what is feasible and individually rational, if that is where it belongs."""
    lines = [*half_planes(stage.feasible), ((-1, 0), -stage.floor[0]), ((0, -1), -stage.floor[1])]
    near = [(n, b) for n, b in lines if abs(dot(n, p) - b) < _NEAR]
    if not near:
        return p
    n, b = near[0]
    for m, c in near[1:]:
        determinant = n[0] * m[1] - n[1] * m[0]
        if determinant != 0:
            return (b * m[1] - c * n[1]) / determinant, (c * n[0] - b * m[0]) / determinant
    if abs(n[0]) > abs(n[1]):
        return (b - n[1] * p[1]) / n[0], p[1]
    return p[0], (b - n[0] * p[0]) / n[1]


def _place(stage: Stage, v: Generated, points: Sequence[Any], u: Any) -> tuple[flint.fmpq, flint.fmpq]:
    """Return how far along its edge the continuation of a vertex lies, from 0 to 1, and the slope of the edge."""
    zero = flint.fmpq(0)
    if v.kind not in (0, 1):
        return zero, zero
    i = int(v.kind)
    ends = [points[k % len(points)] for k in (v.edge, v.edge + 1)]
    (p, q), (y, z) = ([_coordinate(end, j) for end in ends] for j in (i, 1 - i))
    c = stage.required(v.profile, (_exact(u[0]), _exact(u[1])))[i]
    return (zero, zero) if p == q else ((c - p) / (q - p), (z - y) / (q - p))


def _coordinate(point: Generated | Point, i: int) -> Any:
    return _exact(point.point[i] if isinstance(point, Generated) else point[i])


def _exact(number: Any) -> Any:
    if isinstance(number, float):
        exact = Fraction(number).limit_denominator(10**12)
        return flint.fmpq(exact.numerator, exact.denominator)
    return number


def _size(number: flint.fmpq) -> int:
    return int(number.q).bit_length()


def _short(number: flint.fmpq) -> flint.fmpq:
    if _size(number) <= _BITS:
        return number
    scale = 1 << _BITS
    return flint.fmpq(int(number.p) * scale // int(number.q), scale)


def _plain(number: flint.fmpq) -> flint.fmpq:
    """Return the plainest rational nearby."""
    near = Fraction(int(number.p), int(number.q)).limit_denominator(1 << 180)
    return flint.fmpq(near.numerator, near.denominator)


def _anchor(stage: Stage, found: Sequence[Generated], threats: tuple[float, float], i: int) -> int | None:
    """Return the vertex that is worst for a player, or `None` if the pure minmax is her threat."""
    floor = float(stage.floor[i])
    size = max(abs(float(x)) for g in stage.payoffs for x in g) or 1.0
    if threats[i] <= floor + 1e-9 * size:
        return None
    return min(range(len(found)), key=lambda k: found[k].point[i])


def _solve(
    stage: Stage, found: Sequence[Generated], places: Sequence[tuple[Any, Any]], anchors: Sequence[int | None]
) -> tuple[list[Point], Point] | None:
    """Make one step of Newton's method: a linear system in the coordinates of all vertices, and the two threats last."""
    count, d = len(found), stage.discount
    size = 2 * count + 2
    zero = flint.fmpq(0)
    matrix = [[zero] * size for _ in range(size)]
    right = [zero] * size
    for k, v in enumerate(found):
        g, best = stage.payoffs[v.profile], stage.best[v.profile]
        for i in (0, 1):
            row = 2 * k + i
            matrix[row][row] = flint.fmpq(1)
            if v.kind == STATIONARY:
                right[row] = g[i]
            elif v.kind in (CORNER, i):
                matrix[row][2 * count + i] = -d
                right[row] = (1 - d) * best[i]
            else:
                p, q, (t, slope), j = v.edge, (v.edge + 1) % count, places[k], 1 - i
                matrix[row][2 * p + i] -= d * (1 - t)
                matrix[row][2 * q + i] -= d * t
                matrix[row][2 * p + j] += d * slope * (1 - t)
                matrix[row][2 * q + j] += d * slope * t
                matrix[row][2 * count + j] -= d * slope
                right[row] = (1 - d) * (g[i] + slope * (best[j] - g[j]))
    for i, anchor in enumerate(anchors):
        row = 2 * count + i
        matrix[row][row] = flint.fmpq(1)
        if anchor is None:
            right[row] = stage.floor[i]
        else:
            matrix[row][2 * anchor + i] -= 1
    try:
        solution: Any = flint.fmpq_mat(matrix).solve(flint.fmpq_mat(size, 1, right))
    except ZeroDivisionError:
        return None
    numbers = [solution[k, 0] for k in range(size)]
    return list(zip(numbers[:-2:2], numbers[1:-2:2], strict=True)), (numbers[-2], numbers[-1])
