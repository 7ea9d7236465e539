"""Optimism about bargaining power: when it delays agreement, and when learning makes delay worth while.

Both sides believe too much in their own luck in making offers.  Constant optimism delays agreement only close to a
deadline (Yildiz 2003); optimism that events will correct makes both wait until it has worn off enough (2004).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.bargaining.parametric import Parametric


@dataclass(frozen=True)
class Optimism(Parametric):
    """Constant optimism with a deadline.

    Parameters
    ----------
    optimism : number
        `p1 + p2 - 1` in [0, 1], where each believes to make the next offer with probability `p_i`, at all dates.
    discount : number
        Common discount factor, in (0, 1).
    periods : int
        Number of dates at which offers are made; after the last, both get 0.

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: subgame-perfect equilibrium with heterogeneous priors; **unique** payoffs (finite horizon, common knowledge
    of the priors).  The perceived pie, the sum of what both expect, follows `S = 1 + y (1 - d S')` where there is
    agreement (`d S' <= 1`) and `S = d S'` where there is not.  Once agreement is reached going backward it stays: then
    `1 <= S <= 1/d` implies the same one date earlier, because `y d <= 1`.

    References
    ----------
    Yildiz, M. (2003), Econometrica 71.

    Examples
    --------
    >>> game = Optimism(1, "9/10", 20)
    >>> game.disagreement_dates, game.settlement
    (6, 0)
    >>> Optimism(1, "9/10", 5).settlement
    4
    >>> Optimism("1/2", "9/10", 3).perceived_pies()
    (Fraction(243, 200), Fraction(27, 20), Fraction(3, 2))
    """

    optimism: Any
    discount: Any
    periods: int = 200

    def _labels(self) -> tuple[str, ...]:
        return ("periods",)

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        outside = f"`optimism` is {self.optimism}; `p1 + p2 - 1` lies between 0 (common prior) and 1 (both are sure)"
        yield self.optimism >= 0, outside
        yield self.optimism <= 1, outside
        impatient = f"`discount` is {self.discount}; give a discount factor strictly between 0 and 1"
        yield self.discount > 0, impatient
        yield self.discount < 1, impatient
        whole = isinstance(self.periods, int) and not isinstance(self.periods, bool) and self.periods >= 1
        yield whole, f"`periods` is {self.periods!r}; give a whole number of dates, at least 1"

    # -- closed forms -------------------------------------------------------------------------------------------
    @property
    def run(self) -> Any:
        """How long optimism outweighs patience: `log(1 + y)/log(1/d)`, in dates."""
        import sympy

        return sympy.log(1 + self.optimism) / -sympy.log(self.discount)

    @property
    def disagreement_dates(self) -> Any:
        """At how many dates before the last there is no agreement: `max(0, ceil(run) - 1)`, if there are as many.

        With numbers it is counted exactly: the k >= 1 with `d**k (1 + y) > 1`.
        """
        import sympy

        if self.parameters:
            return sympy.Min(self.periods - 1, sympy.Max(0, sympy.ceiling(self.run) - 1))
        game, count = self.exact(), 0
        pie = (1 + game.optimism) * game.discount
        while count < self.periods - 1 and pie > 1:
            count, pie = count + 1, pie * game.discount
        return sympy.Integer(count)

    @property
    def settlement(self) -> Any:
        """The date of agreement, from 0: at once, or the deadline if disagreement reaches back to the start."""
        import sympy

        last = sympy.Integer(self.periods - 1)
        if not self.parameters:
            return last if self.disagreement_dates == last else sympy.Integer(0)
        return sympy.Piecewise((last, self.disagreement_dates >= last), (0, True))

    @property
    def limit(self) -> Any:
        """The perceived pie far from the deadline: `(1 + y)/(1 + d y)`."""
        return (1 + self.optimism) / (1 + self.discount * self.optimism)

    # -- the independent solution -------------------------------------------------------------------------------
    def perceived_pies(self) -> tuple[Any, ...]:
        """Return the perceived pie at each date by backward induction: fractions, or floats if a number is one."""
        self._floats("perceived_pies()")
        y, d = (_number(x) for x in (self.optimism, self.discount))
        pies = [1 + y]
        for _ in range(self.periods - 1):
            waiting = d * pies[-1]
            pies.append(waiting if waiting > 1 else 1 + y * (1 - waiting))
        return tuple(reversed(pies))

    def numerically(self) -> dict[str, Any]:
        """Solve the game for the two players' own expectations, by backward induction with offers.

        Each player's value is computed from that player's own belief about who proposes (`p_i = (1 + y)/2`); a proposer
        offers the other's discounted value, if that leaves at least his own.  No perceived pie is used.

        Returns
        -------
        dict
            `disagreement_dates` (before the last), `settlement`, and `limit`: the sum of both values at date 0.
        """
        game = self._floats("numerically()")
        own, d = (1 + game["optimism"]) / 2, game["discount"]
        one, two, agreed = own, own, [True]
        for _ in range(self.periods - 1):
            one, two = d * one, d * two
            agree = 1 - two >= one and 1 - one >= two
            agreed.append(agree)
            if agree:
                one, two = own * (1 - two) + (1 - own) * one, own * (1 - one) + (1 - own) * two
        agreed.reverse()
        return {
            "disagreement_dates": len(agreed) - sum(agreed),
            "settlement": agreed.index(True),
            "limit": one + two,
        }


@dataclass(frozen=True)
class LearningOptimism(Parametric):
    """Optimism that wears off as both watch who makes the offers, in the limit of frequent offers.

    Parameters
    ----------
    optimism : number
        Delta, the difference between the two priors' counts: optimism at t is `Delta/(t + n)`.
    firmness : number
        n, how many observations (in units of time) the priors are worth; at least Delta.
    rate : number
        Common discount rate.

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: subgame-perfect equilibrium with heterogeneous priors (beta priors of equal firmness on an independent,
    identically distributed proposer), no deadline; the date of settlement is **unique** and known in advance.  With
    learning the recursion of `Optimism` does not hold: what is discounted backward is `L = S/(1 + y)`, by
    `L = max(1 - d y' L', d L')`.  There is agreement as soon as `log(1 + y)` falls at no more than the discount rate,
    `Delta/((t + n)(t + n + Delta)) <= r`; delay is possible only if `Delta < 1/(2 r)`, because `n >= Delta`.

    References
    ----------
    Yildiz, M. (2004), Quarterly Journal of Economics 119.

    Examples
    --------
    >>> LearningOptimism(1, 1, "1/10").settlement
    -3/2 + sqrt(41)/2
    >>> LearningOptimism(1, 4, "1/10").settlement
    0
    """

    optimism: Any
    firmness: Any
    rate: Any

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield self.optimism > 0, f"`optimism` is {self.optimism}; give a positive number"
        few = f"`firmness` is {self.firmness}, below `optimism` ({self.optimism})"
        yield self.firmness >= self.optimism, f"{few}: no beta priors differ by so much; raise it"
        yield self.rate > 0, f"`rate` is {self.rate}; give a positive discount rate"

    @property
    def firmness_threshold(self) -> Any:
        """The firmness below which there is delay: `(-Delta + sqrt(Delta^2 + 4 Delta/r))/2`."""
        import sympy

        return (sympy.sqrt(self.optimism**2 + 4 * self.optimism / self.rate) - self.optimism) / 2

    @property
    def settlement(self) -> Any:
        """The date of agreement."""
        import sympy

        return sympy.Max(0, self.firmness_threshold - self.firmness)

    @property
    def delay(self) -> Any:
        """The polynomial condition for delay: at date 0 optimism wears off faster than time is discounted."""
        n, size = self.firmness, self.optimism
        return size > self.rate * n * (n + size)

    def numerically(self, *, period: float = 2e-4) -> dict[str, float]:
        """Solve the discrete game backward and return the first date at which both agree.

        Parameters
        ----------
        period : float, optional
            Time between two offers; the error is of its order.
        """
        import numpy as np

        game = self._floats("numerically()")
        size, n, r = game["optimism"], game["firmness"], game["rate"]
        dt = period
        # Where optimism decays slower than r/4 there is agreement at all dates: start from there.
        last = 0.0
        while size / ((last + n) * (last + n + size)) > r / 4:
            last = last * 1.5 + dt
        count = int(last / dt) + 2
        later = size / (dt * np.arange(1, count + 1) + n)
        d = float(np.exp(-r * dt))
        level, agrees = 1 / (1 + later[-1]), np.empty(count, dtype=bool)
        for k in range(count - 1, -1, -1):
            split, wait = 1 - d * later[k] * level, d * level
            agrees[k] = split >= wait
            level = split if agrees[k] else wait
        return {"settlement": float(np.argmax(agrees)) * dt}


def _number(value: Any) -> Any:
    import sympy

    if isinstance(value, sympy.Rational):
        return Fraction(int(value.p), int(value.q))
    return float(value)
