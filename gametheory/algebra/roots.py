"""Isolated roots of square polynomial systems: enclosed in balls with a proof, and described as algebraic numbers.

A root is given by rational equations and a box in which an interval Newton step (Krawczyk 1969) proves exactly one root, a simple
one.  Everything else follows from these two: digits to any precision, and, on demand, the field in which the root lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from operator import add
from typing import Any

import flint

from gametheory.errors import Undecided

Monomial = tuple[int, ...]
"""Exponents, one for each unknown."""
Terms = tuple[tuple[Monomial, int | Fraction], ...]
"""A polynomial: its monomials, sorted, with coefficients that are not zero."""

_BITS = 128
_MOST_BITS = 1 << 16


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Compute with balls of so many bits."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def terms_of(polynomial: Mapping[Monomial, int | Fraction]) -> Terms:
    """Return a polynomial in its normal form."""
    return tuple(sorted((m, c) for m, c in polynomial.items() if c))


def ball(number: Fraction | int) -> Any:
    """Return a ball around a rational number."""
    if isinstance(number, int):
        return flint.arb(number)
    return flint.arb(flint.fmpq(number.numerator, number.denominator))


def evaluate(polynomial: Terms, at: Sequence[Any], zero: Any, convert: Any) -> Any:
    """Evaluate a polynomial at elements of any ring."""
    total = zero
    for monomial, coefficient in polynomial:
        term = convert(coefficient)
        for x, power in zip(at, monomial, strict=True):
            for _ in range(power):
                term = term * x
        total = total + term
    return total


def derivative(polynomial: Terms, variable: int) -> Terms:
    """Differentiate with respect to one unknown."""
    found: dict[Monomial, int | Fraction] = {}
    for monomial, coefficient in polynomial:
        power = monomial[variable]
        if power:
            lower = (*monomial[:variable], power - 1, *monomial[variable + 1 :])
            found[lower] = found.get(lower, 0) + coefficient * power
    return terms_of(found)


def _rational(exact: Any) -> Fraction:
    """Return the midpoint of a ball."""
    mantissa, exponent = (int(part) for part in exact.mid().man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


@dataclass(frozen=True)
class Root:
    """A simple root of a square system of polynomials, the only one in a box around a point.

    Attributes
    ----------
    equations : tuple of Terms
        As many as there are unknowns.
    centre : tuple of Fraction
        The middle of the box.
    radius : Fraction
        Half its width.
    degree : int
        A bound on the number of isolated complex roots of the system, hence on the degree of every coordinate.
    """

    equations: tuple[Terms, ...]
    centre: tuple[Fraction, ...]
    radius: Fraction
    degree: int

    @cached_property
    def _jacobian(self) -> list[list[Terms]]:
        return [[derivative(p, j) for j in range(len(self.centre))] for p in self.equations]

    def __getstate__(self) -> dict[str, Any]:
        kept = ("equations", "centre", "radius", "degree")
        return {name: self.__dict__[name] for name in kept}

    def balls(self, bits: int) -> tuple[Any, ...]:
        """Enclose the coordinates to so many bits, by Newton steps in ball arithmetic, proved at the end."""
        known: dict[int, tuple[Any, ...]] = self.__dict__.setdefault("_balls", {})
        if bits not in known:
            with precision(2 * bits + 64):
                box = [flint.arb(ball(c), ball(self.radius)) for c in self.centre]
                middle = [ball(c).mid() for c in self.centre]
                middle = _newton(self.equations, self._jacobian, middle, bits)
                radius = flint.arb(2) ** -bits
                inner = [flint.arb(m, radius) for m in middle]
                # The root in the small box is the one in the large box, which has no other.
                if not _krawczyk(self.equations, self._jacobian, middle, inner) or not all(
                    b.contains(i) for b, i in zip(box, inner, strict=True)
                ):
                    raise Undecided(f"a root could not be enclosed to {bits} bits")
                known[bits] = tuple(inner)
        return known[bits]

    @cached_property
    def generator(self) -> tuple[Any, tuple[Any, ...]]:
        """The minimal polynomial m of an algebraic number t, and the coordinates as polynomials in t modulo m.

        Guessed by lattice reduction, then verified: the polynomials solve the equations modulo m, and their values at t lie in the box.
        """
        unknowns = len(self.centre)
        for attempt in range(1, 6):
            weights = [attempt**j % 97 + (j if attempt > 1 else 0) for j in range(unknowns)]
            bits = 64 * (self.degree + 1)
            while bits <= _MOST_BITS:
                found = self._guess(weights, bits)
                if found is not None:
                    return found
                bits *= 2
        raise Undecided(f"no number field of degree at most {self.degree} was found for a root")

    def _guess(self, weights: list[int], bits: int) -> tuple[Any, tuple[Any, ...]] | None:
        at = self.balls(bits + 32)
        with precision(2 * bits + 64):
            t = sum((w * x for w, x in zip(weights, at, strict=True)), flint.arb(0))
            minimal = _minimal(t, self.degree, bits)
            if minimal is None:
                return None
            slope = minimal.derivative()
            powers = _powers(t, minimal.degree())
            at_slope = sum(
                (int(slope[k]) * powers[k] for k in range(slope.degree() + 1)),
                flint.arb(0),
            )
            inverse = _inverse(slope, minimal)
            expressed = []
            for x in at:
                relation = _relation([-x * at_slope, *powers[: minimal.degree()]], bits)
                if relation is None or relation[0] == 0:
                    return None
                numerator = flint.fmpq_poly([flint.fmpq(c, relation[0]) for c in relation[1:]])
                expressed.append(numerator * inverse % flint.fmpq_poly(minimal))
            if not self._verified(minimal, expressed, t):
                return None
        return minimal, tuple(expressed)

    def _verified(self, minimal: Any, expressed: list[Any], t: Any) -> bool:
        for equation in self.equations:
            if self.reduce(equation, minimal, expressed) != 0:
                return False
        for c, x in zip(self.centre, expressed, strict=True):
            value = _horner(x, t)
            if not flint.arb(ball(c), ball(self.radius)).contains(value):
                return False
        return True

    def reduce(self, polynomial: Terms, minimal: Any, expressed: Sequence[Any]) -> Any:
        """Return a polynomial in the coordinates as a polynomial in the generator."""
        modulus = flint.fmpq_poly(minimal)
        total = flint.fmpq_poly(0)
        for monomial, coefficient in polynomial:
            term = flint.fmpq_poly([flint.fmpq(coefficient.numerator, coefficient.denominator)])
            for x, power in zip(expressed, monomial, strict=True):
                for _ in range(power):
                    term = term * x % modulus
            total += term
        return total % modulus


def isolate(equations: Sequence[Terms], near: Iterable[float], degree: int) -> Root | None:
    """Prove a simple root near a point; `None` if Newton's method finds none there.

    Parameters
    ----------
    equations : sequence of Terms
        As many as there are unknowns.
    near : floats
        Where to start.
    degree : int
        A bound on the number of isolated complex roots.

    Examples
    --------
    >>> root = isolate([terms_of({(2,): 1, (0,): -2})], [1.4], 2)
    >>> print(Algebraic.coordinate(root, 0))
    sqrt(2)
    """
    wanted = tuple(equations)
    jacobian = [[derivative(p, j) for j in range(len(wanted))] for p in wanted]
    with precision(2 * _BITS + 64):
        try:
            start = [flint.arb(float(x)) for x in near]
            middle = _newton(wanted, jacobian, start, _BITS)
        except ZeroDivisionError:
            return None
        if not all(m.is_finite() for m in middle):
            return None
        # As large a box as can be proved, because later boxes must fit into it.
        for bits in (10, 20, 40, 80, _BITS):
            radius = flint.arb(2) ** -bits
            box = [flint.arb(m, radius) for m in middle]
            if _krawczyk(wanted, jacobian, middle, box):
                centre = tuple(_rational(m) for m in middle)
                return Root(wanted, centre, Fraction(1, 2**bits), degree)
    return None


def _newton(equations: Sequence[Terms], jacobian: list[list[Terms]], start: list[Any], bits: int) -> Any:
    """Take Newton steps from a point until they are as small as the precision allows."""
    at, d = [x.mid() for x in start], len(start)
    small = flint.arb(2) ** -(bits + 24)
    for _ in range(64):
        values = flint.arb_mat(d, 1, [evaluate(p, at, flint.arb(0), ball) for p in equations])
        slopes = flint.arb_mat(d, d, [evaluate(p, at, flint.arb(0), ball) for row in jacobian for p in row])
        step = slopes.solve(values)
        at = [(x - step[i, 0]).mid() for i, x in enumerate(at)]
        if all(abs(step[i, 0]) < small for i in range(d)):
            break
    return at


def _krawczyk(
    equations: Sequence[Terms], jacobian: list[list[Terms]], middle: list[Any], box: list[Any]
) -> bool:
    """Whether Krawczyk's operator maps a box into its interior: then it holds exactly one root, a simple one."""
    d = len(box)
    at_middle = flint.arb_mat(
        d, d, [evaluate(p, middle, flint.arb(0), ball) for row in jacobian for p in row]
    )
    try:
        inverse = at_middle.inv()
    except ZeroDivisionError:
        return False
    # Any matrix will do for the inverse, so its midpoints are taken.
    near = flint.arb_mat(d, d, [inverse[i, j].mid() for i in range(d) for j in range(d)])
    values = flint.arb_mat(d, 1, [evaluate(p, middle, flint.arb(0), ball) for p in equations])
    slopes = flint.arb_mat(d, d, [evaluate(p, box, flint.arb(0), ball) for row in jacobian for p in row])
    identity = flint.arb_mat(d, d, [int(i == j) for i in range(d) for j in range(d)])
    spread = flint.arb_mat(d, 1, [b - m for b, m in zip(box, middle, strict=True)])
    image = (identity - near * slopes) * spread - near * values
    return all(b.contains_interior(m + image[i, 0]) for i, (b, m) in enumerate(zip(box, middle, strict=True)))


