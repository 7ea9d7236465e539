"""Solutions on a unit pie with ``u_i = x_i ** a_i`` that have no closed form, as roots in proven brackets."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gametheory.bargaining._geometry import Vector
from gametheory.bargaining._intervals import (
    ROUNDING,
    bracket,
    larger,
    number,
    power,
    precise,
    to_fraction,
    upper,
)
from gametheory.bargaining.frontiers import Found


def left_over(a: Vector, d: Vector) -> Fraction:
    """Return what is left of the pie when everybody has what disagreement is worth (0 if that cannot be told)."""
    if any(x < 0 for x in d):
        return Fraction(1)
    with precise() as (_, iv):
        left = 1 - sum(power(iv, number(iv, x), 1 / b) for x, b in zip(d, a, strict=True))
        return Fraction(float(left.a)) if left.a > 0 else Fraction(min(0.0, float(left.b)))


def along_ray(a: Vector, d: Vector, *, to_ideal: bool) -> Found:
    """Solve ``sum((d_i + t s_i) ** (1 / a_i)) = 1`` for t, with s the ideal gains or all equal."""

    def directions(context: Any) -> list[Any]:
        if not to_ideal:
            return [context.mpf(1)] * len(a)
        floor = [power(context, number(context, x), 1 / b) for x, b in zip(d, a, strict=True)]
        rest = [1 - sum(floor[:i] + floor[i + 1 :]) for i in range(len(a))]
        return [power(context, x, b) - number(context, y) for x, b, y in zip(rest, a, d, strict=True)]

    def payoffs(context: Any, t: Any) -> list[Any]:
        return [number(context, x) + t * s for x, s in zip(d, directions(context), strict=True)]

    def excess(context: Any, t: Any) -> Any:
        return sum(power(context, u, 1 / b) for u, b in zip(payoffs(context, t), a, strict=True)) - 1

    low, high = bracket(excess, Fraction(0), Fraction(1))
    with precise() as (mp, _):
        u = payoffs(mp, number(mp, high))
        shares = tuple(float(power(mp, v, 1 / b)) for v, b in zip(u, a, strict=True))
    width = float(high - low)
    # Ideal gains are at most 1, so payoffs are as near to the truth as the bracket is wide.
    tolerance = max(map(float, u)) * ROUNDING + width
    method = "the root of an increasing function of the gain, bracketed in interval arithmetic"
    return Found(tuple(map(float, u)), method, width, tolerance, shares)


class _Marginals:
    """The sum of ``x_i ** a_i`` over divisions in which nobody has less than disagreement is worth."""

    def __init__(self, a: Vector, d: Vector) -> None:
        self.a = a
        self.d = d

    def floor(self, context: Any, i: int) -> Any:
        return power(context, number(context, self.d[i]), 1 / self.a[i])

    def share(self, context: Any, i: int, price: Any) -> Any:
        """What player i takes if the pie has this price (the least, if risk neutral)."""
        if self.a[i] == 1:
            return self.floor(context, i)
        wanted = power(context, number(context, self.a[i]) / price, 1 / (1 - self.a[i]))
        return larger(context, wanted, self.floor(context, i))

    def shares(self, context: Any, price: Any) -> list[Any]:
        return [self.share(context, i, price) for i in range(len(self.a))]

    def left(self, context: Any, price: Any) -> Any:
        return 1 - sum(self.shares(context, price))

    def gap(self, shares: Vector, price: Fraction) -> float:
        """Bound by how much any such division raises the sum, from the dual at a price that is at least 1 or `a`."""
        with precise() as (_, iv):
            p = number(iv, price)
            bound = p
            for i, (b, x) in enumerate(zip(self.a, shares, strict=True)):
                best = self.share(iv, i, p)
                bound += power(iv, best, b) - p * best - power(iv, number(iv, x), b)
            return upper(bound)

    def found(self, raw: Sequence[Any], price: Fraction, method: str, error: float) -> Found:
        exact = [to_fraction(x) for x in raw]
        shares = tuple(x / sum(exact) for x in exact)
        with precise() as (mp, _):
            payoffs = tuple(float(power(mp, number(mp, x), b)) for x, b in zip(shares, self.a, strict=True))
        gap, tolerance = self.gap(shares, price), error + ROUNDING * max(payoffs)
        return Found(payoffs, method, gap, tolerance, tuple(map(float, shares)))


def equal_marginals(a: Vector, d: Vector) -> tuple[Found, ...]:
    """Find the price that uses up the pie; risk neutral players take what is left at a price of 1.

    With several of these, every division of the rest among them is a solution.
    """
    market = _Marginals(a, d)
    neutral = [i for i in range(len(a)) if a[i] == 1]
    with precise() as (mp, _):
        base, left = market.shares(mp, mp.mpf(1)), market.left(mp, mp.mpf(1))
        if neutral and left >= 0:
            method = "closed form at price 1, where risk neutral players take what is left; rounded to floats"
            divisions = [[x + left if i == top else x for i, x in enumerate(base)] for top in neutral]
            return tuple(market.found(x, Fraction(1), method, 0.0) for x in divisions[: None if left else 1])
        top = Fraction(2)
        while market.left(mp, number(mp, top)) < 0:
            top *= 2
    low, high = bracket(market.left, min(a), top)
    with precise() as (mp, _):
        ends = [market.shares(mp, number(mp, price)) for price in (low, high)]
        payoffs = [[power(mp, x, b) for x, b in zip(end, a, strict=True)] for end in ends]
        spread = max(abs(float(u - v)) for u, v in zip(*payoffs, strict=True))
    method = "the price of the pie, an increasing function's root, bracketed in interval arithmetic"
    return (market.found(ends[1], high, method, spread),)
