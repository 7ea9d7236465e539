"""Numbers as people write them, and the three fields: what each accepts, and the signs that each gives."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy
from hypothesis import given, settings

from gametheory import parameters, region
from gametheory.algebra.decide import Answer
from gametheory.algebra.expressions import names_of, read_exact, read_number, to_sympy
from gametheory.algebra.fields import Float64, RationalFunctions, Rationals, field_name
from gametheory.algebra.polynomials import RationalFunction
from gametheory.errors import (
    ExpressionError,
    GameTheoryError,
    MixedFieldError,
    OrderError,
    ParameterError,
    UndecidableSign,
)
from tests.strategies import polynomial, rationals, terms

x, y, delta = parameters("x y delta")
X = RationalFunction.variable("x")


def test_parameters_are_real_symbols():
    """One name gives one symbol, several give a tuple; spaces and commas separate; all are real."""
    assert parameters("delta") == sympy.Symbol("delta", real=True)
    assert parameters("a, b c") == sympy.symbols("a b c", real=True)
    assert parameters(["alpha"]) == sympy.Symbol("alpha", real=True)


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        ("", "no name"),
        ("a a", "occurs twice"),
        ("2a", "`2a` is not a name"),
        (["a b"], "`a b` is not a name"),
    ],
)
def test_bad_names_are_refused(names, complaint):
    """No name, a repeated one and one that is not an identifier are refused in words."""
    with pytest.raises(ParameterError, match=complaint):
        parameters(names)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (3, Fraction(3)),
        (Fraction(1, 3), Fraction(1, 3)),
        (0.5, 0.5),
        (Decimal("0.1"), Fraction(1, 10)),
        (np.int64(7), Fraction(7)),
        (np.float64(0.25), 0.25),
        (flint.fmpq(2, 3), Fraction(2, 3)),
        (flint.fmpz(4), Fraction(4)),
        (sympy.Rational(2, 6), Fraction(1, 3)),
        (sympy.Float(0.5), 0.5),
        (x, X),
        (1 / (1 + x), 1 / (1 + X)),
    ],
    ids=str,
)
def test_numbers_are_read(written, expected):
    """Every usual number is read into a float, a fraction or a rational function, exactly."""
    number = read_number(written)
    assert number == expected
    assert type(number) is type(expected)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        (True, "truth value"),
        (np.True_, "not a number"),
        ("1", "not a number"),
        (None, "not a number"),
        (1j, "not a number"),
        (sympy.sqrt(x), "not a rational function"),
        (sympy.exp(x), "not a rational function"),
        (sympy.sqrt(2), "not a rational function"),
        (sympy.pi, "not a rational function"),
        (0.5 * x, r"write it exactly, as `Fraction\(1, 2\)`"),
        (x > 0, "is not a number"),
        (Decimal("nan"), "not a finite number"),
    ],
    ids=str,
)
def test_what_is_no_number_is_refused(written, complaint):
    """Text, truth values, roots, and a float beside a symbol are refused with the remedy."""
    with pytest.raises(ExpressionError, match=complaint):
        read_number(written)


def test_exact_reading_refuses_floats():
    """Where exactness is needed a float is refused and its decimal is offered."""
    with pytest.raises(ExpressionError, match=r"Fraction\(1, 10\)"):
        read_exact(0.1)


@given(terms(degree=2, most=4), terms(degree=2, most=3))
def test_sympy_and_back(a, b):
    """A rational function written in SymPy is read back as the same value."""
    bottom = polynomial(b)
    if not bottom.is_zero():
        value = RationalFunction(polynomial(a), bottom)
        assert read_exact(to_sympy(value)) == value


def test_names_in_order():
    """Parameters are found in nested lists of expressions, each once."""
    assert names_of([x + delta, [y > 0, x], 3]) == ["delta", "x", "y"]


@given(rationals())
def test_exact_field(number):
    """Rationals convert, present and order exact numbers."""
    field = Rationals()
    element = field.convert(number)
    assert field.present(element) == number
    assert field.sign(element) == (number > 0) - (number < 0)
    assert field.present(element * element + field.one - field.zero) == number**2 + 1


def test_the_exact_field_refuses_floats_and_symbols():
    """A float or a parameter has no place among exact numbers; a constant expression has."""
    field = Rationals()
    with pytest.raises(ExpressionError, match="float"):
        field.convert(0.5)
    with pytest.raises(ExpressionError, match="symbolic"):
        field.convert(x)
    assert field.convert(x - x + sympy.Rational(1, 2)) == flint.fmpq(1, 2)


def test_the_float_field_has_a_tolerance():
    """Float64 counts what is within its tolerance as zero, rounds exact numbers, and refuses symbols."""
    field = Float64(tolerance=1e-6)
    assert [field.sign(v) for v in (1e-7, -1e-7, 1e-5, -1e-5, 0.0)] == [0, 0, 1, -1, 0]
    assert field.convert(Fraction(1, 4)) == 0.25
    with pytest.raises(MixedFieldError, match="at"):
        field.convert(x)


@pytest.mark.parametrize(
    ("expression", "assuming", "expected"),
    [
        (x * (1 - x), [0 < x, x < 1], 1),
        (1 / (x - 2), [0 < x, x < 1], -1),
        ((x - y) ** 2 / (1 + x), [x > y, x > 0], 1),
        (x**2 - y**2, [x + y > 0, x - y > 0], 1),
        (x - x, [], 0),
        (sympy.Integer(-3), [], -1),
    ],
    ids=str,
)
def test_symbolic_signs_are_asked_of_the_region(expression, assuming, expected):
    """The sign is the one that the expression has wherever the assumption holds."""
    field = RationalFunctions(region(True, assuming=assuming).assuming)
    assert field.sign(field.convert(expression)) == expected


def test_an_undecided_sign_carries_the_parts():
    """Where the sign varies, the exception carries the parts of positive, zero and negative sign, which cover everything."""
    field = RationalFunctions(region(True, assuming=[x > 0, y > 0]).assuming)
    with pytest.raises(UndecidableSign, match="x - y") as caught:
        field.sign(field.convert(x - y))
    positive, zero, negative = caught.value.halves
    assert positive.equivalent(region(x > y, assuming=[x > 0, y > 0])) is Answer.YES
    assert zero.equivalent(region(sympy.Eq(x, y), assuming=[x > 0, y > 0])) is Answer.YES
    assert negative.equivalent(region(x < y, assuming=[x > 0, y > 0])) is Answer.YES
    assert caught.value.expression == field.convert(x - y)


def test_empty_parts_are_left_out():
    """If zero is excluded only two parts remain."""
    field = RationalFunctions(region(True, assuming=[sympy.Ne(x, y)]).assuming)
    with pytest.raises(UndecidableSign) as caught:
        field.sign(field.convert(x - y))
    assert len(caught.value.halves) == 2


@settings(max_examples=20)
@given(terms(("x", "y"), degree=2), rationals(), rationals())
def test_a_decided_sign_is_the_sign_at_points(a, first, second):
    """If the field decides a sign over a box, every point of the box has it."""
    field = RationalFunctions(region(True, assuming=[0 < x, x < 2, 0 < y, y < 2]).assuming)
    element = RationalFunction(polynomial(a, ("x", "y")))
    point = {"x": abs(first) % 2 or 1, "y": abs(second) % 2 or 1}
    at_point = element.evaluate(point)
    try:
        decided = field.sign(element)
    except UndecidableSign as undecided:
        assert any(half.contains(point) for half in undecided.halves)
    else:
        assert decided == (at_point > 0) - (at_point < 0)


def test_the_symbolic_field_refuses_floats_and_order():
    """A float beside parameters is refused, and elements refuse to be compared."""
    field = RationalFunctions()
    with pytest.raises(MixedFieldError, match=r"Fraction\(1, 2\)"):
        field.convert(0.5)
    with pytest.raises(OrderError):
        max(field.convert(x), field.convert(1000))
    assert field.present(field.convert(x) / (field.one + field.one)) == x / 2
    assert field.zero + field.one == 1


def test_the_field_is_read_off_the_numbers():
    """Any float makes floats, any parameter symbols, otherwise exact; both together are an error."""
    assert field_name([Fraction(1)]) == "exact"
    assert field_name([Fraction(1), 0.5]) == "float64"
    assert field_name([Fraction(1), X]) == "symbolic"
    with pytest.raises(MixedFieldError, match="stands beside the parameters"):
        field_name([0.5, X])


def test_all_errors_have_one_base():
    """Everything raised on purpose can be caught at once, and as the built-in one would expect."""
    for error, builtin in (
        (ParameterError, ValueError),
        (OrderError, TypeError),
        (MixedFieldError, TypeError),
    ):
        assert issubclass(error, GameTheoryError)
        assert issubclass(error, builtin)
