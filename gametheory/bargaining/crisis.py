"""Crisis bargaining by one offer: the trade-off between a better bargain and the risk of war.

A demand that only the less resolved would accept earns more and is refused more often.  With a continuum of costs and
with two types (Fearon).  Powell's question: `power_gap`; commitment problems: `commitment`; audience costs: `audience`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.bargaining.parametric import Parametric

if TYPE_CHECKING:
    from gametheory.algebra.region import Region


def between(name: str, value: Any, what: str) -> Iterator[tuple[Any, str]]:
    """Yield that a parameter lies between 0 and 1."""
    outside = f"`{name}` is {value}; give {what} between 0 and 1"
    yield value >= 0, outside
    yield value <= 1, outside


@dataclass(frozen=True)
class RiskReturn(Parametric):
    """Fearon's take-it-or-leave-it demand against an opponent whose cost of war is uniform on an interval.

    Parameters
    ----------
    power : number
        The demanding side's probability of winning a war, in [0, 1].
    cost : number
        Its cost of war.
    lowest, highest : number
        The opponent's cost of war is uniform between them, `0 <= lowest < highest`.

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: subgame-perfect (perfect Bayesian) equilibrium; **unique** up to what an opponent does who is exactly
    indifferent (probability 0), because the expected payoff is strictly concave in the demand.  A demand cannot exceed
    the pie: the usual formula `(hi - 2 lo - c)/(2 (hi - lo))` for the probability of war holds only where
    `power + (hi - c)/2 <= 1`, and otherwise overstates it; here the cap is built in.

    References
    ----------
    Fearon, J. (1995), International Organization 49.

    Examples
    --------
    >>> game = RiskReturn("1/2", "1/10", 0, "2/5")
    >>> game.demand, game.war_probability
    (13/20, 3/8)
    >>> RiskReturn("9/10", "1/10", 0, "2/5").war_probability
    1/4
    """

    power: Any
    cost: Any
    lowest: Any
    highest: Any

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield from between("power", self.power, "a probability of winning")
        yield self.cost >= 0, f"`cost` is {self.cost}; a cost of war is not negative"
        yield self.lowest >= 0, f"`lowest` is {self.lowest}; a cost of war is not negative"
        yield self.highest > self.lowest, f"`highest` is {self.highest}, not above `lowest` ({self.lowest})"

    @property
    def demand(self) -> Any:
        """The optimal demand: `power + max(lo, (hi - c)/2)`, at most the whole pie."""
        import sympy

        return sympy.Min(1, self.power + sympy.Max(self.lowest, (self.highest - self.cost) / 2))

    @property
    def war_probability(self) -> Any:
        """With which probability the demand is refused."""
        import sympy

        return sympy.Max(0, (self.demand - self.power - self.lowest) / (self.highest - self.lowest))

    @property
    def payoff(self) -> Any:
        """What the demanding side expects."""
        war = self.war_probability
        return (1 - war) * self.demand + war * (self.power - self.cost)

    @property
    def peace(self) -> Region:
        """Where war never happens: `c >= hi - 2 lo`, or `power + lo >= 1`."""
        tame = self.region(self.cost >= self.highest - 2 * self.lowest)
        return tame | self.region(self.power + self.lowest >= 1)

    def numerically(self, *, grid: int = 200_001) -> dict[str, float]:
        """Try every demand on a grid against the opponent's reply, type by type.

        Returns
        -------
        dict
            `demand`, `war_probability`, `payoff`; the error falls with the inverse of the grid.
        """
        import numpy as np

        game = self._floats("numerically()")
        types = np.sort(np.linspace(game["lowest"], game["highest"], grid))
        types = (types[1:] + types[:-1]) / 2
        demands = np.linspace(0, 1, grid)
        # A type accepts if what is left is worth its war payoff 1 - p - c: the c at least `need`.
        need = (1 - game["power"]) - (1 - demands)
        war = np.searchsorted(types, need) / len(types)
        payoffs = (1 - war) * demands + war * (game["power"] - game["cost"])
        best = int(np.argmax(payoffs))
        return {
            "demand": float(demands[best]),
            "war_probability": float(war[best]),
            "payoff": float(payoffs[best]),
        }


@dataclass(frozen=True)
class RiskReturnTwoTypes(Parametric):
    """Fearon's demand against an opponent who is tough (low cost of war) with a known probability.

    Parameters
    ----------
    power, cost : number
        The demanding side's probability of winning, and its cost of war.
    low, high : number
        The opponent's two costs of war, `0 <= low < high`, and `power + high <= 1`.
    prior : number
        Probability of the tough type, in [0, 1].

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: perfect Bayesian equilibrium; **unique** unless the prior equals `threshold`, where both demands and all
    mixtures are optimal (an indifferent opponent accepts: else no best demand exists).

    References
    ----------
    Fearon, J. (1995), International Organization 49.

    Examples
    --------
    >>> import gametheory as gt
    >>> q = gt.parameters("q")
    >>> game = RiskReturnTwoTypes("1/2", "1/10", "1/20", "3/10", q)
    >>> game.threshold, str(game.risky.solve_for(q))
    (5/8, 'q < 5/8')
    """

    power: Any
    cost: Any
    low: Any
    high: Any
    prior: Any

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield from between("power", self.power, "a probability of winning")
        yield from between("prior", self.prior, "a probability")
        yield self.cost >= 0, f"`cost` is {self.cost}; a cost of war is not negative"
        yield self.low >= 0, f"`low` is {self.low}; a cost of war is not negative"
        yield self.high > self.low, f"`high` is {self.high}, not above `low` ({self.low})"
        beyond = f"`power + high` is {self.power + self.high}; more than the whole pie cannot be demanded: lower one"
        yield self.power + self.high <= 1, beyond

    @property
    def threshold(self) -> Any:
        """The probability of the tough type below which the risky demand is made."""
        return (self.high - self.low) / (self.cost + self.high)

    @property
    def risky(self) -> Region:
        """Where the demand that only the weak type accepts is strictly better."""
        return self.region(self.prior < self.threshold)

    @property
    def demands(self) -> tuple[Any, Any]:
        """The safe and the risky demand."""
        return self.power + self.low, self.power + self.high

    @property
    def war_probability(self) -> Any:
        """With which probability there is war (at the threshold: that of the risky demand)."""
        import sympy

        return sympy.Piecewise((self.prior, self.prior <= self.threshold), (0, True))

    def numerically(self) -> dict[str, float]:
        """Find the threshold by bisection on the payoffs of the two demands, each played out type by type."""
        from gametheory.bargaining._numerics import root

        game = self._floats("numerically()")
        p, own = game["power"], game["cost"]

        def payoff(demand: float, tough: float) -> float:
            # A hair of slack: an indifferent opponent accepts.
            accepts = [1 - demand >= (1 - p) - c - 1e-12 for c in (game["low"], game["high"])]
            return sum(
                chance * (demand if accept else p - own)
                for chance, accept in zip((tough, 1 - tough), accepts, strict=True)
            )

        safe, risky = p + game["low"], p + game["high"]
        return {"threshold": root(lambda q: payoff(risky, q) - payoff(safe, q), 0.0, 1.0)}
