"""Polynomials over real number fields: roots, signs, and two ways of deciding that one is nowhere negative."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.algebra.nonnegative import nonnegative, nonnegative_by_square
from gametheory.algebra.realfield import (
    RATIONALS,
    Place,
    between,
    element,
    ordered,
    over,
    rational_polynomial,
    real_roots,
    together,
)

ZERO, ONE, TWO = Fraction(0), Fraction(1), Fraction(2)
(ROOT_TWO,) = real_roots(flint.fmpz_poly([-2, 0, 1]), ZERO, TWO)
(CUBE_ROOT,) = real_roots(flint.fmpz_poly([-2, 0, 0, 1]), ZERO, TWO)

_small = st.integers(-3, 3)
_elements = st.builds(lambda a, b: flint.fmpq_poly([a, b]), _small, _small)


def test_roots_of_a_rational_polynomial():
    """x (2 x - 1) (x^2 - 2) (x^2 + 1) has the roots 0, 1/2 and sqrt 2 from 0 to 2, ends included."""
    x = flint.fmpz_poly([0, 1])
    places = ordered(real_roots(x * (2 * x - 1) * (x**2 - 2) * (x**2 + 1), ZERO, TWO))
    assert [str(p.number) for p in places] == ["0", "1/2", "sqrt(2)"]
    gaps = between(places, ZERO, TWO)
    assert (
        len(gaps) == 3
        and all(a < b for a, b in pairwise(gaps))
        and Fraction(1, 2) < gaps[1] < Fraction(3, 2) < gaps[2]
    )


def test_close_roots_are_told_apart():
    """x^2 = 2 and x^2 = 2 + 10^-60 differ only far behind the point."""
    close = flint.fmpz_poly([-2 * 10**60 - 1, 0, 10**60])
    (above,) = real_roots(close, ZERO, TWO)
    assert above.compare(ROOT_TWO) == 1 and ROOT_TWO.compare(above) == -1
    assert len(ordered([above, ROOT_TWO, *real_roots(close, ZERO, TWO)])) == 2


@settings(max_examples=40, deadline=None)
@given(_elements, st.integers(1, 3))
def test_equal_numbers_of_different_fields(a, power):
    """a + b sqrt 2 squared is found again among the roots of its polynomial, in a field of its own."""
    field = ROOT_TWO.field
    number = Place.of(field, a)
    polynomial = field.norm((-a, element(1))) ** power
    again = [
        place for place in real_roots(polynomial, Fraction(-9), Fraction(9)) if not place.compare(number)
    ]
    assert len(again) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(_elements, min_size=1, max_size=3), _elements)
def test_roots_are_found_again(roots, other):
    """The product of x - r and its derivative vanish where they should; known roots or not, none is lost."""
    field, p = ROOT_TWO.field, (element(1),)
    for r in [*roots, *roots[:1], other]:
        p = field.times(p, (-r, element(1)))
    wanted = ordered(Place.of(field, r) for r in [*roots, other])
    for known in ([], [other]):
        found = ordered(field.roots(p, Fraction(-9), Fraction(9), known))
        assert len(found) == len(wanted)
        assert all(not a.compare(b) for a, b in zip(found, wanted, strict=True))


def test_one_field_for_two_numbers():
    """sqrt 2 and the cube root of 2 lie in a field of degree 6; the roots of a cyclic cubic in one of degree 3."""
    a, b = together(ROOT_TWO, CUBE_ROOT)
    assert a.field is b.field and a.field.degree == 6
    assert a.field.product(a.element, a.element) == 2 and not b.compare(CUBE_ROOT)
    # 2 cos(2 pi k / 7): x^3 + x^2 - 2 x - 1, whose roots lie in the field of each.
    low, _, high = ordered(real_roots(flint.fmpz_poly([-1, -2, 1, 1]), -TWO, TWO))
    c, d = together(low, high)
    assert c.field.degree == 3 and not c.compare(low) and not d.compare(high)
    # x^3 - 4 x + 1 is not cyclic: two of its roots generate a field of degree 6.
    low, _, high = ordered(real_roots(flint.fmpz_poly([1, -4, 0, 1]), Fraction(-3), Fraction(3)))
    assert together(low, high)[0].field.degree == 6


@settings(max_examples=150, deadline=None)
@given(st.lists(_elements, min_size=1, max_size=3), st.lists(_elements, max_size=2), st.booleans())
def test_two_ways_to_decide_a_sign(simple, double, positive):
    """Sturm sequences and squares agree, and with the signs between the roots."""
    field = ROOT_TWO.field
    p = (element(1 if positive else -1),)
    for r in [*simple, *double, *double]:
        p = field.times(p, (-r, element(1)))
    roots = [place for place in ordered(Place.of(field, r) for r in [*simple, *double])]
    inside = [place for place in roots if place.compare(ZERO) > 0 > place.compare(ONE)]
    truth = all(field.sign(field.value(p, element(x))) > 0 for x in between(inside, ZERO, ONE))
    assert nonnegative(field, p, ZERO, ONE) is truth
    assert nonnegative_by_square(field, p, ZERO, ONE) is truth


@pytest.mark.parametrize(
    ("coefficients", "truth"),
    [
        ([0, 1], True),
        ([0, -1], False),
        ([1, -1], True),
        ([], True),
        ([Fraction(1, 10**40), -1, 1], False),
        ([Fraction(1, 4), -1, 1], True),
        ([Fraction(1, 4) + Fraction(1, 10**40), -1, 1], True),
        ([Fraction(1, 4) - Fraction(1, 10**40), -1, 1], False),
        ([0, 0, 1, -1], True),
    ],
)
def test_close_calls(coefficients, truth):
    """Roots at the ends, a double root, and misses by 10^-40 on either side."""
    p = over(rational_polynomial(coefficients))
    assert nonnegative(RATIONALS, p, ZERO, ONE) is truth
    assert nonnegative_by_square(RATIONALS, p, ZERO, ONE) is truth
