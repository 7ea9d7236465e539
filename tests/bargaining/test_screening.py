"""Screening: published values, the three regimes and a scan of first prices say the same."""

from __future__ import annotations

import re
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining.screening import HOLD, POOL, SKIM, Screening, _continuation
from gametheory.errors import InvalidGameError


@pytest.mark.parametrize(
    ("prior", "delta", "value", "name"),
    [("3/5", "9/10", F(28, 25), HOLD), ("9/10", "3/5", F(43, 25), HOLD), ("2/5", "9/10", 1, POOL)],
)
def test_published_values(prior, delta, value, name):
    game = Screening(2, 1, prior, delta)
    assert game.value == value and game.regime.name == name
    assert game.numerically()["value"] == pytest.approx(float(value), abs=1e-9)


@pytest.mark.parametrize(("delta", "published"), [("9/10", F(11, 20)), ("3/5", F(7, 10))])
def test_published_hold_out_threshold(delta, published):
    """Also found by bisection on where the scan begins to hold out."""
    q = gt.parameters("q")
    game = Screening(2, 1, q, delta)
    assert game.hold_out_threshold == published
    low, high = F(51, 100), F(99, 100)
    for _ in range(12):
        middle = (low + high) / 2
        held = game.at(q=middle).numerically(grid=401)["breakdown"] > 0
        low, high = (low, middle) if held else (middle, high)
    assert float(low) == pytest.approx(float(published), abs=2e-3)


def test_regimes_cover_all_parameters_and_the_first_border_ignores_patience():
    h, low, q, d = gt.parameters("h l q d")
    game = Screening(h, low, q, d)
    assert game.covers()
    pool, skim, hold = game.regimes()
    assert str(pool.when.solve_for(q)) == "q <= l/h"
    assert game.low_price_threshold == low / h
    for one, two in ((skim, hold), (pool, skim)):
        assert gt.prove(one.value - two.value >= 0, assuming=one.when.assuming and one.when)
    assert gt.prove(game.low_price_threshold < game.hold_out_threshold, assuming=game.assuming)


def test_beyond_the_second_threshold_there_is_breakdown_not_only_delay():
    """Corrects the reading that type l trades in the second period whenever `pi > l/h`."""
    regime = Screening(2, 1, "4/5", "9/10").regime
    assert regime.name == HOLD and regime.breakdown == F(1, 5)
    assert regime.accepts_first == F(3, 4) and regime.delay == F(1, 5) and regime.belief == F(1, 2)


@given(
    low=st.fractions(F(1, 10), 2, max_denominator=10),
    more=st.fractions(F(1, 5), 3, max_denominator=10),
    prior=st.fractions(F(1, 20), F(19, 20), max_denominator=40),
    delta=st.fractions(F(1, 20), F(19, 20), max_denominator=20),
)
@settings(max_examples=30)
def test_scan_of_first_prices_agrees_with_the_regimes(low, more, prior, delta):
    game = Screening(low + more, low, prior, delta)
    regime = game.regime
    value = float(regime.value)
    best = game.numerically(grid=301)
    step = float(more) / 300
    assert value - step <= best["value"] <= value + 1e-9  # the skimming price may lie between two of the grid
    price = float(regime.prices[0]) - (1e-12 if regime.name == SKIM else 0)
    played = _continuation(price, *map(float, (game.high, game.low, game.prior, game.delta)))
    assert played["value"] == pytest.approx(value, abs=1e-9)
    if regime.name != POOL:
        assert played["accepts_first"] == pytest.approx(float(regime.accepts_first), abs=1e-9)
        assert played["delay"] == pytest.approx(float(regime.delay), abs=1e-9)
        assert played["breakdown"] == pytest.approx(float(regime.breakdown), abs=1e-9)


BAD = [
    (lambda: Screening(1, 2, "1/2", "1/2"), "`high` is 1, not above `low` (2)"),
    (lambda: Screening(2, 0, "1/2", "1/2"), "`low` is 0; give a positive value"),
    (lambda: Screening(2, 1, 1, "1/2"), "`prior` is 1; give a probability strictly between 0 and 1"),
    (lambda: Screening(2, 1, "1/2", -0.5), "`delta` is -0.5"),
]


@pytest.mark.parametrize(("build", "sentence"), BAD)
def test_bad_input_is_refused(build, sentence):
    with pytest.raises(InvalidGameError, match=re.escape(sentence)):
        build()
