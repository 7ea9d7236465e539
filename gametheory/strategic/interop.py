"""Games to and from other packages: nashpy, QuantEcon, pygambit, OpenSpiel; and Gambit's `.nfg` as text.

The packages are imported when a function needs them; none is a dependency.  nashpy and QuantEcon hold floats, so that exact
payoffs are rounded on the way there, and read exactly (as decimals) on the way back only by `.exact()`.
"""

from __future__ import annotations

from typing import Any

from gametheory.errors import InvalidGameError
from gametheory.files.nfg import from_nfg, to_nfg
from gametheory.files.packages import from_openspiel, from_pygambit, to_pygambit
from gametheory.games.normal import NormalForm

__all__ = [
    "from_nashpy",
    "from_nfg",
    "from_openspiel",
    "from_pygambit",
    "from_quantecon",
    "quantecon_arrays",
    "to_nashpy",
    "to_nfg",
    "to_pygambit",
    "to_quantecon",
]


def _two_players(game: NormalForm, call: str) -> None:
    if len(game.shape) != 2:
        raise InvalidGameError(f"{call}: the game has {len(game.shape)} players, and nashpy takes two")


def to_nashpy(game: NormalForm) -> Any:
    """Return a `nashpy.Game` of floats.

    Raises
    ------
    InvalidGameError
        If there are not two players.
    ParameterError
        If the game has parameters.

    Examples
    --------
    >>> list(to_nashpy(NormalForm([[1, -1], [-1, 1]])).support_enumeration())  # doctest: +SKIP
    [(array([0.5, 0.5]), array([0.5, 0.5]))]
    """
    import nashpy

    _two_players(game, "to_nashpy()")
    return nashpy.Game(*(table.copy() for table in game.arrays()))


def from_nashpy(game: Any) -> NormalForm:
    """Return the normal form of a `nashpy.Game`."""
    return NormalForm(*game.payoff_matrices)


def quantecon_arrays(game: NormalForm) -> tuple[Any, ...]:
    """Return the payoffs as QuantEcon has them: each player's own action on the first axis, then the next players' in turn.

    Examples
    --------
    >>> quantecon_arrays(NormalForm([[1, 2, 3]], [[4, 5, 6]]))[1]
    array([[4.],
           [5.],
           [6.]])
    """
    import numpy as np

    count = len(game.shape)
    turns = [[(k + i) % count for i in range(count)] for k in range(count)]
    return tuple(
        np.ascontiguousarray(np.transpose(table, turn))
        for table, turn in zip(game.arrays(), turns, strict=True)
    )


def to_quantecon(game: NormalForm) -> Any:
    """Return a `quantecon.game_theory.NormalFormGame` of floats."""
    from quantecon.game_theory import NormalFormGame, Player

    return NormalFormGame([Player(table) for table in quantecon_arrays(game)])


def from_quantecon(game: Any) -> NormalForm:
    """Return the normal form of a QuantEcon game (anything with `players` that have a `payoff_array`)."""
    import numpy as np

    arrays = [np.asarray(player.payoff_array) for player in game.players]
    count = len(arrays)
    turned = [np.transpose(table, [(i - k) % count for i in range(count)]) for k, table in enumerate(arrays)]
    return NormalForm(*turned)
