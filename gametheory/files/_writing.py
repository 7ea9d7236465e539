"""Numbers and conditions in parameters as text that `_expressions` reads: expanded, positive terms first."""

from __future__ import annotations

from fractions import Fraction

from gametheory.algebra.conditions import NONNEGATIVE, NONZERO, POSITIVE, ZERO, Atom
from gametheory.algebra.polynomials import Polynomial
from gametheory.files._expressions import Value

_SIGNS = {POSITIVE: ">", NONNEGATIVE: ">=", ZERO: "=", NONZERO: "!="}


def written(value: Value) -> str:
    """Write a number, expanded, positive terms first."""
    if isinstance(value, Fraction):
        return str(value)
    top = _written_polynomial(value.numerator)
    if value.denominator == 1:
        return top
    bottom = _written_polynomial(value.denominator)
    return f"{_grouped(value.numerator, top)}/{_grouped(value.denominator, bottom, below=True)}"


def written_condition(condition: Atom) -> str:
    """Write a condition."""
    return f"{_written_polynomial(condition.polynomial)} {_SIGNS[condition.relation]} 0"


def _grouped(polynomial: Polynomial, text: str, *, below: bool = False) -> str:
    plain = len(polynomial.key) == 1 and not (below and "*" in text)
    return text if plain else f"({text})"


def _written_polynomial(polynomial: Polynomial) -> str:
    terms = []
    for monomial, coefficient in sorted(polynomial.key, key=lambda term: term[1] < 0):
        factors = [name if power == 1 else f"{name}^{power}" for name, power in monomial]
        if abs(coefficient) != 1 or not factors:
            factors.insert(0, str(abs(coefficient)))
        terms.append(("-" if coefficient < 0 else "+", "*".join(factors)))
    first = terms[0][1] if terms else "0"
    minus = "-" if terms and terms[0][0] == "-" else ""
    return minus + first + "".join(f" {sign} {term}" for sign, term in terms[1:])
