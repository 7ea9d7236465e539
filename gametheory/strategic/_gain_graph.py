"""The graph of unilateral gains between pure profiles: potentials are functions that rise along it, cycles refute them.

Everything works on one table for each player, from a profile (one index for each player) to a payoff.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any, TypeVar

Cell = tuple[int, ...]
Tables = list[Mapping[Cell, Any]]
Node = TypeVar("Node", bound=Hashable)


def changed(cell: Cell, *changes: tuple[int, int]) -> Cell:
    """Return the profile in which some players play something else."""
    other = list(cell)
    for k, i in changes:
        other[k] = i
    return tuple(other)


def exact_potential(tables: Tables) -> dict[Cell, Fraction] | None:
    """Sum the gains along the path that changes one player after the other; check it against every deviation."""
    values = {}
    for cell in tables[0]:
        total, now = Fraction(0), (0,) * len(cell)
        for k, i in enumerate(cell):
            after = changed(now, (k, i))
            total += tables[k][after] - tables[k][now]
            now = after
        values[cell] = total
    for cell, value in values.items():
        for k, table in enumerate(tables):
            first = changed(cell, (k, 0))
            if value - values[first] != table[cell] - table[first]:
                return None
    return values


def squares(tables: Tables, j: int, k: int) -> Iterator[tuple[Cell, Any, Any]]:
    """Yield profiles with what j's and k's payoffs do round the square in which the two play this or their first action."""
    for cell in tables[0]:
        if cell[j] and cell[k]:
            corners = (cell, changed(cell, (j, 0)), changed(cell, (k, 0)), changed(cell, (j, 0), (k, 0)))
            mine, yours = ([table[c] for c in corners] for table in (tables[j], tables[k]))
            yield cell, mine[0] - mine[1] - mine[2] + mine[3], yours[0] - yours[1] - yours[2] + yours[3]


def refuting_square(tables: Tables) -> tuple[Cell, ...]:
    """Return a cycle of four deviations whose gains do not sum to zero; empty if there is none."""
    for j, k in combinations(range(len(tables)), 2):
        for cell, mine, yours in squares(tables, j, k):
            if mine != yours:
                start = changed(cell, (j, 0), (k, 0))
                return (start, changed(cell, (k, 0)), cell, changed(cell, (j, 0)), start)
    return ()


def weights(tables: Tables) -> list[Fraction] | None:
    """Return the only weights (up to a scale for each group of players) that a weighted potential can have."""
    ratios: dict[tuple[int, int], Fraction] = {}
    for j, k in combinations(range(len(tables)), 2):
        for _, mine, yours in squares(tables, j, k):
            if mine or yours:
                if mine * yours <= 0:
                    return None
                ratios[j, k], ratios[k, j] = Fraction(mine) / yours, Fraction(yours) / mine
                break
    found: dict[int, Fraction] = {}
    for first in range(len(tables)):
        if first not in found:
            found[first], todo = Fraction(1), [first]
            while todo:
                k = todo.pop()
                for (j, other), ratio in ratios.items():
                    if other == k and j not in found:
                        found[j] = ratio * found[k]
                        todo.append(j)
    return [found[k] for k in range(len(tables))]


def better(tables: Tables, shape: Cell, cell: Cell) -> Iterator[Cell]:
    """Yield the profiles that one player prefers to reach alone."""
    for k, table in enumerate(tables):
        now = table[cell]
        for i in range(shape[k]):
            after = changed(cell, (k, i))
            if table[after] > now:
                yield after


def tied(tables: Tables, shape: Cell, cell: Cell) -> Iterator[Cell]:
    """Yield the profiles that one player may reach alone without gain or loss."""
    for k, table in enumerate(tables):
        for i in range(shape[k]):
            after = changed(cell, (k, i))
            if i != cell[k] and table[after] == table[cell]:
                yield after


def levels(
    nodes: list[Node], successors: Callable[[Node], Iterator[Node]]
) -> tuple[dict[Node, int], tuple[Node, ...]]:
    """Return, by node, minus the longest path from it; or a cycle."""
    found: dict[Node, int] = {}
    for start in nodes:
        if start in found:
            continue
        path, todo = {start: 0}, [successors(start)]  # in order of entry
        while path:
            after = next(todo[-1], None)
            if after is None:
                node, low = path.popitem()
                todo.pop()
                found[node] = low
                if path:
                    above = next(reversed(path))
                    path[above] = min(path[above], low - 1)
            elif after in path:
                entered = list(path)
                return {}, (*entered[entered.index(after) :], after)
            elif after in found:
                last = next(reversed(path))
                path[last] = min(path[last], found[after] - 1)
            else:
                path[after] = 0
                todo.append(successors(after))
    return found, ()


def ordinal_levels(tables: Tables, shape: Cell) -> tuple[dict[Cell, int], tuple[Cell, ...]]:
    """Return levels that are equal at ties and rise with gains; or a cycle of deviations that never lose and gain once.

    Such a cycle is all that stands against an ordinal potential of a finite game (Voorneveld and Norde 1997).
    """
    group: dict[Cell, int] = {}
    members: list[list[Cell]] = []
    for start in tables[0]:
        if start not in group:
            group[start] = len(members)
            members.append([start])
            for cell in members[-1]:  # grows on the way
                for other in tied(tables, shape, cell):
                    if other not in group:
                        group[other] = group[start]
                        members[-1].append(other)

    def onward(g: int) -> Iterator[int]:
        return (group[after] for cell in members[g] for after in better(tables, shape, cell))

    by_group, cycle = levels(list(range(len(members))), onward)
    if not cycle:
        return {cell: by_group[g] for cell, g in group.items()}, ()
    gains = [
        next((u, v) for u in members[g] for v in better(tables, shape, u) if group[v] == h)
        for g, h in pairwise(cycle)
    ]
    whole: list[Cell] = []
    for (_, v), (u, _) in pairwise([*gains, gains[0]]):
        whole += _along_ties(tables, shape, v, u)
    return {}, (whole[-1], *whole)


def _along_ties(tables: Tables, shape: Cell, start: Cell, end: Cell) -> list[Cell]:
    """Return a shortest path of ties."""
    before, todo = {start: start}, [start]
    for cell in todo:
        if cell == end:
            break
        for other in tied(tables, shape, cell):
            if other not in before:
                before[other] = cell
                todo.append(other)
    path = [end]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]
