"""A reputation for toughness: cited values, what the figure shows, and the game solved by other means."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import gametheory as gt
from gametheory.algebra.decide import Answer
from models.essays.reputation_for_toughness import DATE, HAZARD, MODEL, a_S, a_W, l_S, l_W, r_S, r_W

EXAMPLES = [
    (("7/10", "3/5"), ("1/10", "1/10"), ("1/10", "1/10")),
    (("4/5", "3/5"), ("1/20", "1/50"), ("1/5", "1/10")),
    (("3/5", "7/10"), ("1/5", "1/10"), ("1/10", "1/4")),
]


@cache
def solved():
    return MODEL.solve()


def _point(demands, names, rates):
    logs = [-float(np.log(float(Fraction(z)))) for z in names]
    numbers = [float(Fraction(x)) for x in (*demands, *rates)]
    return dict(zip((a_W, a_S, r_W, r_S, l_W, l_S), (*numbers, *logs), strict=True))


def test_the_cited_threshold_is_a_tenth_to_the_power_three_quarters():
    """z_W* = .1**.75 = .1778 at a_W = .7, a_S = .6, equal rates, z_S = .1."""
    edge = solved().threshold("W strong").value
    exponent = edge.subs({a_W: Fraction(7, 10), a_S: Fraction(3, 5), r_W: 1, r_S: 1, l_S: 1})
    assert exponent == Fraction(3, 4)
    assert 0.1 ** float(exponent) == pytest.approx(0.17783, abs=1e-5)
    closed = gt.bargaining.AbreuGul(("7/10", "3/5"), ("1/10", "1/10"), ("1/10", "1/10"))
    assert float(closed.commitment_threshold(1)) == pytest.approx(0.1 ** float(exponent))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_walk_backward_in_discrete_time_finds_the_same_end_and_the_same_atoms(example):
    """No closed form is used by the walk: only indifference in every period, found by bisection."""
    point = _point(*example)
    found = [e for e in solved().equilibria["concessions"] if bool(e.when.subs(point))]
    (e,) = found
    numbers = gt.bargaining.AbreuGul(*example).numerically(period=1e-3)
    assert float(e.values["horizon"].subs(point)) == pytest.approx(numbers["horizon"], rel=5e-3)
    for side, atom in zip(("W", "S"), numbers["atoms"], strict=True):
        stays = np.exp(float(e.values[f"staying {side}"].subs(point)))
        assert 1 - stays == pytest.approx(atom, abs=5e-3)


def test_waiting_for_any_date_pays_the_same_by_quadrature():
    point = _point(*EXAMPLES[0])
    speed, date = float(HAZARD["S"].subs(point)), float(min(DATE[i].subs(point) for i in ("W", "S")))
    for quits in (0.0, 0.3 * date, 0.7 * date, date):
        times = np.linspace(0, quits, 20_001)
        flow = 0.7 * np.exp(-(0.1 + speed) * times) * speed
        won = np.trapezoid(flow, times)
        assert won + 0.4 * np.exp(-(0.1 + speed) * quits) == pytest.approx(0.4, abs=1e-7)


def test_statics_and_one_equilibrium_everywhere():
    assert {n: str(s) for n, s in solved().statics["W strong"].items()} == {
        "l_S": "+",
        "r_W": "-",
        "r_S": "+",
        "a_W": "-",
        "a_S": "+",
    }
    assert solved().equilibria["concessions"].covers()
    strong, weak = solved().region("W strong"), solved().region("S strong")
    assert (strong & weak).is_empty() is Answer.YES


def test_the_figure_shows_what_a_name_is_worth():
    d = MODEL.data(quick=True)
    assert d.threshold == pytest.approx(0.1**0.75)
    weak = d.own <= d.threshold
    assert np.allclose(d.payoff_W[weak], 0.4) and np.all(d.payoff_W[~weak] > 0.4)
    for z, pays in list(zip(d.own, d.payoff_W, strict=True))[::15]:
        exact = gt.bargaining.AbreuGul(("7/10", "3/5"), (f"{z:.12f}", "1/10"), ("1/10", "1/10")).payoffs[0]
        assert float(exact) == pytest.approx(pays, abs=1e-8)
    for demand, exponent in (("1/2", 1.25), ("7/10", 0.75), ("9/10", 0.25)):
        assert np.allclose(d.least[demand], d.theirs**exponent)
