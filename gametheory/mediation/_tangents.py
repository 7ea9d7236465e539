"""Lines that lie above a piecewise polynomial and touch it at two places or more: the edges of its concave closure.

Such a line passes through two corners (ends of pieces), or through a corner and touches a piece inside, or touches two pieces or one
piece twice; so each is given by a rational number or a root of a polynomial that elimination finds.  All of these are gone through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

import flint

from gametheory.algebra.nonnegative import nonnegative
from gametheory.algebra.realfield import (
    RATIONALS,
    Coefficients,
    Element,
    Place,
    RealField,
    between,
    element,
    ordered,
    over,
    rational_polynomial,
    real_roots,
    trimmed,
    univariate,
)
from gametheory.algebra.roots import ball, precision
from gametheory.mediation._pieces import Piece, Piecewise

_BITS = 128
_TESTS = 5


@dataclass(frozen=True, eq=False)
class Line:
    """A line with coefficients in a number field."""

    field: RealField
    intercept: Element
    slope: Element

    def above(self, piece: Piece) -> Coefficients:
        """Return the line minus the polynomial of a piece."""
        difference = [-c for c in over(piece.polynomial)]
        difference += [element(0)] * (2 - len(difference))
        difference[0] += self.intercept
        difference[1] += self.slope
        return trimmed(difference)

    def at(self, x: Fraction) -> Element:
        """Return the value at a rational place."""
        return self.intercept + self.slope * element(x)


@dataclass(frozen=True, eq=False)
class Edge:
    """A line of support with the places where it touches, from left to right, and whether it runs along a piece after each of them."""

    line: Line
    contacts: tuple[Place, ...]
    along: tuple[bool, ...]


def through(a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]) -> Line:
    """Return the line through two points."""
    slope = (b[1] - a[1]) / (b[0] - a[0])
    return Line(RATIONALS, element(a[1] - slope * a[0]), element(slope))


def tangent(piece: Piece, place: Place) -> Line:
    """Return the tangent of a piece."""
    field, x = place.field, place.element
    slope = field.value(over(piece.polynomial.derivative()), x)
    height = field.value(over(piece.polynomial), x)
    return Line(field, (height - field.product(slope, x)) % field.modulus, slope)


def searches(payoff: Piecewise) -> Iterator[Iterator[tuple[Line, Place | None]]]:
    """Go through all lines that may be edges, in groups, the easiest first.

    Each comes with a place inside a piece where it is a tangent, if there is one.
    """
    hull = corners(payoff)
    yield ((through(a, b), None) for a, b in pairwise(hull))
    bent = [piece for piece in payoff.pieces if _bends_down(piece)]
    yield from (_from_corners(piece, hull) for piece in bent)
    yield from (_to_both(first, second) for k, first in enumerate(bent) for second in bent[k:])


def _from_corners(
    piece: Piece, hull: Sequence[tuple[Fraction, Fraction]]
) -> Iterator[tuple[Line, Place | None]]:
    """Draw tangents to a piece from each corner."""
    for x, y in hull:
        # f(a) + f'(a) (x - a) = y
        equation = piece.polynomial - rational_polynomial([y])
        equation += piece.polynomial.derivative() * rational_polynomial([x, -1])
        for place in _strictly_within(equation.numer(), piece):
            yield tangent(piece, place), place


def _to_both(first: Piece, second: Piece) -> Iterator[tuple[Line, Place | None]]:
    """Draw the tangents that two pieces have in common."""
    for place in _strictly_within(_common_tangents(first.polynomial, second.polynomial), first):
        yield tangent(first, place), place


def new_edge(line: Line, place: Place | None, payoff: Piecewise, found: Sequence[Edge]) -> Edge | None:
    """Return a line as an edge of the concave closure, if it is one that has not been found yet."""
    if place is not None and any(_inside(place, edge) for edge in found):
        # Where the closure is straight, it has one line of support, and that is known.
        return None
    if _falls_below(line, _spots(payoff)) or not _supports(line, payoff):
        return None
    edge = _touching(line, payoff, place)
    if len(edge.contacts) < 2 or any(_inside(_middle(edge), known) for known in found):
        return None
    return edge


def corners(payoff: Piecewise) -> list[tuple[Fraction, Fraction]]:
    """Return the ends of pieces on the upper hull of all of these, with their values."""
    chain: list[tuple[Fraction, Fraction]] = []
    for x, y in sorted(payoff.tops.items()):
        while len(chain) > 1 and (chain[-1][1] - chain[-2][1]) * (x - chain[-2][0]) <= (y - chain[-2][1]) * (
            chain[-1][0] - chain[-2][0]
        ):
            chain.pop()
        chain.append((x, y))
    return chain


def _bends_down(piece: Piece) -> bool:
    """Whether the second derivative is negative somewhere inside a piece."""
    bend = piece.polynomial.derivative().derivative()
    if not bend:
        return False
    gaps = between(real_roots(bend.numer(), piece.lo, piece.hi), piece.lo, piece.hi)
    return any(RATIONALS.sign(RATIONALS.value(over(bend), element(x))) < 0 for x in gaps)


def _strictly_within(polynomial: Any, piece: Piece) -> list[Place]:
    if not polynomial:
        raise AssertionError("two different polynomials have a curve of common tangents")
    return [
        place
        for place in real_roots(polynomial, piece.lo, piece.hi)
        if place.compare(piece.lo) > 0 > place.compare(piece.hi)
    ]


def _common_tangents(f: Any, g: Any) -> Any:
    """Return an integer polynomial whose roots include every a at which the tangent of f is also tangent to g, at another place b."""
    context = flint.fmpz_mpoly_ctx.get(("a", "b"), "lex")
    a, b = context.gens()
    common = lcm(int(f.denom()), int(g.denom()))
    at_a, slope_a = _in(context, f * common, 0), _in(context, f.derivative() * common, 0)
    at_b, slope_b = _in(context, g * common, 1), _in(context, g.derivative() * common, 1)
    if f != g:
        same_slope = slope_a - slope_b
        same_height = at_a - a * slope_a - at_b + b * slope_b
    else:
        # What vanishes wherever a = b is divided out: (f'(b) - f'(a)) / (b - a), and what the trapezoid misses, over (b - a)^3.
        same_slope = _quotient(slope_b - slope_a, b - a)
        same_height = _quotient((slope_a + slope_b) * (b - a) - 2 * (at_b - at_a), (b - a) ** 3)
        if not same_height:
            # A parabola has no line that is a tangent twice.
            return flint.fmpz_poly([1])
    return univariate(same_slope.resultant(same_height, "b"), 0)


def _in(context: Any, polynomial: Any, place: int) -> Any:
    """Return a polynomial with whole coefficients in one of two unknowns."""
    return context.from_dict(
        {(k, 0) if place == 0 else (0, k): int(c.p) for k, c in enumerate(polynomial.coeffs()) if c}
    )


def _quotient(dividend: Any, divisor: Any) -> Any:
    quotient, rest = divmod(dividend, divisor)
    assert not rest
    return quotient


# -- tests ----------------------------------------------------------------------------------------------------------


def _spots(payoff: Piecewise) -> list[tuple[Fraction, Fraction]]:
    """Return points of the function: lines below one of them are turned away without further ado."""
    spots = list(payoff.tops.items())
    for piece in payoff.pieces:
        for k in range(1, _TESTS):
            x = piece.lo + (piece.hi - piece.lo) * Fraction(k, _TESTS)
            spots.append((x, piece.at(x)))
    return spots


def _falls_below(line: Line, spots: Sequence[tuple[Fraction, Fraction]]) -> bool:
    """Whether a line certainly lies below a point of the function."""
    with precision(2 * _BITS):
        intercept, slope = line.field.ball(line.intercept, _BITS), line.field.ball(line.slope, _BITS)
        return any(intercept + slope * ball(x) < ball(y) for x, y in spots)


def _supports(line: Line, payoff: Piecewise) -> bool:
    """Whether a line is nowhere below the function, exactly."""
    return all(line.field.sign(line.at(x) - element(y)) >= 0 for x, y in payoff.tops.items()) and all(
        nonnegative(line.field, line.above(piece), piece.lo, piece.hi) for piece in payoff.pieces
    )


def _touching(line: Line, payoff: Piecewise, place: Place | None) -> Edge:
    """Find all places where a line of support touches."""
    contacts = [Place.at(x) for x, y in payoff.tops.items() if line.at(x) == element(y)]
    along = []
    for piece in payoff.pieces:
        difference = line.above(piece)
        if not difference:
            along.append(piece)
            continue
        ends = (piece.lo, piece.hi)
        contacts += [Place.at(x) for x in ends if line.field.value(difference, element(x)) == 0]
        # Inside a piece a line that is nowhere below it meets it in double roots.
        double = line.field.repeated(difference)
        if len(double) > 1:
            contacts += line.field.roots(double, *ends, [place.element] if place is not None else [])
    contacts = ordered(contacts)
    runs = (
        any(left.compare(piece.lo) >= 0 and right.compare(piece.hi) <= 0 for piece in along)
        for left, right in pairwise(contacts)
    )
    return Edge(line, tuple(contacts), tuple(runs))


def _inside(place: Place, edge: Edge) -> bool:
    """Whether a place lies strictly between the outermost contacts of an edge."""
    return place.compare(edge.contacts[0]) > 0 > place.compare(edge.contacts[-1])


def _middle(edge: Edge) -> Place:
    """Return a rational number strictly between the outermost contacts of an edge."""
    bits = 64
    while (low := edge.contacts[0].bounds(bits)[1]) >= (high := edge.contacts[-1].bounds(bits)[0]):
        bits *= 2
    return Place.at((low + high) / 2)
