"""Power and benefits: is war likelier where the division of the benefits does not match the distribution of power?

A satisfied side may offer concessions; the dissatisfied one decides between them and war, whose cost only it knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gametheory.bargaining.crisis import between
from gametheory.bargaining.parametric import Parametric


@dataclass(frozen=True)
class PowerAndBenefits(Parametric):
    """Powell's question: is war likelier when the distribution of benefits does not match that of power?

    A satisfied side offers the dissatisfied one a share, at least the status quo; its cost of war is private.

    Parameters
    ----------
    power : number
        The dissatisfied side's probability of winning, in [0, 1].
    status_quo : number
        Its present share, in [0, 1].
    cost : number
        The satisfied side's cost of war.
    highest : number
        The dissatisfied side's cost is uniform on [0, highest].

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: perfect Bayesian equilibrium of one take-it-or-leave-it offer; **unique** (strictly concave payoff).  This
    is the one-shot, one-sided core: Powell's own game has two-sided uncertainty and an infinite horizon.

    References
    ----------
    Powell, R. (1996), World Politics 48.

    Examples
    --------
    >>> PowerAndBenefits("3/5", "1/2", "1/10", "2/5").war_probability
    1/4
    """

    power: Any
    status_quo: Any
    cost: Any
    highest: Any

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield from between("power", self.power, "a probability of winning")
        yield from between("status_quo", self.status_quo, "a share")
        yield self.cost >= 0, f"`cost` is {self.cost}; a cost of war is not negative"
        yield self.highest > 0, f"`highest` is {self.highest}; give a positive highest cost"

    @property
    def saturation(self) -> Any:
        """The gap between power and status quo beyond which war becomes no likelier."""
        import sympy

        return sympy.Max(0, (self.highest - self.cost) / 2)

    @property
    def war_probability(self) -> Any:
        """`min{max(0, (h - c)/(2h)), max(0, p - q)/h}`: none where benefits match power."""
        import sympy

        return sympy.Min(self.saturation, sympy.Max(0, self.power - self.status_quo)) / self.highest

    @property
    def offer(self) -> Any:
        """The share offered."""
        import sympy

        return sympy.Max(self.status_quo, self.power - self.saturation)

    def numerically(self, *, grid: int = 200_001) -> dict[str, float]:
        """Try every offer on a grid, against the replies of a grid of types."""
        import numpy as np

        game = self._floats("numerically()")
        types = (np.arange(grid) + 0.5) * game["highest"] / grid
        offers = np.linspace(game["status_quo"], 1, grid)
        war = np.searchsorted(types, game["power"] - offers) / grid
        payoffs = (1 - war) * (1 - offers) + war * (1 - game["power"] - game["cost"])
        best = int(np.argmax(payoffs))
        return {"offer": float(offers[best]), "war_probability": float(war[best])}
