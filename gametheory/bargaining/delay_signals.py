"""Delay as a signal: whoever needs the deal less shows it by waiting.

A buyer of unknown value may wait before he makes himself known; once he is known, the price is a fixed share of his
value, as in frequent alternating offers.  A low value waits just long enough that a high value would not imitate it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gametheory.bargaining._numerics import root
from gametheory.bargaining.parametric import Parametric, read_parameter
from gametheory.errors import InvalidGameError, ParameterError


def _share(share: Any) -> Iterator[tuple[Any, str]]:
    outside = (
        f"`share` is {share}; give the part of his value that a known buyer pays, strictly between 0 and 1"
    )
    yield share > 0, outside
    yield share < 1, outside


@dataclass(frozen=True)
class AdmatiPerry(Parametric):
    """Two types: the low value waits, the high value deals at once.

    Parameters
    ----------
    low, high : number
        The two values, 0 < low < high.
    rate : number
        Discount rate.
    share : number, optional
        The part of his value that a known buyer pays (1/2: frequent alternating offers, equal patience).

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: separating perfect Bayesian equilibrium.  **Not unique**: every delay of the low type from `shortest` to
    `longest` separates, if any other delay is taken for a high value; the shortest is the one that survives the
    intuitive criterion and is the `delay`.  The interval is never empty.  Pooling equilibria are not listed.

    References
    ----------
    Admati, A. and Perry, M. (1987), Review of Economic Studies 54.

    Examples
    --------
    >>> game = AdmatiPerry(1, 2, "1/10")
    >>> game.delay, game.longest
    (10*log(3/2), oo)
    >>> AdmatiPerry("4/5", 1, 1).longest
    log(4/3)
    """

    low: Any
    high: Any
    rate: Any
    share: Any = "1/2"

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield self.low > 0, f"`low` is {self.low}; give a positive value"
        yield self.high > self.low, f"`high` is {self.high}, not above `low` ({self.low})"
        yield self.rate > 0, f"`rate` is {self.rate}; give a positive discount rate"
        yield from _share(self.share)

    @property
    def discount(self) -> Any:
        """What the shortest separating delay leaves of a payoff: `(1 - s) vH/(vH - s vL)`."""
        return (1 - self.share) * self.high / (self.high - self.share * self.low)

    @property
    def shortest(self) -> Any:
        """The delay that just keeps the high value from imitating."""
        import sympy

        return sympy.log(1 / self.discount) / self.rate

    delay = shortest

    @property
    def longest(self) -> Any:
        """The delay up to which the low value rather waits than deals at the high value's price; may be infinite."""
        import sympy

        reward = self.low - self.share * self.high
        longest = sympy.log((1 - self.share) * self.low / reward) / self.rate
        return sympy.Piecewise((sympy.oo, reward <= 0), (longest, True))

    @property
    def payoffs(self) -> tuple[Any, Any]:
        """What the low and the high value expect at the shortest delay."""
        return self.discount * (1 - self.share) * self.low, (1 - self.share) * self.high

    def numerically(self) -> dict[str, float]:
        """Find both ends of the separating interval by bisection on the types' payoffs from imitating."""
        from math import exp, inf

        game = self._floats("numerically()")
        low, high, r, s = game["low"], game["high"], game["rate"], game["share"]

        def high_imitates(t: float) -> float:
            return float(exp(-r * t) * (high - s * low) - (high - s * high))

        def low_gives_up(t: float) -> float:
            return float((low - s * high) - exp(-r * t) * (low - s * low))

        horizon = 700 / r
        longest = inf if low_gives_up(horizon) <= 0 else root(low_gives_up, 0.0, horizon)
        return {"shortest": root(high_imitates, 0.0, horizon), "longest": longest}


