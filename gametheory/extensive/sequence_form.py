"""The sequence form of a tree with two players and perfect recall: as large as the tree, where the normal form explodes.

A sequence of a player is what she has chosen on the way to some node: the empty one, or an action of an information set after the
sequence that leads to it.  A realization plan gives each sequence a weight: 1 to the empty one, and at every information set the
weights of its actions sum to that of the sequence before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Any

from gametheory.errors import ImperfectRecallError, InvalidGameError, InvalidProfileError, ParameterError
from gametheory.games._numbers import as_number
from gametheory.games.game import Game

if TYPE_CHECKING:
    import numpy as np

Plan = tuple[Any, ...]
"""A weight for each sequence."""


@dataclass(frozen=True)
class Sequences:
    """The sequences of one player.

    Attributes
    ----------
    player : str
        Whose they are.
    sets : tuple of int
        Her information sets, as indices of the game's, each after those that come before it.
    before : tuple of int
        For each of these, the sequence that leads to it.
    first : tuple of int
        For each, the sequence that its first action makes; the other actions follow.
    count : tuple of int
        For each, the number of actions.
    """

    player: str
    sets: tuple[int, ...]
    before: tuple[int, ...]
    first: tuple[int, ...]
    count: tuple[int, ...]

    @property
    def size(self) -> int:
        """The number of sequences, the empty one (number 0) among them."""
        return 1 + sum(self.count)

    def constraints(self) -> tuple[list[list[int]], list[int]]:
        """Return the matrix E and the vector e such that a nonnegative x is a realization plan iff E x = e.

        Examples
        --------
        >>> Sequences("a", (0,), (0,), (1,), (2,)).constraints()
        ([[1, 0, 0], [-1, 1, 1]], [1, 0])
        """
        rows = [[1] + [0] * (self.size - 1)]
        for before, first, count in zip(self.before, self.first, self.count, strict=True):
            row = [0] * self.size
            row[before] = -1
            row[first : first + count] = [1] * count
            rows.append(row)
        return rows, [1] + [0] * len(self.sets)

    def matrix(self) -> Any:
        """Return E as a sparse array of floats (`scipy.sparse.csr_array`), as `constraints` does densely."""
        import numpy as np
        from scipy.sparse import csr_array

        before, _, count = self.arrays
        sets = np.arange(1, len(count) + 1)
        rows = np.concatenate([[0], sets, np.repeat(sets, count)])
        columns = np.concatenate([[0], before, np.arange(1, self.size)])
        values = np.concatenate([[1.0], np.full(len(sets), -1.0), np.ones(self.size - 1)])
        return csr_array((values, (rows, columns)), shape=(1 + len(sets), self.size))

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """`before`, `first` and `count` as arrays, for compiled loops."""
        import numpy as np

        return (
            np.array(self.before, np.int64),
            np.array(self.first, np.int64),
            np.array(self.count, np.int64),
        )

    def behaviour(self, plan: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Return the probabilities of the actions at each of her sets; the first action where the plan never comes."""
        result = []
        for before, first, count in zip(self.before, self.first, self.count, strict=True):
            weight = plan[before]
            own = plan[first : first + count]
            total = sum(own[1:], own[0])
            if weight > 0 and total > 0:
                result.append(tuple(w / total for w in own))
            else:
                one = plan[0] / plan[0]
                result.append((one, *(one - one for _ in range(count - 1))))
        return result

    def plan(self, behaviour: Sequence[Sequence[Any]]) -> Plan:
        """Return the realization plan of probabilities at each of her sets."""
        one: Any = Fraction(1) if not any(isinstance(p, float) for own in behaviour for p in own) else 1.0
        weights = [one] * self.size
        for place, own in enumerate(behaviour):
            for a, p in enumerate(own):
                weights[self.first[place] + a] = weights[self.before[place]] * p
        return tuple(weights)


