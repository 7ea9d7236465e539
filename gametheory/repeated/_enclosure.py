"""From a candidate to a proof: polygons that shrink to it from outside, and one inside that generates itself.

Let the candidate be `{x : n_k·x <= b_k}` with threats `u`, and let `W(s)` be `{x : n_k·x <= b_k + s x_k}` with threats
`u - s x`.  If everything generated with continuations in `W(s)` has `n_k·v < b_k + s x_k`, for every `s` in `(s0, 1]`, and all
equilibrium payoffs lie in `W(1)`, then they lie in `W(s0)`: otherwise take the least `s` for which they lie in `W(s)`; they
generate themselves, so a smaller `s` would do.  What is generated is bounded by linear programs in two unknowns whose
right-hand sides are linear in `s`; a solution of the dual bounds all `s` at once.  So a proof is a table of
multipliers, and checking it is arithmetic (`gametheory.repeated._check`).

Half-planes that contain all equilibrium payoffs for other reasons (feasibility, pure minmax) stay where they are: `x_k = 0`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import flint

from gametheory.algebra.decide import Budget
from gametheory.repeated._outer import threats
from gametheory.repeated._polygon import (
    HalfPlane,
    Point,
    Polygon,
    cut,
    dot,
    half_planes,
    hull,
    intersection,
    support,
)
from gametheory.repeated._stage import Stage

IC = (-1, -2)
"""The constraints that keep player 0 and player 1 from deviating, among the numbered half-planes."""

Weights = tuple[tuple[int, Any], ...]
"""Multipliers of the dual: (number of a half-plane, or a member of `IC`; weight)."""


@dataclass(frozen=True)
class Shrinking:
    """A family of outer polygons, with the multipliers that prove that they may shrink.

    Attributes
    ----------
    planes : tuple of half-planes
        The candidate.
    widths : tuple
        How much each half-plane is moved at `s = 1`; 0 for those that hold anyway.
    least : number
        The `s0` down to which they shrink.
    multipliers : dict of (half-plane, profile) to Weights
        Weights whose constraints add up to the half-plane's normal, or to zero if no continuation is left.
    """

    planes: tuple[HalfPlane, ...]
    widths: tuple[Any, ...]
    least: Any
    multipliers: dict[tuple[int, int], Weights]

    def at(self, s: Any, box: Polygon) -> Polygon:
        """Return the polygon for an `s` (negative: inside the candidate)."""
        moved = [(n, b + s * x) for (n, b), x in zip(self.planes, self.widths, strict=True)]
        return intersection(moved, box)


class _Family:
    """The half-planes of a candidate, and constraints of the programs that bound what is generated."""

    def __init__(self, stage: Stage, polygon: Polygon) -> None:
        self.stage = stage
        self.polygon = polygon
        self.planes = half_planes(polygon)
        self.threat_planes = [self._axis((-1, 0)), self._axis((0, -1))]
        low = threats(stage, polygon)
        self.held = [low[i] == stage.floor[i] for i in (0, 1)]
        self.threats = low
        self.fixed = [
            b >= support(stage.feasible, n)
            or (k in self.threat_planes and self.held[self.threat_planes.index(k)])
            for k, (n, b) in enumerate(self.planes)
        ]
        self.box = _box(stage)
        self._polygons: dict[Any, Polygon] = {}

    def _axis(self, n: Point) -> int:
        return next(k for k, (m, _) in enumerate(self.planes) if m == n)

    def constraint(self, profile: int, number: int, widths: Sequence[Any]) -> tuple[Point, Any, Any]:
        """Return the normal of a constraint on continuations, its offset at `s = 0`, and how fast it moves."""
        if number >= 0:
            n, b = self.planes[number]
            return n, b, widths[number]
        i = IC.index(number)
        c = self.stage.required(profile, self.threats)[i]
        n = (-1, 0) if i == 0 else (0, -1)
        return n, -c, 0 * c if self.held[i] else widths[self.threat_planes[i]]

    def program(self, profile: int, s: Any, widths: Sequence[Any], skip: Sequence[int] = ()) -> Polygon:
        """Return the continuations allowed at `s`, some constraints left out."""
        key = (s, tuple(widths))
        if key not in self._polygons:
            moved = [(n, b + s * x) for (n, b), x in zip(self.planes, widths, strict=True)]
            self._polygons[key] = intersection(moved, self.box)
        allowed = self._polygons[key]
        for number in IC:
            if number not in skip:
                n, b, x = self.constraint(profile, number, widths)
                allowed = cut(allowed, n, b + s * x) if allowed else allowed
        return allowed

    def duals(
        self, profile: int, n: Point, s: Any, widths: Sequence[Any], skip: Sequence[int] = ()
    ) -> Iterator[Weights]:
        """Yield the multipliers of pairs of constraints that are tight at the largest `n·w` over the continuations at `s`."""
        allowed = self.program(profile, s, widths, skip)
        if not allowed:
            return
        top = support(allowed, n)
        numbers = (k for k in (*range(len(self.planes)), *IC) if k not in skip)
        listed = [(k, *self.constraint(profile, k, widths)) for k in numbers]
        for w in (w for w in allowed if dot(n, w) == top):
            tight = [(k, m) for k, m, b, x in listed if dot(m, w) == b + s * x]
            yield from _cones(n, tight)


def _cones(n: Point, tight: Sequence[tuple[int, Point]]) -> Iterator[Weights]:
    """Write a normal as a nonnegative combination of one or two others."""
    for k, m in tight:
        if n[0] * m[1] == n[1] * m[0] and dot(n, m) > 0:
            yield ((k, flint.fmpq(1) * dot(n, m) / dot(m, m)),)
    for (k, m), (j, o) in combinations(tight, 2):
        determinant = m[0] * o[1] - m[1] * o[0]
        if determinant != 0:
            y = flint.fmpq(1) * (n[0] * o[1] - n[1] * o[0]) / determinant
            z = flint.fmpq(1) * (m[0] * n[1] - m[1] * n[0]) / determinant
            if y >= 0 and z >= 0:
                yield ((k, y), (j, z))


def _box(stage: Stage) -> Polygon:
    """Return a box around everything, twice as large as the feasible set needs."""
    size = 1 + 2 * max(abs(x) for g in stage.payoffs for x in g)
    return hull([(-size, -size), (size, -size), (size, size), (-size, size)])


def shrink(stage: Stage, polygon: Polygon, outer: Polygon, least: Any, budget: Budget) -> Shrinking | None:
    """Look for a family around a candidate that begins with an outer set of equilibrium payoffs; `None` if none was found.

    Parameters
    ----------
    stage : Stage
        Exact.
    polygon, outer : Polygon
        The candidate, and a set that contains all equilibrium payoffs.
    least : number
        The `s` down to which to shrink; 0 if the candidate is exact.
    budget : Budget
        When to stop.
    """
    family = _Family(stage, polygon)
    held = [plane for plane, fixed in zip(family.planes, family.fixed, strict=True) if fixed]
    outer = intersection(held, outer)
    if not outer:
        return None
    slack = [support(outer, n) - b for n, b in family.planes]
    widths = _widths(family, [float(s) for s in slack], budget)
    if widths is None:
        return None
    multipliers: dict[tuple[int, int], Weights] = {}
    for k in range(len(family.planes)):
        if family.fixed[k]:
            continue
        for profile in range(len(stage.profiles)):
            if budget.spent():
                return None
            weights = _multipliers(family, k, profile, widths, least)
            if weights is None:
                return None
            multipliers[k, profile] = weights
    return Shrinking(tuple(family.planes), tuple(widths), least, multipliers)


def inside(stage: Stage, polygon: Polygon, least: Any, budget: Budget) -> Polygon:
    """Return a polygon slightly inside a candidate, for `generates_itself` to judge; empty if there is none.

    Moving the edges in moves a threat up by what the two edges at the worst vertex say, so that these widths are linked.
    """
    family = _Family(stage, polygon)
    widths = _widths(family, [0.0] * len(family.planes), budget, linked=True)
    if widths is None:
        return ()
    moved = [(n, b - least * x) for (n, b), x in zip(family.planes, widths, strict=True)]
    return intersection(moved, family.box)


def _widths(
    family: _Family, slack: Sequence[float], budget: Budget, *, linked: bool = False
) -> list[flint.fmpq] | None:
    """Return widths that the operator strictly shrinks to first order: the solution of `x = T(x) + r`, by iteration."""
    stage, count = family.stage, len(family.planes)
    d = float(stage.discount)
    scale = max(abs(float(x)) for g in stage.payoffs for x in g) or 1.0
    zero = [flint.fmpq(0)] * count
    active: list[tuple[int, float, list[Weights]]] = []
    for k, (n, b) in enumerate(family.planes):
        if family.fixed[k]:
            continue
        for profile in range(len(stage.profiles)):
            if budget.spent():
                return None
            allowed = family.program(profile, 0, zero)
            if not allowed:
                continue
            reach = stage.discount * support(allowed, n) + (1 - stage.discount) * dot(
                n, stage.payoffs[profile]
            )
            if float(b - reach) <= 1e-9 * scale:
                active.append((k, d, list(family.duals(profile, n, 0, zero))))
    for i, k in enumerate(family.threat_planes):
        if linked and not family.held[i]:
            n, b = family.planes[k]
            worst = [v for v in family.polygon if dot(n, v) == b]
            sides = [
                (j, m)
                for j, (m, top) in enumerate(family.planes)
                if j != k and sum(dot(m, v) == top for v in family.polygon) > 1 and dot(m, worst[0]) == top
            ]
            if len(worst) == 1:
                active += [(k, 1.0, [weights]) for weights in _cones(n, sides)]
    least = max(1e-9 * scale, *slack)
    r = [0.0 if family.fixed[k] else max(slack[k], least / 8) for k in range(count)]
    x = list(r)
    prepared = [
        (k, rate, [[(_width_index(family, number), float(weight)) for number, weight in w] for w in options])
        for k, rate, options in active
    ]
    for _ in range(2000):
        new = list(r)
        for k, rate, options in prepared:
            moved = min(sum(y * x[j] for j, y in w if j >= 0) for w in options)
            new[k] = max(new[k], r[k] + rate * moved)
        if max(new) > 1e6 * least:
            return None
        done = max(abs(p - q) for p, q in zip(new, x, strict=True)) <= 1e-3 * least
        x = new
        if done:
            break
    bits = 1 << 60
    return [
        flint.fmpq(0)
        if family.fixed[k]
        else flint.fmpq(int(1.01 * x[k] / scale * bits) + 1, bits) * _exact(scale)
        for k in range(count)
    ]


def _exact(number: float) -> flint.fmpq:
    p, q = number.as_integer_ratio()
    return flint.fmpq(p, q)


def _width_index(family: _Family, number: int) -> int:
    """Return which half-plane's width moves a constraint; -1 if nothing does."""
    if number >= 0:
        return -1 if family.fixed[number] else number
    i = IC.index(number)
    return -1 if family.held[i] else family.threat_planes[i]


