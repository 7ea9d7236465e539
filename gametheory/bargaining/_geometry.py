"""Comprehensive polytopes in exact arithmetic: facets from points, corners from facets, both by enumeration.

A facet ``a . u <= c`` is a row ``(a_1, ..., a_n, c)``.  Enumeration is exponential in the number of players; it is
refused, not approximated, where it would not end.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Any

import flint

from gametheory.errors import Undecided

Vector = tuple[Fraction, ...]

_MOST_COMBINATIONS = 200_000


def dot(facet: Vector, u: Sequence[Fraction]) -> Fraction:
    return sum((a * x for a, x in zip(facet[:-1], u, strict=True)), Fraction(0))


def slack(facet: Vector, u: Sequence[Fraction]) -> Fraction:
    return facet[-1] - dot(facet, u)


@lru_cache(maxsize=256)
def facets(points: tuple[Vector, ...]) -> tuple[Vector, ...]:
    """Enumerate the facets of the comprehensive hull.

    A facet's normal is nonnegative, and positive on some set of players; as many points as that set has members, in
    general position there, span it.
    """
    n, m = len(points[0]), len(points)
    kept = [
        p
        for p in points
        if not any(q != p and all(a >= b for a, b in zip(q, p, strict=True)) for q in points)
    ]
    if sum(comb(n, k) * comb(len(kept), k) for k in range(1, n + 1)) > _MOST_COMBINATIONS:
        raise Undecided(
            f"Polytope: {m} vertices in {n} dimensions have too many candidate facets to enumerate"
        )
    found = set()
    for size in range(1, n + 1):
        for support in combinations(range(n), size):
            for chosen in combinations(kept, size):
                normal = _normal(chosen, support)
                if normal is not None:
                    a = tuple(normal.get(i, Fraction(0)) for i in range(n))
                    height = [sum(s * x for s, x in zip(a, p, strict=True)) for p in kept]
                    if max(height) == sum(s * x for s, x in zip(a, chosen[0], strict=True)):
                        found.add((*a, Fraction(max(height))))
    return tuple(sorted(found))


def _normal(chosen: Sequence[Vector], support: Sequence[int]) -> dict[int, Fraction] | None:
    """Return the positive normal, summing to 1, of the hyperplane through points projected on some coordinates."""
    first, *others = chosen
    size = len(support)
    rows = [[_q(p[i] - first[i]) for i in support] + [flint.fmpq(0)] for p in others]
    solved, _ = flint.fmpq_mat([*rows, [flint.fmpq(1)] * (size + 1)]).rref()
    if any(solved[i, i] == 0 for i in range(size)):
        return None
    values = [solved[i, size] for i in range(size)]
    if any(v <= 0 for v in values):
        return None
    return {i: Fraction(int(v.p), int(v.q)) for i, v in zip(support, values, strict=True)}


def _q(x: Fraction) -> Any:
    return flint.fmpq(x.numerator, x.denominator)


def corners(rows: tuple[Vector, ...], d: Vector) -> set[Vector]:
    """Enumerate the corners of ``{u >= d} & {a . u <= c}``: n constraints meet in each."""
    n = len(d)
    floor = [(*(Fraction(-1 if i == j else 0) for j in range(n)), -d[i]) for i in range(n)]
    rows = (*rows, *floor)
    if comb(len(rows), n) > _MOST_COMBINATIONS:
        raise Undecided(
            f"Polytope: {len(rows)} facets in {n} dimensions have too many candidate corners to enumerate"
        )
    found = set()
    for chosen in combinations(rows, n):
        matrix = flint.fmpq_mat([[_q(x) for x in row[:-1]] for row in chosen])
        if matrix.det() == 0:
            continue
        solved = matrix.solve(flint.fmpq_mat([[_q(row[-1])] for row in chosen]))
        u = tuple(Fraction(int(solved[i, 0].p), int(solved[i, 0].q)) for i in range(n))
        if all(slack(row, u) >= 0 for row in rows):
            found.add(u)
    return found
