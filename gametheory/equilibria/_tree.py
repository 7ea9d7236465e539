"""A game tree over rational functions, and the polynomials that every solution concept is stated in.

Unknown probabilities are variables: `P(a|h)` is the probability of action `a` at information set `h`, `mu(x|h)` the
belief in node `x`.  The last action of a support (the last node of a belief) takes what the others leave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, count
from typing import TYPE_CHECKING

from gametheory.algebra.conditions import NONNEGATIVE, POSITIVE, Atom, Cell, atom
from gametheory.algebra.expressions import read_exact
from gametheory.algebra.polynomials import Polynomial, RationalFunction

if TYPE_CHECKING:
    from gametheory.games.game import Game, InformationSet

ZERO = RationalFunction.constant(0)
ONE = RationalFunction.constant(1)

Support = tuple[int, ...]
Mixture = tuple[RationalFunction, ...]
Plan = dict[int, Mixture]
"""Action probabilities by information set; an absent one is not assigned yet."""


@lru_cache(maxsize=4096)
def supports_of(count: int) -> tuple[Support, ...]:
    """Return all non-empty subsets of `range(count)`, small ones first."""
    return tuple(s for size in range(1, count + 1) for s in combinations(range(count), size))


@lru_cache(maxsize=4096)
def mixture(
    names: tuple[str, ...], support: Support, *, closed: bool = False
) -> tuple[Mixture, tuple[Atom, ...]]:
    """Return probabilities on a support as unknowns, and the conditions that make them probabilities.

    Parameters
    ----------
    names : tuple of str
        One unknown's name for each alternative.
    support : tuple of int
        The alternatives that get positive probability (at least, no negative one if `closed`).
    """
    relation = NONNEGATIVE if closed else POSITIVE
    probabilities = [ZERO] * len(names)
    if len(support) == 1:
        probabilities[support[0]] = ONE
        return tuple(probabilities), ()
    left = Polynomial.constant(1)
    conditions = []
    for place in support[:-1]:
        unknown = Polynomial.variable(names[place])
        probabilities[place] = RationalFunction(unknown)
        conditions.append(Atom(unknown, relation))
        left = left - unknown
    probabilities[support[-1]] = RationalFunction(left)
    last = atom(left, relation)
    assert isinstance(last, Atom)
    return tuple(probabilities), (*conditions, last)


@dataclass(frozen=True)
class Tree:
    """The numbers of an exact or symbolic game, ready for polynomial algebra."""

    game: Game

    @cached_property
    def given(self) -> Cell:
        """What is assumed of the parameters."""
        return self.game.given

    @cached_property
    def sets(self) -> tuple[InformationSet, ...]:
        """The information sets."""
        return self.game.information_sets

    @cached_property
    def payoffs(self) -> tuple[tuple[RationalFunction, ...], ...]:
        """Payoffs by node, one per player; empty at nodes that are not ends."""
        return tuple(tuple(read_exact(u) for u in v.payoffs) for v in self.game.nodes)

    @cached_property
    def probabilities(self) -> tuple[Mixture, ...]:
        """Probabilities of chance moves by node."""
        return tuple(tuple(read_exact(p) for p in v.probabilities) for v in self.game.nodes)

    @cached_property
    def below(self) -> tuple[frozenset[int], ...]:
        """By node, the information sets at it and below it."""
        result: list[frozenset[int]] = [frozenset()] * len(self.game.nodes)
        for v in reversed(self.game.nodes):
            own = frozenset({v.information_set}) if v.information_set >= 0 else frozenset()
            result[v.index] = own.union(*(result[c] for c in v.children))
        return tuple(result)

    @cached_property
    def above(self) -> tuple[frozenset[int], ...]:
        """By node, the information sets strictly above it."""
        result: list[frozenset[int]] = []
        for v in self.game.nodes:
            parent = self.game.nodes[v.parent] if v.parent >= 0 else None
            own = (
                frozenset({parent.information_set}) if parent and parent.information_set >= 0 else frozenset()
            )
            result.append((result[v.parent] if v.parent >= 0 else frozenset()) | own)
        return tuple(result)

    @cached_property
    def set_names(self) -> tuple[str, ...]:
        """Short unambiguous names of the information sets: what is known, with the player where that is not enough."""
        labels = [h.label for h in self.sets]
        return tuple(h.label if labels.count(h.label) == 1 else f"{h.player}:{h.label}" for h in self.sets)

    @cached_property
    def action_names(self) -> tuple[tuple[str, ...], ...]:
        """Names of the unknown probabilities, by information set and action."""
        named = zip(self.sets, self.set_names, strict=True)
        return _distinct([[f"P({a}|{name})" for a in h.actions] for h, name in named])

    @cached_property
    def node_labels(self) -> tuple[tuple[str, ...], ...]:
        """By information set, what tells its nodes apart: the labels on which their histories differ."""
        return tuple(tell_apart([self.game.nodes[x].path for x in h.nodes]) for h in self.sets)

    @cached_property
    def belief_names(self) -> tuple[tuple[str, ...], ...]:
        """Names of the unknown beliefs, by information set and node."""
        named = zip(self.set_names, self.node_labels, strict=True)
        return _distinct([[f"mu({x}|{name})" for x in labels] for name, labels in named])

    @cached_property
    def unknowns(self) -> frozenset[str]:
        """All names of unknowns."""
        return frozenset(n for names in (*self.action_names, *self.belief_names) for n in names)

    def steps(self, node: int) -> Iterator[tuple[int, int]]:
        """Yield (ancestor, branch taken there) from the root to a node."""
        path = []
        while (parent := self.game.nodes[node].parent) >= 0:
            path.append((parent, self.game.nodes[parent].children.index(node)))
            node = parent
        yield from reversed(path)

    def branch(self, node: int, plan: Plan) -> Mixture | None:
        """Return the probabilities of the branches at a node (`None` at an end or where no plan is made)."""
        v = self.game.nodes[node]
        return self.probabilities[node] if v.kind == "chance" else plan.get(v.information_set)

    def value(
        self, node: int, plan: Plan, player: int, leaves: dict[int, Mixture] | None = None
    ) -> RationalFunction:
        """Return a player's expected payoff from a node on (at `leaves`, the payoffs given there)."""
        if leaves is not None and node in leaves:
            return leaves[node][player]
        v = self.game.nodes[node]
        if v.kind == "end":
            return self.payoffs[node][player]
        branch = self.branch(node, plan)
        assert branch is not None
        total = ZERO
        for child, probability in zip(v.children, branch, strict=True):
            if not probability.is_zero():
                total = total + probability * self.value(child, plan, player, leaves)
        return total

    def reach(self, node: int, plan: Plan, without: int | None = None) -> RationalFunction:
        """Return the probability of reaching a node, a player's own choices left out."""
        result = ONE
        for ancestor, taken in self.steps(node):
            h = self.game.nodes[ancestor].information_set
            if without is not None and h >= 0 and self.sets[h].player_index == without:
                continue
            branch = self.branch(ancestor, plan)
            assert branch is not None
            if branch[taken].is_zero():
                return ZERO
            result = result * branch[taken]
        return result


def _distinct(names: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Number names that labels with bars or commas in them have made equal."""
    counted = Counter(n for row in names for n in row)
    number = count(1)
    return tuple(tuple(n if counted[n] == 1 else f"{n}#{next(number)}" for n in row) for row in names)


def tell_apart(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return short labels for histories: the entries on which they differ.

    >>> tell_apart([("weak", "stall"), ("strong", "stall")])
    ('weak', 'strong')
    """
    length = max(map(len, paths))
    padded = [path + ("",) * (length - len(path)) for path in paths]
    differ = [i for i in range(length) if len({path[i] for path in padded}) > 1]
    short = tuple(
        ",".join(path[i] for i in differ if path[i]) or "/".join(path) or "start" for path in padded
    )
    if len(set(short)) == len(paths):
        return short
    return tuple("/".join(map(repr, path)) for path in paths)
