"""Multivariate polynomials over the integers, and rational functions: the arithmetic under every symbol.

The coefficients live in python-flint's sparse `fmpz_mpoly`; this module adds what a solver needs around it:
variables by *name* (polynomials over different variables combine freely), value equality and hashing that do
not depend on the context, pickling, cached factorisation.  It refuses to order anything: `<`, `float()` and
`bool()` raise, because the term order of a polynomial ring says nothing about its sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any

import flint

from gametheory.errors import ExpressionError, OrderError

Number = int | Fraction
Key = tuple[tuple[tuple[tuple[str, int], ...], int], ...]


@lru_cache(maxsize=4096)
def _context(names: tuple[str, ...]) -> Any:
    return flint.fmpz_mpoly_ctx.get(names, "lex")


@lru_cache(maxsize=65536)
def _union(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*left, *right}))


class _Unordered:
    """Base of symbolic elements: comparing, rounding or testing them is a bug, so it raises."""

    __slots__ = ()

    def _refuse(self, *_: object) -> Any:
        raise OrderError(
            f"`{self}` is symbolic and has no order of its own; ask `field.sign(...)`, which consults the region"
        )

    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __float__ = __int__ = __abs__ = __round__ = _refuse


class Polynomial(_Unordered):
    """A polynomial with integer coefficients in named variables (immutable, hashable, picklable).

    Examples
    --------
    >>> q, c = Polynomial.variable("q"), Polynomial.variable("c")
    >>> (q + c) * (q - c)
    -c^2 + q^2
    """

    __slots__ = ("_flint", "_hash", "_key", "names")

    names: tuple[str, ...]

    def __init__(self, flint_polynomial: Any, names: tuple[str, ...]) -> None:
        self._flint = flint_polynomial
        self.names = names
        self._key: Key | None = None
        self._hash: int | None = None

    # -- building -----------------------------------------------------------------------------------------
    @staticmethod
    def variable(name: str) -> Polynomial:
        """Return the polynomial that is the single variable `name`."""
        return Polynomial(_context((name,)).gens()[0], (name,))

    @staticmethod
    def constant(value: int) -> Polynomial:
        """Return the constant polynomial `value`."""
        return Polynomial(_context(()).constant(value), ())

    @staticmethod
    def from_key(key: Key) -> Polynomial:
        """Rebuild a polynomial from its canonical `key`."""
        names = tuple(sorted({name for monomial, _ in key for name, _ in monomial}))
        place = {name: i for i, name in enumerate(names)}
        terms: dict[tuple[int, ...], int] = {}
        for monomial, coefficient in key:
            exponents = [0] * len(names)
            for name, power in monomial:
                exponents[place[name]] = power
            terms[tuple(exponents)] = coefficient
        return Polynomial(_context(names).from_dict(terms), names)

    def __reduce__(self) -> tuple[Any, ...]:
        return Polynomial.from_key, (self.key,)

    # -- identity -----------------------------------------------------------------------------------------
    @property
    def key(self) -> Key:
        """Canonical form, independent of the context: sorted ((name, power), ...) with coefficients."""
        if self._key is None:
            self._key = tuple(
                sorted(
                    (
                        tuple((n, int(e)) for n, e in zip(self.names, monomial, strict=True) if e),
                        int(coefficient),
                    )
                    for monomial, coefficient in self._flint.terms()
                )
            )
        return self._key

    def __hash__(self) -> int:
        if self._hash is None:
            # A constant equals its integer, so it hashes like it.
            self._hash = hash(self.constant_value()) if self.is_constant() else hash(self.key)
        return self._hash

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int):
            return self.is_constant() and self.constant_value() == other
        if not isinstance(other, Polynomial):
            return NotImplemented
        if self.names == other.names:
            return bool(self._flint == other._flint)
        return self.key == other.key

    def __repr__(self) -> str:
        return str(self._flint)

    # -- arithmetic ---------------------------------------------------------------------------------------
    def _lift(self, names: tuple[str, ...]) -> Any:
        return self._flint if names == self.names else self._flint.project_to_context(_context(names))

    def _pair(self, other: Polynomial) -> tuple[Any, Any, tuple[str, ...]]:
        if self.names == other.names:
            return self._flint, other._flint, self.names
        names = _union(self.names, other.names)
        return self._lift(names), other._lift(names), names

    def __add__(self, other: Polynomial | int) -> Polynomial:
        if isinstance(other, int):
            return Polynomial(self._flint + other, self.names)
        left, right, names = self._pair(other)
        return Polynomial(left + right, names)

    __radd__ = __add__

    def __neg__(self) -> Polynomial:
        return Polynomial(-self._flint, self.names)

    def __sub__(self, other: Polynomial | int) -> Polynomial:
        if isinstance(other, int):
            return Polynomial(self._flint - other, self.names)
        left, right, names = self._pair(other)
        return Polynomial(left - right, names)

    def __rsub__(self, other: int) -> Polynomial:
        return -self + other

    def __mul__(self, other: Polynomial | int) -> Polynomial:
        if isinstance(other, int):
            return Polynomial(self._flint * other, self.names)
        left, right, names = self._pair(other)
        return Polynomial(left * right, names)

    __rmul__ = __mul__

    def __pow__(self, power: int) -> Polynomial:
        return Polynomial(self._flint**power, self.names)

    def exact_quotient(self, divisor: Polynomial) -> Polynomial:
        """Divide by a polynomial that is known to divide exactly."""
        left, right, names = self._pair(divisor)
        quotient, remainder = divmod(left, right)
        assert remainder == 0
        return Polynomial(quotient, names)

    def gcd(self, other: Polynomial) -> Polynomial:
        """Return the greatest common divisor (integer content included)."""
        left, right, names = self._pair(other)
        return Polynomial(left.gcd(right), names)

    # -- structure ----------------------------------------------------------------------------------------
    def is_constant(self) -> bool:
        """Whether no variable occurs."""
        return bool(self._flint.is_constant())

    def is_zero(self) -> bool:
        """Whether this is the zero polynomial."""
        return bool(self._flint.is_zero())

    def constant_value(self) -> int:
        """Return the value of a constant polynomial."""
        return int(self._flint.leading_coefficient()) if not self._flint.is_zero() else 0

    @property
    def variables(self) -> frozenset[str]:
        """The names that really occur."""
        return frozenset(name for monomial, _ in self.key for name, _ in monomial)

    def degree(self, name: str) -> int:
        """Return the degree in the variable `name` (0 for a constant)."""
        if name not in self.names:
            return 0
        return max(0, int(self._flint.degrees()[self.names.index(name)]))

    def total_degree(self) -> int:
        """Return the total degree (0 for a constant)."""
        return max(0, int(self._flint.total_degree()))

    def coefficients(self, name: str) -> list[Polynomial]:
        """Return the coefficients of the powers 0, 1, ... of the variable `name`."""
        if name not in self.names:
            return [self]
        place = self.names.index(name)
        terms: list[dict[tuple[int, ...], Any]] = [{} for _ in range(self.degree(name) + 1)]
        for monomial, coefficient in self._flint.terms():
            rest = tuple(0 if i == place else int(e) for i, e in enumerate(monomial))
            terms[int(monomial[place])][rest] = coefficient
        context = _context(self.names)
        return [Polynomial(context.from_dict(t), self.names) for t in terms]

    def derivative(self, name: str) -> Polynomial:
        """Return the partial derivative in the variable `name`."""
        if name not in self.names:
            return Polynomial.constant(0)
        return Polynomial(self._flint.derivative(self.names.index(name)), self.names)

    def primitive(self) -> Polynomial:
        """Divide by the positive integer content, so that the sign is kept."""
        content = int(self._flint.content())
        return self if content in (0, 1) else self.exact_quotient(Polynomial.constant(content))

    def factors(self) -> tuple[int, tuple[tuple[Polynomial, int], ...]]:
        """Return the constant and the irreducible factors with their multiplicities."""
        return _factors(self)

    # -- evaluation ---------------------------------------------------------------------------------------
    def evaluate(self, point: Mapping[str, Number]) -> Fraction:
        """Return the exact value at a rational point that gives every variable."""
        total = Fraction(0)
        for monomial, coefficient in self.key:
            term = Fraction(coefficient)
            for name, power in monomial:
                term *= Fraction(point[name]) ** power
            total += term
        return total

    def substitute(self, values: Mapping[str, RationalFunction]) -> RationalFunction:
        """Replace variables by rational functions."""
        values = {name: value for name, value in values.items() if name in self.names}
        if not values:
            return RationalFunction(self)
        total = RationalFunction.constant(0)
        powers: dict[tuple[str, int], RationalFunction] = {}
        rest: dict[tuple[tuple[str, int], ...], dict[tuple[tuple[str, int], ...], int]] = {}
        for monomial, coefficient in self.key:
            replaced = tuple((n, e) for n, e in monomial if n in values)
            kept = tuple((n, e) for n, e in monomial if n not in values)
            rest.setdefault(replaced, {})[kept] = coefficient
        for replaced, terms in rest.items():
            term = RationalFunction(Polynomial.from_key(tuple(terms.items())))
            for n, e in replaced:
                if (n, e) not in powers:
                    powers[n, e] = reduce(lambda a, b: a * b, [values[n]] * e)
                term = term * powers[n, e]
            total = total + term
        return total


@lru_cache(maxsize=65536)
def _factors(polynomial: Polynomial) -> tuple[int, tuple[tuple[Polynomial, int], ...]]:
    try:
        unit, factors = polynomial._flint.factor()
    except OverflowError:
        # python-flint cannot sort several factors with coefficients of 2**31 and more; one factor is always sound.
        content = int(polynomial._flint.content())
        unit, factors = content, [(polynomial.primitive()._flint, 1)]
    result = []
    sign = int(unit)
    for factor, multiplicity in factors:
        f = Polynomial(factor, polynomial.names)
        # A canonical sign per factor: the last term in key order is positive, whatever the context.
        if f.key[-1][1] < 0:
            f = -f
            sign *= (-1) ** int(multiplicity)
        result.append((f, int(multiplicity)))
    return sign, tuple(sorted(result, key=lambda pair: pair[0].key))


class RationalFunction(_Unordered):
    """A quotient of polynomials in lowest terms: the elements of the symbolic field.

    Examples
    --------
    >>> q = RationalFunction.variable("q")
    >>> (1 - q * q) / (1 + q)
    -q + 1
    """

    __slots__ = ("denominator", "numerator")

    numerator: Polynomial
    denominator: Polynomial

    def __init__(self, numerator: Polynomial, denominator: Polynomial | None = None) -> None:
        if denominator is None:
            denominator = _ONE
        elif denominator.is_zero():
            raise ZeroDivisionError("a rational function with denominator 0")
        else:
            divisor = numerator.gcd(denominator)
            if not (divisor.is_constant() and divisor.constant_value() == 1):
                numerator, denominator = (
                    numerator.exact_quotient(divisor),
                    denominator.exact_quotient(divisor),
                )
            if denominator.key[-1][1] < 0:
                numerator, denominator = -numerator, -denominator
        self.numerator = numerator
        self.denominator = denominator

    @staticmethod
    def variable(name: str) -> RationalFunction:
        """Return the rational function that is the single variable `name`."""
        return RationalFunction(Polynomial.variable(name))

    @staticmethod
    def constant(value: Number) -> RationalFunction:
        """Return the constant `value`."""
        value = Fraction(value)
        return RationalFunction(Polynomial.constant(value.numerator), Polynomial.constant(value.denominator))

    @staticmethod
    def _coerce(value: object) -> RationalFunction:
        if isinstance(value, RationalFunction):
            return value
        if isinstance(value, int | Fraction):
            return RationalFunction.constant(value)
        if isinstance(value, flint.fmpq | flint.fmpz):
            return RationalFunction.constant(Fraction(str(value)))
        if isinstance(value, Polynomial):
            return RationalFunction(value)
        raise ExpressionError(
            f"`{value!r}` ({type(value).__name__}) is not an exact number or a rational function"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return RationalFunction, (self.numerator, self.denominator)

    def __hash__(self) -> int:
        if self.is_constant():
            return hash(self.constant_value())
        return hash((self.numerator, self.denominator))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int | Fraction):
            other = RationalFunction.constant(other)
        if not isinstance(other, RationalFunction):
            return NotImplemented
        return self.numerator == other.numerator and self.denominator == other.denominator

    def __repr__(self) -> str:
        if self.denominator == 1:
            return repr(self.numerator)
        return f"({self.numerator!r})/({self.denominator!r})"

    def __add__(self, other: object) -> RationalFunction:
        right = self._coerce(other)
        if self.denominator == right.denominator:
            if self.denominator == 1:
                return RationalFunction(self.numerator + right.numerator)
            return RationalFunction(self.numerator + right.numerator, self.denominator)
        return RationalFunction(
            self.numerator * right.denominator + right.numerator * self.denominator,
            self.denominator * right.denominator,
        )

    __radd__ = __add__

    def __neg__(self) -> RationalFunction:
        return RationalFunction(-self.numerator, self.denominator)

    def __sub__(self, other: object) -> RationalFunction:
        return self + (-self._coerce(other))

    def __rsub__(self, other: object) -> RationalFunction:
        return self._coerce(other) - self

    def __mul__(self, other: object) -> RationalFunction:
        right = self._coerce(other)
        if self.denominator == 1 and right.denominator == 1:
            return RationalFunction(self.numerator * right.numerator)
        return RationalFunction(self.numerator * right.numerator, self.denominator * right.denominator)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> RationalFunction:
        right = self._coerce(other)
        return RationalFunction(self.numerator * right.denominator, self.denominator * right.numerator)

    def __rtruediv__(self, other: object) -> RationalFunction:
        return self._coerce(other) / self

    def __pow__(self, power: int) -> RationalFunction:
        if power < 0:
            return RationalFunction(self.denominator ** (-power), self.numerator ** (-power))
        return RationalFunction(self.numerator**power, self.denominator**power)

    @property
    def variables(self) -> frozenset[str]:
        """The names that really occur."""
        return self.numerator.variables | self.denominator.variables

    def is_zero(self) -> bool:
        """Whether this is identically zero."""
        return self.numerator.is_zero()

    def is_constant(self) -> bool:
        """Whether no variable occurs."""
        return self.numerator.is_constant() and self.denominator.is_constant()

    def constant_value(self) -> Fraction:
        """Return the value of a constant."""
        return Fraction(self.numerator.constant_value(), self.denominator.constant_value())

    def derivative(self, name: str) -> RationalFunction:
        """Return the partial derivative in the variable `name`."""
        n, d = self.numerator, self.denominator
        return RationalFunction(n.derivative(name) * d - n * d.derivative(name), d * d)

    def evaluate(self, point: Mapping[str, Number]) -> Fraction:
        """Return the exact value at a rational point; raises `ZeroDivisionError` at a pole."""
        return self.numerator.evaluate(point) / self.denominator.evaluate(point)

    def substitute(self, values: Mapping[str, Any]) -> RationalFunction:
        """Replace variables by numbers or rational functions."""
        coerced = {name: self._coerce(value) for name, value in values.items()}
        return self.numerator.substitute(coerced) / self.denominator.substitute(coerced)


_ONE = Polynomial.constant(1)
