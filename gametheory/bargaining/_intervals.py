"""Fifty-digit numbers and intervals for what has no closed form: powers, roots of monotone functions, bounds.

A function of a *context* is written once and evaluated in `mpmath.mp` (to find) and in `mpmath.iv` (to prove).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from math import inf, nextafter
from typing import Any

_DIGITS = 50
_HALVINGS = 120
ROUNDING = 2.0**-52
"""At least the relative error of rounding to a float."""


@contextmanager
def precise() -> Iterator[tuple[Any, Any]]:
    """Give ordinary and interval numbers of fifty digits, and restore the precision afterwards."""
    import mpmath

    before = mpmath.iv.dps
    with mpmath.workdps(_DIGITS):
        mpmath.iv.dps = _DIGITS
        try:
            yield mpmath.mp, mpmath.iv
        finally:
            mpmath.iv.dps = before


def number(context: Any, x: Fraction) -> Any:
    """Return a fraction as a number of a context."""
    return context.mpf(x.numerator) / x.denominator


def power(context: Any, x: Any, a: Fraction) -> Any:
    """Return ``x ** a`` for a nonnegative number."""
    if a == 1:
        return x
    return context.mpf(0) if x == 0 else context.exp(context.log(x) * number(context, a))


def larger(context: Any, x: Any, y: Any) -> Any:
    """Return the larger of two numbers; of two intervals, all that the larger may be."""
    if hasattr(x, "delta"):
        return context.mpf([max(x.a, y.a), max(x.b, y.b)])
    return max(x, y)


def to_fraction(x: Any) -> Fraction:
    """Return the exact value of an `mpmath` float."""
    sign, mantissa, exponent, _ = x._mpf_
    return Fraction((-1) ** sign * int(mantissa)) * Fraction(2) ** int(exponent)


def upper(x: Any) -> float:
    """Return a float, at least 0, that is not below any number of an interval."""
    return max(0.0, nextafter(float(x.b), inf))


def bracket(excess: Callable[[Any, Any], Any], low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Enclose the root of an increasing function of a context and a number.

    Halving finds the bracket; at its ends the signs are proved in interval arithmetic, and an end whose sign is lost
    in the rounding is moved outwards until it is not.
    """
    with precise() as (mp, iv):
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if excess(mp, number(mp, middle)) < 0 else (low, middle)
        width = high - low
        while low > 0 and not excess(iv, number(iv, low)).b <= 0:
            low, width = max(low - width, Fraction(0)), 2 * width
        while not excess(iv, number(iv, high)).a >= 0:
            high, width = high + width, 2 * width
    return low, high
