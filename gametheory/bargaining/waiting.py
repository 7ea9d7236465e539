"""Waiting out the incumbent: does the prospect of a successor delay a settlement or speed it?

An incumbent who must pay for settling at home bargains with a side that a successor would treat better.  The incumbent
can buy that side's patience off, unless settling costs it more than it can save.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.bargaining._numerics import root
from gametheory.bargaining.parametric import Parametric

if TYPE_CHECKING:
    from gametheory.algebra.region import Region


@dataclass(frozen=True)
class SuccessorWait(Parametric):
    """An incumbent who makes all offers, and may be replaced by a successor with a better one.

    Parameters
    ----------
    rate : number
        Common discount rate.
    turnover : number
        Rate at which the incumbent is replaced.
    flows : pair of numbers
        What the waiting side and the incumbent get meanwhile, in units of the pie (the value of having it for good).
    settlement_cost : number
        What a settlement costs the incumbent at home.
    successor_offer : number
        The share that the successor gives the waiting side, in [0, 1].
    weight : number
        How much the incumbent cares about what the successor keeps, in [0, 1].

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: Markov perfect equilibrium of the limit of frequent take-it-or-leave-it offers; **unique** away from the
    border (`delay` with equality), where the incumbent is indifferent at every date.

    References
    ----------
    Wolford, S. (2007), Journal of Politics 69, for the mechanism; the formulas are this package's own.

    Examples
    --------
    >>> import gametheory as gt
    >>> m = gt.parameters("m")
    >>> game = SuccessorWait("1/10", m, ("1/10", "1/5"), "1/2", "3/5", "1/2")
    >>> str(game.delay.solve_for(m)), game.threshold
    ('m > 1/15', 1/15)
    >>> mirror = SuccessorWait("1/10", m, ("2/5", "2/5"), "3/10", 0, "1/2")   # the successor speeds the settlement
    >>> str(mirror.delay.solve_for(m))
    'm < 1/20'
    """

    rate: Any
    turnover: Any
    flows: Any
    settlement_cost: Any
    successor_offer: Any
    weight: Any

    def _pairs(self) -> tuple[str, ...]:
        return ("flows",)

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield self.rate > 0, f"`rate` is {self.rate}; give a positive discount rate"
        yield self.turnover >= 0, f"`turnover` is {self.turnover}; give a rate >= 0"
        for name, flow in zip(("waiting side", "incumbent"), self.flows, strict=True):
            yield flow >= 0, f"the flow of the {name} is {flow}; give a number >= 0"
        total = self.flows[0] + self.flows[1]
        yield (
            total <= 1,
            f"the flows add up to {total}; without a settlement there is at most the whole pie, 1",
        )
        yield (
            self.settlement_cost >= 0,
            f"`settlement_cost` is {self.settlement_cost}; a cost is not negative",
        )
        for name, share in (("successor_offer", self.successor_offer), ("weight", self.weight)):
            outside = f"`{name}` is {share}; give a number between 0 and 1"
            yield share >= 0, outside
            yield share <= 1, outside

    @property
    def surplus(self) -> Any:
        """What a settlement adds to the flows."""
        return 1 - self.flows[0] - self.flows[1]

    @property
    def lost_to_successor(self) -> Any:
        """What the incumbent loses, apart from its own costs, when a successor settles: `(1 - x)(1 - l)`."""
        return (1 - self.successor_offer) * (1 - self.weight)

    @property
    def waiting_value(self) -> Any:
        """What the waiting side gets by waiting, and so in any settlement: `(r f + rho x)/(r + rho)`."""
        total = self.rate * self.flows[0] + self.turnover * self.successor_offer
        return total / (self.rate + self.turnover)

    @property
    def gain(self) -> Any:
        """What the incumbent gains by settling now, times `r + rho`; delay where it is negative."""
        kappa = self.settlement_cost
        return self.rate * (self.surplus - kappa) + self.turnover * (self.lost_to_successor - kappa)

    @property
    def delay(self) -> Region:
        """Where nothing is agreed before the turnover.

        If settling costs more than what the successor takes but less than the surplus, that is above `threshold`; in
        the mirror case below it (the threat of a successor speeds the settlement); if it costs more than both, always,
        and if less than both, never.
        """
        return self.region(self.gain < 0)

    @property
    def threshold(self) -> Any:
        """The turnover at which the incumbent is indifferent (meaningful where it is positive)."""
        kappa = self.settlement_cost
        return self.rate * (self.surplus - kappa) / (kappa - self.lost_to_successor)

    def numerically(self, *, period: float = 1e-5) -> dict[str, Any]:
        """Solve the discrete Markov game by policy iteration, and the threshold by bisection on the turnover.

        Returns
        -------
        dict
            `waiting_value`, `delay` (a truth value) and `threshold` (None if the turnover makes no difference).
        """
        game = self._floats("numerically()")
        step = period / game["rate"]

        def gain(turnover: float) -> float:
            return _solve(game, turnover, step)[1]

        top = 1.0
        while top < 1e6 and (gain(top) > 0) == (gain(0.0) > 0):
            top *= 10
        found = root(gain, 0.0, top, steps=80) if (gain(top) > 0) != (gain(0.0) > 0) else None
        value, advantage = _solve(game, game["turnover"], step)
        return {"waiting_value": value, "delay": advantage < 0, "threshold": found}


def _solve(game: dict[str, Any], turnover: float, step: float) -> tuple[float, float]:
    """Return the waiting side's value and the incumbent's gain from settling, in the discrete game.

    Each period the incumbent offers the waiting side what it expects otherwise, or nothing.  The gain compares settling
    now with the better of settling and waiting from the next period on.
    """
    from math import exp

    beta, stays = exp(-game["rate"] * step), exp(-turnover * step)
    flow_w, flow_h = game["flows"]
    offer, kappa = game["successor_offer"], game["settlement_cost"]

    def fixed_point(update: Any) -> float:
        """Solve v = update(v) for an affine update, from its values at 0 and 1."""
        at0, at1 = update(0.0), update(1.0)
        return float(at0 / (1 - (at1 - at0)))

    # An offer leaves the waiting side indifferent, so its value is that of waiting whatever the incumbent does.
    value = fixed_point(lambda w: (1 - beta) * flow_w + beta * (stays * w + (1 - stays) * offer))
    settle = 1 - value - kappa

    def wait(after: float) -> float:
        replaced = game["weight"] * (1 - offer)
        return float((1 - beta) * flow_h + beta * (stays * after + (1 - stays) * replaced))

    return value, settle - wait(max(settle, fixed_point(wait)))
