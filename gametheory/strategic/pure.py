"""Equilibria in pure strategies, of any number of players."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
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
        tables: list[Any] = [list(table) for table in game.tables]
    else:
        tables = [table for table, _ in integer_tables(game)]
    shape, size = game.shape, prod(game.shape)
    stable, strict = [True] * size, [True] * size
    stride = size
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
    found = []
    for place, indices in enumerate(product(*map(range, shape))):
        if stable[place]:
            chosen = {
                p: game.actions[k][i] for k, (p, i) in enumerate(zip(game.players, indices, strict=True))
            }
            paid = {p: game.field.present(game.tables[k][place]) for k, p in enumerate(game.players)}
            found.append(PureEquilibrium(chosen, paid, strict[place]))
    return tuple(found)


def _bases(size: int, stride: int, count: int) -> list[int]:
    """Return where the lines of one player's actions begin in a flat table."""
    return [low + k for low in range(0, size, stride * count) for k in range(stride)]
