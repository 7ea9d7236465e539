"""Alternating offers tend to the Nash solution: exact shares, their limits, and the literature's numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.axiomatic import PowerUtilities, nash_solution
from gametheory.bargaining.classics import BinmoreRubinsteinWolinsky
from gametheory.bargaining.limits import (
    alternating_offers_share,
    limit_as_offers_speed_up,
    limit_as_risk_vanishes,
)
from gametheory.errors import InvalidGameError, MixedFieldError

F = Fraction
exponents = st.tuples(*(st.builds(F, st.integers(1, 6), st.just(6)),) * 2)
tenths = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda d: tuple(F(x, 10) for x in d))


# The literature's table (section 1 of the notes): fixed points at p = 1e-7.
@pytest.mark.parametrize(
    ("a", "share", "limit"), [((0.5, 1.0), 0.33333337, F(1, 3)), ((0.8, 0.4), 0.66666671, F(2, 3))]
)
def test_curved_utilities_at_a_tiny_risk(a, share, limit):
    found = alternating_offers_share(PowerUtilities(a), 1e-7)
    assert found.value == pytest.approx(share, abs=6e-9)
    assert found.value == pytest.approx(float(limit), abs=1e-7)
    assert not found.exact and found.tolerance < 1e-15


@pytest.mark.parametrize(
    ("p", "b1", "b2", "share"),
    [(0.1, 0.2, 0.1, 0.56842105), (0.5, 0.0, 0.3, 0.46666667), (0.01, 0.2, 0.1, 0.55175879)],
)
def test_risk_neutral_with_breakdown_payoffs(p, b1, b2, share):
    assert alternating_offers_share(PowerUtilities((1, 1)), p, (b1, b2)).value == pytest.approx(
        share, abs=5e-9
    )


@given(p=st.builds(F, st.integers(1, 9), st.just(10)), b=tenths)
def test_risk_neutral_shares_are_those_of_the_game(p, b):
    found = alternating_offers_share(PowerUtilities((1, 1)), p, b)
    assert found.exact
    assert found.value == BinmoreRubinsteinWolinsky(p, *b).equilibria()[0].share("1")


@settings(max_examples=25)
@given(a=exponents, p=st.builds(F, st.integers(1, 19), st.just(20)), b=tenths)
def test_both_responders_are_indifferent(a, p, b):
    assume(sum(float(x) ** float(1 / c) for x, c in zip(b, a, strict=True)) < 0.95)
    found = alternating_offers_share(PowerUtilities(a), p, b)
    x, q = float(found.value), 1 - float(p)
    a1, a2 = map(float, a)
    y = (q * x**a1 + float(p) * float(b[0])) ** (1 / a1)
    assert (1 - x) ** a2 == pytest.approx(q * (1 - y) ** a2 + float(p) * float(b[1]), abs=1e-11)
    assert found.exact or found.tolerance < 1e-15


@settings(max_examples=15)
@given(a=exponents, b=tenths)
def test_the_limit_is_the_nash_solution_with_the_breakdown_point(a, b):
    assume(sum(float(x) ** float(1 / c) for x, c in zip(b, a, strict=True)) < 0.9)
    pie = PowerUtilities(a)
    nash = float(nash_solution(pie, b).shares[0])
    errors = [
        abs(float(alternating_offers_share(pie, p, b).value) - nash) for p in (F(1, 10**3), F(1, 10**6))
    ]
    assert errors[1] < 1e-5
    assert errors[1] <= errors[0] / 100 + 1e-12


def test_a_formula_without_breakdown_payoffs():
    p = gt.parameters("p")
    found = alternating_offers_share(PowerUtilities(("1/2", 1)), p)
    assert found.exact
    # Rubinstein's share with discount factors (1 - p)**2 and 1 - p.
    assert sympy.simplify(found.value - p / (1 - (1 - p) ** 3)) == 0
    assert alternating_offers_share(PowerUtilities(("1/2", 1)), "1/2").value == F(4, 7)


def test_the_limit_theorem_for_risk_holds_for_all_exponents():
    a1, a2 = gt.parameters("a1 a2")
    theorem = limit_as_risk_vanishes((a1, a2))
    assert theorem.agrees
    assert sympy.simplify(theorem.value - a1 / (a1 + a2)) == 0
    assert limit_as_risk_vanishes(("1/2", 1)).value == sympy.Rational(1, 3)
    assert limit_as_risk_vanishes(("4/5", "2/5")).value == sympy.Rational(2, 3)


def test_the_limit_theorem_for_discounting():
    r1, r2 = gt.parameters("r1 r2")
    theorem = limit_as_offers_speed_up()
    assert theorem.agrees
    assert sympy.simplify(theorem.value - r2 / (r1 + r2)) == 0
    assert limit_as_offers_speed_up(("1/10", "1/20")).value == sympy.Rational(1, 3)


def test_weights_are_the_inverse_rates_not_the_rates():
    assert limit_as_offers_speed_up((1, 3)).value == sympy.Rational(3, 4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: alternating_offers_share(PowerUtilities((1, 1)), 0), "strictly between 0 and 1"),
        (lambda: alternating_offers_share(PowerUtilities((1, 1)), 1), "strictly between 0 and 1"),
        (lambda: alternating_offers_share(PowerUtilities((1, 1, 1)), "1/2"), "between two"),
        (lambda: alternating_offers_share(PowerUtilities((1, 1)), "1/2", (0,)), "give two"),
        (lambda: alternating_offers_share(PowerUtilities((1, 1)), "1/2", (1, 0)), "not inside the frontier"),
        (
            lambda: alternating_offers_share(PowerUtilities(("1/2", 1)), gt.parameters("p"), ("1/4", 0)),
            "give it a number",
        ),
        (lambda: limit_as_offers_speed_up((1, -1)), "must be positive"),
        (lambda: limit_as_offers_speed_up((1,)), "give two"),
    ],
)
def test_bad_questions_are_refused(call, message):
    with pytest.raises(InvalidGameError, match=message):
        call()


def test_a_float_beside_a_parameter_is_refused():
    with pytest.raises(MixedFieldError):
        alternating_offers_share(PowerUtilities((0.5, 1)), gt.parameters("p"))
