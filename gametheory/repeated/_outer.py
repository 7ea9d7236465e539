"""Outer approximations of the equilibrium payoffs: the operator of Abreu and Sannikov (2014), in rationals.

A profile that nobody leaves under the threats `u`, even if it is played for ever, contributes its own payoff.  Of any other
only those extreme continuations matter that leave a player just willing: at most four.  This rests on the current
set `W` containing the payoffs of the profile; where it does not (after rounding, say) all extreme continuations are
kept.  So whatever `W` contains all equilibrium payoffs and whatever `u` is below all of them, the next set does as well:

Let `v` be an equilibrium payoff that is extreme in the direction `n`, made by profile `a` and continuation `w`; then
`n·g(a) >= n·v >= n·w`.  If `g(a)` satisfies the constraints, it is in the next set.  If it does not and lies in `W`, the
segment from `w` to it leaves the constraints at a point `x` of `W` where one binds, and `n·x >= n·w`.  Hence the next set reaches
at least as far as `v` in every direction.
"""

from __future__ import annotations

from collections.abc import Iterator

import flint

from gametheory.repeated._polygon import Point, Polygon, contains, cut, hull
from gametheory.repeated._stage import Stage


def threats(stage: Stage, outer: Polygon) -> Point:
    """Return what no equilibrium pays less than: the least payoffs of an outer set, or the pure minmax."""
    return (
        max(stage.floor[0], min(p[0] for p in outer)),
        max(stage.floor[1], min(p[1] for p in outer)),
    )


def willing(stage: Stage, k: int, outer: Polygon, u: Point) -> Polygon:
    """Return the continuations in a set after which nobody leaves profile `k`."""
    c = stage.required(k, u)
    return cut(cut(outer, (-1, 0), -c[0]), (0, -1), -c[1])


def operator(stage: Stage, outer: Polygon, u: Point) -> Polygon:
    """Return the next outer set."""
    return hull(v for k in range(len(stage.profiles)) for v in _generated(stage, k, outer, u))


def _generated(stage: Stage, k: int, outer: Polygon, u: Point) -> Iterator[Point]:
    c, g = stage.required(k, u), stage.payoffs[k]
    if g[0] >= c[0] and g[1] >= c[1]:
        yield g
        return
    inside = contains(outer, g)
    for w in willing(stage, k, outer, u):
        if not inside or w[0] == c[0] or w[1] == c[1]:
            yield stage.now(k, w)


def rounded(polygon: Polygon, bits: int) -> Polygon:
    """Return a polygon around one whose coordinates have denominators of at most `2**bits`; plain numbers stay."""
    scale = 1 << bits
    points: list[Point] = []
    for p in polygon:
        low, high = zip(*(_grid(x, scale) for x in p), strict=True)
        points += [(x, y) for x in {low[0], high[0]} for y in {low[1], high[1]}]
    return hull(points)


def _grid(x: flint.fmpq, scale: int) -> tuple[flint.fmpq, flint.fmpq]:
    if x.q <= scale:
        return x, x
    below = int(x.p) * scale // int(x.q)
    return flint.fmpq(below, scale), flint.fmpq(below + 1, scale)