def _multipliers(family: _Family, k: int, profile: int, widths: Sequence[Any], least: Any) -> Weights | None:
    """Return multipliers that bound what a profile generates in one direction, for all `s` between `least` and 1."""
    n, b = family.planes[k]
    stage = family.stage
    d, g = stage.discount, dot(n, stage.payoffs[profile])
    if not family.program(profile, 1, widths):
        return _emptiness(family, profile, widths)
    for s in (1, least):
        for weights in family.duals(profile, n, s, widths):
            offset = rate = flint.fmpq(0)
            for number, weight in weights:
                _, c, x = family.constraint(profile, number, widths)
                offset, rate = offset + weight * c, rate + weight * x
            low = (1 - d) * g + d * (offset + least * rate) - b - least * widths[k]
            high = (1 - d) * g + d * (offset + rate) - b - widths[k]
            if high < 0 and (low < 0 or (low == 0 and least == 0)):
                return weights
    return None


def _emptiness(family: _Family, profile: int, widths: Sequence[Any]) -> Weights | None:
    """Return multipliers that show that no continuation keeps a player from deviating, at `s = 1` and hence before."""
    for skip in (IC, IC[:1], IC[1:]):
        for number in skip:
            n = (1, 0) if number == IC[0] else (0, 1)
            allowed = family.program(profile, 1, widths, skip)
            _, b, x = family.constraint(profile, number, widths)
            if allowed and support(allowed, n) + b + x < 0:
                return (*next(family.duals(profile, n, 1, widths, skip)), (number, flint.fmpq(1)))
    return None
