"""Numbers of axiomatic and coalitional problems: read exactly, shown as they were given.

A float means the decimal that it prints as, so that all arithmetic is exact; results of problems that hold a float
are rounded once, at the end.  A float beside a parameter is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isfinite
from typing import Any

from gametheory.algebra.conditions import Atom, Cell, cell, compare
from gametheory.algebra.decide import Answer
from gametheory.algebra.expressions import is_symbolic, names_of, read_number, to_sympy
from gametheory.algebra.polynomials import RationalFunction
from gametheory.algebra.region import Region, read_assumption
from gametheory.errors import ExpressionError, InvalidGameError, MixedFieldError


class Reading:
    """Reads the numbers of one problem, and remembers whether floats or parameters were among them.

    Parameters
    ----------
    call : str
        Whose numbers they are; begins every error message.
    """

    def __init__(self, call: str) -> None:
        self.call = call
        self.float: float | None = None
        self.symbol: RationalFunction | None = None

    def number(self, value: object, what: str) -> RationalFunction:
        """Read a number, or the text of a fraction such as `"1/3"`."""
        try:
            if is_symbolic(value) and getattr(value, "is_finite", None) is False:
                raise ExpressionError(f"{value} is not a finite number")
            number = read_number(Fraction(value) if isinstance(value, str) else value)
        except (ExpressionError, ValueError, ZeroDivisionError) as error:
            raise InvalidGameError(f"{self.call}: {what}: {error}") from None
        if isinstance(number, float):
            if not isfinite(number):
                raise InvalidGameError(f"{self.call}: {what} is {number}; it must be a finite number")
            self.float = number
            number = Fraction(repr(number))
        if isinstance(number, Fraction):
            number = RationalFunction.constant(number)
        if not number.is_constant():
            self.symbol = number
        if self.float is not None and self.symbol is not None:
            raise MixedFieldError(
                f"{self.call}: the float {self.float!r} stands beside the parameters of `{to_sympy(self.symbol)}`; "
                f"write it exactly, as `{Fraction(repr(self.float))!r}`"
            )
        return number

    def numbers(self, values: Iterable[object], what: str) -> tuple[RationalFunction, ...]:
        """Read several numbers."""
        return tuple(self.number(v, f"{what} {i}") for i, v in enumerate(values, 1))

    def face(self, value: Any) -> Any:
        """Return a number as people see it: a float, a `Fraction` or a SymPy expression."""
        if self.float is not None:
            return to_float(value)
        if isinstance(value, RationalFunction):
            return value.constant_value() if value.is_constant() else to_sympy(value)
        return value


def as_given(value: object, call: str, what: str) -> Any:
    """Normalise one number of a value object: a finite float, a `Fraction` or a SymPy expression."""
    reading = Reading(call)
    return reading.face(reading.number(value, what))


def where(
    requirements: Iterable[tuple[RationalFunction, str, str]], assuming: object, call: str
) -> Region | None:
    """Return the parameters that meet the requirements `(value, relation, sentence)`; `None` if no parameter occurs.

    Raises
    ------
    InvalidGameError
        With the sentence of a requirement that no parameter meets, or of the first if they contradict each other.
    """
    given: Cell = read_assumption(assuming)
    kept: list[Atom] = []
    sentences = []
    for value, relation, sentence in requirements:
        atoms = cell(compare(value, relation))
        if atoms is None:
            raise InvalidGameError(f"{call}: {sentence}")
        kept += sorted(atoms, key=repr)
        sentences += [sentence] if atoms else []
    if not kept and not given:
        return None
    found = Region([frozenset(kept)], parameters=names_of(assuming), assuming=given)
    if not kept:
        return found
    if found.is_empty() is Answer.YES:
        raise InvalidGameError(
            f"{call}: for no parameters that are assumed: " + "; ".join(dict.fromkeys(sentences))
        )
    return found.irredundant


def fractions(values: Iterable[RationalFunction], call: str) -> tuple[Fraction, ...]:
    """Return constants as fractions; parameters are refused."""
    made = []
    for value in values:
        if not value.is_constant():
            raise InvalidGameError(
                f"{call}: `{to_sympy(value)}` is a parameter, and there is no closed form here; give it a number"
            )
        made.append(value.constant_value())
    return tuple(made)


def to_float(value: Any) -> float:
    """Round a constant, a fraction or an exact SymPy number to a float, once."""
    if isinstance(value, RationalFunction):
        return float(value.constant_value())
    return float(value.evalf(40)) if is_symbolic(value) else float(value)
