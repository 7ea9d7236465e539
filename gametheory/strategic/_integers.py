"""Payoffs of numbers as integers: what every exact algorithm on normal forms works with.

Multiplying all payoffs of a player by a positive number changes no best reply, so each table is scaled by its common
denominator.  Floats are read as the shortest decimals that print as them, as everywhere in gametheory.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import TYPE_CHECKING

from gametheory.errors import ParameterError
from gametheory.games._numbers import decimal

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm

Matrix = list[list[int]]


@lru_cache(maxsize=16)
def integer_tables(game: NormalForm) -> tuple[tuple[list[int], int], ...]:
    """Return, for each player, her payoffs (row-major) times a common denominator, and that denominator.

    Raises
    ------
    ParameterError
        If the game has parameters.
    """
    if game.parameters:
        raise ParameterError(
            f"the payoffs depend on {', '.join(game.parameters)}; set the parameters first, with `.at(...)`"
        )
    tables = []
    for table in game.tables:
        if game.field.name == "float64":
            pairs = [decimal(number).as_integer_ratio() for number in table]
        else:
            pairs = [(int(number.p), int(number.q)) for number in table]
        common = lcm(*(q for _, q in pairs))
        tables.append(
            ([p * (common // q) for p, q in pairs] if common > 1 else [p for p, _ in pairs], common)
        )
    return tuple(tables)


def bimatrix(game: NormalForm) -> tuple[Matrix, Matrix]:
    """Return the integer payoff matrices (rows are the first player's actions) of a game of two players."""
    rows, columns = game.shape
    (a, _), (b, _) = integer_tables(game)
    return _folded(a, rows, columns), _folded(b, rows, columns)


def _folded(table: list[int], rows: int, columns: int) -> Matrix:
    return [table[i * columns : (i + 1) * columns] for i in range(rows)]


def expected(matrix: Matrix, mixture: tuple[Fraction, ...]) -> list[Fraction]:
    """Return what each row of a matrix earns against a mixture over its columns."""
    used = [(j, p) for j, p in enumerate(mixture) if p]
    return [sum((row[j] * p for j, p in used), Fraction(0)) for row in matrix]
