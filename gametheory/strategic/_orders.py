"""Orders of the actions under which payoffs have increasing differences.

Two players' orders only meet in the signs of mixed differences: the order of a pair of one player's actions, times that of a pair of
another's, must be the sign of each difference over the two pairs.  So pairs are linked, and each group of linked pairs has two
orientations, one the reverse of the other.  Mixed differences add up: over (a, b), (b, c) and (c, a) they sum to zero, so that if one
is not zero another has the opposite sign.  Hence all pairs of a player that are linked at all are in one group, no orientation has a
cycle, and orders exist if and only if no two signs contradict.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise, product

from gametheory.algebra.decide import Budget
from gametheory.strategic._search import BudgetSpent

Order = tuple[int, ...]
Pair = tuple[int, int, int]
"""A player and two of her actions, the first with the smaller index."""

_FLIPS_TRIED = 8


def _matrices(tables: list[list[int]], shape: tuple[int, ...]) -> Iterator[tuple[int, int, list[list[int]]]]:
    """Yield (j, k, payoffs of j or of k by their two actions), for all pairs of players and all actions of the others."""
    strides = [1] * len(shape)
    for j in range(len(shape) - 2, -1, -1):
        strides[j] = strides[j + 1] * shape[j + 1]
    for j, k in combinations(range(len(shape)), 2):
        for cell in product(*(range(1 if i in (j, k) else size) for i, size in enumerate(shape))):
            base = sum(s * i for s, i in zip(strides, cell, strict=True))
            for table in (tables[j], tables[k]):
                yield (
                    j,
                    k,
                    [
                        [table[base + a * strides[j] + b * strides[k]] for b in range(shape[k])]
                        for a in range(shape[j])
                    ],
                )


def increasing(tables: list[list[int]], shape: tuple[int, ...], orders: tuple[Order, ...]) -> bool:
    """Whether every step up of one player makes a step up of another worth no less, for both of them."""
    for j, k, matrix in _matrices(tables, shape):
        for a, above in pairwise(orders[j]):
            steps = [matrix[above][b] - matrix[a][b] for b in orders[k]]
            if any(later < sooner for sooner, later in pairwise(steps)):
                return False
    return True


def find_orders(tables: list[list[int]], shape: tuple[int, ...], budget: Budget) -> tuple[Order, ...] | None:
    """Return orders with increasing differences, the given ones or their reversals if these will do; `None`: there are none.

    Raises
    ------
    BudgetSpent
        If the time is over.
    """
    given = [tuple(range(size)) for size in shape]
    if len(shape) <= _FLIPS_TRIED:
        for flips in product((1, -1), repeat=len(shape) - 1):
            tried = (given[0], *(o[::flip] for o, flip in zip(given[1:], flips, strict=True)))
            if increasing(tables, shape, tried):
                return tried
    linked = _linked(tables, shape, budget)
    if linked is None:
        return None
    found = _oriented(linked, shape)
    if not increasing(tables, shape, found):
        raise AssertionError("orders of the actions failed their verification")
    return found


def _linked(tables: list[list[int]], shape: tuple[int, ...], budget: Budget) -> list[dict[Pair, int]] | None:
    """Return groups of pairs with their signs relative to each other; `None` if two signs contradict."""
    group: dict[Pair, int] = {}
    sign: dict[Pair, int] = {}
    members: list[list[Pair]] = []
    for j, k, matrix in _matrices(tables, shape):
        for a, above in combinations(range(shape[j]), 2):
            if budget.spent():
                raise BudgetSpent(f"{budget.seconds:g} seconds")
            steps = [y - x for x, y in zip(matrix[a], matrix[above], strict=True)]
            for b, beyond in combinations(range(shape[k]), 2):
                difference = steps[beyond] - steps[b]
                if not difference:
                    continue
                ends = ((j, a, above), (k, b, beyond))
                for pair in ends:
                    if pair not in group:
                        group[pair], sign[pair] = len(members), 1
                        members.append([pair])
                wanted = 1 if difference > 0 else -1
                one, other = sorted((group[pair] for pair in ends), key=lambda g: len(members[g]))
                agree = sign[ends[0]] * sign[ends[1]] == wanted
                if one == other:
                    if not agree:
                        return None
                    continue
                for pair in members[one]:
                    group[pair] = other
                    sign[pair] *= 1 if agree else -1
                members[other] += members[one]
                members[one] = []
    return [{pair: sign[pair] for pair in pairs} for pairs in members if pairs]


def _oriented(linked: list[dict[Pair, int]], shape: tuple[int, ...]) -> tuple[Order, ...]:
    """Return the orders that the groups make, each turned so as to keep most of the given order."""
    below = [[0] * size for size in shape]
    for pairs in linked:
        keeps = 1 if sum(pairs.values()) >= 0 else -1
        for (k, a, b), sign in pairs.items():
            below[k][b if sign == keeps else a] += 1
    # Actions that no pair orders have the same actions below them.
    return tuple(tuple(sorted(range(len(own)), key=own.__getitem__)) for own in below)
