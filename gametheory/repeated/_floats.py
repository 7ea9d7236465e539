"""The operator of Abreu and Sannikov (2014) in floats, all action profiles at once, and what generates each extreme point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.repeated._stage import Stage

TOLERANCE = 1e-10
"""Relative to the range of the payoffs: what counts as equal in the float iteration."""

STATIONARY, CORNER = "stationary", "corner"


@dataclass(frozen=True)
class Generated:
    """Where an extreme point of a float polygon comes from.

    Attributes
    ----------
    point : (float, float)
        The payoffs.
    profile : int
        What is played first.
    kind : "stationary", "corner", 0 or 1
        The profile for ever; a continuation that leaves both just willing; or one that leaves this player just
        willing, on the edge that starts at vertex `edge` of the polygon of continuations.
    edge : int
        See `kind`; -1 if there is none.
    """

    point: tuple[float, float]
    profile: int
    kind: str | int
    edge: int = -1


@dataclass(frozen=True)
class FloatLimit:
    """A polygon at which the float iteration has stopped.

    Attributes
    ----------
    vertices : tuple of Generated
        Counterclockwise; `edge` refers to this very tuple.
    threats : (float, float)
        The least payoffs.
    iterations : int
        How many it took.
    change : float
        How far the last iteration moved a vertex, relative to the range of the payoffs; infinite if their number changed.
    """

    vertices: tuple[Generated, ...]
    threats: tuple[float, float]
    iterations: int
    change: float


def iterate(stage: Stage, budget: Budget, *, tolerance: float = 1e-15, most: int = 20_000) -> FloatLimit:
    """Iterate from the feasible set until nothing moves, or the budget ends; an empty polygon means that nothing is left."""
    import numpy as np

    payoffs = np.array([[float(x) for x in g] for g in stage.payoffs])
    best = np.array([[float(x) for x in b] for b in stage.best])
    floor = np.array([float(x) for x in stage.floor])
    discount = float(stage.discount)
    scale = float(np.ptp(payoffs, axis=0).max()) or 1.0
    gains = (1 - discount) / discount * (best - payoffs)
    polygon = _hull(payoffs, TOLERANCE * scale)
    points = payoffs[polygon]
    found: list[Generated] = []
    change, count = np.inf, 0
    while change > tolerance and count < most and not budget.spent():
        threats = np.maximum(floor, points.min(axis=0))
        new, profiles, kinds, starts = _step(payoffs, gains + threats, points, discount, TOLERANCE * scale)
        if not len(new):
            return FloatLimit((), (float(threats[0]), float(threats[1])), count, 0.0)
        kept = _hull(new, TOLERANCE * scale)
        found = [
            Generated(
                (float(new[k, 0]), float(new[k, 1])), int(profiles[k]), _KINDS[kinds[k]], int(starts[k])
            )
            for k in kept
        ]
        same = len(kept) == len(points)
        change = float(np.abs(new[kept] - points).max()) / scale if same else np.inf
        points, count = new[kept], count + 1
    threats = np.maximum(floor, points.min(axis=0))
    return FloatLimit(tuple(found), (float(threats[0]), float(threats[1])), count, change)


_KINDS: tuple[str | int, ...] = (STATIONARY, CORNER, 0, 1)


def _step(
    payoffs: Any, required: Any, points: Any, discount: float, slack: float
) -> tuple[Any, Any, Any, Any]:
    """Return the generated points, their profiles, kinds (by place in `_KINDS`) and edges."""
    import numpy as np

    stationary = (payoffs >= required - slack).all(axis=1)
    where = np.flatnonzero(stationary)
    none = np.full(len(where), -1)
    parts = [(payoffs[where], where, np.zeros(len(where), dtype=int), none)]
    rest = np.flatnonzero(~stationary)
    c = required[rest]
    for i in (0, 1):
        low, high, low_edge, high_edge, inside = _section(points, i, c[:, i], slack)
        other = c[:, 1 - i]
        for y, edge, kind in ((high, high_edge, 2 + i), (low, low_edge, 2 + i), (other, None, 1)):
            if edge is None:
                good = inside & (other >= low - slack) & (other <= high + slack)
                edge = np.full(len(rest), -1)
            else:
                good = inside & (y > other + slack)
            w = np.empty((int(good.sum()), 2))
            w[:, i], w[:, 1 - i] = c[good, i], y[good]
            g = payoffs[rest[good]]
            parts.append((g + discount * (w - g), rest[good], np.full(len(w), kind), edge[good]))
    points, profiles, kinds, starts = (np.concatenate(column) for column in zip(*parts, strict=True))
    return points, profiles, kinds, starts


def _section(points: Any, i: int, at: Any, slack: float) -> tuple[Any, Any, Any, Any, Any]:
    """Return the least and the largest other coordinate of a polygon where coordinate `i` has given values, and their edges."""
    import numpy as np

    x, y, size = points[:, i], points[:, 1 - i], len(points)
    inside = (at >= x.min() - slack) & (at <= x.max() + slack)
    ends = []
    order = np.arange(size) if i == 0 else np.arange(size)[::-1]
    for side in (0, 1):
        # The lower chain runs from left to right counterclockwise; seen from the other axis the orientation turns over.
        sign = 1 if side == 0 else -1
        start = _extreme(x[order], sign * y[order], first=side == 0)
        stop = _extreme(x[order], sign * y[order], first=side == 1)
        length = (stop - start) % size
        chain = order[(start + np.arange(length + 1)) % size]
        if side == 1:
            chain = chain[::-1]
        a, b = x[chain], y[chain]
        place = np.clip(np.searchsorted(a, at) - 1, 0, max(len(chain) - 2, 0))
        following = chain[np.minimum(place + 1, len(chain) - 1)]
        # The edge is named by whichever of its ends comes first counterclockwise.
        here = chain[place]
        begin = np.where((here + 1) % size == following, here, following)
        ends.append((np.interp(at, a, b), np.where(len(chain) > 1, begin, here)))
    (low, low_edge), (high, high_edge) = ends
    return low, high, low_edge, high_edge, inside


def _extreme(x: Any, y: Any, *, first: bool) -> int:
    """Return the leftmost (or rightmost) place, and of several the one with the least `y`."""
    import numpy as np

    goal = x if first else -x
    ties = np.flatnonzero(goal == goal.min())
    return int(ties[np.argmin(y[ties])])


def _hull(points: Any, slack: float) -> list[int]:
    """Return the places of a hull's vertices, counterclockwise, vertices closer than `slack` to others or to an edge left out."""
    import numpy as np

    order = np.lexsort((points[:, 1], points[:, 0])).tolist()
    xy = points.tolist()

    def chain(places: list[int]) -> list[int]:
        done: list[int] = []
        for k in places:
            while done and abs(xy[k][0] - xy[done[-1]][0]) + abs(xy[k][1] - xy[done[-1]][1]) <= slack:
                if len(done) == 1:
                    break
                done.pop()
            while len(done) > 1 and _turn(xy[done[-2]], xy[done[-1]], xy[k]) <= slack:
                done.pop()
            if not done or abs(xy[k][0] - xy[done[-1]][0]) + abs(xy[k][1] - xy[done[-1]][1]) > slack:
                done.append(k)
        return done

    lower, upper = chain(order), chain(order[::-1])
    if len(lower) == 1 or len(upper) == 1:
        return lower[:1]
    joined = lower + upper[1:]
    first = xy[joined[0]]
    while len(joined) > 1 and abs(xy[joined[-1]][0] - first[0]) + abs(xy[joined[-1]][1] - first[1]) <= slack:
        joined.pop()
    kept: list[int] = []
    for k in joined:
        if not kept or abs(xy[k][0] - xy[kept[-1]][0]) + abs(xy[k][1] - xy[kept[-1]][1]) > slack:
            kept.append(k)
    # Rounding must not decide which vertex comes first: the lowest of those that are leftmost up to `slack`.
    left = min(xy[k][0] for k in kept) + slack
    start = min((k for k in kept if xy[k][0] <= left), key=lambda k: xy[k][1])
    place = kept.index(start)
    return kept[place:] + kept[:place]


def _turn(p: Any, q: Any, r: Any) -> float:
    """Return how far `q` lies to the right of the line from `p` to `r` (negative: to the left)."""
    dx, dy = r[0] - p[0], r[1] - p[1]
    size = float((dx * dx + dy * dy) ** 0.5)
    return ((q[0] - p[0]) * dy - (q[1] - p[1]) * dx) / size if size else 0.0
