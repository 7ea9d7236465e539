"""Myerson and Satterthwaite's trade with two types: the programs at many points, the mechanism put to the checker, the figure."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import gametheory as gt
from models.papers import myerson_satterthwaite as model


def stated(name, odds, value):
    """Return the closed form at a point, from whichever case holds there."""
    (e,) = (e for e in model.mechanism() if gt.region(e.when).contains(p=odds, x=value))
    found = e.values[name]
    return Fraction(str(found if isinstance(found, int) else found.subs({model.p: odds, model.x: value})))


def test_the_closed_form_is_the_optimum_at_many_points():
    generator = np.random.default_rng(83)
    for _ in range(40):
        odds, value = (Fraction(int(generator.integers(1, n)), n) for n in (24, 60))
        value = value / 2
        found = model.trade(odds, value)
        assert found.gains == stated("gains", odds, value)
        assert found.lost == stated("lost", odds, value)
        assert (found.lost > 0) == (value < (1 - odds) / 2)


def test_a_price_between_that_nobody_can_improve_on():
    """At p = 1/5, x = 1/3 a keen and a reluctant side trade in 6 of 7 cases; the values 2, 4 and costs 1, 3 are three times as large."""
    assert stated("share", Fraction(1, 5), Fraction(1, 3)) == Fraction(6, 7)
    found = gt.bilateral_trade({2: "1/5", 4: "4/5"}, {1: "4/5", 3: "1/5"})
    # Up to 1, what a value of 2 or a cost of 3 moves to the other side.
    assert (found.trade[2, 1] + found.trade[4, 3]) / 2 == Fraction(6, 7)
    assert found.gains == 3 * stated("gains", Fraction(1, 5), Fraction(1, 3))


@pytest.mark.parametrize(("odds", "value"), [("1/5", "1/3"), ("1/2", "1/3"), ("1/4", "1/10"), ("3/4", "1/8")])
def test_the_mechanism_with_payments_balanced_after_every_report(odds, value):
    """The expected payments of the model, split so that what the buyer pays the seller gets, put to the checker."""
    odds, value = Fraction(odds), Fraction(value)
    share, low, high = (stated(n, odds, value) for n in ("share", "low", "high"))
    trades = {
        ("keen", "keen"): Fraction(1),
        ("keen", "low"): share,
        ("low", "keen"): share,
        ("low", "low"): Fraction(0),
    }
    chance = {"keen": 1 - odds, "low": odds}
    expected = {"keen": high, "low": low}
    quantity = {t: sum(chance[s] * trades[t, s] for s in chance) for t in chance}
    mean = sum(chance[t] * expected[t] for t in chance)
    # The seller gets on average what mirrors the buyer's payment: trade less payment.
    pays = {(b, s): expected[b] + quantity[s] - expected[s] - mean for b in chance for s in chance}
    outcomes = sorted({(q, pay) for pay in pays.values() for q in (0, 1)})
    worth = {"keen": Fraction(1), "low": value}
    game = gt.BayesianGame(
        types={"buyer": ("keen", "low"), "seller": ("keen", "low")},
        actions={"buyer": outcomes, "seller": ("",)},
        prior={"buyer": chance, "seller": chance},
        payoffs=lambda t, a: (a[0][0] * worth[t[0]] - a[0][1], a[0][1] - a[0][0] * (1 - worth[t[1]])),
    )
    device = {t: {((1, pays[t]), ""): q, ((0, pays[t]), ""): 1 - q} for t, q in trades.items()}
    nothing = {player: {"keen": 0, "low": 0} for player in game.players}
    assert gt.check_mediation(game, device, obedience=False, outside=nothing).status == "proved"
    if share < 1:
        eager = {**device, ("keen", "low"): {((1, pays["keen", "low"]), ""): 1}}
        assert gt.check_mediation(game, eager, obedience=False, outside=nothing).status == "failed"


def test_the_figure_shows_the_optima():
    d = model.MODEL.data(quick=True)
    for chance, curve in d.curves.items():
        assert np.allclose(d.optima[chance], np.interp(d.points, d.grid, curve), atol=2e-3)
        assert (curve[2 * d.grid >= 1 - float(Fraction(chance))] == 1).all() and curve.min() > 0.8