@dataclass(frozen=True)
class SequenceForm:
    """A tree of two players, by sequences.

    Attributes
    ----------
    game : Game
        The tree.
    own : tuple of two Sequences
        The sequences of both players.
    payoffs : tuple of (int, int, number, number)
        For each pair of sequences that some end has, what both players get there, times the probability of chance: exact numbers, or
        floats if the game is one of floats.
    weights : tuple of number
        For each of these pairs, the probability that chance leads to its ends.

    References
    ----------
    von Stengel, B. (1996), Efficient computation of behavior strategies, Games and Economic Behavior 14, 220-246.
    """

    game: Game
    own: tuple[Sequences, Sequences]
    payoffs: tuple[tuple[int, int, Any, Any], ...]
    weights: tuple[Any, ...]

    @cached_property
    def total(self) -> Any:
        """What both players get together, if that is the same at every pair of sequences (floats: up to rounding); else `None`."""
        rounding = 1e-12 if self.game.field.name == "float64" else 0
        total = (self.payoffs[0][2] + self.payoffs[0][3]) / self.weights[0]
        for (_, _, u, v), weight in zip(self.payoffs, self.weights, strict=True):
            if abs(u + v - total * weight) > rounding * max(1, abs(u), abs(v)):
                return None
        return total

    @property
    def is_zero_sum(self) -> bool:
        """Whether payoffs sum to zero (floats: up to rounding)."""
        return self.total is not None and abs(self.total) <= (
            1e-12 if self.game.field.name == "float64" else 0
        )

    def exact(self) -> SequenceForm:
        """Return the same of the exact game, in which floats are the decimals that they print as.

        Chance is multiplied out anew, so that nothing rounded is taken for exact.
        """
        return self if self.game.field.name == "exact" else sequence_form(self.game.exact())

    @cached_property
    def arrays(self) -> tuple[np.ndarray, ...]:
        """The payoff pairs as arrays: first player's sequence, second player's, and both payoffs as floats."""
        import numpy as np

        one, two, u, v = zip(*self.payoffs, strict=True)
        return np.array(one), np.array(two), np.array([float(x) for x in u]), np.array([float(x) for x in v])

    def integers(self, k: int, *, positive: bool = False) -> dict[tuple[int, int], int]:
        """Return a player's payoffs by pair of sequences as integers, up to a positive scale; the game must be exact.

        With `positive` a constant is added to what she gets at every end, so
        that all numbers are positive; this changes no best reply.
        """
        paid = [Fraction((u, v)[k]) for _, _, u, v in self.payoffs]
        weights = [Fraction(w) for w in self.weights]
        if positive:
            lift = 1 - min(u / w for u, w in zip(paid, weights, strict=True))
            paid = [u + lift * w for u, w in zip(paid, weights, strict=True)]
        common = lcm(*(u.denominator for u in paid))
        return {(i, j): int(u * common) for (i, j, _, _), u in zip(self.payoffs, paid, strict=True)}

    def profile(self, plans: Sequence[Sequence[Any]]) -> dict[str, dict[Any, dict[str, Any]]]:
        """Return the behaviour strategies of two realization plans, as `game.payoffs` takes them."""
        result: dict[str, dict[Any, dict[str, Any]]] = {player: {} for player in self.game.players}
        for own, plan in zip(self.own, plans, strict=True):
            if len(plan) != own.size:
                raise InvalidProfileError(
                    f"a plan of `{own.player}` has {len(plan)} weights; she has {own.size} sequences"
                )
            for h, mixture in zip(own.sets, own.behaviour(plan), strict=True):
                s = self.game.information_sets[h]
                result[own.player][s.knows] = dict(zip(s.actions, mixture, strict=True))
        return result

    def __repr__(self) -> str:
        one, two = self.own
        return f"<sequence form of {self.game!r}: {one.size} and {two.size} sequences, {len(self.payoffs):,} payoff pairs>"


