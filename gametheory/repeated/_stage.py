"""The stage game as a repeated game sees it: payoffs, best replies, pure minmax values, and the discount factor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import flint

from gametheory.algebra.expressions import read_value
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import InvalidGameError, ParameterError
from gametheory.games._numbers import as_number
from gametheory.games.normal import NormalForm
from gametheory.repeated._polygon import Point, Polygon, hull

Profile = tuple[int, ...]


@dataclass(frozen=True)
class Stage:
    """A two-player game of numbers and a common discount factor; all numbers are of one kind.

    Attributes
    ----------
    profiles : tuple of (int, int)
        The action profiles in row-major order.
    payoffs : tuple of points
        What each profile pays.
    best : tuple of points
        For each profile and player, what the best reply to the other's action pays.
    floor : point
        The pure minmax values; no subgame-perfect payoff in pure strategies lies below.
    discount : number
        Strictly between 0 and 1.
    """

    profiles: tuple[Profile, ...]
    payoffs: tuple[Point, ...]
    best: tuple[Point, ...]
    floor: Point
    discount: Any

    @property
    def feasible(self) -> Polygon:
        """All mixtures of stage payoffs."""
        return hull(self.payoffs)

    @property
    def nash(self) -> tuple[int, ...]:
        """The numbers of the profiles from which nobody gains by deviating once."""
        return tuple(k for k, (g, best) in enumerate(zip(self.payoffs, self.best, strict=True)) if g == best)

    def required(self, k: int, threats: Point) -> Point:
        """Return the least continuation payoffs that keep both from deviating from profile `k`."""
        weight = (1 - self.discount) / self.discount
        g, best = self.payoffs[k], self.best[k]
        return (
            threats[0] + weight * (best[0] - g[0]),
            threats[1] + weight * (best[1] - g[1]),
        )

    def now(self, k: int, continuation: Point) -> Point:
        """Return what profile `k` and then a continuation pay on average."""
        d, g = self.discount, self.payoffs[k]
        return (
            g[0] + d * (continuation[0] - g[0]),
            g[1] + d * (continuation[1] - g[1]),
        )

    def later(self, k: int, payoff: Point) -> Point:
        """Return the continuation after profile `k` that makes a payoff: the inverse of `now`."""
        d, g = self.discount, self.payoffs[k]
        return (
            g[0] + (payoff[0] - g[0]) / d,
            g[1] + (payoff[1] - g[1]) / d,
        )


def two_players(game: object, call: str) -> NormalForm:
    """Return the game if it has two players and numbers for payoffs.

    Raises
    ------
    InvalidGameError
        If it is not a `NormalForm` of two players.
    ParameterError
        If its payoffs have parameters.
    """
    if not isinstance(game, NormalForm) or len(game.shape) != 2:
        raise InvalidGameError(f"{call}: {game!r} is not a NormalForm of two players")
    if game.parameters:
        raise ParameterError(
            f"{call}: the payoffs depend on {', '.join(game.parameters)}; set them first with `.at(...)`"
        )
    return game


def read_discount(value: object, call: str) -> float | Fraction:
    """Read a discount factor strictly between 0 and 1.

    Raises
    ------
    ParameterError
        If it is no number, or outside.
    """
    number = read_value(value)
    if isinstance(number, RationalFunction):
        raise ParameterError(f"{call}: the discount factor {value} is no number; give one between 0 and 1")
    if not 0 < number < 1:
        raise ParameterError(f"{call}: the discount factor is {number}; it must lie strictly between 0 and 1")
    return number


def exact_stage(game: NormalForm, discount: Fraction) -> Stage:
    """Read a game of exact numbers."""
    tables = [
        [flint.fmpq(n.numerator, n.denominator) for n in map(Fraction, map(as_number, table))]  # type: ignore[arg-type]
        for table in game.tables
    ]
    return _stage(game, tables, flint.fmpq(discount.numerator, discount.denominator))


def float_stage(game: NormalForm, discount: float) -> Stage:
    """Read a game, its numbers rounded to floats."""
    return _stage(game, [table.ravel().tolist() for table in game.arrays()], float(discount))


def _stage(game: NormalForm, tables: list[list[Any]], discount: Any) -> Stage:
    rows, columns = game.shape
    profiles = tuple(product(range(rows), range(columns)))
    payoffs = tuple(zip(*tables, strict=True))
    by_column = [max(tables[0][i * columns + j] for i in range(rows)) for j in range(columns)]
    by_row = [max(tables[1][i * columns + j] for j in range(columns)) for i in range(rows)]
    best = tuple((by_column[j], by_row[i]) for i, j in profiles)
    return Stage(profiles, payoffs, best, (min(by_column), min(by_row)), discount)
