"""Accidents before a deal: what a hotline, or talks that make accidents rarer, are worth.

A crisis ends in a deal or in an accident, whichever comes first.  This is one side's valuation, with no strategy in it;
the game in which less danger also weakens the pressure to concede is `WarOfAttrition` with an accident rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.bargaining._numerics import quadrature, root
from gametheory.bargaining.parametric import Parametric

if TYPE_CHECKING:
    from gametheory.algebra.region import Region


@dataclass(frozen=True)
class Hotline(Parametric):
    """A crisis with accidents, with and without talks that make them rarer.

    Parameters
    ----------
    rate : number
        Discount rate.
    deal : number
        Rate at which a deal arrives.
    accidents : pair of numbers
        Accident rate without and with talks, the second not higher.
    value : number
        What a deal is worth.
    loss : number
        What an accident costs.
    talk_cost : number, optional
        Flow cost of the talks (0).

    Raises
    ------
    InvalidGameError
        If a rate, cost or loss is negative, nothing ever ends the crisis, or talks raise the accident rate.

    Notes
    -----
    A decision problem, not a game: its answer is **unique** (at `talk_cost_threshold` both are as good).

    References
    ----------
    Schelling, T. (1966), Arms and Influence, for the idea; the formulas are this package's own.

    Examples
    --------
    >>> import gametheory as gt
    >>> k = gt.parameters("k")
    >>> game = Hotline("1/10", "2/5", ("1/5", "1/10"), 1, 5, k)
    >>> game.talk_cost_threshold, str(game.talks.solve_for(k))
    (29/70, 'k < 29/70')
    """

    rate: Any
    deal: Any
    accidents: Any
    value: Any
    loss: Any
    talk_cost: Any = 0

    def _pairs(self) -> tuple[str, ...]:
        return ("accidents",)

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        without, with_talks = self.accidents
        yield self.rate >= 0, f"`rate` is {self.rate}; give a discount rate >= 0"
        yield self.deal >= 0, f"`deal` is {self.deal}; give a rate >= 0"
        yield with_talks >= 0, f"the accident rate with talks is {with_talks}; give a rate >= 0"
        raised = f"talks raise the accident rate from {without} to {with_talks}; give the higher rate first"
        yield without >= with_talks, raised
        total = self.rate + self.deal + with_talks
        yield (
            total > 0,
            "nothing ever ends or discounts the crisis; give a positive rate of discount, deals or accidents",
        )
        yield self.loss >= 0, f"`loss` is {self.loss}; give what an accident costs, as a number >= 0"
        yield self.talk_cost >= 0, f"`talk_cost` is {self.talk_cost}; a cost is not negative"

    @property
    def values(self) -> tuple[Any, Any]:
        """What the crisis is worth without and with talks: `(m V - eta D - k)/(r + m + eta)`."""
        without, with_talks = (
            (self.deal * self.value - eta * self.loss - k) / (self.rate + self.deal + eta)
            for eta, k in zip(self.accidents, (0, self.talk_cost), strict=True)
        )
        return without, with_talks

    @property
    def accident_probabilities(self) -> tuple[Any, Any]:
        """With which probability the accident comes before the deal, without and with talks."""
        without, with_talks = (eta / (eta + self.deal) for eta in self.accidents)
        return without, with_talks

    @property
    def talk_cost_threshold(self) -> Any:
        """The flow cost below which talks pay: `(e0 - e1)(m V + (r + m) D)/(r + m + e0)`."""
        before, after = self.accidents
        gain = self.deal * self.value + (self.rate + self.deal) * self.loss
        return (before - after) * gain / (self.rate + self.deal + before)

    @property
    def talks(self) -> Region:
        """Where talks pay."""
        return self.region(self.talk_cost < self.talk_cost_threshold)

    def numerically(self) -> dict[str, Any]:
        """Integrate over the date at which the crisis ends, and find the threshold by bisection.

        Returns
        -------
        dict
            `values`, `accident_probabilities`, `talk_cost_threshold`.
        """
        game = self._floats("numerically()")
        rates = [game["rate"] + game["deal"] + eta for eta in game["accidents"]]

        def worth(i: int, cost: float) -> float:
            eta = game["accidents"][i]
            flow = game["deal"] * game["value"] - eta * game["loss"] - cost
            return quadrature(lambda t: _exp(-rates[i] * t) * flow, 0.0, 60 / rates[i])

        def accident(i: int) -> float:
            eta, ends = game["accidents"][i], game["accidents"][i] + game["deal"]
            return quadrature(lambda t: eta * _exp(-ends * t), 0.0, 60 / ends) if ends else 0.0

        without, top = worth(0, 0.0), 1.0
        while worth(1, top) > without and top < 1e12:
            top *= 2
        found = root(lambda k: worth(1, k) - without, 0.0, top) if worth(1, 0.0) > without else 0.0
        return {
            "values": (without, worth(1, game["talk_cost"])),
            "accident_probabilities": (accident(0), accident(1)),
            "talk_cost_threshold": found,
        }


def _exp(x: Any) -> Any:
    import numpy as np

    return np.exp(x)
