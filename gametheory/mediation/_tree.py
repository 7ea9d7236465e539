"""A tree as a mediator sees it: every player's sequences, and every end by the sequences that lead to it; any number of players."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from gametheory.errors import ImperfectRecallError, InvalidGameError, ParameterError
from gametheory.extensive.sequence_form import Sequences
from gametheory.games.game import Game


@dataclass(frozen=True)
class Ending:
    """An end of the tree: the sequence of each player that leads there, how likely chance is to let it, and what it pays."""

    sequences: tuple[int, ...]
    chance: Fraction
    payoffs: tuple[Fraction, ...]
    outcome: str | None


@dataclass(frozen=True, eq=False)
class Tree:
    """A tree of perfect recall in exact numbers.

    Attributes
    ----------
    game : Game
        The game, exact.
    own : tuple of Sequences
        By player.
    ends : tuple of Ending
        In preorder.
    """

    game: Game
    own: tuple[Sequences, ...]
    ends: tuple[Ending, ...]

    @cached_property
    def place(self) -> tuple[tuple[int, ...], ...]:
        """For each player and each sequence, the place (in `own[k].sets`) of the set of its last action; -1 for the empty one."""
        return tuple(
            (-1, *(p for p, count in enumerate(own.count) for _ in range(count))) for own in self.own
        )

    @cached_property
    def after(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """For each player and each sequence, the places of the sets that come right after it."""
        result = []
        for own in self.own:
            listed: list[list[int]] = [[] for _ in range(own.size)]
            for p, before in enumerate(own.before):
                listed[before].append(p)
            result.append(tuple(map(tuple, listed)))
        return tuple(result)

    def chain(self, k: int, sequence: int) -> tuple[int, ...]:
        """Return a sequence of player k and those that it extends, the longest first and without the empty one."""
        found = []
        while sequence:
            found.append(sequence)
            sequence = self.own[k].before[self.place[k][sequence]]
        return tuple(found)

    def below(self, k: int, place: int) -> list[int]:
        """Return a set of player k and all her sets that can come after it, each after those before it."""
        own, found = self.own[k], [place]
        for p in found:
            for s in range(own.first[p], own.first[p] + own.count[p]):
                found.extend(self.after[k][s])
        return found

    @cached_property
    def moves_once(self) -> bool:
        """Whether nobody moves twice on a path."""
        return not any(any(own.before) for own in self.own)

    @cached_property
    def integers(self) -> tuple[tuple[list[int], int], ...]:
        """For each player, what every end pays above the least, times how likely chance is, as integers, and the scale."""
        result = []
        for k in range(len(self.own)):
            least = min(end.payoffs[k] for end in self.ends)
            paid = [end.chance * (end.payoffs[k] - least) for end in self.ends]
            common = lcm(*(u.denominator for u in paid))
            result.append(([int(u * common) for u in paid], common))
        return tuple(result)

    def action(self, k: int, sequence: int) -> str:
        """Return the last action of a sequence that is not empty."""
        p = self.place[k][sequence]
        return self.game.information_sets[self.own[k].sets[p]].actions[sequence - self.own[k].first[p]]

    def label(self, k: int, place: int) -> str:
        """Return what player k knows at a place, as text."""
        return self.game.information_sets[self.own[k].sets[place]].label


def tree_of(game: Game, call: str) -> Tree:
    """Lay a game out by sequences.

    Parameters
    ----------
    game : Game
        Payoffs must be numbers; floats are read as the decimals that they print as.
    call : str
        Who asks, for the sentences that refuse.

    Raises
    ------
    InvalidGameError
        If it is no tree.
    ParameterError
        If it has parameters.
    ImperfectRecallError
        If a player forgets something.
    """
    if not isinstance(game, Game):
        raise InvalidGameError(f"{call}: {game!r} is not a tree; build one with `gt.Game(...)`")
    if game.parameters:
        raise ParameterError(
            f"{call}: set the parameters {', '.join(game.parameters)} first, with `.at(...)`"
        )
    forgetful = game.forgetful_player()
    if forgetful is not None:
        raise ImperfectRecallError(f"{call}: {forgetful}; advice at information sets needs perfect recall")
    game = game if game.field.name == "exact" else game.exact()
    players = len(game.players)
    after: list[tuple[int, ...]] = [(0,) * players] * len(game.nodes)
    chance = [Fraction(1)] * len(game.nodes)
    made: list[dict[int, tuple[int, int]]] = [{} for _ in range(players)]
    sizes = [1] * players
    ends = []
    for v in game.nodes:
        here = after[v.index]
        if v.kind == "end":
            ends.append(Ending(here, chance[v.index], tuple(map(_fraction, v.payoffs)), v.outcome))
        elif v.kind == "chance":
            for child, p in zip(v.children, v.probabilities, strict=True):
                after[child], chance[child] = here, chance[v.index] * _fraction(p)
        else:
            s = game.information_sets[v.information_set]
            k = s.player_index
            if s.index not in made[k]:
                made[k][s.index] = (here[k], sizes[k])
                sizes[k] += len(s.actions)
            first = made[k][s.index][1]
            for a, child in enumerate(v.children):
                after[child] = (*here[:k], first + a, *here[k + 1 :])
                chance[child] = chance[v.index]
    own = tuple(
        Sequences(
            player,
            tuple(made[k]),
            tuple(before for before, _ in made[k].values()),
            tuple(first for _, first in made[k].values()),
            tuple(len(game.information_sets[h].actions) for h in made[k]),
        )
        for k, player in enumerate(game.players)
    )
    return Tree(game, own, tuple(ends))


def _fraction(element: object) -> Fraction:
    return Fraction(str(element))
