"""All correlated equilibria of a small game: the extreme points of a polytope, and its shadow on two players' payoffs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from gametheory.algebra.decide import Budget
from gametheory.errors import ParameterError
from gametheory.games.normal import NormalForm
from gametheory.mediation._program import extreme_points
from gametheory.mediation.correlated import _payoffs, _rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class CorrelatedSet:
    """All correlated equilibria of a small game: a polytope, by its extreme points.

    Attributes
    ----------
    game : NormalForm
        The game.
    vertices : tuple of tuple of Fraction
        Extreme points, each one probability for every profile, the last player's action running fastest.
    complete : {"all", "unknown"}
        `unknown` if the budget ended (then there are no vertices).
    reason : str
        Why.
    """

    game: NormalForm
    vertices: tuple[tuple[Fraction, ...], ...]
    complete: str
    reason: str = ""

    @cached_property
    def payoffs(self) -> tuple[tuple[Fraction, ...], ...]:
        """The payoffs of the extreme points."""
        return tuple(tuple(_payoffs(self.game, v).values()) for v in self.vertices)

    def __repr__(self) -> str:
        return f"<correlated equilibria of {self.game!r}: {len(self.vertices)} extreme points, complete: {self.complete}>"

    def draw(self) -> Figure:
        """Draw the payoffs of two players: all correlated equilibria, and the Nash equilibria among them.

        Raises
        ------
        ParameterError
            If there are not two players.
        """
        from gametheory import plot
        from gametheory.strategic.nash import nash

        if len(self.game.players) != 2:
            raise ParameterError("draw(): payoffs of two players are drawn; this game has more")
        from gametheory.strategic.result import exact_payoffs

        with plot.style():
            figure = plot.new_figure(figsize=(4.4, 4.0))
            axes = figure.subplots()
            points = _hull([(float(u), float(v)) for u, v in self.payoffs])
            axes.fill(
                *zip(*points, strict=True), facecolor=plot.FILL[0], edgecolor=plot.LINE[0], label="correlated"
            )
            found = nash(self.game)
            dots = [exact_payoffs(self.game, profile) for e in found for profile in e.extreme]  # type: ignore[union-attr]
            axes.plot(
                [float(u) for u, _ in dots],
                [float(v) for _, v in dots],
                "o",
                color=plot.LINE[1],
                markersize=5,
                label="Nash",
            )
            axes.set_xlabel(f"payoff of {self.game.players[0]}")
            axes.set_ylabel(f"payoff of {self.game.players[1]}")
            axes.legend(fontsize=8)
        return figure


def correlated_set(game: NormalForm, *, budget: Budget | None = None) -> CorrelatedSet:
    """Find all correlated equilibria of a small game, by their extreme points.

    Parameters
    ----------
    game : NormalForm
        Payoffs must be numbers (floats are read as the decimals that they print as).
    budget : Budget, optional
        When to stop.

    Raises
    ------
    ParameterError
        If the game has parameters.

    References
    ----------
    Nau, R., Gomez Canovas, S. and Hansen, P. (2004), On the geometry of Nash equilibria and correlated equilibria, International Journal
    of Game Theory 32, 443-453.

    Examples
    --------
    >>> chicken = NormalForm([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> correlated_set(chicken)
    <correlated equilibria of NormalForm(players=('row', 'column'), 2 × 2 actions): 5 extreme points, complete: all>
    """
    if not isinstance(game, NormalForm) or game.parameters:
        raise ParameterError(f"correlated_set(): {game!r} is not a normal form whose payoffs are numbers")
    spending = (budget or Budget()).started()
    found = extreme_points(_rows(game, False), prod(game.shape), spending)
    if found is None:
        return CorrelatedSet(game, (), "unknown", f"the budget of {spending.seconds:g} seconds was spent")
    return CorrelatedSet(game, found, "all")


def _hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the convex hull of points in the plane, counterclockwise (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(listed: list[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for x, y in listed:
            while len(chain) > 1 and (chain[-1][0] - chain[-2][0]) * (y - chain[-2][1]) <= (
                chain[-1][1] - chain[-2][1]
            ) * (x - chain[-2][0]):
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])
