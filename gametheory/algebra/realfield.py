"""Polynomials over a number field with a chosen real root: signs, Sturm sequences and real roots, all exact.

A field is given by an irreducible polynomial m and one of its real roots t; an element is a polynomial in t of degree below that of m,
so that it is 0 only if all coefficients are.  Signs come from balls around t, which shrink until they tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from math import lcm
from typing import Any

import flint

from gametheory.algebra.decide import overdue
from gametheory.algebra.realroot import isolated, midpoint
from gametheory.algebra.roots import Algebraic, Root, precision, terms_of
from gametheory.errors import Undecided

Element = Any
"""A `flint.fmpq_poly` in the root t."""
Coefficients = tuple[Element, ...]
"""A polynomial over a field, constant term first, the last coefficient not zero."""
Number = Fraction | Algebraic

_MOST_BITS = 1 << 14
_T = flint.fmpq_poly([0, 1])


def element(value: Fraction | int) -> Element:
    """Return a rational number as an element of any field."""
    return flint.fmpq_poly([_fmpq(value)])


def over(polynomial: Any) -> Coefficients:
    """Return a rational polynomial (`flint.fmpq_poly`) as one over any field."""
    return tuple(flint.fmpq_poly([c]) for c in polynomial.coeffs())


def rational_polynomial(coefficients: Iterable[Fraction | int]) -> Any:
    """Return the `flint.fmpq_poly` with these coefficients, constant term first."""
    return flint.fmpq_poly([_fmpq(c) for c in coefficients])


def value_at(polynomial: Any, x: Fraction) -> Fraction:
    """Return the value of a rational polynomial at a rational number."""
    return _fraction(polynomial(_fmpq(x)))


def _fmpq(value: Fraction | int) -> Any:
    return flint.fmpq(value.numerator, value.denominator)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


class RealField:
    """The numbers that are polynomials, with rational coefficients, in one real root t of an irreducible polynomial.

    Parameters
    ----------
    minimal : flint.fmpz_poly
        The irreducible polynomial.
    root : Root, optional
        Its root t as an isolated root; none for the rational numbers, where t is 0.

    Examples
    --------
    >>> (place,) = real_roots(flint.fmpz_poly([-2, 0, 1]), Fraction(0), Fraction(2))
    >>> field, t = place.field, place.element
    >>> field.sign(t * t % field.modulus - 2), field.sign(t - element(Fraction(7, 5)))
    (0, 1)
    >>> x = field.roots((element(2), -2 * t, element(1)), Fraction(0), Fraction(2))  # of x^2 - 2 t x + 2
    >>> str(x[0].number)
    'sqrt(2)'
    """

    __slots__ = ("_repeated", "minimal", "modulus", "root")

    def __init__(self, minimal: Any, root: Root | None) -> None:
        self.minimal = minimal
        self.modulus = flint.fmpq_poly(minimal)
        self.root = root
        self._repeated: dict[tuple[str, ...], Coefficients] = {}

    @property
    def degree(self) -> int:
        """The degree of the field over the rational numbers."""
        return int(self.minimal.degree())

    # -- elements -----------------------------------------------------------------------------------------
    def product(self, a: Element, b: Element) -> Element:
        """Multiply."""
        return a * b % self.modulus

    def inverse(self, a: Element) -> Element:
        """Return the inverse of an element that is not 0."""
        if a.degree() == 0:
            return flint.fmpq_poly([1 / a[0]])
        if overdue():
            raise Undecided("the budget was spent on arithmetic in a number field")
        common, factor, _ = a.xgcd(self.modulus)
        return factor / common[0]

    def ball(self, a: Element, bits: int) -> Any:
        """Enclose an element in a ball, from one around t of so many bits."""
        with precision(2 * bits + 64):
            if self.root is None or a.degree() <= 0:
                return flint.arb(a[0])
            (t,) = self.root.balls(bits)
            total = flint.arb(0)
            for k in range(a.degree(), -1, -1):
                total = total * t + flint.arb(a[k])
            return total

    def sign(self, a: Element) -> int:
        """Return -1, 0 or 1, exactly."""
        if a.degree() <= 0:
            return int(a[0] > 0) - int(a[0] < 0)
        bits = 64
        while bits <= _MOST_BITS:
            enclosed = self.ball(a, bits)
            if not enclosed.contains(0):
                return 1 if enclosed > 0 else -1
            bits *= 2
        raise Undecided("the sign of an algebraic number needs more digits than the limit")

    def number(self, a: Element) -> Number:
        """Return an element as a fraction if it is rational, otherwise as an algebraic number."""
        if self.root is None or a.degree() <= 0:
            return _fraction(a[0])
        return Algebraic(self.root, terms_of({(k,): _fraction(a[k]) for k in range(a.degree() + 1)}))

    # -- polynomials --------------------------------------------------------------------------------------
    def value(self, p: Coefficients, x: Element) -> Element:
        """Evaluate a polynomial at an element."""
        total = flint.fmpq_poly(0)
        for c in reversed(p):
            total = (total * x + c) % self.modulus
        return total

    def divide(self, p: Coefficients, q: Coefficients) -> tuple[Coefficients, Coefficients]:
        """Return quotient and remainder."""
        inverse, rest = self.inverse(q[-1]), list(p)
        quotient = [flint.fmpq_poly(0)] * max(0, len(p) - len(q) + 1)
        for k in range(len(quotient) - 1, -1, -1):
            factor = self.product(rest[k + len(q) - 1], inverse)
            quotient[k] = factor
            for j, c in enumerate(q):
                rest[k + j] = (rest[k + j] - factor * c) % self.modulus
        return trimmed(quotient), trimmed(rest)

    def gcd(self, p: Coefficients, q: Coefficients) -> Coefficients:
        """Return a greatest common divisor."""
        while q:
            p, q = q, self._unit(self.divide(p, q)[1])
        return p

    def _unit(self, p: Coefficients) -> Coefficients:
        """Divide by the size of the leading coefficient: signs stay, and coefficients stay small."""
        if not p:
            return p
        factor = self.inverse(p[-1]) * self.sign(p[-1])
        return tuple(self.product(c, factor) for c in p)

    def repeated(self, p: Coefficients) -> Coefficients:
        """Return the greatest common divisor of a polynomial and its derivative: its roots are the repeated ones."""
        key = tuple(map(str, p))
        if key not in self._repeated:
            self._repeated[key] = self.gcd(p, derivative(p))
        return self._repeated[key]

    def radical(self, p: Coefficients) -> Coefficients:
        """Return a polynomial with the same roots, all simple."""
        return self.divide(p, self.repeated(p))[0]

    def times(self, p: Coefficients, q: Coefficients) -> Coefficients:
        """Multiply two polynomials."""
        total = [flint.fmpq_poly(0)] * (len(p) + len(q) - 1)
        for i, a in enumerate(p):
            for j, b in enumerate(q):
                total[i + j] = (total[i + j] + a * b) % self.modulus
        return trimmed(total)

    # -- Sturm --------------------------------------------------------------------------------------------
    def chain(self, p: Coefficients) -> list[Coefficients]:
        """Return the Sturm sequence of a polynomial with simple roots."""
        sequence = [p, derivative(p)]
        while sequence[-1]:
            rest = self.divide(sequence[-2], sequence[-1])[1]
            sequence.append(self._unit(tuple(-c for c in rest)))
        return sequence[:-1]

    def count(self, chain: Sequence[Coefficients], lo: Element, hi: Element) -> int:
        """Return the number of roots above `lo` and up to `hi`."""
        return self._changes(chain, lo) - self._changes(chain, hi)

    def _changes(self, chain: Sequence[Coefficients], x: Element) -> int:
        signs = [s for p in chain if (s := self.sign(self.value(p, x)))]
        return sum(a != b for a, b in pairwise(signs))

    # -- norms --------------------------------------------------------------------------------------------
    def norm(self, p: Coefficients) -> Any:
        """Return a polynomial over the integers that has all roots of `p` among its own: a resultant that removes t."""
        common = lcm(*(int(c.denom()) for c in p))
        if all(c.degree() <= 0 for c in p):
            return flint.fmpz_poly([int(_fraction(c[0]) * common) for c in p])
        context = flint.fmpz_mpoly_ctx.get(("t", "x"), "lex")
        whole: dict[tuple[int, ...], int] = {
            (j, k): int(_fraction(c[j]) * common) for k, c in enumerate(p) for j in range(c.degree() + 1)
        }
        minimal: dict[tuple[int, ...], int] = {(j, 0): int(self.minimal[j]) for j in range(self.degree + 1)}
        removed = context.from_dict(minimal).resultant(context.from_dict(whole), "t")
        return univariate(removed, 1)

    def roots(
        self, p: Coefficients, lo: Fraction, hi: Fraction, known: Sequence[Element] = ()
    ) -> list[Place]:
        """Return the roots of a polynomial from `lo` to `hi`, both included, in no order; some may be known."""
        left, right, found = element(lo), element(hi), []
        simple = self.radical(p)
        for x in known:
            if self.value(simple, x) == 0:
                simple = self.divide(simple, (-x, element(1)))[0]
                found.append(x)
        if len(simple) == 2:
            found.append(-self.product(simple[0], self.inverse(simple[1])))
        inside = [Place.of(self, x) for x in found if self.sign(x - left) >= 0 and self.sign(right - x) >= 0]
        if len(simple) > 2:
            chain = self.chain(simple)
            for place, low, high in _brackets(real_roots(self.norm(simple), lo - 1, hi + 1)):
                if place.field.root is None:
                    vanishes = self.value(simple, place.element) == 0
                else:
                    # No other root of the norm lies in the bracket, so that a root in it is this one.
                    vanishes = self.count(chain, element(low), element(high)) > 0
                if vanishes and place.compare(lo) >= 0 and place.compare(hi) <= 0:
                    inside.append(self._expressed(place, simple))
        return inside

    def _expressed(self, place: Place, p: Coefficients) -> Place:
        """Return a root of `p` as an element of this field, if a common divisor shows it to be one."""
        if place.field.root is None:
            return place
        divisor = self.gcd(p, over(place.field.modulus))
        if len(divisor) != 2:
            return place
        return Place.of(self, -self.product(divisor[0], self.inverse(divisor[1])))


RATIONALS = RealField(flint.fmpz_poly([0, 1]), None)


@dataclass(frozen=True, eq=False)
class Place:
    """A real number: an element of a field; the rational ones are in `RATIONALS`."""

    field: RealField
    element: Element

    @staticmethod
    def of(field: RealField, a: Element) -> Place:
        """Return an element of a field as a place."""
        return Place(RATIONALS if a.degree() <= 0 else field, a)

    @staticmethod
    def at(x: Fraction | int) -> Place:
        """Return a rational number as a place."""
        return Place(RATIONALS, element(x))

    @property
    def number(self) -> Number:
        """The number as a fraction or an algebraic number."""
        return self.field.number(self.element)

    def bounds(self, bits: int) -> tuple[Fraction, Fraction]:
        """Return rational bounds, about 2^-bits apart."""
        if self.field.root is None:
            exact = _fraction(self.element[0])
            return exact, exact
        enclosed = self.field.ball(self.element, bits)
        with precision(2 * bits + 64):
            middle, radius = midpoint(enclosed), midpoint(enclosed.rad())
        return middle - radius, middle + radius

    def compare(self, other: Place | Fraction) -> int:
        """Return -1, 0 or 1 as this number is smaller, equal or greater."""
        if isinstance(other, Fraction):
            return self.field.sign(self.element - element(other))
        if self.field is other.field:
            return self.field.sign(self.element - other.element)
        equal, bits = False, 64
        while not equal and bits <= _MOST_BITS:
            (low, high), (least, most) = self.bounds(bits), other.bounds(bits)
            if low > most or high < least:
                return 1 if low > most else -1
            if bits == 256:
                equal = self._equals(other)
            elif low == high == least == most:
                equal = True
            bits *= 2
        if not equal:
            raise Undecided("two algebraic numbers were not told apart")
        return 0

    def _equals(self, other: Place) -> bool:
        """Whether a number of another field is the same: a root of the same polynomial, and the same root."""
        polynomial = self.field.minimal
        if self.element != _T:
            polynomial = self.field.norm((-self.element, element(1)))
        if other.field.value(over(flint.fmpq_poly(polynomial)), other.element) != 0:
            return False
        (low, high), (least, most) = self.bounds(64), other.bounds(64)
        roots = real_roots(polynomial, min(low, least) - 1, max(high, most) + 1)
        return self._among(roots) is other._among(roots)

    def _among(self, roots: list[Place]) -> Place:
        """Return the one of different numbers that this number is."""
        bits = 64
        while True:
            low, high = self.bounds(bits)
            near = [r for r in roots if (b := r.bounds(bits))[0] <= high and b[1] >= low]
            if len(near) == 1:
                return near[0]
            bits *= 2


def ordered(places: Iterable[Place]) -> list[Place]:
    """Sort places, and keep one of equal ones."""
    result: list[Place] = []
    for place in sorted(places, key=cmp_to_key(Place.compare)):
        if not result or result[-1].compare(place):
            result.append(place)
    return result


def between(places: Iterable[Place], lo: Fraction, hi: Fraction) -> list[Fraction]:
    """Return one rational number from each gap that places leave between `lo` and `hi`."""
    marks = ordered([Place.at(lo), *places, Place.at(hi)])
    found = []
    for left, right in pairwise(marks):
        bits = 64
        while (low := left.bounds(bits)[1]) >= (high := right.bounds(bits)[0]):
            bits *= 2
        found.append((low + high) / 2)
    return found


def together(one: Place, two: Place) -> tuple[Place, Place]:
    """Return two numbers as elements of one field: if need be, of one that is generated by a sum of their roots.

    Examples
    --------
    >>> two, three = (real_roots(flint.fmpz_poly([-n, 0, 1]), Fraction(0), Fraction(2))[0] for n in (2, 3))
    >>> a, b = together(two, three)
    >>> a.field.degree, a.field.product(a.element, a.element), a.compare(two), b.compare(three)
    (4, 2, 0, 0)
    """
    if one.field is two.field or one.field is RATIONALS or two.field is RATIONALS:
        return one, two
    t, u = Place(one.field, _T), Place(two.field, _T)
    for k in range(1, _MOST_BITS):
        # A polynomial over the first field with the root t + k u, and then one over the rational numbers.
        sums = t.field.norm(composed(t.field, u.field.modulus, (-_T / k, element(Fraction(1, k)))))
        (low, high), (least, most) = t.bounds(64), u.bounds(64)
        for place in real_roots(sums, low + k * least - 1, high + k * most + 1):
            field = place.field
            other = composed(field, u.field.modulus, (place.element / k, element(Fraction(-1, k))))
            common = field.gcd(over(t.field.modulus), other)
            if len(common) == 2:
                a = -field.product(common[0], field.inverse(common[1]))
                b = (place.element - a) / k
                if not Place.of(field, a).compare(t) and not Place.of(field, b).compare(u):
                    return _image(one, field, a), _image(two, field, b)
    raise Undecided("no number field was found for two algebraic numbers")


def shared(one: Place, two: Place) -> RealField:
    """Return the field of two numbers that lie in one."""
    return two.field if one.field is RATIONALS else one.field


def _image(place: Place, field: RealField, generator: Element) -> Place:
    """Return a number as an element of a larger field, where the root that generates its own is known."""
    return Place.of(field, field.value(over(place.element), generator))


def composed(field: RealField, polynomial: Any, inner: Coefficients) -> Coefficients:
    """Return a rational polynomial of a polynomial over a field."""
    total: Coefficients = ()
    for c in reversed(polynomial.coeffs()):
        raised = list(field.times(total, inner)) if total else [element(0)]
        raised[0] = raised[0] + flint.fmpq_poly([c])
        total = trimmed(raised)
    return total


def trimmed(p: Iterable[Element]) -> Coefficients:
    """Return a polynomial without leading zeros."""
    coefficients = list(p)
    while coefficients and coefficients[-1] == 0:
        coefficients.pop()
    return tuple(coefficients)


def derivative(p: Coefficients) -> Coefficients:
    """Differentiate."""
    return tuple(k * c for k, c in enumerate(p))[1:]


def univariate(polynomial: Any, place: int) -> Any:
    """Return a sparse polynomial in which only one unknown is left as a `flint.fmpz_poly`."""
    dense: dict[int, int] = {int(m[place]): int(c) for m, c in polynomial.terms()}
    return flint.fmpz_poly([dense.get(k, 0) for k in range(max(dense, default=-1) + 1)])


# -- roots over the rational numbers --------------------------------------------------------------------------------


def real_roots(polynomial: Any, lo: Fraction, hi: Fraction) -> list[Place]:
    """Return the distinct real roots from `lo` to `hi`, both included, of a `flint.fmpz_poly` that is not 0, in no order.

    Examples
    --------
    >>> [str(place.number) for place in real_roots(flint.fmpz_poly([0, -2, 0, 1]), Fraction(0), Fraction(2))]
    ['0', 'sqrt(2)']
    """
    found = []
    for factor, _ in polynomial.factor()[1]:
        if factor.degree() == 1:
            x = Fraction(-int(factor[0]), int(factor[1]))
            if lo <= x <= hi:
                found.append(Place.at(x))
        elif factor.degree() > 1:
            for root in isolated(factor, lo, hi):
                found.append(Place(RealField(factor, root), _T))
    return found


def _brackets(places: list[Place]) -> list[tuple[Place, Fraction, Fraction]]:
    """Return disjoint rational brackets around different numbers."""
    bits = 64
    while True:
        found = sorted(((*place.bounds(bits), place) for place in places), key=lambda one: one[0])
        if all(a[1] < b[0] for a, b in pairwise(found)):
            return [(place, low, high) for low, high, place in found]
        bits *= 2
        if bits > _MOST_BITS:
            raise Undecided("the roots of a polynomial lie too close together")