def _powers(t: Any, count: int) -> list[Any]:
    powers = [flint.arb(1)]
    for _ in range(count):
        powers.append(powers[-1] * t)
    return powers


def _relation(numbers: list[Any], bits: int) -> list[int] | None:
    """Return small integers whose combination of real numbers looks like zero, by lattice reduction."""
    scale = flint.arb(2) ** bits
    rounded = []
    for number in numbers:
        value = (number * scale + flint.arb(0.5)).floor().unique_fmpz()
        if value is None:
            return None
        rounded.append(int(value))
    size = len(numbers)
    lattice = flint.fmpz_mat(
        size,
        size + 1,
        [int(i == j) if j < size else rounded[i] for i in range(size) for j in range(size + 1)],
    ).lll()
    row = [int(lattice[0, j]) for j in range(size + 1)]
    # A relation by chance has numbers of about bits / size digits; a true one has far smaller ones.
    if max(map(abs, row)) ** size > 2 ** (bits // 2):
        return None
    return row[:size]


def _minimal(t: Any, degree: int, bits: int) -> Any:
    """Return the irreducible polynomial that a number seems to satisfy."""
    relation = _relation(_powers(t, degree), bits)
    if relation is None or not any(relation[1:]):
        return None
    _, factors = flint.fmpz_poly(relation).factor()
    vanishing = [f for f, _ in factors if f.degree() and _horner(f, t).contains(0)]
    return vanishing[0] if len(vanishing) == 1 else None


def _horner(polynomial: Any, t: Any) -> Any:
    total = flint.arb(0)
    for k in range(polynomial.degree(), -1, -1):
        total = total * t + flint.arb(polynomial[k])
    return total


def _inverse(polynomial: Any, modulus: Any) -> Any:
    """Return the inverse modulo an irreducible polynomial."""
    common, factor, _ = flint.fmpq_poly(polynomial).xgcd(flint.fmpq_poly(modulus))
    return factor / common[0]


class Algebraic:
    """A real algebraic number: a polynomial in the coordinates of an isolated root.

    It adds and multiplies with rational numbers and with numbers of the same root, compares exactly with all, and prints as
    radicals if it is rational or quadratic, otherwise to 15 digits.
    """

    __slots__ = ("__dict__", "root", "terms")

    root: Root
    terms: Terms

    def __init__(self, root: Root, terms: Terms) -> None:
        object.__setattr__(self, "root", root)
        object.__setattr__(self, "terms", terms)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("algebraic numbers do not change")

    def __reduce__(self) -> tuple[Any, ...]:
        return Algebraic, (self.root, self.terms)

    @staticmethod
    def coordinate(root: Root, k: int) -> Algebraic:
        """Return one coordinate of a root."""
        monomial = tuple(int(j == k) for j in range(len(root.centre)))
        return Algebraic(root, ((monomial, 1),))

    # -- arithmetic ---------------------------------------------------------------------------------------
    def _lifted(self, other: Any) -> Terms | None:
        if isinstance(other, Algebraic):
            return other.terms if other.root == self.root else None
        if isinstance(other, int | Fraction):
            return terms_of({(0,) * len(self.root.centre): other})
        return None

    def __add__(self, other: Any) -> Algebraic:
        terms = self._lifted(other)
        if terms is None:
            return NotImplemented
        total = dict(self.terms)
        for monomial, c in terms:
            total[monomial] = total.get(monomial, 0) + c
        return Algebraic(self.root, terms_of(total))

    __radd__ = __add__

    def __neg__(self) -> Algebraic:
        return Algebraic(self.root, tuple((m, -c) for m, c in self.terms))

    def __sub__(self, other: Any) -> Algebraic:
        difference: Algebraic = self + (-other)
        return difference

    def __rsub__(self, other: Any) -> Algebraic:
        difference: Algebraic = -self + other
        return difference

    def __mul__(self, other: Any) -> Algebraic:
        terms = self._lifted(other)
        if terms is None:
            return NotImplemented
        total: dict[Monomial, int | Fraction] = {}
        for m, c in self.terms:
            for n, e in terms:
                joined = tuple(map(add, m, n))
                total[joined] = total.get(joined, 0) + c * e
        return Algebraic(self.root, terms_of(total))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Algebraic:
        if not isinstance(other, int | Fraction):
            return NotImplemented
        return self * (1 / Fraction(other))

    # -- size ---------------------------------------------------------------------------------------------
    def ball(self, bits: int) -> Any:
        """Enclose the number in a ball, with about so many bits."""
        at = self.root.balls(bits + 16)
        with precision(2 * bits + 64):
            return evaluate(self.terms, at, flint.arb(0), ball)

    def interval(self, bits: int = 53) -> tuple[Fraction, Fraction]:
        """Return rational bounds, about 2^-bits apart."""
        enclosed = self.ball(bits)
        with precision(2 * bits + 64):
            middle, radius = _rational(enclosed), _rational(enclosed.rad())
        return middle - radius, middle + radius

    @cached_property
    def sign(self) -> int:
        """The sign, decided exactly."""
        if not any(any(m) for m, _ in self.terms):
            return int(bool(self.terms)) and (1 if self.terms[0][1] > 0 else -1)
        for bits in (64, 256):
            enclosed = self.ball(bits)
            if not enclosed.contains(0):
                return 1 if enclosed > 0 else -1
        minimal, expressed = self.root.generator
        if self.root.reduce(self.terms, minimal, expressed) == 0:
            return 0
        bits = 512
        while bits <= _MOST_BITS:
            enclosed = self.ball(bits)
            if not enclosed.contains(0):
                return 1 if enclosed > 0 else -1
            bits *= 2
        raise Undecided("the sign of an algebraic number needs more digits than the limit")

    def __bool__(self) -> bool:
        return self.sign != 0

    def __float__(self) -> float:
        return float(_rational(self.ball(120)))

    def _compared(self, other: Any) -> int | None:
        if isinstance(other, float):
            return (float(self) > other) - (float(self) < other)
        if self._lifted(other) is not None:
            difference: Algebraic = self - other
            return difference.sign
        if not isinstance(other, Algebraic):
            return None
        for bits in (64, 256):
            gap = self.ball(bits) - other.ball(bits)
            if not gap.contains(0):
                return 1 if gap > 0 else -1
        mine, yours = self.minimal_polynomial(), other.minimal_polynomial()
        if mine == yours:
            # Balls that isolate this root among those of the polynomial, and meet, hold the same number.
            for bits in (512, 2048):
                one, two = self.ball(bits), other.ball(bits)
                with precision(bits):
                    all_roots: Any = flint.fmpz_poly(list(mine)).complex_roots()
                    roots = [r.real for r, _ in all_roots if r.imag.contains(0)]
                both = [r for r in roots if r.overlaps(one) or r.overlaps(two)]
                if len(both) == 1:
                    return 0
        bits = 512
        while bits <= _MOST_BITS:
            gap = self.ball(bits) - other.ball(bits)
            if not gap.contains(0):
                return 1 if gap > 0 else -1
            bits *= 2
        raise Undecided("two algebraic numbers were not told apart")

    def __eq__(self, other: object) -> bool:
        return self._compared(other) == 0

    def __lt__(self, other: Any) -> bool:
        return self._ordered(other) < 0

    def __gt__(self, other: Any) -> bool:
        return self._ordered(other) > 0

    def __le__(self, other: Any) -> bool:
        return self._ordered(other) <= 0

    def __ge__(self, other: Any) -> bool:
        return self._ordered(other) >= 0

    def _ordered(self, other: Any) -> int:
        order = self._compared(other)
        if order is None:
            raise TypeError(f"an algebraic number and {type(other).__name__} have no order")
        return order

    def __hash__(self) -> int:
        rational = self.as_fraction()
        return hash(rational) if rational is not None else hash(self.minimal_polynomial())

    # -- what it is ---------------------------------------------------------------------------------------
    def minimal_polynomial(self) -> tuple[int, ...]:
        """Return the coefficients of the minimal polynomial over the integers, constant term first.

        Raises
        ------
        Undecided
            If the number field of the root is too large to be found.
        """
        known: tuple[int, ...] | None = self.__dict__.get("_minimal")
        if known is None:
            minimal, expressed = self.root.generator
            value = self.root.reduce(self.terms, minimal, expressed)
            known = _of_element(value, minimal)
            self.__dict__["_minimal"] = known
        return known

    def as_fraction(self) -> Fraction | None:
        """Return the number as a fraction if it is rational."""
        if not any(any(m) for m, _ in self.terms):
            return Fraction(self.terms[0][1]) if self.terms else Fraction(0)
        polynomial = self.minimal_polynomial()
        return Fraction(-polynomial[0], polynomial[1]) if len(polynomial) == 2 else None

    def _radicals(self) -> tuple[int, int, int, int] | None:
        """Return (a, b, c, d) for a quadratic number (a + b sqrt(c)) / d."""
        if self.root.degree > 2 and "_minimal" not in self.__dict__:
            return None
        polynomial = self.minimal_polynomial()
        if len(polynomial) != 3:
            return None
        c, b, a = polynomial
        inside, outside = b * b - 4 * a * c, 1
        for prime, power in flint.fmpz(inside).factor():
            outside *= int(prime) ** (power // 2)
        inside //= outside**2
        middle = Fraction(-b, 2 * a)
        beside = Fraction(outside, 2 * a)
        if (self > middle) != (beside > 0):
            beside = -beside
        common = lcm(middle.denominator, beside.denominator)
        return int(middle * common), int(beside * common), inside, common

    def __str__(self) -> str:
        rational = self.as_fraction() if self.root.degree <= 2 else None
        if rational is not None:
            return str(rational)
        parts = self._radicals()
        if parts is None:
            return f"{float(self):.15g}..."
        a, b, c, d = parts
        size = "" if abs(b) == 1 else f"{abs(b)}*"
        top = f"{size}sqrt({c})" if b > 0 else f"-{size}sqrt({c})"
        if a:
            top = f"{a} {'+' if b > 0 else '-'} {size}sqrt({c})"
        return top if d == 1 else f"({top})/{d}" if a else f"{top}/{d}"

    def __repr__(self) -> str:
        return f"Algebraic({self})"

    def latex(self) -> str:
        """Return the number as LaTeX."""
        parts = self._radicals()
        if parts is None:
            return f"{float(self):.15g}\\ldots"
        a, b, c, d = parts
        size = "" if abs(b) == 1 else str(abs(b))
        top = rf"{a if a else ''}{'+' if b > 0 and a else '-' if b < 0 else ''}{size}\sqrt{{{c}}}"
        return top if d == 1 else rf"\frac{{{top}}}{{{d}}}"


def _of_element(value: Any, minimal: Any) -> tuple[int, ...]:
    """Return the minimal polynomial of an element of a number field: the first dependence among its powers."""
    d, modulus = minimal.degree(), flint.fmpq_poly(minimal)
    powers = [flint.fmpq_poly(1)]
    while True:
        powers.append(powers[-1] * value % modulus)
        size = len(powers)
        matrix = flint.fmpq_mat(d, size, [powers[j][i] for i in range(d) for j in range(size)])
        reduced, rank = matrix.rref()
        if rank < size:
            relation = [-reduced[i, size - 1] for i in range(rank)] + [flint.fmpq(1)]
            common = lcm(*(int(c.q) for c in relation))
            return tuple(int(c.p) * (common // int(c.q)) for c in relation)
