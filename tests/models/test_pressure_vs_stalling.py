"""Pressure against stalling: the cited values, value iteration of the talks, and a search over paces and pressures."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import gametheory as gt
from models.essays.pressure_vs_stalling import MODEL, OUTSET, TABLE, process, talks

F = Fraction

SIDES = {"kap": F(1, 4), "w": F(1, 2), "f_W": F(2, 5), "f_S": F(1, 5)}


@cache
def solved():
    return MODEL.solve()


def test_the_cited_pace():
    """m* = 1/15 at r = 1/10, kap = 1/4, w = 1/2: mu* = 2/5."""
    region = solved().region("pressure pays").substitute(**SIDES, s=F(3, 10), nu=F(1, 10))
    mu_star = region.solve_for("mu").value
    assert mu_star == F(2, 5)
    r = F(1, 10)
    assert r * F(2, 5) / (1 - F(2, 5)) == r * F(1, 4) / (F(1, 2) * F(5, 4) - F(1, 4)) == F(1, 15)


def test_pressure_that_costs_more_than_the_odds_of_proposing_never_pays():
    """kap = 1 = w/(1 - w): at no pace."""
    region = solved().region("pressure pays").substitute(kap=1, w=F(1, 2), f_W=F(1, 4), f_S=F(1, 2))
    assert region.is_empty() is gt.Answer.YES


@pytest.mark.parametrize(("s", "pace"), [(F(1, 4), "slow"), (F(2, 10), "fast")])
def test_slowing_at_nine_tenths(s, pace):
    """At mu = 9/10 and nu = mu* W slows iff s >= (1/2)(1/2)(2/5)/(1 - 9/16) = 8/35."""
    threshold = solved().region("W slows").substitute(**SIDES, mu=F(9, 10), nu=F(2, 5)).solve_for("s")
    assert threshold.pieces[0].lower[0].value == F(8, 35)
    point = {**SIDES, "mu": F(9, 10), "nu": F(39, 100), "s": s}
    (only,) = gt.subgame_perfect(process().at(**point))
    assert only.strategy["W"]["outset"][pace] == 1
    assert only.strategy["S"] == {
        "fast": {"press": 1, "hold back": 0},
        "slow": {"press": 0, "hold back": 1},
    }


def iterated(mu, s, kap, w, f_W, f_S, rounds=1000):
    """Values at the outset by iterating offers backwards from a far last opportunity; no share below 0."""
    c_W = c_S = 0.0
    for _ in range(rounds):
        price_W, price_S = max(c_W, 0.0), max(c_S, 0.0)
        at_S = (1 - price_W, price_W) if 1 - price_W >= c_S else (c_S, c_W)
        at_W = (price_S, 1 - price_S) if 1 - price_S >= c_W else (c_S, c_W)
        c_S = (1 - mu) * (f_S - kap * s) + mu * (w * at_S[0] + (1 - w) * at_W[0])
        c_W = (1 - mu) * (f_W - s) + mu * (w * at_S[1] + (1 - w) * at_W[1])
    return c_W, c_S


def test_value_iteration_agrees_below_and_beyond_the_floor():
    draw = np.random.default_rng(1)
    beyond = []
    for _ in range(30):
        f_W, f_S, mu, w = (F(int(i), 100) for i in (*draw.integers(5, 45, 2), *draw.integers(10, 90, 2)))
        kap = F(int(draw.integers(5, 60)), 100)
        s = f_S / kap * F(int(draw.integers(5, 100)), 100)
        point = {"mu": mu, "s": s, "kap": kap, "w": w, "f_W": f_W, "f_S": f_S}
        (only,) = talks().at(**point).equilibria()
        found = iterated(**{k: float(v) for k, v in point.items()})
        assert abs(found[0] - float(only.value("W", OUTSET))) < 1e-9
        assert abs(found[1] - float(only.value("S", OUTSET))) < 1e-9
        squeezed = "floor" in only.patterns[TABLE, "S"].binding
        assert squeezed == (point in solved().region("W is squeezed") and only.value("W", OUTSET) < 0)
        beyond.append(squeezed)
    assert {True, False} == set(beyond)


def outcome(cap, fastest=0.9):
    """S's best pressure at each of many paces, and the pace that W then likes best, on grids."""
    rest = {k: float(v) for k, v in SIDES.items()}
    amounts = np.linspace(0, cap, 21)
    best = (-1.0, 0.0, 0.0)
    for mu in np.linspace(0.02, fastest, 45):
        worth = [iterated(mu, s, **rest, rounds=300) for s in amounts]
        # Where S is indifferent it holds back: else W has no best pace, only paces ever closer to mu*.
        chosen = max(range(21), key=lambda i: (round(worth[i][1], 9), -i))
        best = max(best, (worth[chosen][0], mu, amounts[chosen]))
    return best


@pytest.mark.parametrize(("cap", "slows"), [(0.15, False), (0.35, True)])
def test_a_search_over_all_paces_and_pressures_finds_the_slow_pace(cap, slows):
    """The threshold at mu = 9/10 is 8/35 = .2286: below it W takes the fastest pace, above it mu*."""
    _, pace, pressure = outcome(cap)
    assert (pace, pressure) == (pytest.approx(0.4), 0) if slows else (pytest.approx(0.9), cap)


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert data.disarm == 0.4 and data.most == 0.4
    closed = (data.pace - 0.4) * 0.2 / (1 - 0.625 * data.pace)
    assert np.allclose(data.slowing, closed, rtol=0, atol=1e-12)
    for name, rising in (("3/10", False), ("3/5", True), ("4/5", True)):
        edge, top = data.kink[name]
        mu = float(F(name))
        assert edge == pytest.approx((0.2 + mu * 0.275) / (1 - 0.625 * mu))
        before, after = data.value[name][data.pressure < edge], data.value[name][data.pressure > edge]
        assert (np.diff(before) > 0).all() == rising and (np.diff(after) < 0).all()
        assert top >= data.value[name].max() or not rising
