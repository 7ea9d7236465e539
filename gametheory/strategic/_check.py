"""The independent checker for normal forms: what a pure deviation gains, recomputed from the payoffs.

It shares no code with any search.  In a product of polytopes whose pairs of extreme points are all equilibria, every point
is one: the regret of a player is convex in the others' mixtures and linear in her own, so checking the extreme points is enough.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING, Any

import flint

from gametheory.equilibria.certificate import TOLERANCE, Certificate
from gametheory.strategic._integers import integer_tables

if TYPE_CHECKING:
    from gametheory.games.normal import NormalForm
    from gametheory.strategic.result import Mixture, NashSet

Weights = tuple[list[int], int]
"""Integer weights and their sum."""


def certified(game: NormalForm, vertices: tuple[tuple[Mixture, ...], ...]) -> NashSet:
    """Return a set of equilibria of two players with its certificate."""
    return Checker(game).set(vertices)


class Checker:
    """Checks profiles of one game of two players."""

    def __init__(self, game: NormalForm) -> None:
        self.game = game
        rows, columns = game.shape
        (a, _), (b, _) = integer_tables(game)
        self.a, self.b = flint.fmpz_mat(rows, columns, a), flint.fmpz_mat(rows, columns, b).transpose()
        self.floats = (
            [list(map(float, table)) for table in game.tables] if game.field.name == "float64" else None
        )

    def set(self, vertices: tuple[tuple[Mixture, ...], ...]) -> NashSet:
        """Return a set of equilibria with its certificate."""
        from gametheory.strategic.result import NashSet

        return NashSet(self.game, vertices, self.certificate(vertices))

    def certificate(self, vertices: tuple[tuple[Mixture, ...], ...]) -> Certificate:
        """Check all pairs of extreme points."""
        pairs = list(product(*vertices))
        deviations = len(pairs) * sum(self.game.shape)
        for x, y in pairs:
            reason = self._failure(x, y)
            if reason:
                return Certificate(None, "failed", deviations, reason)
        if self.floats is None:
            return Certificate(0, "proved", deviations)
        gain = max(self._float_gain(x, y) for x, y in pairs)
        scale = max(1.0, *(abs(u) for table in self.floats for u in table))
        status = "within tolerance" if gain <= TOLERANCE * scale else "failed"
        return Certificate(
            gain, status, deviations, "" if status != "failed" else f"a deviation gains {gain:g}"
        )

    def _failure(self, x: Mixture, y: Mixture) -> str:
        """Say why a pair is no equilibrium; nothing if it is one."""
        mine, yours = _weights(x), _weights(y)
        if mine is None or yours is None:
            return "the probabilities are not distributions"
        for player, matrix, own, other in ((0, self.a, mine, yours), (1, self.b, yours, mine)):
            earned = (matrix * flint.fmpz_mat(len(other[0]), 1, other[0])).entries()
            best = max(earned)
            if any(w and u != best for w, u in zip(own[0], earned, strict=True)):
                return f"`{self.game.players[player]}` can gain by a deviation"
        return ""

    def _float_gain(self, x: Mixture, y: Mixture) -> float:
        """Return the largest gain in floats, of the profile rounded to floats."""
        assert self.floats is not None
        n = len(y)
        a, b = self.floats
        rows = [(i, float(p)) for i, p in enumerate(x) if p]
        columns = [(j, float(q)) for j, q in enumerate(y) if q]
        mine = [sum(a[i * n + j] * q for j, q in columns) for i in range(len(x))]
        yours = [sum(b[i * n + j] * p for i, p in rows) for j in range(n)]
        gains = (
            max(mine) - sum(p * mine[i] for i, p in rows),
            max(yours) - sum(q * yours[j] for j, q in columns),
        )
        return max(0.0, *gains)


def _weights(mixture: Mixture) -> Weights | None:
    common = lcm(*(p.denominator for p in mixture))
    weights = [p.numerator * (common // p.denominator) for p in mixture]
    return (weights, common) if min(weights) >= 0 and sum(weights) == common else None


def regret(game: NormalForm, profile: tuple[Any, ...]) -> Fraction:
    """Return the largest gain from a pure deviation at an exact profile, for any number of players.

    Examples
    --------
    >>> from gametheory import NormalForm
    >>> regret(NormalForm([[3, 0], [5, 1]], [[3, 5], [0, 1]]), ((1, 0), (1, 0)))
    Fraction(2, 1)
    """
    exact = tuple(tuple(map(Fraction, mixture)) for mixture in profile)
    most = Fraction(0)
    for k, (table, common) in enumerate(integer_tables(game)):
        earned = [Fraction(0)] * game.shape[k]
        for place, indices in enumerate(product(*map(range, game.shape))):
            weight = Fraction(table[place])
            for j, i in enumerate(indices):
                if j != k:
                    weight *= exact[j][i]
            earned[indices[k]] += weight
        now = sum((p * u for p, u in zip(exact[k], earned, strict=True)), Fraction(0))
        most = max(most, (max(earned) - now) / common)
    return most
