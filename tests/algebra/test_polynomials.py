"""Polynomials and rational functions: arithmetic by definition, identity, and the refusal to be ordered."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
import sympy
from hypothesis import given

from gametheory.algebra.expressions import to_sympy
from gametheory.algebra.polynomials import Polynomial, RationalFunction
from gametheory.errors import ExpressionError, OrderError
from tests.strategies import NAMES, points, polynomial, terms, value

x, y = RationalFunction.variable("x"), RationalFunction.variable("y")
SYMBOLS = sympy.symbols(NAMES, real=True)


def sympy_of(data):
    return sum(
        (c * sympy.prod(s**e for s, e in zip(SYMBOLS, es, strict=True)) for es, c in data.items()), sympy.S(0)
    )


@given(terms(), terms(), points())
def test_ring_operations_agree_with_evaluation(a, b, point):
    """Sums, differences, products and powers evaluate to those of the values."""
    p, q, u, v = polynomial(a), polynomial(b), value(a, point), value(b, point)
    assert (p + q).evaluate(point) == u + v
    assert (p - q).evaluate(point) == u - v
    assert (p * q).evaluate(point) == u * v
    assert (p**3).evaluate(point) == u**3
    assert (2 - p + 3 * q - 5).evaluate(point) == 2 - u + 3 * v - 5


@given(terms(), terms())
def test_polynomials_agree_with_sympy(a, b):
    """The product read back as a SymPy expression is SymPy's own product, and likewise the derivative."""
    product = polynomial(a) * polynomial(b)
    assert sympy.expand(to_sympy(product) - sympy_of(a) * sympy_of(b)) == 0
    assert (
        sympy.expand(to_sympy(product.derivative("y")) - sympy.diff(sympy_of(a) * sympy_of(b), SYMBOLS[1]))
        == 0
    )


@given(terms(), terms(), points())
def test_field_operations_agree_with_evaluation(a, b, point):
    """A quotient evaluates to the quotient of the values wherever the denominator does not vanish."""
    p, q = RationalFunction(polynomial(a)), RationalFunction(polynomial(b))
    u, v = value(a, point), value(b, point)
    if q.is_zero():
        with pytest.raises(ZeroDivisionError):
            p / q
    elif v != 0:
        assert (p / q).evaluate(point) == u / v
        assert (p / q + 1 / q - Fraction(1, 3)).evaluate(point) == u / v + 1 / v - Fraction(1, 3)
        assert (q**-2 * 5).evaluate(point) == 5 / v**2
        by_rule = (p.derivative("x").evaluate(point) * v - u * q.derivative("x").evaluate(point)) / v**2
        assert (p / q).derivative("x").evaluate(point) == by_rule


@given(terms(), terms(), terms(), points())
def test_substitution_agrees_with_evaluation(a, b, c, point):
    """Putting b/c for x and then evaluating is evaluating at the value of b/c."""
    bottom = value(c, point)
    if bottom != 0:
        put = RationalFunction(polynomial(b), polynomial(c))
        moved = {**point, "x": value(b, point) / bottom}
        assert polynomial(a).substitute({"x": put}).evaluate(point) == value(a, moved)


@given(terms())
def test_coefficients_put_together_give_the_polynomial(a):
    """A polynomial is the sum of its coefficients in y times the powers of y."""
    p = polynomial(a)
    again = sum(
        (c * Polynomial.variable("y") ** k for k, c in enumerate(p.coefficients("y"))), Polynomial.constant(0)
    )
    assert again == p
    assert all("y" not in c.variables for c in p.coefficients("y"))
    assert p.degree("y") == max((es[1] for es, c in a.items() if c), default=0)


@given(terms(degree=2, most=3), terms(degree=2, most=3))
def test_factors_multiply_to_the_polynomial(a, b):
    """The constant times the factors with their multiplicities is the polynomial."""
    p = polynomial(a) * polynomial(b) ** 2
    if not p.is_zero():
        unit, factors = p.factors()
        result = Polynomial.constant(unit)
        for factor, multiplicity in factors:
            result = result * factor**multiplicity
        assert result == p


@given(terms())
def test_equality_and_hash_do_not_depend_on_the_context(a):
    """A polynomial that passed through a larger ring is equal to the same one that did not, with equal hash."""
    p = polynomial(a)
    detour = (p + Polynomial.variable("w") * 7) - 7 * Polynomial.variable("w")
    assert detour == p
    assert hash(detour) == hash(p)
    assert detour.variables == p.variables
    assert RationalFunction(detour) == RationalFunction(p)


@given(terms(), terms())
def test_lowest_terms_make_equal_functions_equal_values(a, b):
    """p·x/(q·x) and p/q are one value with one hash, also when both signs are turned."""
    p, q = polynomial(a), polynomial(b)
    if not q.is_zero():
        plain = RationalFunction(p, q)
        roundabout = RationalFunction(-p * Polynomial.variable("x"), -q * Polynomial.variable("x"))
        assert roundabout == plain
        assert hash(roundabout) == hash(plain)


@given(terms(), terms())
def test_pickling_keeps_the_value(a, b):
    """Polynomials and rational functions survive pickling as equal values."""
    p, q = polynomial(a), polynomial(b)
    assert pickle.loads(pickle.dumps(p)) == p
    if not q.is_zero():
        assert pickle.loads(pickle.dumps(RationalFunction(p, q))) == RationalFunction(p, q)


def test_constants_equal_numbers():
    """A constant is equal to the number, and a variable to none."""
    assert Polynomial.constant(3) == 3
    assert RationalFunction.constant(Fraction(1, 3)) == Fraction(1, 3)
    assert (x - x) == 0
    assert x != 1


@pytest.mark.parametrize(
    "element", [x, x / (1 + y), Polynomial.variable("x"), RationalFunction.constant(2)], ids=str
)
@pytest.mark.parametrize(
    "question",
    [
        bool,
        float,
        int,
        abs,
        round,
        lambda e: e < 1,
        lambda e: e >= e,
        lambda e: max(e, 1000),
        lambda e: sorted([e, e]),
    ],
    ids=["bool", "float", "int", "abs", "round", "<", ">=", "max", "sorted"],
)
def test_symbolic_elements_refuse_to_be_ordered(element, question):
    """Comparing, rounding or testing a symbolic element raises, constants included."""
    with pytest.raises(OrderError, match=r"field\.sign"):
        question(element)


@pytest.mark.parametrize("other", ["1", 0.5, None])
def test_foreign_operands_are_refused(other):
    """Adding something that is not an exact number raises instead of guessing."""
    with pytest.raises(ExpressionError):
        x + other


def test_a_pole_raises():
    """Evaluating at a pole, and dividing by zero, raise ZeroDivisionError."""
    with pytest.raises(ZeroDivisionError):
        (1 / (x - y)).evaluate({"x": 1, "y": 1})
    with pytest.raises(ZeroDivisionError):
        1 / (x - x)


def test_a_product_with_large_coefficients_is_still_normalised():
    """Where the factors cannot be listed the polynomial counts as one factor, so that every sign question is sound."""
    a, b = Polynomial.variable("x"), Polynomial.variable("y")
    product = (a * 2**31 + b) * (a + b * 2**31)
    unit, factors = product.factors()
    total = Polynomial.constant(unit)
    for factor, multiplicity in factors:
        total = total * factor**multiplicity
    assert total == product
