"""Games to and from other packages: nashpy, QuantEcon, and Gambit by the text of its `.nfg` files.

The packages are imported when a function needs them; none is a dependency.  nashpy and QuantEcon hold floats, so that exact
payoffs are rounded on the way there, and read exactly (as decimals) on the way back only by `.exact()`.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from gametheory.errors import InvalidGameError, ParameterError
from gametheory.games._numbers import as_number
from gametheory.games.normal import NormalForm


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


def to_nfg(game: NormalForm) -> str:
    """Return the text of a Gambit `.nfg` file, with exact payoffs as integers and fractions.

    References
    ----------
    Gambit, file formats: the strategic game format, payoff version.

    Examples
    --------
    >>> print(to_nfg(NormalForm([[1, 0]], [[0, 1]], name="choice")))
    NFG 1 R "choice" { "row" "column" }
    <BLANKLINE>
    { { "1" }
    { "1" "2" } }
    ""
    <BLANKLINE>
    1 0 0 1
    """
    if game.parameters:
        raise ParameterError(
            f"to_nfg(): set the parameters {', '.join(game.parameters)} first, with `.at(...)`"
        )
    players = " ".join(map(_quoted, game.players))
    actions = "\n".join("{ " + " ".join(map(_quoted, names)) + " }" for names in game.actions)
    # The first player's action runs fastest there.
    cells = (indices[::-1] for indices in product(*map(range, game.shape[::-1])))
    payoffs = (as_number(game.payoff_element(k, cell)) for cell in cells for k in range(len(game.players)))
    body = " ".join(map(str, payoffs))
    return f'NFG 1 R {_quoted(game.name or "")} {{ {players} }}\n\n{{ {actions} }}\n""\n\n{body}'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def to_pygambit(game: NormalForm) -> Any:
    """Return a `pygambit.Game` with the same exact payoffs and names."""
    import io

    import pygambit

    return pygambit.read_nfg(io.BytesIO(to_nfg(game).encode()))


def from_pygambit(game: Any) -> NormalForm:
    """Return the normal form of a `pygambit.Game`, its payoffs as exact as they are there."""
    from fractions import Fraction

    def listed(table: Any) -> Any:
        return [listed(part) for part in table] if getattr(table, "ndim", 0) else Fraction(str(table))

    tables = [listed(table) for table in game.to_arrays(dtype=str)]
    return NormalForm(
        *tables,
        players=[player.label for player in game.players],
        actions=[[strategy.label for strategy in player.strategies] for player in game.players],
        name=game.title or None,
    )
