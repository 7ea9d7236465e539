"""What a player can be held to, and what can be paid at all."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from gametheory.algebra.decide import Budget
from gametheory.errors import InvalidGameError, ParameterError, Undecided
from gametheory.games._numbers import as_number
from gametheory.games.normal import NormalForm
from gametheory.repeated._polygon import hull
from gametheory.repeated._stage import two_players
from gametheory.strategic.zero_sum import zero_sum


@dataclass(frozen=True)
class Minmax:
    """The payoff below which the others cannot hold a player, and how they hold her there.

    Attributes
    ----------
    player : str
        Who is held down.
    value : Fraction or float
        Her payoff if she replies best.
    against : dict of player to action, or to {action: probability}
        What the others play.
    """

    player: str
    value: Any
    against: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.player}: {self.value}, held by {self.against}"


def minmax(game: NormalForm, *, mixed: bool = False, budget: Budget | None = None) -> dict[str, Minmax]:
    """Find every player's minmax payoff.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers.
    mixed : bool
        Whether the others may randomize (two players); otherwise they choose pure actions, and the player replies to these.
    budget : Budget, optional
        When to stop looking for mixtures.

    Returns
    -------
    dict of str to Minmax
        By player; exact in exact games.

    Raises
    ------
    InvalidGameError
        If the game is not a `NormalForm`, or has more than two players and `mixed` is asked for.
    ParameterError
        If the payoffs depend on parameters.
    Undecided
        If the budget ended.

    References
    ----------
    Fudenberg, D. and Maskin, E. (1986), The folk theorem in repeated games with discounting or with incomplete information,
    Econometrica 54, 533-554.

    Examples
    --------
    >>> pennies = NormalForm([[1, -1], [-1, 1]])
    >>> print(minmax(pennies)["row"].value, minmax(pennies, mixed=True)["row"].value)
    1 0
    """
    if not isinstance(game, NormalForm):
        raise InvalidGameError(f"minmax(): {game!r} is not a NormalForm")
    if game.parameters:
        raise ParameterError(
            f"minmax(): the payoffs depend on {', '.join(game.parameters)}; set them first with `.at(...)`"
        )
    if mixed:
        two_players(game, "minmax(mixed=True)")
        return {player: _mixed(game, i, budget) for i, player in enumerate(game.players)}
    return {player: _pure(game, i) for i, player in enumerate(game.players)}


def _pure(game: NormalForm, i: int) -> Minmax:
    held: tuple[Any, tuple[int, ...]] | None = None
    others = [range(size) for k, size in enumerate(game.shape) if k != i]
    for chosen in product(*others):
        best = max(game.payoff_element(i, (*chosen[:i], a, *chosen[i:])) for a in range(game.shape[i]))
        if held is None or best < held[0]:
            held = best, chosen
    assert held is not None
    value, chosen = held
    names = [
        (p, actions) for k, (p, actions) in enumerate(zip(game.players, game.actions, strict=True)) if k != i
    ]
    against = {p: actions[a] for (p, actions), a in zip(names, chosen, strict=True)}
    return Minmax(game.players[i], game.field.present(value), against)


def _mixed(game: NormalForm, i: int, budget: Budget | None) -> Minmax:
    rows, columns = game.shape
    numbers = [as_number(u) for u in game.tables[i]]
    matrix = [numbers[k * columns : (k + 1) * columns] for k in range(rows)]
    own = matrix if i == 0 else [list(column) for column in zip(*matrix, strict=True)]
    found = zero_sum(NormalForm(own), budget=budget)
    if found.complete == "unknown":
        raise Undecided(f"minmax(): {found.reason}")
    other = 1 - i
    mixture = {a: p for a, p in zip(game.actions[other], found.column, strict=True) if p}
    return Minmax(game.players[i], found.value, {game.players[other]: mixture})


def feasible_set(game: NormalForm) -> tuple[tuple[Any, Any], ...]:
    """Return the vertices of the feasible payoffs, counterclockwise from the leftmost: all mixtures of action profiles.

    Parameters
    ----------
    game : NormalForm
        Two players, payoffs that are numbers.

    Raises
    ------
    InvalidGameError
        If the game does not have two players.
    ParameterError
        If the payoffs depend on parameters.

    Examples
    --------
    >>> [tuple(map(int, v)) for v in feasible_set(NormalForm([[2, -1], [3, 0]], [[2, 3], [-1, 0]]))]
    [(-1, 3), (0, 0), (3, -1), (2, 2)]
    """
    read = two_players(game, "feasible_set()")
    numbers: list[list[float | Fraction]] = [[as_number(u) for u in table] for table in read.tables]  # type: ignore[misc]
    return hull(zip(*numbers, strict=True))