def sequence_form(game: Game) -> SequenceForm:
    """Return the sequence form of a tree.

    Parameters
    ----------
    game : Game
        Two players with perfect recall; payoffs and probabilities must be numbers.

    Raises
    ------
    InvalidGameError
        If it is no tree of two players.
    ParameterError
        If it has parameters.
    ImperfectRecallError
        If a player forgets something.

    Examples
    --------
    >>> import gametheory as gt
    >>> entry = gt.Game(gt.move("entrant", actions={
    ...     "out": gt.end(entrant=0, incumbent=2),
    ...     "in": gt.move("incumbent", actions={
    ...         "fight": gt.end(entrant=-1, incumbent=-1),
    ...         "share": gt.end(entrant=1, incumbent=1)})}))
    >>> form = sequence_form(entry)
    >>> form.own[0].size, form.own[1].size, form.payoffs[0]
    (3, 3, (1, 0, Fraction(0, 1), Fraction(2, 1)))
    """
    if not isinstance(game, Game) or len(game.players) != 2:
        raise InvalidGameError(f"sequence_form(): {game!r} is not a tree of two players")
    if game.parameters:
        raise ParameterError(
            f"sequence_form(): set the parameters {', '.join(game.parameters)} first, with `.at(...)`"
        )
    after: list[list[int]] = [[0, 0] for _ in game.nodes]  # the sequences that lead to each node
    chance = [game.field.one] * len(game.nodes)
    made: list[dict[int, tuple[int, int]]] = [{}, {}]  # by set: the sequence before it, and its first one
    sizes = [1, 1]
    pairs: dict[tuple[int, int], list[Any]] = {}  # both payoffs, and how likely chance is
    for v in game.nodes:
        here = after[v.index]
        if v.kind == "end":
            odds = chance[v.index]
            total = pairs.setdefault((here[0], here[1]), [game.field.zero] * 3)
            for place, number in enumerate((*v.payoffs, 1)):
                total[place] = total[place] + odds * number
            continue
        if v.kind == "chance":
            for child, p in zip(v.children, v.probabilities, strict=True):
                after[child], chance[child] = here, chance[v.index] * p
            continue
        s = game.information_sets[v.information_set]
        k = s.player_index
        if s.index not in made[k]:
            made[k][s.index] = (here[k], sizes[k])
            sizes[k] += len(s.actions)
        before, first = made[k][s.index]
        if before != here[k]:  # two nodes of one set, after different choices of her own
            raise ImperfectRecallError(
                f"sequence_form(): {game.forgetful_player()}; sequences need perfect recall"
            )
        for a, child in enumerate(v.children):
            after[child] = [first + a if i == k else here[i] for i in (0, 1)]
            chance[child] = chance[v.index]
    own = tuple(
        Sequences(
            game.players[k],
            tuple(made[k]),
            tuple(before for before, _ in made[k].values()),
            tuple(first for _, first in made[k].values()),
            tuple(len(game.information_sets[h].actions) for h in made[k]),
        )
        for k in (0, 1)
    )
    listed = [(pair, [as_number(x) for x in total]) for pair, total in sorted(pairs.items())]
    payoffs = tuple((i, j, u, v) for (i, j), (u, v, _) in listed)
    return SequenceForm(game, (own[0], own[1]), payoffs, tuple(w for _, (_, _, w) in listed))


def earned(form: SequenceForm, k: int, plans: Sequence[Plan]) -> Any:
    """Return what player k earns by two plans."""
    return sum((e[2 + k] * plans[0][e[0]] * plans[1][e[1]] for e in form.payoffs), Fraction(0))


def best_reply(form: SequenceForm, k: int, other: Plan) -> Any:
    """Return the most that player k earns against a plan of the other: set by set, from the last on."""
    own = form.own[k]
    total: list[Any] = [0] * own.size
    for entry in form.payoffs:
        weight = other[entry[1 - k]]
        if weight:
            total[entry[k]] = total[entry[k]] + entry[2 + k] * weight
    for before, first, count in zip(
        reversed(own.before), reversed(own.first), reversed(own.count), strict=True
    ):
        total[before] += max(total[first : first + count])
    return total[0]
