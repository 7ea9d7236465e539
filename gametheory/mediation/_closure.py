"""The concave closure of a piecewise polynomial, in parts, and the proof that it is that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise

from gametheory.algebra.decide import overdue
from gametheory.algebra.nonnegative import nonnegative_by_square
from gametheory.algebra.realfield import RATIONALS, Place, between, element, over, real_roots
from gametheory.errors import Undecided
from gametheory.mediation._pieces import Piece, Piecewise
from gametheory.mediation._tangents import Edge, Line, new_edge, searches, tangent


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the closure: along a piece, or along a line."""

    left: Place
    right: Place
    along: Piece | Line


def closure(payoff: Piecewise) -> list[Part]:
    """Find the concave closure: look for its edges until what has been found proves to be all.

    Raises
    ------
    Undecided
        If the budget ended.
    """
    found: list[Edge] = []
    for group in searches(payoff):
        for line, place in group:
            if overdue():
                raise Undecided("the budget was spent on the tangents of a payoff")
            edge = new_edge(line, place, payoff, found)
            if edge is not None:
                found.append(edge)
        found.sort(key=cmp_to_key(lambda one, two: one.contacts[0].compare(two.contacts[0])))
        parts = _parts(payoff, found)
        if _arcs_bend_down(payoff, parts):
            break
    _verify(payoff, parts)
    return parts


def _parts(payoff: Piecewise, lines: Iterable[Edge]) -> list[Part]:
    """Join edges, and the payoff between them."""
    parts: list[Part] = []
    here = Place.at(0)
    for edge in lines:
        parts += arcs(payoff, here, edge.contacts[0])
        for left, right, along in zip(edge.contacts, edge.contacts[1:], edge.along, strict=False):
            parts += arcs(payoff, left, right) if along else [Part(left, right, edge.line)]
        here = edge.contacts[-1]
    return parts + arcs(payoff, here, Place.at(1))


def arcs(payoff: Piecewise, left: Place, right: Place) -> list[Part]:
    """Return the pieces between two places."""
    return [Part(start, end, piece) for piece, start, end in within(payoff.pieces, left, right)]


def within(pieces: Iterable[Piece], left: Place, right: Place) -> Iterator[tuple[Piece, Place, Place]]:
    """Go through what lies between two places: each piece, with where it begins and ends there."""
    for piece in pieces:
        start = left if left.compare(piece.lo) > 0 else Place.at(piece.lo)
        end = right if right.compare(piece.hi) < 0 else Place.at(piece.hi)
        if start.compare(end) < 0:
            yield piece, start, end


def _verify(payoff: Piecewise, parts: list[Part]) -> None:
    """Check that the parts form the least concave function that is nowhere below the payoff.

    Chords end on the payoff, so nothing concave lies lower.  Their lines are nowhere below it, so that the closure bends down where a chord
    ends.  What remains are the arcs, and where two of them meet.
    """
    fine = not parts[0].left.compare(Fraction(0)) and not parts[-1].right.compare(Fraction(1))
    fine = fine and all(not a.right.compare(b.left) for a, b in pairwise(parts))
    checked: set[Line] = set()
    for part in parts:
        if isinstance(part.along, Line):
            fine = fine and all(touches(part.along, payoff, end) for end in (part.left, part.right))
            fine = fine and (part.along in checked or is_above(part.along, payoff))
            checked.add(part.along)
    if not fine or not _arcs_bend_down(payoff, parts):
        raise AssertionError("a concave closure failed its verification")


def _arcs_bend_down(payoff: Piecewise, parts: list[Part]) -> bool:
    """Whether arcs are concave, have the value of the payoff where they begin and end, and bend down where they meet."""
    for part in parts:
        if isinstance(part.along, Piece) and not (
            _at_top(payoff, part.along, part.left, part.right)
            and concave_along(part.along, part.left, part.right)
        ):
            return False
    return all(
        one.along.slope(one.along.hi) >= two.along.slope(two.along.lo)
        for one, two in pairwise(parts)
        if isinstance(one.along, Piece) and isinstance(two.along, Piece)
    )


def _at_top(payoff: Piecewise, piece: Piece, left: Place, right: Place) -> bool:
    """Whether an arc that begins or ends at a break has the value of the payoff there."""
    return all(
        piece.at(x) == payoff.tops[x]
        for end, x in ((left, piece.lo), (right, piece.hi))
        if not end.compare(x)
    )


def concave_along(piece: Piece, left: Place, right: Place) -> bool:
    """Whether the second derivative is nowhere positive along an arc: its sign in each gap between its roots."""
    bend = piece.polynomial.derivative().derivative()
    if not bend:
        return True
    roots = [
        place
        for place in real_roots(bend.numer(), piece.lo, piece.hi)
        if left.compare(place) < 0 < right.compare(place)
    ]
    bits = 64
    while True:
        low, high = left.bounds(bits)[1], right.bounds(bits)[0]
        if low < high and all(place.compare(low) > 0 > place.compare(high) for place in roots):
            break
        bits *= 2
    return all(
        RATIONALS.sign(RATIONALS.value(over(bend), element(x))) <= 0 for x in between(roots, low, high)
    )


def supported(payoff: Piecewise, parts: list[Part], prior: Fraction) -> tuple[Line, list[Place]]:
    """Return a line of support at the prior, and the places that the experiment leads to."""
    here = [part for part in parts if part.left.compare(prior) <= 0 <= part.right.compare(prior)]
    chord = next((part for part in here if isinstance(part.along, Line)), None)
    if chord is not None and isinstance(chord.along, Line):
        inside = chord.left.compare(prior) < 0 < chord.right.compare(prior)
        return chord.along, [chord.left, chord.right] if inside else [Place.at(prior)]
    piece = here[-1].along
    assert isinstance(piece, Piece)
    line = tangent(piece, Place.at(prior))
    if not is_above(line, payoff):
        raise AssertionError("a line of support failed its verification")
    return line, [Place.at(prior)]


def is_above(line: Line, payoff: Piecewise) -> bool:
    """Whether a line is nowhere below the payoff, shown by squares and Bernstein coefficients instead of Sturm sequences."""
    return all(line.field.sign(line.at(x) - element(y)) >= 0 for x, y in payoff.tops.items()) and all(
        nonnegative_by_square(line.field, line.above(piece), piece.lo, piece.hi) for piece in payoff.pieces
    )


def touches(line: Line, payoff: Piecewise, place: Place) -> bool:
    """Whether a line passes through the payoff at a place."""
    for x, y in payoff.tops.items():
        if not place.compare(x):
            return bool(line.at(x) == element(y))
    piece = next(p for p in payoff.pieces if place.compare(p.lo) > 0 > place.compare(p.hi))
    return meets(line, piece, place)


def meets(line: Line, piece: Piece, place: Place) -> bool:
    """Whether a line and the polynomial of a piece have the same value at a place."""
    difference = line.above(piece)
    if place.field is line.field or place.field is RATIONALS:
        return bool(line.field.value(difference, place.element) == 0)
    return any(not place.compare(root) for root in line.field.roots(difference, piece.lo, piece.hi))
