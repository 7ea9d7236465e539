"""Pooling all states above a cutoff: priors on an interval, candidates for the cutoff, and the price function that proves one best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint

from gametheory.algebra.decide import overdue
from gametheory.algebra.nonnegative import nonnegative
from gametheory.algebra.realfield import (
    RATIONALS,
    Coefficients,
    Element,
    Place,
    RealField,
    composed,
    element,
    over,
    rational_polynomial,
    real_roots,
    shared,
    trimmed,
    value_at,
)
from gametheory.errors import ParameterError, Undecided
from gametheory.mediation._closure import concave_along, within
from gametheory.mediation._pieces import Piece, Piecewise, read_piecewise
from gametheory.mediation._tangents import Line

Decide = Callable[[RealField, Coefficients, Fraction, Fraction], bool]


@dataclass(frozen=True)
class Prior:
    """A distribution of the state on [0, 1] with a piecewise polynomial density."""

    pieces: tuple[Piece, ...]

    @property
    def mean(self) -> Fraction:
        """The expectation of the state."""
        return value_at(self.above[0][1], Fraction(0))

    @property
    def above(self) -> list[tuple[Any, Any]]:
        """For each piece: the mass above a state in it, and the integral of the state over it, as polynomials."""
        found: list[tuple[Any, Any]] = []
        for piece in reversed(self.pieces):
            pair = []
            for k, weight in enumerate((piece.polynomial, piece.polynomial * rational_polynomial([0, 1]))):
                whole = weight.integral()
                rest = value_at(found[-1][k], piece.hi) if found else Fraction(0)
                pair.append(rational_polynomial([value_at(whole, piece.hi) + rest]) - whole)
            found.append((pair[0], pair[1]))
        return found[::-1]

    def beyond(self, place: Place) -> tuple[Element, Element]:
        """Return the mass above a state, and the integral of the state over it."""
        k = next(k for k, piece in enumerate(self.pieces) if place.compare(piece.hi) <= 0)
        mass, moment = (place.field.value(over(p), place.element) for p in self.above[k])
        return mass, moment

    def integral(self, polynomial: Any, left: Place, right: Place) -> Element:
        """Integrate a rational polynomial of the state between places of one field."""
        field, total = shared(left, right), element(0)
        for piece, start, end in within(self.pieces, left, right):
            whole = over((polynomial * piece.polynomial).integral())
            total += field.value(whole, end.element) - field.value(whole, start.element)
        return total % field.modulus

    def mirrored(self) -> Prior:
        """Return the distribution of 1 minus the state."""
        turn = flint.fmpq_poly([1, -1])
        return Prior(tuple(Piece(1 - p.hi, 1 - p.lo, p.polynomial(turn)) for p in reversed(self.pieces)))


def read_prior(density: Iterable[Sequence[Any]] | None, call: str) -> Prior:
    """Read a density as pieces, uniform by default."""
    pieces = read_piecewise(density if density is not None else [(0, 1, 1)], f"{call}: density").pieces
    for piece in pieces:
        if not nonnegative(RATIONALS, over(piece.polynomial), piece.lo, piece.hi):
            raise ParameterError(f"{call}: the density is negative somewhere from {piece.lo} to {piece.hi}")
    for piece in (pieces[0], pieces[-1]):
        if not piece.polynomial:
            raise ParameterError(
                f"{call}: the density is 0 from {piece.lo} to {piece.hi}; choose the scale so that the states reach from 0 to 1"
            )
    prior = Prior(pieces)
    total = value_at(prior.above[0][0], Fraction(0))
    if total != 1:
        raise ParameterError(f"{call}: the density integrates to {total}; a density integrates to 1")
    return prior


@dataclass(frozen=True, eq=False)
class Tail:
    """All states above a cutoff pooled: the expectation there, its probability, and the line that prices them."""

    cutoff: Place
    mean: Place
    mass: Element
    line: Line


def tails(payoff: Piecewise, prior: Prior) -> Iterator[Tail]:
    """Go through the cutoffs at which pooling all above is best, each with its line."""
    for cutoff in _candidates(payoff, prior):
        if overdue():
            raise Undecided("censorship(): the budget was spent on cutoffs")
        tail = _priced(payoff, prior, cutoff)
        if tail is not None:
            yield tail


def _candidates(payoff: Piecewise, prior: Prior) -> Iterator[Place]:
    """Go through all cutoffs that may be best.

    The line through the payoff at the cutoff and at the expectation above it is a tangent there, or the expectation is a break.
    """
    breaks = sorted(payoff.tops)
    yield from (Place.at(x) for x in sorted({*breaks, *(p.lo for p in prior.pieces)}) if 0 < x < 1)
    for part, (mass, moment) in zip(prior.pieces, prior.above, strict=True):
        for x in breaks:
            yield from _roots(moment - mass * rational_polynomial([x]), part.lo, part.hi)
        for low in payoff.pieces:
            lo, hi = max(low.lo, part.lo), min(low.hi, part.hi)
            if lo < hi:
                for high in payoff.pieces:
                    yield from _roots(_tangency(low.polynomial, high.polynomial, mass, moment), lo, hi)


def _tangency(low: Any, high: Any, mass: Any, moment: Any) -> Any:
    """Return g'(m) (m - c) - g(m) + f(c) times a power of the mass, for the mean m = moment / mass above c."""
    degree = max(1, high.degree())
    total = low * mass**degree
    for k, a in enumerate(high.coeffs()):
        total -= a * moment**k * mass ** (degree - k)
        if k:
            step = moment - mass * rational_polynomial([0, 1])
            total += k * a * moment ** (k - 1) * mass ** (degree - k) * step
    return total


