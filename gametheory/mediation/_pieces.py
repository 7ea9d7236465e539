"""Piecewise polynomials on the unit interval: how they are written, read and refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint

from gametheory.algebra.expressions import is_symbolic, read_number
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.realfield import rational_polynomial, value_at
from gametheory.errors import ExpressionError, ParameterError
from gametheory.games._numbers import decimal


@dataclass(frozen=True)
class Piece:
    """A polynomial (`flint.fmpq_poly`) from `lo` to `hi`, which differ."""

    lo: Fraction
    hi: Fraction
    polynomial: Any

    def at(self, x: Fraction) -> Fraction:
        """Return the value at a point, or the limit at an end."""
        return value_at(self.polynomial, x)

    def slope(self, x: Fraction) -> Fraction:
        """Return the slope."""
        return value_at(self.polynomial.derivative(), x)

    @property
    def coefficients(self) -> tuple[Fraction, ...]:
        """The coefficients, constant term first."""
        return tuple(Fraction(int(c.p), int(c.q)) for c in self.polynomial.coeffs()) or (Fraction(0),)

    def __reduce__(self) -> tuple[Any, ...]:
        # FLINT's polynomials do not pickle themselves.
        return _piece, (self.lo, self.hi, self.coefficients)


def _piece(lo: Fraction, hi: Fraction, coefficients: tuple[Fraction, ...]) -> Piece:
    return Piece(lo, hi, rational_polynomial(coefficients))


@dataclass(frozen=True)
class Piecewise:
    """An upper semicontinuous piecewise polynomial on [0, 1].

    Attributes
    ----------
    pieces : tuple of Piece
        From left to right, each beginning where the one before ends.
    tops : dict of {break: value}
        The value at each end of a piece: the largest of both limits and of what is given for the point itself.
    """

    pieces: tuple[Piece, ...]
    tops: dict[Fraction, Fraction]

    def at(self, x: Fraction) -> Fraction:
        """Return the value at a point of [0, 1]."""
        if x in self.tops:
            return self.tops[x]
        return next(piece for piece in self.pieces if piece.lo < x < piece.hi).at(x)

    def mirrored(self) -> Piecewise:
        """Return the function of 1 - x."""
        turn = flint.fmpq_poly([1, -1])
        pieces = (Piece(1 - p.hi, 1 - p.lo, p.polynomial(turn)) for p in reversed(self.pieces))
        return Piecewise(tuple(pieces), {1 - x: y for x, y in self.tops.items()})


def read_rational(value: object, what: str) -> Fraction:
    """Read a rational number; floats are read as the decimals that they print as."""
    try:
        number = Fraction(value) if isinstance(value, str) else read_number(value)
        if isinstance(number, float):
            return decimal(number)
    except (ExpressionError, ValueError, ZeroDivisionError):
        raise ParameterError(f"{what} is {value!r}, not a number") from None
    if isinstance(number, RationalFunction):
        if not number.is_constant():
            raise ParameterError(f"{what} is {value}, which has a parameter left in it; set it to a number")
        return number.constant_value()
    return number


def read_piecewise(pieces: Iterable[Sequence[Any]], call: str) -> Piecewise:
    """Read pieces `(lo, hi, polynomial)` that cover [0, 1], and points `(x, x, value)`.

    Raises
    ------
    ParameterError
        If they leave a gap, overlap or leave [0, 1], or something is no polynomial in one unknown.
    """
    spans: list[Piece] = []
    points: dict[Fraction, Fraction] = {}
    symbols: set[str] = set()
    listed = list(pieces)
    for k, piece in enumerate(listed, start=1):
        if isinstance(piece, str) or not isinstance(piece, Sequence) or len(piece) != 3:
            raise ParameterError(f"{call}: piece {k} is {piece!r}; write (lo, hi, polynomial)")
        lo, hi = (read_rational(x, f"{call}: an end of piece {k}") for x in piece[:2])
        polynomial = _polynomial(piece[2], f"{call}: piece {k}", symbols)
        if not 0 <= lo <= hi <= 1:
            raise ParameterError(
                f"{call}: piece {k} runs from {lo} to {hi}; its ends have to be in order and lie in [0, 1]"
            )
        if lo < hi:
            spans.append(Piece(lo, hi, polynomial))
        else:
            points[lo] = max(points.get(lo, value_at(polynomial, lo)), value_at(polynomial, lo))
    if len(symbols) > 1:
        raise ParameterError(
            f"{call}: the pieces have the unknowns {', '.join(sorted(symbols))}; one is the belief, set the others to numbers"
        )
    spans.sort(key=lambda piece: piece.lo)
    _covering(spans, call)
    return _joined(_split(spans, points), points)


def _polynomial(value: object, what: str, symbols: set[str]) -> Any:
    """Read a number, coefficients (constant term first) or an expression in one unknown."""
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return rational_polynomial(read_rational(c, f"{what}: a coefficient") for c in value)
    if not is_symbolic(value):
        return rational_polynomial([read_rational(value, f"{what}: its value")])
    try:
        read = read_number(value)
    except ExpressionError as error:
        raise ParameterError(f"{what}: {error}") from None
    if isinstance(read, float):
        return rational_polynomial([decimal(read)])
    if isinstance(read, Fraction):
        return rational_polynomial([read])
    if not read.denominator.is_constant():
        raise ParameterError(f"{what}: `{value}` is no polynomial")
    symbols |= read.variables
    if len(read.variables) > 1:
        raise ParameterError(
            f"{what}: `{value}` has the unknowns {', '.join(sorted(read.variables))}; one is the belief, set the others to numbers"
        )
    below = read.denominator.constant_value()
    name = next(iter(read.variables), "")
    return rational_polynomial(Fraction(c.constant_value(), below) for c in read.numerator.coefficients(name))


def _covering(spans: list[Piece], call: str) -> None:
    edge = Fraction(0)
    for piece in spans:
        if piece.lo > edge:
            raise ParameterError(f"{call}: the pieces leave a gap from {edge} to {piece.lo}")
        if piece.lo < edge:
            raise ParameterError(f"{call}: pieces overlap from {piece.lo} to {min(edge, piece.hi)}")
        edge = piece.hi
    if edge < 1:
        raise ParameterError(f"{call}: the pieces leave a gap from {edge} to 1")


def _split(spans: list[Piece], points: dict[Fraction, Fraction]) -> list[Piece]:
    """Cut pieces at points that are given a value of their own."""
    result = []
    for piece in spans:
        marks = [piece.lo, *sorted(x for x in points if piece.lo < x < piece.hi), piece.hi]
        result += [Piece(a, b, piece.polynomial) for a, b in pairwise(marks)]
    return result


def _joined(spans: list[Piece], points: dict[Fraction, Fraction]) -> Piecewise:
    """Join neighbours that are one polynomial, and find the value at every break that is left."""
    pieces: list[Piece] = []
    for piece in spans:
        before = pieces[-1] if pieces else None
        if (
            before is not None
            and before.polynomial == piece.polynomial
            and points.get(piece.lo, piece.at(piece.lo)) <= piece.at(piece.lo)
        ):
            pieces[-1] = Piece(before.lo, piece.hi, piece.polynomial)
        else:
            pieces.append(piece)
    tops: dict[Fraction, Fraction] = {}
    for piece in pieces:
        for x in (piece.lo, piece.hi):
            seen = [piece.at(x), *([tops[x]] if x in tops else []), *([points[x]] if x in points else [])]
            tops[x] = max(seen)
    return Piecewise(tuple(pieces), tops)
