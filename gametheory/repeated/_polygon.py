"""Convex polygons with exact vertices: hulls, cuts, membership, half-planes.

A polygon is the tuple of its vertices, counterclockwise from the leftmost (of these the lowest); one vertex is a point,
two are a segment.  Numbers are only added, multiplied and compared, so that `flint.fmpq` and `Fraction` both serve.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

Point = tuple[Any, Any]
Polygon = tuple[Point, ...]
HalfPlane = tuple[Point, Any]
"""A normal `n` and an offset `b`: the points `x` with `n·x <= b`."""

AXES: tuple[Point, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))


def cross(o: Point, p: Point, q: Point) -> Any:
    """Return twice the signed area of a triangle: positive if it turns left."""
    return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])


def dot(n: Point, x: Point) -> Any:
    """Return the inner product."""
    return n[0] * x[0] + n[1] * x[1]


def hull(points: Iterable[Point]) -> Polygon:
    """Return the convex hull (Andrew 1979), without points inside edges.

    >>> hull([(0, 0), (2, 0), (1, 0), (1, 1), (0, 2), (2, 2)])
    ((0, 0), (2, 0), (2, 2), (0, 2))
    """
    listed = sorted(set(points))
    if len(listed) < 3:
        return tuple(listed)
    lower, upper = _chain(listed), _chain(listed[::-1])
    return tuple(lower[:-1] + upper[:-1])


def _chain(points: Sequence[Point]) -> list[Point]:
    chain: list[Point] = []
    for p in points:
        while len(chain) > 1 and not cross(chain[-2], chain[-1], p) > 0:
            chain.pop()
        chain.append(p)
    return chain


def edges(polygon: Polygon) -> list[tuple[Point, Point]]:
    """Return the edges in order; of a segment its only one, of a point none."""
    if len(polygon) < 3:
        return list(itertools.pairwise(polygon))
    return list(zip(polygon, (*polygon[1:], polygon[0]), strict=True))


def contains(polygon: Polygon, x: Point) -> bool:
    """Whether a point lies in a polygon, its boundary included."""
    if len(polygon) > 2:
        return all(cross(p, q, x) >= 0 for p, q in edges(polygon))
    if len(polygon) == 2:
        p, q = polygon
        return cross(p, q, x) == 0 and p <= x <= q
    return x in polygon


def cut(polygon: Polygon, n: Point, b: Any) -> Polygon:
    """Return the part of a polygon in the half-plane `n·x <= b`.

    >>> cut(((0, 0), (2, 0), (2, 2), (0, 2)), (1, 0), 1) == ((0, 0), (1, 0), (1, 2), (0, 2))
    True
    """
    heights = [dot(n, p) - b for p in polygon]
    if all(h <= 0 for h in heights):
        return polygon
    kept = [p for p, h in zip(polygon, heights, strict=True) if h <= 0]
    for k, (p, q) in enumerate(edges(polygon)):
        high, low = heights[k], heights[(k + 1) % len(polygon)]
        if (high < 0 < low) or (low < 0 < high):
            t = high / (high - low)
            kept.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return hull(kept)


def support(polygon: Polygon, n: Point) -> Any:
    """Return the largest `n·x` over a polygon."""
    return max(dot(n, p) for p in polygon)


def half_planes(polygon: Polygon) -> list[HalfPlane]:
    """Return half-planes whose intersection is the polygon: its edges, and the four directions of the axes."""
    normals: dict[Point, None] = dict.fromkeys(AXES)
    sides = edges(polygon)
    if len(polygon) == 2:
        sides += [(q, p) for p, q in sides]
    for p, q in sides:
        n = (q[1] - p[1], p[0] - q[0])
        size = abs(n[0]) + abs(n[1])
        normals.setdefault((n[0] / size, n[1] / size))
    return [(n, support(polygon, n)) for n in normals]


def intersection(planes: Sequence[HalfPlane], box: Polygon) -> Polygon:
    """Return the part of a box that lies in all half-planes."""
    for n, b in planes:
        box = cut(box, n, b)
        if not box:
            break
    return box


def distance(one: Polygon, other: Polygon) -> Any:
    """Return a bound on how far a point of `one` is from `other`: every vertex is compared with the nearest vertex, in the largest coordinate."""
    return max(min(max(abs(p[0] - q[0]), abs(p[1] - q[1])) for q in other) for p in one)
