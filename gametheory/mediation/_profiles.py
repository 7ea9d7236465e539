"""A mediator who draws a profile of pure strategies: the unknowns are the probabilities of all profiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from math import prod

from gametheory.mediation._tree import Tree

Strategy = tuple[int, ...]
"""The sequence that a player chooses at each place, or -1 where the strategy does not say."""

Profile = tuple[Strategy, ...]


def pure_strategies(tree: Tree, k: int, slips: int = 0) -> Iterator[Strategy]:
    """Yield what player k may be told to do.

    Parameters
    ----------
    tree : Tree
        The game.
    k : int
        The player.
    slips : int
        How many own actions against the advice may precede a set for which there is advice: 0 gives reduced strategies.
    """
    own = tree.own[k]
    # For each sequence, how many of its actions go against the advice; more than `slips` is never looked up.
    waiting: list[tuple[Strategy, dict[int, int]]] = [((), {0: 0})]
    while waiting:
        chosen, against = waiting.pop()
        p = len(chosen)
        if p == len(own.sets):
            yield chosen
            continue
        before = against.get(own.before[p], slips + 1)
        if before > slips:
            waiting.append(((*chosen, -1), against))
            continue
        span = range(own.first[p], own.first[p] + own.count[p])
        for told in reversed(span):
            waiting.append(((*chosen, told), {**against, **{s: before + (s != told) for s in span}}))


class Profiles:
    """The space of distributions over profiles of pure strategies.

    Parameters
    ----------
    tree : Tree
        The game.
    slips : int
        As in `pure_strategies`.
    most : int
        The largest number of profiles.

    Raises
    ------
    OverflowError
        If there are more.
    """

    def __init__(self, tree: Tree, slips: int, most: int) -> None:
        self.tree = tree
        self.strategies = [
            list(islice(pure_strategies(tree, k, slips), most + 1)) for k in range(len(tree.own))
        ]
        shape = [len(listed) for listed in self.strategies]
        self.size = prod(shape)
        if self.size > most:
            raise OverflowError(
                f"there are {' × '.join(map(str, shape))} profiles of pure strategies (or more), and at most {most:,} are tried"
            )
        self.among: Sequence[int] = range(self.size)
        self.equations: list[dict[int, int]] = []
        self._strides = [prod(shape[k + 1 :]) for k in range(len(shape))]
        # For each player and each sequence, the strategies that choose all of it, as offsets.
        self._playing: list[list[tuple[int, ...]]] = []
        for k, own in enumerate(tree.own):
            chains = [tree.chain(k, s) for s in range(own.size)]
            self._playing.append([self.choosing(k, chain) for chain in chains])

    def choosing(self, k: int, told: Sequence[int]) -> tuple[int, ...]:
        """Return the strategies of player k that choose the last action of each of some sequences, as offsets."""
        wanted = [(self.tree.place[k][s], s) for s in told]
        return tuple(
            number * self._strides[k]
            for number, strategy in enumerate(self.strategies[k])
            if all(strategy[p] == s for p, s in wanted)
        )

    def playing(self, k: int, sequence: int) -> tuple[int, ...]:
        """Return the strategies of player k that play a sequence, as offsets."""
        return self._playing[k][sequence]

    def columns(self, k: int, own: tuple[int, ...], others: tuple[int, ...]) -> Iterator[int]:
        """Yield the profiles in which player k has one of some strategies and the others play their sequences."""
        return map(
            sum,
            product(
                *(own if i == k else self._playing[i][s] for i, s in enumerate(others)),
            ),
        )

    def profile(self, column: int) -> Profile:
        """Return the profile of an unknown."""
        found = []
        for listed, stride in zip(self.strategies, self._strides, strict=True):
            number, column = divmod(column, stride)
            found.append(listed[number])
        return tuple(found)
