"""Optimism: constant optimism near a deadline, and learning that makes waiting worth while."""

from __future__ import annotations

import re
from fractions import Fraction as F

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.optimism import LearningOptimism, Optimism
from gametheory.errors import InvalidGameError


@pytest.mark.parametrize(("d", "y", "published"), [("9/10", 1, 6), ("9/10", "1/5", 1), ("19/20", "1/2", 7)])
def test_published_disagreement_dates(d, y, published):
    game = Optimism(y, d, 200)
    assert game.disagreement_dates == published
    assert game.numerically()["disagreement_dates"] == published
    pies = game.perceived_pies()
    assert sum(bool(game.discount * p > 1) for p in pies[1:]) == published
    run = game.enclosure("run")
    assert run.ceil().unique_fmpz() - 1 == published and run.rel_accuracy_bits() >= 128


def test_published_perceived_pie():
    game = Optimism("1/2", "9/10", 200)
    assert float(game.limit) == pytest.approx(1.0344828, abs=1e-7)
    assert float(game.perceived_pies()[0]) == pytest.approx(1.0344828, abs=1e-7)
    assert game.numerically()["limit"] == pytest.approx(1.0344828, abs=1e-7)


def test_a_border_is_counted_exactly():
    """d (1 + y) = 1: the last date but one is exactly worth agreeing at."""
    assert Optimism(1, "1/2", 50).disagreement_dates == 0
    assert Optimism("1/9", "9/10", 50).disagreement_dates == 0
    assert Optimism(F(1, 9) + F(1, 10**40), "9/10", 50).disagreement_dates == 1


def test_agreement_once_reached_backward_stays():
    """1 <= S <= 1/d implies the same one date earlier: the induction step, proved."""
    s, y, d = gt.parameters("S y d")
    given = [y >= 0, y <= 1, d > 0, d < 1, s >= 1, d * s <= 1]
    before = 1 + y * (1 - d * s)
    assert gt.prove([before >= 1, d * before <= 1], assuming=given)
    # ... and the first agreeing date has S below that bound too, because its d S' lies in (d, 1].
    assert gt.prove(d * before < 1, assuming=[y >= 0, y <= 1, d > 0, d < 1, s > 1, d * s <= 1])


def test_only_the_deadline_delays():
    assert Optimism(1, "9/10", 100).settlement == 0
    assert [Optimism(1, "9/10", t).settlement for t in (1, 2, 7, 8)] == [0, 1, 6, 0]
    for periods in (1, 2, 7, 8, 30):
        game = Optimism(1, "9/10", periods)
        assert game.numerically()["settlement"] == game.settlement
    y, d = gt.parameters("y d")
    symbolic = Optimism(y, d, 7)
    assert symbolic.at(y=1, d="9/10").settlement == 6
    dates = symbolic.disagreement_dates.subs({y: 1, d: sympy.Rational(9, 10)})
    assert dates == 6


@given(
    y=st.fractions(0, 1, max_denominator=20),
    d=st.fractions(F(1, 5), F(19, 20), max_denominator=40),
    periods=st.integers(1, 40),
)
def test_recursion_own_values_and_count_agree(y, d, periods):
    game = Optimism(y, d, periods)
    pies = game.perceived_pies()
    waits = [d * p > 1 for p in pies[1:]]
    assert sum(waits) == game.disagreement_dates
    assert waits == sorted(waits)  # disagreement only next to the deadline
    found = game.numerically()
    if min((abs(d * p - 1) for p in pies[1:]), default=1) > F(1, 10**9):
        assert found["disagreement_dates"] == game.disagreement_dates
        assert found["settlement"] == game.settlement
        assert found["limit"] == pytest.approx(float(pies[0]), rel=1e-9)


@given(y=st.fractions(0, 1, max_denominator=20), d=st.fractions(F(1, 5), F(9, 10), max_denominator=40))
@settings(max_examples=20)
def test_far_from_the_deadline_the_pie_is_the_limit(y, d):
    game = Optimism(float(y), float(d), 1000)
    assert game.perceived_pies()[0] == pytest.approx(float(game.limit), rel=1e-6)


# -- learning ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("game", "published"),
    [
        (LearningOptimism(1, 1, "1/10"), 1.7015621),
        (LearningOptimism(1, 4, "1/10"), 0),
        (LearningOptimism(2, "5/2", "1/20"), 2.9031242),
    ],
)
def test_published_settlement_dates(game, published):
    assert float(game.settlement) == pytest.approx(published, abs=1e-7)
    assert game.numerically()["settlement"] == pytest.approx(published, abs=6e-4)
    enclosed = game.enclosure("settlement", bits=200)
    assert enclosed == 0 if published == 0 else enclosed.rel_accuracy_bits() >= 200


@pytest.mark.parametrize(
    ("r", "published"),
    [
        ("1/100", 8.5125),
        ("1/50", 5.5887),
        ("1/20", 3),
        ("1/10", 1.7016),
        ("1/5", 0.79129),
        ("3/10", 0.39297),
        ("1/2", 0),
    ],
)
def test_figure_of_settlement_dates(r, published):
    assert float(LearningOptimism(1, 1, r).settlement) == pytest.approx(published, abs=6e-5)


def test_with_learning_the_recursion_of_constant_optimism_would_never_delay():
    """Applied date by date to falling optimism, `S = 1 + y (1 - d S')` has agreement from the start: it is not the game."""
    dt, r, n = 1e-3, 0.1, 1.0
    d, s, delayed = 1 - r * dt, 1.0, 0
    for k in range(20_000, -1, -1):
        y = 1 / (k * dt + n)
        delayed += d * s > 1
        s = d * s if d * s > 1 else 1 + y * (1 - d * s)
    assert delayed == 0 and LearningOptimism(1, 1, "1/10").settlement > 1


def test_delay_is_possible_only_with_little_discounting():
    """Model 3: firmness is at least Delta, so there is delay only if Delta < 1/(2 r)."""
    size, n, r = gt.parameters("D n r")
    game = LearningOptimism(size, n, r)
    assert gt.prove(size * r * 2 < 1, assuming=[*game.assuming, game.delay])
    root = game.firmness_threshold
    assert sympy.simplify(size - r * root * (root + size)) == 0


@given(
    size=st.fractions(F(1, 2), 3, max_denominator=8),
    more=st.fractions(0, 3, max_denominator=8),
    r=st.fractions(F(1, 20), F(1, 2), max_denominator=20),
)
@settings(max_examples=20)
def test_settlement_date_agrees_with_the_discrete_recursion(size, more, r):
    game = LearningOptimism(size, size + more, r)
    assert game.numerically(period=1e-3)["settlement"] == pytest.approx(float(game.settlement), abs=5e-3)
    assert bool(game.delay) == (game.settlement > 0)


BAD = [
    (lambda: Optimism(2, "1/2", 5), "`optimism` is 2; `p1 + p2 - 1` lies between 0"),
    (lambda: Optimism(-0.1, 0.5, 5), "`optimism` is -0.1"),
    (lambda: Optimism(1, 1, 5), "`discount` is 1; give a discount factor strictly between 0 and 1"),
    (lambda: Optimism(1, "1/2", 0), "`periods` is 0; give a whole number of dates"),
    (lambda: Optimism(1, "1/2", 2.5), "`periods` is 2.5"),
    (lambda: LearningOptimism(2, 1, 1), "`firmness` is 1, below `optimism` (2)"),
    (lambda: LearningOptimism(0, 1, 1), "`optimism` is 0; give a positive number"),
    (lambda: LearningOptimism(1, 1, 0), "`rate` is 0"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD)
def test_bad_input_is_refused(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()
