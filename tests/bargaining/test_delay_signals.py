"""Delay as a signal: two types, a continuum, and the finite games between them."""

from __future__ import annotations

import re
from fractions import Fraction as F
from math import exp, inf, log

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.delay_signals import AdmatiPerry, Cramton, separating_discounts
from gametheory.errors import InvalidGameError, ParameterError


@pytest.mark.parametrize(
    ("game", "published"),
    [(AdmatiPerry(1, 2, "1/10"), 4.0546511), (AdmatiPerry("2/5", 1, "1/20"), 9.4000726)],
)
def test_published_separating_delay(game, published):
    assert float(game.delay) == pytest.approx(published, abs=1e-7)
    assert game.numerically()["shortest"] == pytest.approx(published, abs=1e-7)
    enclosed = game.enclosure("delay", bits=200)
    assert enclosed.rel_accuracy_bits() >= 200 and float(enclosed.mid()) == pytest.approx(published, abs=1e-7)


def test_published_continuum():
    game = Cramton(1, "1/10")
    assert float(game.delay("1/2")) == pytest.approx(6.9314718, abs=1e-7)
    assert game.buyer("1/2") == F(1, 8) and game.seller == sympy.Rational(1, 6)
    found = game.numerically("1/2")
    assert found["delay"] == pytest.approx(6.9314718, rel=1e-3)
    assert found["buyer"] == pytest.approx(0.125, rel=1e-3)
    assert found["seller"] == pytest.approx(1 / 6, rel=1e-3)
    assert game.enclosure("delay", "1/2", bits=100).rel_accuracy_bits() >= 100


def test_both_ends_of_the_separating_interval():
    """Model 14: if v_H < 2 v_L, delays longer than `log(1/(2 - v_H/v_L))/r` are not worth while to the low type."""
    game = AdmatiPerry("4/5", 1, "1/10")
    assert float(game.longest) == pytest.approx(10 * log(1 / (2 - 1 / 0.8)), rel=1e-12)
    assert AdmatiPerry(1, 2, 1).longest == sympy.oo and AdmatiPerry(1, 3, 1).longest == sympy.oo
    assert AdmatiPerry(1, 3, 1).numerically()["longest"] == inf
    low, high, s, r = gt.parameters("vL vH s r")
    symbolic = AdmatiPerry(low, high, r, s)
    reward = low - s * high
    # The interval is never empty: the discount at its short end is above that at its long end.
    proof = gt.prove(
        symbolic.discount > reward / ((1 - s) * low), assuming=[low > 0, high > low, s > 0, s < 1, reward > 0]
    )
    assert proof


def test_delay_moves_with_the_values_and_patience_as_claimed():
    low, high, r = gt.parameters("vL vH r")
    discount = AdmatiPerry(low, high, r).discount
    given = [low > 0, high > low]
    assert gt.prove(sympy.diff(discount, high) < 0, assuming=given)  # a higher v_H: a longer wait
    assert gt.prove(sympy.diff(discount, low) > 0, assuming=given)


values = st.fractions(F(1, 10), 3, max_denominator=20)
parts = st.fractions(F(1, 10), F(9, 10), max_denominator=10)


@given(low=values, more=values, rate=values, share=parts)
def test_two_types_agree_with_bisection_and_neither_imitates(low, more, rate, share):
    game = AdmatiPerry(low, low + more, rate, share)
    found = game.numerically()
    assert found["shortest"] == pytest.approx(float(game.shortest), rel=1e-9)
    assert found["longest"] == pytest.approx(float(game.longest), rel=1e-6)
    assert float(game.shortest) < float(game.longest)
    v, top, s, r = (float(x) for x in (low, low + more, share, rate))
    for t in (float(game.shortest) * (1 + 1e-9), min(float(game.longest), 100 / r) * (1 - 1e-9)):
        assert exp(-r * t) * (top - s * v) <= (1 - s) * top * (1 + 1e-6)
        assert exp(-r * t) * (1 - s) * v >= (v - s * top) * (1 - 1e-6)


@given(part=st.fractions(F(1, 10), 1, max_denominator=20), top=values, rate=values, share=parts)
@settings(max_examples=25)
def test_continuum_is_the_limit_of_finitely_many_types(part, top, rate, share):
    game = Cramton(top, rate, share)
    found = game.numerically(part * top, types=20_000)
    assert found["delay"] * float(rate) == pytest.approx(
        float(game.delay(part * top)) * float(rate), rel=2e-2, abs=1e-3
    )
    assert found["buyer"] == pytest.approx(float(game.buyer(part * top)), rel=2e-2)
    assert found["seller"] == pytest.approx(float(game.seller), rel=2e-2)


def test_two_of_finitely_many_types_are_admati_and_perry():
    _, logs = separating_discounts([2.0, 1.0], 0.5)
    assert -logs[1] / 0.1 == pytest.approx(float(AdmatiPerry(1, 2, "1/10").delay))


BAD = [
    (lambda: AdmatiPerry(2, 1, 1), "`high` is 1, not above `low` (2)"),
    (lambda: AdmatiPerry(0, 1, 1), "`low` is 0"),
    (lambda: AdmatiPerry(1, 2, 0), "`rate` is 0; give a positive discount rate"),
    (lambda: AdmatiPerry(1, 2, 1, 1), "`share` is 1; give the part of his value"),
    (lambda: Cramton(0, 1), "`top` is 0; give a positive value"),
    (lambda: Cramton(1, -1), "`rate` is -1"),
    (lambda: separating_discounts([1, 2], 0.5), "the values must fall"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD)
def test_bad_input_is_refused(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()


def test_a_value_outside_the_support_is_refused():
    with pytest.raises(ParameterError, match="2 is not a value above 0"):
        Cramton(1, 1).delay(2)
