"""Commitment problems: war because power shifts faster than today's bargain can pay for.

A rising side cannot promise not to use its later strength; if what it can promise today does not make up for that, the
declining side fights now.  A war ends the game, its winner has the pie for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.bargaining._numerics import root
from gametheory.bargaining._war_induction import DECLINER, RISER, gain_from_war
from gametheory.bargaining.parametric import Parametric

if TYPE_CHECKING:
    from gametheory.algebra.region import Region


def _inside(name: str, value: Any, what: str) -> Iterator[tuple[Any, str]]:
    outside = f"`{name}` is {value}; give {what} strictly between 0 and 1"
    yield value > 0, outside
    yield value < 1, outside


@dataclass(frozen=True)
class PreventiveWar(Parametric):
    """Fearon's preventive war: the rising side makes all offers, war costs the declining side a lump sum.

    Parameters
    ----------
    now, later : number
        The riser's probability of winning in period 1, and from period 2 on; `0 <= now <= later <= 1`.
    cost : number
        What a war costs the decliner, once.
    discount : number
        Common discount factor, in (0, 1); the pie is 1 each period.

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: subgame-perfect equilibrium, **unique** away from the border.  The decliner fights in period 1 iff
    `discount*later - now > cost*(1 - discount)**2` **and** `discount - now > cost*(1 - discount)`.  The second
    condition is easily overlooked; without it the formula lets a decliner fight for a war payoff below what it has without any
    concession at all, for example at `now = 1/10, later = 1, cost = 10, discount = 9/10`.

    References
    ----------
    Fearon, J. (1995), International Organization 49; Powell, R. (2006), International Organization 60.

    Examples
    --------
    >>> import gametheory as gt
    >>> p = gt.parameters("p")
    >>> game = PreventiveWar("3/10", p, "1/2", "9/10")
    >>> game.threshold, str(game.war.solve_for(p))
    (61/180, 'p > 61/180')
    """

    now: Any
    later: Any
    cost: Any
    discount: Any

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield self.now >= 0, f"`now` is {self.now}; give a probability of winning"
        yield self.later <= 1, f"`later` is {self.later}; give a probability of winning"
        yield (
            self.later >= self.now,
            f"`later` is {self.later}, below `now` ({self.now}); exchange the two sides",
        )
        yield self.cost >= 0, f"`cost` is {self.cost}; a cost of war is not negative"
        yield from _inside("discount", self.discount, "a discount factor")

    @property
    def threshold(self) -> Any:
        """The later power above which there is war, if there is any at all (see `war`)."""
        return (self.now + self.cost * (1 - self.discount) ** 2) / self.discount

    @property
    def war(self) -> Region:
        """Where the decliner fights in period 1."""
        d, c = self.discount, self.cost
        return self.region(d * self.later - self.now > c * (1 - d) ** 2, d - self.now > c * (1 - d))

    def numerically(self, *, periods: int | None = None) -> dict[str, Any]:
        """Solve the game by backward induction and find the threshold by bisection.

        Returns
        -------
        dict
            `war` (a truth value) and `threshold` (None if there is no war even at full power).
        """
        game = self._floats("numerically()")
        now, later, cost, d = game["now"], game["later"], game["cost"], game["discount"]

        def gain(p: float) -> float:
            return gain_from_war(now, p, d, RISER, lump=cost, periods=periods)

        found = None if gain(1.0) <= 0 else now if gain(now) > 0 else root(gain, now, 1.0, steps=60)
        return {"war": gain(later) > 0, "threshold": found}


@dataclass(frozen=True)
class PowerShift(Parametric):
    """Powell's one-time shift of power, with war destroying a part of all flows.

    Parameters
    ----------
    power : number
        The riser's probability of winning in period 1.
    shift : number
        By how much it rises from period 2 on; `power + shift <= 1`.
    destroyed : number
        The part of all flows that a war destroys, in (0, 1).
    discount : number
        Common discount factor, in (0, 1).
    proposer : {"decliner", "riser"}
        Who makes all offers.

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: subgame-perfect equilibrium, **unique** away from the border.  If the decliner proposes, the threshold is
    exactly where Powell's condition says that no efficient equilibrium can exist; if the riser does, the decliner keeps
    only its later war value and fights over smaller shifts.

    References
    ----------
    Powell, R. (2006), International Organization 60.

    Examples
    --------
    >>> import gametheory as gt
    >>> p, x, k, d = gt.parameters("p x k d")
    >>> PowerShift(p, x, k, d).threshold
    (k/(1 - k) + p*(1 - d))/d
    >>> PowerShift("3/10", x, "1/10", "9/10", "riser").threshold
    37/810
    """

    power: Any
    shift: Any
    destroyed: Any
    discount: Any
    proposer: str = DECLINER

    def _labels(self) -> tuple[str, ...]:
        return ("proposer",)

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        known = self.proposer in (RISER, DECLINER)
        yield known, f'`proposer` is {self.proposer!r}; write "decliner" or "riser"'
        yield self.power >= 0, f"`power` is {self.power}; give a probability of winning"
        yield self.shift >= 0, f"`shift` is {self.shift}; the power of the riser rises, give a number >= 0"
        total = self.power + self.shift
        yield (
            total <= 1,
            f"`power + shift` is {total}; a probability of winning is at most 1, lower the shift",
        )
        yield from _inside("destroyed", self.destroyed, "the part that war destroys")
        yield from _inside("discount", self.discount, "a discount factor")

    @property
    def threshold(self) -> Any:
        """The shift above which the decliner fights."""
        k, d = self.destroyed, self.discount
        if self.proposer == DECLINER:
            return (k / (1 - k) + self.power * (1 - d)) / d
        return (1 - d) * (k / (1 - k) + self.power) / d

    @property
    def war(self) -> Region:
        """Where the decliner fights in period 1 (within `power + shift <= 1`)."""
        return self.region(self.shift > self.threshold)

    @property
    def gap(self) -> Any:
        """Powell's condition for this game, per period: positive where no efficient equilibrium can exist."""
        k, p = self.destroyed, self.power
        return inefficiency_gap((1 - k) * p, (1 - k) * (p + self.shift), (1 - k) * (1 - p), 1, self.discount)

    def numerically(self, *, periods: int | None = None) -> dict[str, Any]:
        """Solve the game by backward induction and find the threshold by bisection.

        Returns
        -------
        dict
            `war` (a truth value) and `threshold` (None if there is no war even over the largest possible shift).
        """
        game = self._floats("numerically()")
        p, k, d = game["power"], game["destroyed"], game["discount"]

        def gain(shift: float) -> float:
            return gain_from_war(p, p + shift, d, self.proposer, destroyed=k, periods=periods)

        found = None if gain(1 - p) <= 0 else root(gain, 0.0, 1 - p, steps=60)
        return {"war": gain(game["shift"]) > 0, "threshold": found}


def inefficiency_gap(riser_now: Any, riser_next: Any, decliner_now: Any, total: Any, discount: Any) -> Any:
    """Return Powell's gap: the rise of what the riser can lock in, less the surplus that bargaining divides.

    Parameters
    ----------
    riser_now, riser_next, decliner_now : number
        What each can secure by fighting now, and the riser next period (its value then).
    total : number
        Value of all flows without a war.
    discount : number
        Common discount factor.

    Returns
    -------
    number or expression
        Positive where every equilibrium is inefficient: today's surplus cannot make up for the shift.

    References
    ----------
    Powell, R. (2006), International Organization 60.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> inefficiency_gap(F(27, 100), F(54, 100), F(63, 100), 1, F(9, 10))
    Fraction(29, 250)
    """
    return discount * riser_next - riser_now - (total - riser_now - decliner_now)
