"""Iterated dominance, strict or weak, by pure and mixed strategies; rationalizable actions; all with their reasons.

An action is strictly dominated if some mixture of the player's other actions is better whatever the others do; equivalently (Pearce
1984) it is a best reply to no belief about the others' joint actions.  Both sides are a linear program, solved in integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError
from gametheory.games.normal import NormalForm
from gametheory.strategic._integers import Matrix, integer_tables
from gametheory.strategic._simplex import matrix_game, maximize

Kept = tuple[tuple[int, ...], ...]
"""For each player, the actions that are left."""


@dataclass(frozen=True)
class Step:
    """One action eliminated.

    Attributes
    ----------
    player, action : str
        Whose, and which.
    by : dict of str to Fraction
        The dominating strategy.
    round : int
        In which round, from 1.
    kind : {"strict", "weak"}
        How it dominates.
    margin : Fraction
        The least advantage over all that the others still do (0 if weak).
    """

    player: str
    action: str
    by: dict[str, Fraction]
    round: int
    kind: str
    margin: Fraction

    def __str__(self) -> str:
        mixed = ", ".join(f"{a} {p}" for a, p in self.by.items())
        other = next(iter(self.by)) if len(self.by) == 1 else f"the mixture ({mixed})"
        how = (
            f"strictly dominated by {other} (by at least {self.margin})"
            if self.kind == "strict"
            else (f"weakly dominated by {other}")
        )
        return f"{self.round}. {self.player}: {self.action} is {how}"


@dataclass(frozen=True)
class Elimination:
    """What iterated elimination leaves, and every step with its reason.

    Attributes
    ----------
    game : NormalForm
        The game that is left.
    steps : tuple of Step
        In the order of elimination.
    kind, order : str
        What was eliminated, and how.
    """

    game: NormalForm
    steps: tuple[Step, ...]
    kind: str
    order: str

    @property
    def actions(self) -> dict[str, tuple[str, ...]]:
        """The actions that are left, by player."""
        return dict(zip(self.game.players, self.game.actions, strict=True))

    @property
    def solves(self) -> bool:
        """Whether a single profile is left."""
        return all(size == 1 for size in self.game.shape)

    def __str__(self) -> str:
        left = "; ".join(f"{player} {', '.join(actions)}" for player, actions in self.actions.items())
        return "\n".join([*map(str, self.steps), f"left: {left}"])


def iterated_dominance(
    game: NormalForm, *, kind: str = "strict", mixed: bool = True, order: str = "simultaneous"
) -> Elimination:
    """Eliminate dominated actions until none is left.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers; floats are read as the decimals that they print as.
    kind : {"strict", "weak"}
        Strict elimination leaves the same game in every order.  What weak elimination leaves depends on the order.
    mixed : bool
        Whether mixtures may dominate, or pure actions only.
    order : {"simultaneous", "one at a time"}
        All dominated actions of all players in each round, or the first one found (players and actions in order).

    Returns
    -------
    Elimination
        Every step, with the dominating strategy.

    Raises
    ------
    ParameterError
        If the game has parameters, or an option is not one of those above.

    References
    ----------
    Pearce, D. (1984), Rationalizable strategic behavior and the problem of perfection, Econometrica 52, 1029-1050, Lemma 3.
    Osborne, M. and Rubinstein, A. (1994), A Course in Game Theory, chapter 4.

    Examples
    --------
    >>> game = NormalForm([[3, 0], [0, 3], [1, 1]], [[1, 0], [0, 1], [0, 1]], actions=[("top", "middle", "bottom"), ("left", "right")])
    >>> print(iterated_dominance(game))
    1. row: bottom is strictly dominated by the mixture (top 1/2, middle 1/2) (by at least 1/2)
    left: row top, middle; column left, right
    """
    if kind not in ("strict", "weak"):
        raise ParameterError(f"iterated_dominance(): kind is {kind!r}; it must be 'strict' or 'weak'")
    if order not in ("simultaneous", "one at a time"):
        raise ParameterError(
            f"iterated_dominance(): order is {order!r}; it must be 'simultaneous' or 'one at a time'"
        )
    tables = integer_tables(game)
    kept: Kept = tuple(tuple(range(size)) for size in game.shape)
    steps: list[Step] = []
    for number in range(1, sum(game.shape) + 1):
        found = list(_dominated(game, tables, kept, kind, mixed, number))
        if not found:
            break
        taken = found if order == "simultaneous" else found[:1]
        steps += [step for _, _, step in taken]
        gone = {(k, i) for k, i, _ in taken}
        kept = tuple(tuple(i for i in own if (k, i) not in gone) for k, own in enumerate(kept))
    return Elimination(restricted(game, kept), tuple(steps), kind, order)


def rationalizable(game: NormalForm) -> dict[str, tuple[str, ...]]:
    """Return the rationalizable actions of every player.

    With three or more players beliefs may be correlated: these are the actions that survive iterated strict dominance, which can be
    more than the independently rationalizable ones of Bernheim and Pearce.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers.

    References
    ----------
    Bernheim, B. D. (1984), Rationalizable strategic behavior, Econometrica 52, 1007-1028.
    Pearce, D. (1984), Econometrica 52, 1029-1050.

    Examples
    --------
    >>> rationalizable(NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]]))
    {'row': ('2',), 'column': ('2',)}
    """
    return iterated_dominance(game).actions


def best_reply_belief(game: NormalForm, player: str, action: str) -> dict[tuple[str, ...], Fraction] | None:
    """Return a belief about the others' joint actions to which an action is a best reply; `None` if it is strictly dominated.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers.
    player, action : str
        Whose, and which.

    Examples
    --------
    >>> best_reply_belief(NormalForm([[3, 0], [0, 3], [1, 1]], [[0, 0]] * 3), "row", "3") is None
    True
    >>> best_reply_belief(NormalForm([[3, 0], [0, 3], [2, 2]], [[0, 0]] * 3), "row", "3")
    {('1',): Fraction(1, 2), ('2',): Fraction(1, 2)}
    """
    if player not in game.players or action not in game.actions[game.players.index(player)]:
        raise ParameterError(f"best_reply_belief(): `{player}` has no action `{action}` in this game")
    k = game.players.index(player)
    kept: Kept = tuple(tuple(range(size)) for size in game.shape)
    gains, _, profiles = _gains(
        integer_tables(game)[k][0], game.shape, kept, k, game.actions[k].index(action)
    )
    names = [tuple(game.actions[j][i] for j, i in others) for others in profiles]
    if not gains:
        return {names[0]: Fraction(1)}
    x, y = matrix_game(gains, Budget())
    least = min(sum(p * row[c] for p, row in zip(x, gains, strict=True)) for c in range(len(names)))
    return None if least > 0 else {name: q for name, q in zip(names, y, strict=True) if q}


def restricted(game: NormalForm, kept: Kept) -> NormalForm:
    """Return the game in which players have some of their actions only."""
    places = []
    for indices in product(*kept):
        place = 0
        for size, i in zip(game.shape, indices, strict=True):
            place = place * size + i
        places.append(place)
    tables = tuple(tuple(table[place] for place in places) for table in game.tables)
    names = tuple(tuple(game.actions[k][i] for i in own) for k, own in enumerate(kept))
    return NormalForm._made(game, tables, names)


Found = tuple[int, int, Step]


def _dominated(
    game: NormalForm, tables: Sequence[tuple[list[int], int]], kept: Kept, kind: str, mixed: bool, number: int
) -> Iterator[Found]:
    for k, own in enumerate(kept):
        for i in own:
            gains, others, _ = _gains(tables[k][0], game.shape, kept, k, i)
            mixture = _dominating(gains, kind, mixed)
            if mixture is not None:
                columns = range(len(gains[0]))
                advantage = [sum(p * row[c] for p, row in zip(mixture, gains, strict=True)) for c in columns]
                # Checked anew from the payoffs, whatever the program said.
                assert min(advantage) > 0 if kind == "strict" else min(advantage) >= 0 and max(advantage) > 0
                by = {game.actions[k][a]: p for a, p in zip(others, mixture, strict=True) if p}
                margin = Fraction(min(advantage)) / tables[k][1]
                yield k, i, Step(game.players[k], game.actions[k][i], by, number, kind, margin)


def _gains(
    table: list[int], shape: tuple[int, ...], kept: Kept, k: int, i: int
) -> tuple[Matrix, list[int], list[tuple[tuple[int, int], ...]]]:
    """Return what a player's other actions gain over action i, by joint action of the others; with their names."""
    strides = [1] * len(shape)
    for j in range(len(shape) - 2, -1, -1):
        strides[j] = strides[j + 1] * shape[j + 1]
    players = [j for j in range(len(shape)) if j != k]
    profiles = [tuple(zip(players, chosen, strict=True)) for chosen in product(*(kept[j] for j in players))]
    bases = [sum(strides[j] * a for j, a in others) for others in profiles]
    mine = [a for a in kept[k] if a != i]
    gains = [[table[base + a * strides[k]] - table[base + i * strides[k]] for base in bases] for a in mine]
    return gains, mine, profiles


def _dominating(gains: Matrix, kind: str, mixed: bool) -> tuple[Any, ...] | None:
    """Return weights of the rows whose mixture dominates (a pure one if there is one); `None` if none does."""
    for k, row in enumerate(gains):
        if min(row) > 0 or (kind == "weak" and min(row) >= 0 and max(row) > 0):
            return tuple(Fraction(int(j == k)) for j in range(len(gains)))
    if not mixed or len(gains) < 2:
        return None
    columns = list(zip(*gains, strict=True))
    if kind == "strict":
        x, _ = matrix_game(gains, Budget())
        return x if min(sum(p * u for p, u in zip(x, c, strict=True)) for c in columns) > 0 else None
    # Mixtures that lose nowhere, and gain as much as possible in sum.
    bounds = [[-u for u in column] for column in columns] + [[1] * len(gains)]
    weights, _ = maximize(bounds, [0] * len(columns) + [1], [sum(row) for row in gains], Budget())
    total = sum(weights)
    if not sum(w * sum(row) for w, row in zip(weights, gains, strict=True)):
        return None
    return tuple(w / total for w in weights)
