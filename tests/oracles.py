"""Brute-force oracles that the tests share.

They know definitions only: expected payoffs come from `game.payoffs`, everything else is plain loops over `Fraction`,
so that nothing here can be wrong in the way in which a solver is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from typing import Any


def pure_profiles(game: Any) -> Iterator[dict[str, dict[Any, str]]]:
    """Every way to choose one action at every information set."""
    sets = game.information_sets
    for chosen in product(*(h.actions for h in sets)):
        profile: dict[str, dict[Any, str]] = {player: {} for player in game.players}
        for h, action in zip(sets, chosen, strict=True):
            profile[h.player][h.knows] = action
        yield profile


def gain(game: Any, profile: dict[str, Any]) -> Any:
    """The largest gain from a unilateral deviation to any pure plan."""
    now = game.payoffs(profile)
    gains = [0]
    for player in game.players:
        own = [h for h in game.information_sets if h.player == player]
        for chosen in product(*(h.actions for h in own)):
            plan = {h.knows: a for h, a in zip(own, chosen, strict=True)}
            gains.append(game.payoffs({**profile, player: plan})[player] - now[player])
    return max(gains)


def solve_linear(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """The solution of a square linear system, `None` if it is not unique."""
    size = len(rows)
    table = [[*map(Fraction, row), Fraction(r)] for row, r in zip(rows, right, strict=True)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if table[i][k]), None)
        if pivot is None:
            return None
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [v / table[k][k] for v in table[k]]
        for i in range(size):
            if i != k and table[i][k]:
                table[i] = [v - table[i][k] * w for v, w in zip(table[i], table[k], strict=True)]
    return [row[size] for row in table]


Corner = tuple[tuple[Fraction, ...], frozenset[int]]
"""A mixed strategy of one player, and the best replies of the other."""


def corners(payoff: list[list[int]]) -> set[Corner]:
    """The vertices of {(x, v): x in the simplex, payoff[j] · x <= v for every reply j}, by trying every basis."""
    replies, size = len(payoff), len(payoff[0])
    found = set()
    for tight in combinations(range(size + replies), size):
        rows = [[Fraction(1)] * size + [Fraction(0)]]
        for k in tight:
            if k < size:
                rows.append([Fraction(i == k) for i in range(size)] + [Fraction(0)])
            else:
                rows.append([Fraction(u) for u in payoff[k - size]] + [Fraction(-1)])
        solved = solve_linear(rows, [Fraction(1)] + [Fraction(0)] * size)
        if solved is None:
            continue
        x, best = tuple(solved[:-1]), solved[-1]
        earned = [sum(u * p for u, p in zip(row, x, strict=True)) for row in payoff]
        if min(x) >= 0 and max(earned) <= best:
            found.add((x, frozenset(j for j, e in enumerate(earned) if e == best)))
    return found


def support(mixture: Any) -> frozenset[int]:
    """Where a mixture is positive."""
    return frozenset(i for i, p in enumerate(mixture) if p)


def nash_by_supports(a: list[list[int]], b: list[list[int]]) -> dict[Any, tuple[list[Any], list[Any]]]:
    """All Nash equilibria of a bimatrix game: for each pair of supports, the corners of its two faces.

    The strategies with support inside S against which all of T is optimal form a polytope; some of them has support
    exactly S iff the corners together use all of S.
    """
    rows = range(len(a))
    columns = range(len(a[0]))
    of_row = corners([[b[i][j] for i in rows] for j in columns])
    of_column = corners(a)
    result = {}
    for s in (frozenset(c) for k in range(1, len(a) + 1) for c in combinations(rows, k)):
        for t in (frozenset(c) for k in range(1, len(a[0]) + 1) for c in combinations(columns, k)):
            xs = [x for x, best in of_row if support(x) <= s and best >= t]
            ys = [y for y, best in of_column if support(y) <= t and best >= s]
            if frozenset().union(*map(support, xs)) == s and frozenset().union(*map(support, ys)) == t:
                result[s, t] = (xs, ys)
    return result


def nondegenerate(a: list[list[int]], b: list[list[int]]) -> bool:
    """Whether no mixed strategy has more pure best replies than its support has actions (corners suffice)."""
    columns = [[row[j] for row in b] for j in range(len(b[0]))]
    return all(len(best) <= len(support(x)) for table in (a, columns) for x, best in corners(table))


def middle(listed: list[tuple[Fraction, ...]]) -> tuple[Fraction, ...]:
    """The mean of some mixtures."""
    return tuple(sum(column, Fraction(0)) / len(listed) for column in zip(*listed, strict=True))


def named(game: Any, mixtures: Any) -> dict[str, Any]:
    """A profile of a normal form's tree, from one vector for each player."""
    return {
        h.player: {h.knows: dict(zip(h.actions, m, strict=True))}
        for h, m in zip(game.information_sets, mixtures, strict=True)
    }


def extreme_equilibria(a: list[list[int]], b: list[list[int]]) -> set[tuple[Any, Any]]:
    """The extreme equilibria: pairs of corners in which each label is tight on one side or the other."""
    rows, columns = range(len(a)), range(len(a[0]))
    of_row = corners([[b[i][j] for i in rows] for j in columns])
    of_column = corners(a)
    return {
        (x, y)
        for x, best in of_row
        for y, replies in of_column
        if support(x) <= replies and support(y) <= best
    }


def cliques(edges: set[tuple[Any, Any]]) -> set[tuple[frozenset[Any], frozenset[Any]]]:
    """The maximal complete bipartite subgraphs, by trying every subset of one side."""
    left = sorted({x for x, _ in edges})
    found = set()
    for size in range(1, len(left) + 1):
        for chosen in combinations(left, size):
            common = frozenset(y for _, y in edges if all((x, y) in edges for x in chosen))
            if common:
                whole = frozenset(x for x in left if all((x, y) in edges for y in common))
                found.add((whole, common))
    return found


def connected(edges: set[tuple[Any, Any]]) -> int:
    """The number of connected components of a bipartite graph, by repeated merging."""
    groups: list[set[Any]] = []
    for x, y in edges:
        ends = {("x", x), ("y", y)}
        touching = [g for g in groups if g & ends]
        groups = [g for g in groups if not g & ends] + [ends.union(*touching)]
    return len(groups)
