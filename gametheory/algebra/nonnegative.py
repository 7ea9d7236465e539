"""Whether a polynomial over a number field is nowhere negative on an interval, decided in two ways.

Where it is clearly positive or somewhere clearly negative, balls tell.  Where it has roots the ways part: Sturm sequences, or squares.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any

import flint

from gametheory.algebra.decide import overdue
from gametheory.algebra.realfield import Coefficients, RealField, element
from gametheory.algebra.roots import precision
from gametheory.errors import Undecided

_FEW_BITS, _MOST_BITS = 128, 1 << 14


def nonnegative(field: RealField, p: Coefficients, lo: Fraction, hi: Fraction) -> bool:
    """Whether a polynomial is nowhere negative from `lo` to `hi`, by a Sturm sequence of its odd part."""
    told = _positive(field, p, lo, hi, _FEW_BITS) if p else True
    if told is not None:
        return told
    left, right = element(lo), element(hi)
    odd = _odd_part(field, p)
    if len(odd) > 1:
        inside = field.count(field.chain(odd), left, right) - (field.value(odd, right) == 0)
        if inside:
            return False
    return _sign_inside(field, p, lo, hi) > 0


def _sign_inside(field: RealField, p: Coefficients, lo: Fraction, hi: Fraction) -> int:
    """Return the sign at the first of some rational points between `lo` and `hi` that is no root."""
    for k in range(1, len(p) + 1):
        found = field.sign(field.value(p, element(lo + (hi - lo) * Fraction(k, len(p) + 1))))
        if found:
            return found
    raise AssertionError("a polynomial vanished at more points than its degree")


def _by_multiplicity(field: RealField, p: Coefficients) -> Iterator[tuple[int, Coefficients]]:
    """Go through multiplicities, each with the polynomial, whose roots are simple, of the roots of `p` that have it (Yun 1976)."""
    common = field.repeated(p)
    here, power = field.divide(p, common)[0], 1
    while len(here) > 1:
        higher = field.gcd(here, common)
        yield power, field.divide(here, higher)[0]
        here, common, power = higher, field.divide(common, higher)[0], power + 1


def _odd_part(field: RealField, p: Coefficients) -> Coefficients:
    """Return a polynomial whose roots, all simple, are those at which `p` changes its sign."""
    odd: Coefficients = (element(1),)
    for power, exactly in _by_multiplicity(field, p):
        if power % 2:
            odd = field.times(odd, exactly)
    return odd


def nonnegative_by_square(field: RealField, p: Coefficients, lo: Fraction, hi: Fraction) -> bool:
    """Whether a polynomial is nowhere negative from `lo` to `hi`, shown without Sturm sequences.

    It is a product of x - lo, hi - x, a square and a polynomial that is positive there, for its Bernstein coefficients are, on parts
    that are small enough.  `nonnegative` decides the same, so that one checks the other.
    """
    told = _positive(field, p, lo, hi, _FEW_BITS) if p else True
    if told is not None:
        return told
    rest = p
    for factor in ((element(-lo), element(1)), (element(hi), element(-1))):
        while not (division := field.divide(rest, factor))[1]:
            rest = division[0]
    square = _square_part(field, rest)
    rest, left_over = field.divide(rest, field.times(square, square))
    if left_over:
        raise AssertionError("a square does not divide the polynomial whose factor it is")
    bits = _FEW_BITS
    while bits <= _MOST_BITS:
        told = _positive(field, rest, lo, hi, bits)
        if told is not None:
            return told
        bits *= 2
    raise Undecided("the sign of a polynomial needs more digits than the limit")


def _positive(field: RealField, p: Coefficients, lo: Fraction, hi: Fraction, bits: int) -> bool | None:
    """Whether a polynomial is positive from `lo` to `hi`: yes, no because it is negative somewhere, or `None` where it is 0, or nearly."""
    n = len(p) - 1
    # Coefficients of p(lo + (hi - lo) u), then in the basis of Bernstein.
    shifted = [flint.fmpq_poly(0)] * (n + 1)
    for c in reversed(p):
        before = shifted
        shifted = [lo_part * element(lo) for lo_part in before]
        for k in range(n):
            shifted[k + 1] += before[k] * element(hi - lo)
        shifted[0] += c
    exact = [
        sum((shifted[i] * element(Fraction(comb(k, i), comb(n, i))) for i in range(k + 1)), element(0))
        for k in range(n + 1)
    ]
    return _all_positive([field.ball(c, bits) for c in exact], bits)


def _square_part(field: RealField, p: Coefficients) -> Coefficients:
    """Return a polynomial of the highest degree whose square divides `p`."""
    square: Coefficients = (element(1),)
    for power, exactly in _by_multiplicity(field, p):
        for _ in range(power // 2):
            square = field.times(square, exactly)
    return square


def _all_positive(coefficients: list[Any], bits: int) -> bool | None:
    """Whether a polynomial is positive on the unit interval, by halving it; `None` if the balls are too wide to tell."""
    waiting = [(coefficients, 0)]
    with precision(2 * bits + 64):
        while waiting:
            here, depth = waiting.pop()
            if overdue():
                raise Undecided("the budget was spent on the sign of a polynomial")
            if here[0] < 0 or here[-1] < 0:
                return False
            if all(c > 0 for c in here):
                continue
            if depth > bits // 2:
                return None
            left, right, row = [here[0]], [here[-1]], here
            while len(row) > 1:
                row = [(a + b) / 2 for a, b in pairwise(row)]
                left.append(row[0])
                right.append(row[-1])
            waiting += [(left, depth + 1), (right[::-1], depth + 1)]
    return True
