"""Correlation plans of two players: the probability that a pair of sequences is recommended, for pairs that can matter on one path.

Without chance moves the equations below describe all correlation plans (von Stengel and Forges 2008, theorem 3.10), as with public
chance moves and in all triangle-free games (Farina and Sandholm 2020).  Elsewhere they may admit more; so nothing is believed before
a plan has been written as a mixture of profiles of pure strategies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gametheory.mediation._profiles import Profile
from gametheory.mediation._tree import Tree

_STEPS = 20_000
"""How many choices the search for one profile may try."""


class Plans:
    """The space of correlation plans of a tree with two players."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        one, two = tree.own
        self.number: dict[tuple[int, int], int] = {}
        """The unknown of each relevant pair of sequences."""
        for pair in (*((i, 0) for i in range(one.size)), *((0, j) for j in range(1, two.size))):
            self.number[pair] = len(self.number)
        meeting: list[list[list[int]]] = [[[0] for _ in own.sets] for own in tree.own]
        for p, q in sorted(_met(tree)):
            here = range(one.first[p], one.first[p] + one.count[p])
            there = range(two.first[q], two.first[q] + two.count[q])
            meeting[0][p].extend(there)
            meeting[1][q].extend(here)
            for i in here:
                for j in there:
                    self.number[i, j] = len(self.number)
        self.size = len(self.number)
        self.among = (self.number[0, 0],)
        self.equations: list[dict[int, int]] = []
        for k, own in enumerate(tree.own):
            for p, before in enumerate(own.before):
                span = range(own.first[p], own.first[p] + own.count[p])
                for other in meeting[k][p]:
                    row = {self._at(k, s, other): 1 for s in span}
                    row[self._at(k, before, other)] = -1
                    self.equations.append(row)

    def __contains__(self, entry: tuple[int, int, int]) -> bool:
        k, own, other = entry
        return ((own, other) if k == 0 else (other, own)) in self.number

    def _at(self, k: int, own: int, other: int) -> int:
        return self.number[(own, other) if k == 0 else (other, own)]

    def playing(self, k: int, sequence: int) -> tuple[int, ...]:
        """Return a sequence of player k as a condition."""
        return (sequence,)

    def columns(self, k: int, own: tuple[int, ...], others: tuple[int, ...]) -> Iterator[int]:
        """Yield the unknown of one sequence of player k and one of the other."""
        yield self._at(k, own[0], others[1 - k])

    # -- from a plan to profiles --------------------------------------------------------------------------
    def mixture(self, x: tuple[Any, ...], zero: Any) -> list[tuple[Profile, Any]] | None:
        """Write a plan as a mixture of profiles of reduced strategies; `None` if that was not found.

        Each profile uses only pairs of sequences that still have weight, and takes as much of it as all its pairs allow; what is
        left satisfies the equations again, with fewer pairs.  Weights up to `zero` count as nothing.
        """
        left = list(x)
        found: list[tuple[Profile, Any]] = []
        start = self.number[0, 0]
        while left[start] > zero:
            drawn = self._profile(left, zero)
            if drawn is None:
                return None
            profile, pairs = drawn
            amount = min(left[c] for c in pairs)
            for c in pairs:
                left[c] -= amount
            found.append((profile, amount))
        return found

    def _profile(self, left: list[Any], zero: Any) -> tuple[Profile, list[int]] | None:
        """Choose at one set after the other, in the order of the tree, and go back where nothing fits."""
        sets = sorted((h, k, p) for k, own in enumerate(self.tree.own) for p, h in enumerate(own.sets))
        chosen: list[list[int]] = [[0], [0]]
        told = [[-1] * len(own.sets) for own in self.tree.own]
        options: list[list[int]] = []
        steps = 0
        while len(options) < len(sets):
            _, k, p = sets[len(options)]
            options.append(self._fitting(left, zero, k, p, chosen))
            while not options[-1]:  # nothing fits: take back the choice before
                options.pop()
                if not options:
                    return None
                _, k, p = sets[len(options) - 1]
                if told[k][p] >= 0:
                    chosen[k].pop()
                    told[k][p] = -1
            steps += 1
            if steps > _STEPS:
                return None
            s = options[-1].pop()
            _, k, p = sets[len(options) - 1]
            if s >= 0:
                chosen[k].append(s)
                told[k][p] = s
        pairs = [self.number[i, j] for i in chosen[0] for j in chosen[1] if (i, j) in self.number]
        return (tuple(told[0]), tuple(told[1])), pairs

    def _fitting(self, left: list[Any], zero: Any, k: int, p: int, chosen: list[list[int]]) -> list[int]:
        """Return the sequences that may be chosen at a place, the heaviest last; [-1] if the place is not reached."""
        own = self.tree.own[k]
        if own.before[p] not in chosen[k]:
            return [-1]
        found = []
        for s in range(own.first[p], own.first[p] + own.count[p]):
            weight = min(left[self._at(k, s, other)] for other in chosen[1 - k] if (k, s, other) in self)
            if weight > zero:
                found.append((weight, s))
        return [s for _, s in sorted(found)]


def _met(tree: Tree) -> set[tuple[int, int]]:
    """Return the pairs of a place of the first player and one of the second that some path passes both."""
    places = [{h: p for p, h in enumerate(own.sets)} for own in tree.own]
    seen: list[tuple[frozenset[int], frozenset[int]]] = [(frozenset(), frozenset())] * len(tree.game.nodes)
    met: set[tuple[int, int]] = set()
    for v in tree.game.nodes:
        here = seen[v.index]
        if v.kind == "move":
            s = tree.game.information_sets[v.information_set]
            k = s.player_index
            p = places[k][s.index]
            met.update((p, q) if k == 0 else (q, p) for q in here[1 - k])
            passed = here[k] | {p}
            here = (passed, here[1]) if k == 0 else (here[0], passed)
        for child in v.children:
            seen[child] = here
    return met