def _roots(polynomial: Any, lo: Fraction, hi: Fraction) -> list[Place]:
    found = real_roots(polynomial.numer(), lo, hi) if polynomial else []
    return [place for place in found if place.compare(Fraction(0)) > 0 > place.compare(Fraction(1))]


def _priced(payoff: Piecewise, prior: Prior, cutoff: Place) -> Tail | None:
    """Return the line over the states above a cutoff, if with the payoff below it is convex and nowhere below the payoff."""
    field = cutoff.field
    mass, moment = prior.beyond(cutoff)
    if mass == 0:
        return None
    mean = field.product(moment, field.inverse(mass))
    here, there = (value_of(payoff, place) for place in (cutoff, Place.of(field, mean)))
    slope = field.product(
        (there - here) % field.modulus, field.inverse((mean - cutoff.element) % field.modulus)
    )
    line = Line(field, (here - field.product(slope, cutoff.element)) % field.modulus, slope)
    before = next(p for p in payoff.pieces if cutoff.compare(p.hi) <= 0)
    steepness = field.value(over(before.polynomial.derivative()), cutoff.element)
    if field.sign(slope - steepness) < 0 or not is_convex(payoff, Place.at(0), cutoff):
        return None
    if not is_above_between(line, payoff, cutoff, Place.at(1), nonnegative):
        return None
    return Tail(cutoff, Place.of(field, mean), mass, line)


# -- what is checked --------------------------------------------------------------------------------------------------


def value_of(payoff: Piecewise, place: Place) -> Element:
    """Return the payoff at a place, in its field."""
    for x, y in payoff.tops.items():
        if not place.compare(x):
            return element(y)
    piece = next(p for p in payoff.pieces if place.compare(p.lo) > 0 > place.compare(p.hi))
    return place.field.value(over(piece.polynomial), place.element)


def is_convex(payoff: Piecewise, left: Place, right: Place) -> bool:
    """Whether the payoff is convex and continuous between two places, both included."""
    met = list(within(payoff.pieces, left, right))
    for piece, start, end in met:
        if not concave_along(Piece(piece.lo, piece.hi, -piece.polynomial), start, end):
            return False
        for place, x in ((start, piece.lo), (end, piece.hi)):
            if not place.compare(x) and piece.at(x) != payoff.tops[x]:
                return False
    return all(one.slope(one.hi) <= two.slope(two.lo) for (one, *_), (two, *_) in pairwise(met))


def is_above_between(line: Line, payoff: Piecewise, left: Place, right: Place, decide: Decide) -> bool:
    """Whether a line is nowhere below the payoff between two places of its field, both included."""
    field = line.field
    for x, y in payoff.tops.items():
        if left.compare(x) <= 0 <= right.compare(x) and field.sign(line.at(x) - element(y)) < 0:
            return False
    for piece, start, end in within(payoff.pieces, left, right):
        # In a coordinate that runs from 0 to 1.
        inner = (start.element, (end.element - start.element) % field.modulus)
        difference = [-c for c in composed(field, piece.polynomial, inner)]
        difference += [element(0)] * (2 - len(difference))
        for k, c in enumerate((line.intercept + line.slope * inner[0], line.slope * inner[1])):
            difference[k] = (difference[k] + c) % field.modulus
        if not decide(field, trimmed(difference), Fraction(0), Fraction(1)):
            return False
    return True
