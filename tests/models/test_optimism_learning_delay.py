"""Waiting to persuade: cited values, what the figure shows, and the game solved by backward induction."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from sympy import Rational, simplify, sqrt

import gametheory as gt
from models.essays.optimism_learning_delay import MODEL, Del, n, r


@cache
def solved():
    return MODEL.solve()


def _threshold():
    return solved().threshold("delay").boundaries[-1][0].value


@pytest.mark.parametrize(
    ("size", "firmness", "rate", "date"),
    [(1, 1, "1/10", 1.7015621), (2, "5/2", "1/20", 2.9031242), (1, 4, "1/10", 0.0)],
)
def test_the_cited_dates(size, firmness, rate, date):
    here = {Del: Rational(size), r: Rational(rate)}
    closed = max(0.0, float(_threshold().subs(here)) - float(Rational(firmness)))
    assert closed == pytest.approx(date, abs=1e-7)
    game = gt.bargaining.LearningOptimism(size, firmness, rate)
    assert float(game.settlement) == pytest.approx(date, abs=1e-7)
    assert game.numerically(period=2e-3)["settlement"] == pytest.approx(date, abs=1e-2)


def test_the_threshold_is_the_root_of_a_quadratic():
    at = _threshold().subs({Del: 1, r: Rational(1, 10)})
    assert simplify(at - (sqrt(41) - 1) / 2) == 0


def test_delay_needs_loose_beliefs_and_moderate_optimism():
    delay = solved().region("delay")
    point = {"t": 0, "r": Fraction(1, 10)}
    assert {**point, "Del": 1, "n": Fraction(27, 10)} in delay
    assert {**point, "Del": 1, "n": Fraction(28, 10)} not in delay
    assert {**point, "Del": 5, "n": 5} not in delay
    assert {**point, "Del": Fraction(49, 10), "n": Fraction(49, 10)} in delay


def test_constant_optimism_delays_nothing_far_from_the_deadline():
    assert str(solved().threshold("constant")) == "never"
    for optimism in ("1/5", "1/2", "1"):
        game = gt.bargaining.Optimism(optimism, "9/10", 200).numerically()
        assert game["settlement"] == 0 and game["disagreement_dates"] < 10


def _play(size, firmness, rate, period, horizon):
    """Solve the game on the tree of who had the initiative, with both sides' own values and no level L."""
    count = int(horizon / period)
    discount = float(np.exp(-rate * period))
    one = np.zeros(count + 1)
    two = np.zeros(count + 1)
    agrees = []
    for k in range(count - 1, -1, -1):
        held = np.arange(k + 1)
        total = firmness + k * period
        p = (held * period + (firmness + size) / 2) / total
        q = ((k - held) * period + (firmness + size) / 2) / total
        up1, up2, down1, down2 = (
            discount * v for v in (one[1 : k + 2], two[1 : k + 2], one[: k + 1], two[: k + 1])
        )
        if_one, if_two = up1 + up2 <= 1, down1 + down2 <= 1
        one = p * np.where(if_one, 1 - up2, up1) + (1 - p) * down1
        two = q * np.where(if_two, 1 - down1, down2) + (1 - q) * up2
        agrees.append((if_one.all() and if_two.all(), if_one.any() or if_two.any()))
    agrees.reverse()
    every, some = (np.array(x) for x in zip(*agrees, strict=True))
    return float(np.argmax(some)) * period, float(np.argmax(every)) * period


def test_backward_induction_over_all_histories_finds_one_date_whatever_was_seen():
    first_somewhere, first_everywhere = _play(1.0, 1.0, 0.1, 0.02, 12.0)
    assert first_somewhere == first_everywhere == pytest.approx(1.7016, abs=0.05)
    assert _play(1.0, 4.0, 0.1, 0.02, 12.0)[0] == 0


def test_the_figure_shows_the_closed_forms():
    d = MODEL.data(quick=True)
    for size, grid in d.firmness.items():
        exact = [
            float(gt.bargaining.LearningOptimism(int(size), str(x), "1/10").settlement) for x in grid[::13]
        ]
        assert np.allclose(d.date[size][::13], exact)
    assert np.allclose(d.discrete, np.interp(d.sample, d.firmness["1"], d.date["1"]), atol=0.06)
    assert d.least[-1] > 0 and np.all(np.diff(d.least) > 0)


def test_the_threshold_rises_in_optimism_and_falls_in_the_rate():
    point = {Del: 2, r: Rational(1, 10)}
    assert _threshold().diff(Del).subs(point) > 0 > _threshold().diff(r).subs(point)
    assert n not in _threshold().free_symbols
