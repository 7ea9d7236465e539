"""Waiting out the incumbent, and what a hotline is worth."""

from __future__ import annotations

import re
from fractions import Fraction as F

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.hotline import Hotline
from gametheory.bargaining.waiting import SuccessorWait
from gametheory.errors import InvalidGameError

# -- section 17 --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "published"),
    [
        ((("1/10", "1/5"), "1/2", "3/5", "1/2"), 0.066666667),
        ((("3/20", "1/10"), "9/20", "4/5", "3/10"), 0.096774194),
    ],
)
def test_published_turnover_threshold(rest, published):
    game = SuccessorWait("1/10", "1/10", *rest)
    assert float(game.threshold) == pytest.approx(published, abs=1e-8)
    assert game.numerically()["threshold"] == pytest.approx(published, rel=2e-5)


@pytest.mark.parametrize(
    ("game", "published"),
    [
        (SuccessorWait("1/10", "3/10", ("1/10", 0), 0, "3/5", 0), 0.475),
        (SuccessorWait("1/20", "1/2", ("1/5", 0), 0, "1/2", 0), 0.47272727),
    ],
)
def test_published_waiting_value(game, published):
    assert float(game.waiting_value) == pytest.approx(published, abs=1e-8)
    assert game.numerically()["waiting_value"] == pytest.approx(published, abs=1e-4)


def test_regions_of_delay_with_the_mirror_case():
    r, rho, fw, fh, kappa, x, weight = gt.parameters("r rho fW fH kappa x l")
    game = SuccessorWait(r, rho, (fw, fh), kappa, x, weight)
    surplus, lost, given = game.surplus, game.lost_to_successor, list(game.assuming)
    delay, star = game.delay, game.threshold
    usual = [*given, kappa < surplus, kappa > lost]
    mirror = [*given, kappa > surplus, kappa < lost]
    assert gt.prove(delay, assuming=[*usual, rho > star]) and gt.prove(~delay, assuming=[*usual, rho <= star])
    assert gt.prove(delay, assuming=[*mirror, rho < star]) and gt.prove(
        ~delay, assuming=[*mirror, rho >= star]
    )
    assert gt.prove(delay, assuming=[*given, kappa > surplus, kappa > lost])
    assert gt.prove(~delay, assuming=[*given, kappa < surplus, kappa < lost])


def test_without_a_cost_of_settling_the_incumbent_buys_the_option_off():
    r, rho, fw, fh, x, weight = gt.parameters("r rho fW fH x l")
    game = SuccessorWait(r, rho, (fw, fh), 0, x, weight)
    assert game.delay.is_empty()


units = st.fractions(0, 1, max_denominator=10)


@given(
    rho=st.fractions(0, 2, max_denominator=10), f=st.tuples(units, units), kappa=units, x=units, weight=units
)
def test_discrete_markov_game_agrees(rho, f, kappa, x, weight):
    assume(sum(f) <= 1)
    game = SuccessorWait("1/10", rho, f, kappa, x, weight)
    assume(abs(game.gain) > F(1, 1000))
    found = game.numerically(period=1e-6)
    assert found["delay"] == bool(game.gain < 0) == (not game.delay.is_empty())
    assert found["waiting_value"] == pytest.approx(float(game.waiting_value), abs=1e-4)
    if found["threshold"] is not None and 0.001 < found["threshold"] < 100:
        assert found["threshold"] == pytest.approx(float(game.threshold), rel=1e-2)


# -- section 18 --------------------------------------------------------------------------------------------------


def test_published_hotline_values():
    assert Hotline(0, "2/5", ("1/10", 0), 1, 1).accident_probabilities[0] == F(1, 5)
    assert Hotline(0, "1/5", ("3/10", 0), 1, 1).accident_probabilities[0] == F(3, 5)
    game = Hotline("1/10", "2/5", ("1/5", "1/10"), 1, 5, "1/20")
    assert game.values[1] == -F(1, 4)
    assert float(game.talk_cost_threshold) == pytest.approx(0.41428571, abs=1e-8)
    other = Hotline("1/20", "1/5", ("1/10", "1/50"), 2, 4)
    assert other.talk_cost_threshold == F(8, 25)
    for one in (game, other, Hotline(0, "1/5", ("3/10", "1/10"), 1, 1)):
        agree(one)


def agree(game):
    found = game.numerically()
    for answer in ("values", "accident_probabilities"):
        assert found[answer] == pytest.approx(tuple(map(float, getattr(game, answer))), abs=1e-9)
    assert found["talk_cost_threshold"] == pytest.approx(float(game.talk_cost_threshold), abs=1e-9)


rates = st.fractions(F(1, 20), 2, max_denominator=20)


@given(r=rates, m=rates, low=rates, more=rates, value=rates, loss=rates, k=units)
def test_quadrature_agrees(r, m, low, more, value, loss, k):
    game = Hotline(r, m, (low + more, low), value, loss, k)
    agree(game)
    better = game.values[1] > game.values[0]
    assert bool(better) == bool(k < game.talk_cost_threshold)


def test_talks_region_is_where_talks_are_better():
    r, m, before, after, value, loss, k = gt.parameters("r m e0 e1 V D k")
    game = Hotline(r, m, (before, after), value, loss, k)
    without, with_talks = game.values
    assert gt.prove(with_talks > without, assuming=game.talks)
    star = game.talk_cost_threshold
    given = [*game.assuming, before > after, r > 0, value > 0, loss > 0, m > 0]
    for symbol, sign in ((value, 1), (loss, 1), (after, -1)):
        assert gt.prove(sign * sympy.diff(star, symbol) > 0, assuming=given)


BAD = [
    (lambda: SuccessorWait(0, 1, (0, 0), 0, 0, 0), "`rate` is 0; give a positive discount rate"),
    (lambda: SuccessorWait(1, -1, (0, 0), 0, 0, 0), "`turnover` is -1"),
    (lambda: SuccessorWait(1, 1, ("3/5", "3/5"), 0, 0, 0), "the flows add up to 6/5"),
    (lambda: SuccessorWait(1, 1, (-1, 0), 0, 0, 0), "the flow of the waiting side is -1"),
    (lambda: SuccessorWait(1, 1, (0, 0), -1, 0, 0), "`settlement_cost` is -1"),
    (lambda: SuccessorWait(1, 1, (0, 0), 0, 2, 0), "`successor_offer` is 2; give a number between 0 and 1"),
    (lambda: Hotline(1, 1, (0, 1), 1, 1), "talks raise the accident rate from 0 to 1"),
    (lambda: Hotline(0, 0, (1, 0), 1, 1), "nothing ever ends or discounts the crisis"),
    (lambda: Hotline(1, 1, (1, 0), 1, -1), "`loss` is -1"),
    (lambda: Hotline(1, 1, (1, 0), 1, 1, -1), "`talk_cost` is -1"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD)
def test_bad_input_is_refused(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()