@dataclass(frozen=True)
class Cramton(Parametric):
    """A continuum of values, uniform on [0, top]: the lower the value, the longer the wait.

    Parameters
    ----------
    top : number
        The highest value.
    rate : number
        Discount rate.
    share : number, optional
        The part of his value that a known buyer pays (1/2).

    Raises
    ------
    InvalidGameError
        If the top or the rate is not positive, or the share lies outside (0, 1).

    Notes
    -----
    Concept: the fully separating perfect Bayesian equilibrium in which the highest value does not wait; among
    separating equilibria it is unique (the incentive constraints are a differential equation with that initial value).  The delays
    do not depend on the distribution of values, only `seller` does.

    References
    ----------
    Cramton, P. (1992), Review of Economic Studies 59, has two-sided information; this is its one-sided analogue.

    Examples
    --------
    >>> game = Cramton(1, "1/10")
    >>> game.delay("1/2"), game.buyer("1/2"), game.seller
    (10*log(2), 1/8, 1/6)
    """

    top: Any
    rate: Any
    share: Any = "1/2"

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield self.top > 0, f"`top` is {self.top}; give a positive value"
        yield self.rate > 0, f"`rate` is {self.rate}; give a positive discount rate"
        yield from _share(self.share)

    def _value(self, place: str, value: Any) -> Any:
        v = read_parameter(f"{place}: the value", value)
        if v.is_number and (not v > 0 or (self.top.is_number and not v <= self.top)):
            raise ParameterError(f"{place}: {v} is not a value above 0 and up to the top ({self.top})")
        return v

    def discount(self, value: Any) -> Any:
        """Return what a value's wait leaves of a payoff: `(v/top)**(s/(1 - s))`."""
        return (self._value("discount()", value) / self.top) ** (self.share / (1 - self.share))

    def delay(self, value: Any) -> Any:
        """Return how long a value waits: `s/((1 - s) r) log(top/v)`."""
        import sympy

        v = self._value("delay()", value)
        return self.share / (1 - self.share) * sympy.log(self.top / v) / self.rate

    def buyer(self, value: Any) -> Any:
        """Return the payoff of a value."""
        return self.discount(value) * (1 - self.share) * self._value("buyer()", value)

    @property
    def seller(self) -> Any:
        """The seller's expected payoff, values uniform; with known values it would be `s top/2`."""
        return self.share * (1 - self.share) * self.top / (2 - self.share)

    def numerically(self, value: Any, *, types: int = 20_000) -> dict[str, float]:
        """Solve the game with finitely many types, each just kept from imitating the one below it.

        Parameters
        ----------
        value : number
            Whose wait is asked.
        types : int, optional
            Number of types; the error falls with its inverse.

        Returns
        -------
        dict
            `delay`, `buyer` (the payoff from the best imitation on the grid of types) and `seller`.
        """
        import numpy as np

        game = self._floats("numerically()")
        top, rate, s = game["top"], game["rate"], game["share"]
        v = float(self._value("numerically()", value))
        values, logs = separating_discounts(top * np.linspace(1, 0, types + 1)[:-1], s)
        found = float(np.interp(v, values[::-1], logs[::-1]))
        paid = s * values * np.exp(logs)
        return {
            "delay": -found / rate,
            "buyer": float(np.max(np.exp(logs) * (v - s * values))),
            "seller": float((paid[1:] + paid[:-1]).sum() / 2 + paid[-1] / 2) / types,
        }


def separating_discounts(values: Any, share: float) -> tuple[Any, Any]:
    """Return falling values and the logarithms of the least discounts that separate them, the highest not waiting.

    Each type is indifferent between its own discount and that of the next lower type.

    Examples
    --------
    >>> values, logs = separating_discounts([2.0, 1.0], 0.5)
    >>> round(float(logs[1]), 6)
    -0.405465
    """
    import numpy as np

    values = np.asarray(values, dtype=float)
    if np.any(np.diff(values) >= 0) or values[-1] <= 0:
        raise InvalidGameError("separating_discounts(): the values must fall and stay positive; sort them")
    steps = np.log((1 - share) * values[:-1]) - np.log(values[:-1] - share * values[1:])
    return values, np.concatenate([[0.0], np.cumsum(steps)])
