"""Two-period screening: asking much first to learn who can pay, at the price of delay or of no deal.

A seller makes two offers to a buyer whose value is high or low; refusing the first teaches the seller something, and
the seller cannot commit not to use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.bargaining.parametric import Parametric

if TYPE_CHECKING:
    from gametheory.algebra.proof import Proof
    from gametheory.algebra.region import Region

POOL, SKIM, HOLD = "pool", "skim", "hold out"


@dataclass(frozen=True)
class Regime:
    """One perfect Bayesian regime: what is asked, who accepts when, and where in the parameters it is optimal.

    Parameters
    ----------
    name : {"pool", "skim", "hold out"}
    prices : pair of expressions
        What is asked in each period on the path.
    accepts_first : expression
        With which probability the high type buys in the first period.
    belief : expression
        The seller's belief in the high type after a refusal.
    value : expression
        The seller's expected payoff.
    buyer : expression
        The high type's payoff (the low type's is 0).
    delay, breakdown : expression
        With which probability trade comes in the second period, and with which never.
    when : Region
        Where it is the equilibrium (on common borders both regimes, and their mixtures, are equilibria).
    """

    name: str
    prices: tuple[Any, Any]
    accepts_first: Any
    belief: Any
    value: Any
    buyer: Any
    delay: Any
    breakdown: Any
    when: Region


@dataclass(frozen=True)
class Screening(Parametric):
    """Two offers to a buyer of unknown value (a durable good, or a concession whose worth only one side knows).

    Parameters
    ----------
    high, low : number
        The buyer's two values, high above low above 0; the seller's cost is 0.
    prior : number
        Probability of the high value, in (0, 1).
    delta : number
        Common discount factor, in (0, 1).

    Raises
    ------
    InvalidGameError
        If one of these does not hold.

    Notes
    -----
    Concept: perfect Bayesian equilibrium.  Its outcome is **unique** away from the borders `low_price_threshold` and
    `hold_out_threshold`: after a first price p the high type buys surely if `high - p >= delta (high - low)`; otherwise
    he refuses if the prior is below `low/high`, and above it mixes so that a refusal leaves the belief `low/high`, at
    which the seller is indifferent in the second period.  "Delay" is trade in the second period: under "hold out" the
    low type never trades, so that there is breakdown beside delay.
    On a border the two adjoining regimes give the seller the same, and any mixture of them is an equilibrium.

    References
    ----------
    Fudenberg, D. and Tirole, J. (1983), Review of Economic Studies 50 (there with private information on both sides).

    Examples
    --------
    >>> game = Screening(2, 1, "3/5", "9/10")
    >>> game.regime.name, game.value, game.hold_out_threshold
    ('hold out', 28/25, 11/20)
    >>> import gametheory as gt
    >>> h, l, q, d = gt.parameters("h l q d")
    >>> [str(r.when.solve_for(q)) for r in Screening(h, l, q, d).regimes()][0]
    'q <= l/h'
    """

    high: Any
    low: Any
    prior: Any
    delta: Any

    def _requirements(self) -> Iterator[tuple[Any, str]]:
        yield self.low > 0, f"`low` is {self.low}; give a positive value"
        yield self.high > self.low, f"`high` is {self.high}, not above `low` ({self.low})"
        outside = f"`prior` is {self.prior}; give a probability strictly between 0 and 1"
        yield self.prior > 0, outside
        yield self.prior < 1, outside
        patience = f"`delta` is {self.delta}; give a discount factor strictly between 0 and 1"
        yield self.delta > 0, patience
        yield self.delta < 1, patience

    # -- closed forms -------------------------------------------------------------------------------------------
    @property
    def low_price_threshold(self) -> Any:
        """The prior `l/h` up to which the low price is asked at once; it does not depend on patience."""
        return self.low / self.high

    @property
    def hold_out_threshold(self) -> Any:
        """The prior from which the high price is asked twice and the low type never trades."""
        h, low, d = self.high, self.low, self.delta
        return ((1 - d) * h * low + d * low * (h - low)) / (d * h * (h - low) + (1 - d) * h * low)

    @property
    def skimming_price(self) -> Any:
        """The highest first price that the high type surely accepts when the low price follows."""
        return self.high - self.delta * (self.high - self.low)

    def regimes(self) -> tuple[Regime, ...]:
        """Return the three regimes, each with its region of parameters."""
        import sympy

        h, low, q, d = self.high, self.low, self.prior, self.delta
        no, yes = sympy.Integer(0), sympy.Integer(1)
        mixes = 1 - (1 - q) * low / (q * (h - low))
        holding = h * (q - (1 - d) * (1 - q) * low / (h - low))
        skimming = q * h * (1 - d) + d * low
        first, second = q - self.low_price_threshold, q - self.hold_out_threshold
        return (
            Regime(POOL, (low, low), yes, q, low, h - low, no, no, self.region(first <= 0)),
            Regime(
                SKIM,
                (self.skimming_price, low),
                yes,
                no,
                skimming,
                d * (h - low),
                1 - q,
                no,
                self.region(first >= 0, second <= 0),
            ),
            Regime(
                HOLD,
                (h, h),
                mixes,
                low / h,
                holding,
                no,
                q * (1 - mixes),
                1 - q,
                self.region(second >= 0),
            ),
        )

    def covers(self) -> Proof:
        """Prove that the regimes cover all parameters."""
        from gametheory.algebra.proof import prove

        one, two, three = (r.when for r in self.regimes())
        return prove((one | two) | three)

    @property
    def regime(self) -> Regime:
        """The regime at numbers (on a border, the one with the lower first price)."""
        self._floats("regime")
        q = self.prior
        number = 0 if q <= self.low_price_threshold else 1 if q <= self.hold_out_threshold else 2
        return self.regimes()[number]

    @property
    def value(self) -> Any:
        """The seller's expected payoff."""
        import sympy

        pool, skim, hold = self.regimes()
        return sympy.Piecewise(
            (pool.value, self.prior <= self.low_price_threshold),
            (skim.value, self.prior <= self.hold_out_threshold),
            (hold.value, True),
        )

    # -- the independent solution -------------------------------------------------------------------------------
    def numerically(self, *, grid: int = 2001) -> dict[str, float]:
        """Scan the first price; after each, solve the continuation game by bisection on the high type's acceptance.

        The seller's reply in the second period comes from comparing payoffs at the updated belief, the high type's
        reply from comparing buying now with what that leaves him later.  No threshold and no closed form is used.

        Returns
        -------
        dict
            `value`, and of the best first price on the grid: `price`, `accepts_first`, `delay`, `breakdown`.
        """
        import numpy as np

        game = self._floats("numerically()")
        top, low, prior, delta = (game[k] for k in ("high", "low", "prior", "delta"))
        best = {"value": -1.0}
        for price in np.linspace(low, top, grid):
            found = _continuation(float(price), top, low, prior, delta)
            if found["value"] > best["value"] + 1e-12:
                best = {**found, "price": float(price)}
        return best


