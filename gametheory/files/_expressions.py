"""Numbers and conditions in parameters as text: `(1 - q)*b/3`, `0 < q < 1`.

The reader knows numbers, declared names, `+ - * / ^ **`, parentheses and comparisons, and computes at once with exact rational
functions; nothing is ever evaluated as code.  Every operation is refused beforehand if its result could be large.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from fractions import Fraction
from math import comb
from typing import NamedTuple, NoReturn

from gametheory.algebra.conditions import (
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    ZERO,
    Atom,
    Cell,
    cell,
    compare,
)
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.files._scan import BITS, DIGITS, Scanner, bits, brief, exact_number

TERMS = 2_000
"""The most terms of a numerator or denominator."""
DEGREE = 100
"""The largest total degree."""
LARGEST = f"an expression of at most {TERMS} terms, degree {DEGREE} and {DIGITS // 4} digits"
FACTORED_TERMS, FACTORED_DEGREE = 200, 20
"""The same for denominators, probabilities and conditions: they are factored, which is slow for large ones."""
WORK = 100_000_000
"""The most terms that all operations of a document make together."""

Value = Fraction | RationalFunction

_WORDS = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[^\W\d]\w*|\*\*|<=|>=|==|!=|.", re.DOTALL)
_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "negative": 3}
_RELATIONS = {
    ">": (False, POSITIVE),
    ">=": (False, NONNEGATIVE),
    "<": (True, POSITIVE),
    "<=": (True, NONNEGATIVE),
    "=": (False, ZERO),
    "==": (False, ZERO),
    "!=": (False, NONZERO),
}


class Sized(NamedTuple):
    """A value, and bounds of its size: terms of numerator and denominator, total degree, bits of a coefficient."""

    value: Value
    top: int
    bottom: int
    degree: int
    bits: int

    def is_small(self) -> bool:
        """Whether a number of this size is read."""
        return max(self.top, self.bottom) <= TERMS and self.degree <= DEGREE and self.bits <= BITS


def measured(value: Value) -> Sized:
    """Give a value its true size."""
    if isinstance(value, Fraction):
        return Sized(value, 1, 1, 0, bits(value))
    top, bottom = value.numerator, value.denominator
    largest = max((abs(c) for p in (top, bottom) for _, c in p.key), default=0)
    degree = max(top.total_degree(), bottom.total_degree())
    return Sized(value, max(1, len(top.key)), len(bottom.key), degree, largest.bit_length())


def readable(value: Value, *, factored: bool = False) -> bool:
    """Whether a number can be read again after it is written; `factored`: as a probability."""
    if isinstance(value, Fraction):
        return bits(value) <= BITS
    top, bottom = (measured(RationalFunction(p)) for p in (value.numerator, value.denominator))
    together = top._replace(degree=top.degree + bottom.degree, bits=2 * (top.bits + bottom.bits))
    large = (value.numerator, value.denominator) if factored else (value.denominator,)
    return together.is_small() and all(map(is_factorable, large))


def is_factorable(polynomial: Polynomial) -> bool:
    """Whether a polynomial is small enough to be factored."""
    return len(polynomial.key) <= FACTORED_TERMS and polynomial.total_degree() <= FACTORED_DEGREE


class Reader:
    """Reads the expressions of one document.

    Parameters
    ----------
    document : Scanner
        Where they stand.
    names : collection of str
        The declared parameters.
    """

    def __init__(self, document: Scanner, names: Collection[str]) -> None:
        self.document = document
        self.names = names
        self.work = 0

    def number(self, text: str, at: int, exact: bool) -> Value:
        """Read a number; `at` is the place of its first character, `exact` whether no escapes shift the others."""
        expression = _Expression(text, self, at, exact)
        value = expression.whole()
        if not readable(value):
            expression.fail(LARGEST, "this is larger", at=0)
        return value

    def conditions(self, text: str, at: int, exact: bool) -> Cell | None:
        """Read comparisons, such as `0 < q < 1`; `None` if they are plainly false."""
        return _Expression(text, self, at, exact).comparisons()

    def total(self, numbers: Iterable[Value], at: int) -> Value:
        """Add numbers up, as `number` would."""
        adder = _Expression("", self, at, False)
        total = measured(Fraction(0))
        for number in numbers:
            total = adder._apply("+", total, measured(number))
        return total.value


class _Expression(Scanner):
    """The words of one expression, and stacks of values and operators: nothing recurses."""

    def __init__(self, text: str, reader: Reader, at: int, exact: bool) -> None:
        super().__init__(text, reader.document.file, _WORDS)
        self._reader = reader
        self._at = at
        self._exact = exact
        self._values: list[Sized] = []
        self._waiting: list[str] = []
        self._open = 0

    def fail(self, expected: str, found: str | None = None, *, at: int | None = None) -> NoReturn:
        """Raise the error with its place in the document."""
        place = self.start if at is None else at
        if found is None:
            word = self.text[self.start : self._end]
            found = f"there is `{brief(word)}`" if word else "the expression ends"
        self._reader.document.fail(expected, found, at=self._at + place if self._exact else self._at)

    def whole(self) -> Value:
        """Read an expression that is the whole text."""
        made = self._sum().value
        if self.take():
            self.fail("an operator, or the end of the expression")
        return made

    def comparisons(self) -> Cell | None:
        """Read expressions with comparisons between them."""
        atoms: list[Atom | bool] = []
        left = self._sum()
        while not atoms or self.peek():
            relation = self.take()
            if relation not in _RELATIONS:
                self.fail("a comparison: one of `<`, `<=`, `>`, `>=`, `=`, `!=`")
            right = self._sum()
            flip, sense = _RELATIONS[relation]
            value = self._apply("-", *((right, left) if flip else (left, right))).value
            if isinstance(value, Fraction):
                value = RationalFunction.constant(value)
            if not (is_factorable(value.numerator) and is_factorable(value.denominator)):
                self.fail(
                    f"a condition of at most {FACTORED_TERMS} terms and degree {FACTORED_DEGREE}",
                    "this is larger",
                )
            atoms.extend(compare(value, sense))
            left = right
        return cell(atoms)

    def _sum(self) -> Sized:
        """Read an expression up to a comparison or the end."""
        self._values, self._waiting, self._open = [], [], 0
        while True:
            word = self.take()
            if word == "(":
                self._waiting.append(word)
                self._open += 1
            elif word == "-":
                self._waiting.append("negative")
            elif word != "+":
                self._values.append(self._atom(word))
                self._close()
                operator = self.peek()
                if operator not in _PRECEDENCE:
                    break
                self.take()
                self._reduce(_PRECEDENCE[operator])
                self._waiting.append(operator)
        if self._open:
            self.take()
            self.fail("an operator or `)`")
        self._reduce(0)
        return self._values.pop()

    def _atom(self, word: str) -> Sized:
        if word in self._reader.names:
            return Sized(RationalFunction.variable(word), 1, 1, 1, 1)
        number = exact_number(word)
        if number is None:
            known = ", ".join(f"`{name}`" for name in list(self._reader.names)[:12]) or "there is none"
            self.fail(f"a parameter ({known}), a number of at most {DIGITS} digits, or `(`")
        return measured(number)

    def _close(self) -> None:
        """Read the powers and closing parentheses that follow a value."""
        self._power()
        while self._open and self.peek() == ")":
            self.take()
            self._reduce(0)
            self._waiting.pop()
            self._open -= 1
            self._power()

    def _power(self) -> None:
        if self.peek() not in ("^", "**"):
            return
        self.take()
        negative = self.peek() == "-"
        if negative:
            self.take()
        exponent = self.integer("an integer exponent")
        base = self._values.pop()
        if negative:
            base = self._inverse(base)
        self._values.append(self._apply("^", base, exponent))
        if self.peek() in ("^", "**"):
            self.take()
            self.fail("parentheses around a power of a power")

    def _inverse(self, sized: Sized) -> Sized:
        if sized.value == 0:
            self.fail("a number other than zero to divide by", f"`{brief(self.text)}` divides by zero")
        return sized._replace(value=1 / sized.value, top=sized.bottom, bottom=sized.top)

    def _reduce(self, precedence: int) -> None:
        """Apply the operators that bind at least as strongly, back to the last parenthesis."""
        while self._waiting and _PRECEDENCE.get(self._waiting[-1], -1) >= precedence:
            operator = self._waiting.pop()
            right = self._values.pop()
            if operator == "negative":
                self._values.append(right._replace(value=-right.value))
                continue
            left = self._values.pop()
            if operator == "/":
                operator, right = "*", self._inverse(right)
            self._values.append(self._apply(operator, left, right))

    def _apply(self, operator: str, left: Sized, right: Sized | int) -> Sized:
        """Compute, after making sure that the result is not too large."""
        bound = _bound(operator, left, right)
        if not bound.is_small():
            left = measured(left.value)
            right = right if isinstance(right, int) else measured(right.value)
            self._reader.work += 20 * (left.top + left.bottom)
            bound = _bound(operator, left, right)
        plain = isinstance(left.value, Fraction) and (
            isinstance(right, int) or isinstance(right.value, Fraction)
        )
        self._reader.work += bound.top + bound.bottom + bound.bits // 64
        # A quotient of long numbers is written as a division of them; its true size is seen below.
        if not (bound.bits <= 4 * BITS if plain else bound.is_small()):
            self.fail(LARGEST, "this may become larger")
        if self._reader.work > WORK:
            self.fail("expressions with less to compute altogether", "this is too much")
        value: Value
        if isinstance(right, int):
            value = left.value**right
        elif operator == "*":
            value = left.value * right.value
        else:
            value = left.value + right.value if operator == "+" else left.value - right.value
        if isinstance(value, RationalFunction) and value.is_constant():
            value = value.constant_value()
        if isinstance(value, RationalFunction) and not is_factorable(value.denominator):
            self.fail(
                f"a denominator of at most {FACTORED_TERMS} terms and degree {FACTORED_DEGREE}",
                "this one is larger",
            )
        if not plain:
            return bound._replace(value=value)
        made = measured(value)
        if not made.is_small():
            self.fail(LARGEST, "this is larger")
        return made


def _bound(operator: str, left: Sized, right: Sized | int) -> Sized:
    """Bound the size of a result; its value is not computed yet."""
    if isinstance(right, int):
        top, bottom = (_terms_of_power(n, right) for n in (left.top, left.bottom))
        growth = left.bits + max(left.top, left.bottom).bit_length()
        return Sized(left.value, top, bottom, left.degree * right, growth * right)
    bottom, bits = left.bottom * right.bottom, left.bits + right.bits
    bits += max(left.top, left.bottom, right.top, right.bottom).bit_length()
    degree = left.degree + right.degree
    if operator == "*":
        return Sized(left.value, left.top * right.top, bottom, degree, bits)
    if all(isinstance(v, Fraction) for v in (left.value, right.value)):
        return Sized(left.value, 1, 1, 0, bits)
    top = left.top * right.bottom + right.top * left.bottom
    if bottom == 1 and _is_polynomial(left.value) and _is_polynomial(right.value):
        degree, bits = max(left.degree, right.degree), max(left.bits, right.bits) + 1
    return Sized(left.value, top, bottom, degree, bits)


def _terms_of_power(terms: int, exponent: int) -> int:
    """Bound the terms of a power; beyond the largest degree there is no need to count."""
    if terms == 1:
        return 1
    return comb(terms + exponent - 1, exponent) if exponent <= DEGREE else TERMS + 1


def _is_polynomial(value: Value) -> bool:
    return value.denominator == 1
