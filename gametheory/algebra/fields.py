"""The three number fields: float64, exact rationals, rational functions of parameters.

A field is an object; its elements are dumb and know `+ - * /` only.  Generic code asks the field, and nobody else,
for a sign: a tolerance lives in `Float64`, an exact order in `Rationals`, and `RationalFunctions` asks the region
of parameters, raising `UndecidableSign` with both halves where the region does not decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import flint

from gametheory.algebra.conditions import POSITIVE, ZERO, Cell, atom
from gametheory.algebra.expressions import read_number, to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import ExpressionError, MixedFieldError, UndecidableSign

Element = Any
"""An element of a field: `float`, `flint.fmpq` or `RationalFunction`."""


class Field(Protocol):
    """What a generic algorithm may ask of its numbers."""

    @property
    def name(self) -> str: ...
    @property
    def zero(self) -> Element: ...
    @property
    def one(self) -> Element: ...
    def convert(self, value: object) -> Element: ...
    def present(self, element: Element) -> Any: ...
    def sign(self, element: Element) -> int: ...


@dataclass(frozen=True)
class Float64:
    """IEEE double precision; numbers within `tolerance` of zero count as zero."""

    tolerance: float = 1e-9
    name: str = "float64"
    zero: float = 0.0
    one: float = 1.0

    def convert(self, value: object) -> float:
        """Return the element for a number (rounding exact ones)."""
        number = read_number(value)
        if isinstance(number, RationalFunction):
            raise MixedFieldError(
                f"`{number}` has no value as a float; set its parameters with `.at(...)` first"
            )
        return float(number)

    def present(self, element: float) -> float:
        """Return the element as a `float`."""
        return float(element)

    def sign(self, element: float) -> int:
        """Return -1, 0 or 1."""
        return (element > self.tolerance) - (element < -self.tolerance)


@dataclass(frozen=True)
class Rationals:
    """Exact rational numbers (python-flint's `fmpq`)."""

    name: str = "exact"

    @property
    def zero(self) -> Element:
        """The number 0."""
        return flint.fmpq(0)

    @property
    def one(self) -> Element:
        """The number 1."""
        return flint.fmpq(1)

    def convert(self, value: object) -> Element:
        """Return the element for an exact number; a float is refused."""
        number = read_number(value)
        if isinstance(number, float):
            raise ExpressionError(
                f"{number!r} is a float and this field is exact; use `.exact()` to read it exactly"
            )
        if isinstance(number, RationalFunction):
            if not number.is_constant():
                raise ExpressionError(f"`{number}` is symbolic; set its parameters with `.at(...)` first")
            number = number.constant_value()
        return flint.fmpq(number.numerator, number.denominator)

    def present(self, element: Element) -> Fraction:
        """Return the element as a `Fraction`."""
        return Fraction(int(element.p), int(element.q))

    def sign(self, element: Element) -> int:
        """Return -1, 0 or 1."""
        return int(element > 0) - int(element < 0)


@dataclass(frozen=True)
class RationalFunctions:
    """Rational functions of parameters, ordered only where the assumed conditions decide.

    Parameters
    ----------
    given : frozenset of Atom
        The conditions inside which signs are asked for.
    """

    given: Cell = frozenset()
    name: str = "symbolic"

    @property
    def zero(self) -> RationalFunction:
        """The constant 0."""
        return RationalFunction.constant(0)

    @property
    def one(self) -> RationalFunction:
        """The constant 1."""
        return RationalFunction.constant(1)

    def convert(self, value: object) -> RationalFunction:
        """Return the element for an exact number or an expression in parameters; a float is refused."""
        number = read_number(value)
        if isinstance(number, float):
            raise MixedFieldError(
                f"the float {number!r} stands beside parameters; write it exactly, as `{Fraction(repr(number))!r}`"
            )
        return number if isinstance(number, RationalFunction) else RationalFunction.constant(number)

    def present(self, element: RationalFunction) -> Any:
        """Return the element as a SymPy expression."""
        return to_sympy(element)

    def sign(self, element: RationalFunction) -> int:
        """Return the sign that the element has wherever the assumed conditions hold.

        Raises
        ------
        UndecidableSign
            If it is not the same everywhere; the exception carries the parts on which it is decided.
        """
        from gametheory.algebra.decide import Answer, sign

        polynomial = element.numerator * element.denominator
        decided = sign(polynomial, self.given)
        if decided is None:
            from gametheory.algebra.region import Region

            parts = (atom(polynomial, POSITIVE), atom(polynomial, ZERO), atom(-polynomial, POSITIVE))
            halves = [Region([frozenset({p})], assuming=self.given) for p in parts if not isinstance(p, bool)]
            raise UndecidableSign(
                f"the sign of `{to_sympy(element)}` is not decided by what is assumed",
                element,
                tuple(half for half in halves if half.is_empty() is not Answer.YES),
            )
        return decided


def field_name(numbers: Iterable[float | Fraction | RationalFunction]) -> str:
    """Return `"float64"`, `"exact"` or `"symbolic"` for numbers read by `read_number`.

    Raises
    ------
    MixedFieldError
        If a float stands beside a parameter.
    """
    some_float: float | None = None
    some_symbol: RationalFunction | None = None
    for number in numbers:
        if isinstance(number, float):
            some_float = number
        elif isinstance(number, RationalFunction):
            some_symbol = number
    if some_float is not None and some_symbol is not None:
        raise MixedFieldError(
            f"the float {some_float!r} stands beside the parameters of `{some_symbol}`; "
            f"write it exactly, as `{Fraction(repr(some_float))!r}`"
        )
    if some_symbol is not None:
        return "symbolic"
    return "float64" if some_float is not None else "exact"