def _continuation(price: float, top: float, low: float, prior: float, delta: float) -> dict[str, float]:
    """Solve the game after a first price above which the low type does not buy."""
    if price <= low:
        return {"value": price, "accepts_first": 1.0, "delay": 0.0, "breakdown": 0.0}

    def cheap(accepts: float) -> bool:
        """Whether after a refusal the seller prefers a sure sale at the low price to the high type's."""
        rest = prior * (1 - accepts)
        return low * (rest + 1 - prior) > top * rest

    def gain(accepts: float) -> float:
        """What the high type gains by buying now rather than later."""
        return (top - price) - (delta * (top - low) if cheap(accepts) else 0.0)

    if gain(1.0) >= 0:
        accepts, lowered = 1.0, 1.0
    elif gain(0.0) < 0:
        accepts, lowered = 0.0, 1.0
    else:
        # Buying stops paying at some acceptance: there the seller is indifferent and mixes so that the buyer is too.
        below, above = 0.0, 1.0
        for _ in range(100):
            middle = (below + above) / 2
            below, above = (middle, above) if gain(middle) >= 0 else (below, middle)
        accepts, lowered = (below + above) / 2, (top - price) / (delta * (top - low))
    rest = prior * (1 - accepts)
    later = lowered * low * (rest + 1 - prior) + (1 - lowered) * top * rest
    return {
        "value": prior * accepts * price + delta * later,
        "accepts_first": accepts,
        "delay": lowered * (rest + 1 - prior) + (1 - lowered) * rest,
        "breakdown": (1 - lowered) * (1 - prior),
    }
