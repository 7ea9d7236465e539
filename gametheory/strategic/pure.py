"""Equilibria in pure strategies, of any number of players."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from gametheory.games.normal import NormalForm
from gametheory.strategic._integers import integer_tables


@dataclass(frozen=True)
class PureEquilibrium:
    """A Nash equilibrium in pure strategies.

    Attributes
    ----------
    profile : dict of str to str
        Everybody's action.
    payoffs : dict of str to number
        What it pays.
    strict : bool
        Whether every deviation loses.
    """

    profile: dict[str, str]
    payoffs: dict[str, Any]
    strict: bool

    def __str__(self) -> str:
        chosen = ", ".join(f"{player} {action}" for player, action in self.profile.items())
        paid = ", ".join(f"{player} {u}" for player, u in self.payoffs.items())
        return f"{chosen}{' (strict)' if self.strict else ''}: payoffs {paid}"


def pure_equilibria(game: NormalForm) -> tuple[PureEquilibrium, ...]:
    """Find all Nash equilibria in pure strategies.

    Parameters
    ----------
    game : NormalForm
        Any number of players; payoffs must be numbers, and comparing them rounds nothing.

    Returns
    -------
    tuple of PureEquilibrium
        All of them, in the order of the profiles; an empty tuple means that there is none.

    Raises
    ------
    ParameterError
        If the game has parameters.

    Examples
    --------
    >>> for e in pure_equilibria(NormalForm([[2, 0], [0, 1]], [[1, 0], [0, 2]])):
    ...     print(e)
    row 1, column 1 (strict): payoffs row 2, column 1
    row 2, column 2 (strict): payoffs row 1, column 2
    """
    if game.field.name == "float64":
        tables: list[Any] = list(game.tables)
    else:
        tables = [table for table, _ in integer_tables(game)]
    fast = prod(game.shape) >= _ARRAYS_HELP_ABOVE
    marked = _in_arrays(game, tables) if fast else _in_lists(tables, game.shape)
    found = []
    for place, strict in marked:
        indices = _indices(place, game.shape)
        chosen = {p: game.actions[k][i] for k, (p, i) in enumerate(zip(game.players, indices, strict=True))}
        paid = {p: game.field.present(game.tables[k][place]) for k, p in enumerate(game.players)}
        found.append(PureEquilibrium(chosen, paid, strict))
    return tuple(found)


_ARRAYS_HELP_ABOVE = 5000


def _in_lists(tables: Sequence[Sequence[Any]], shape: tuple[int, ...]) -> list[tuple[int, bool]]:
    """Return where nobody gains by a deviation, and whether everybody loses."""
    size = stride = prod(shape)
    stable, strict = [True] * size, [True] * size
    for table, count in zip(tables, shape, strict=True):
        stride //= count
        for base in _bases(size, stride, count):
            line = [table[base + i * stride] for i in range(count)]
            best = max(line)
            alone = line.count(best) == 1
            for i, u in enumerate(line):
                if u != best:
                    stable[base + i * stride] = False
                elif not alone:
                    strict[base + i * stride] = False
    return [(place, strict[place]) for place in range(size) if stable[place]]


def _in_arrays(game: NormalForm, tables: Sequence[Sequence[Any]]) -> list[tuple[int, bool]]:
    """Do the same by NumPy; integers that do not fit its words stay Python's."""
    import numpy as np

    if game.field.name == "float64":
        arrays = list(game.arrays())
    else:
        fits = max(max(map(abs, table)) for table in tables) < 2**63
        arrays = [np.array(t, dtype=np.int64 if fits else object).reshape(game.shape) for t in tables]
    stable, strict = np.ones(game.shape, dtype=bool), np.ones(game.shape, dtype=bool)
    for k, array in enumerate(arrays):
        best = (array == array.max(axis=k, keepdims=True)).astype(bool)
        stable &= best
        strict &= best.sum(axis=k, keepdims=True) == 1
    flat = strict.ravel()
    return [(place, bool(flat[place])) for place in np.flatnonzero(stable).tolist()]


def _indices(place: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    indices = []
    for size in reversed(shape):
        place, i = divmod(place, size)
        indices.append(i)
    return tuple(reversed(indices))


def _bases(size: int, stride: int, count: int) -> list[int]:
    """Return where the lines of one player's actions begin in a flat table."""
    return [low + k for low in range(0, size, stride * count) for k in range(stride)]
