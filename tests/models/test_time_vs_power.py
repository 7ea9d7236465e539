"""Time against power: cited values, and both games played backwards from a far horizon."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.time_vs_power import MODEL, S_FIRST, W_FIRST, lots, turns

F = Fraction

CITED = {"r_W": F(1, 10), "r_S": F(1, 20), "f_W": F(1, 5), "f_S": F(1, 10)}
POINTS = [
    CITED | {"h": F(1)},
    {"r_W": F(1, 2), "r_S": F(1, 5), "f_W": F(0), "f_S": F(3, 5), "h": F(3, 2)},
    {"r_W": F(1, 5), "r_S": F(3, 5), "f_W": F(2, 5), "f_S": F(1, 2), "h": F(1, 2)},
]


@cache
def solved():
    return MODEL.solve()


@pytest.mark.parametrize("h", [F(1), F(1, 100), F(5)])
def test_the_cited_limit_for_every_length_of_the_period(h):
    """inside_option_limit: 13/30 at r = (.1, .05), f = (.2, .1)."""
    (only,) = lots().at(**CITED, h=h).equilibria()
    assert only.value("W") == F(13, 30)


def test_the_cited_share_in_turns():
    """inside_option_share1: 54/95 at d = .9 for both, f = (.2, .1), when W proposes."""
    point = {"r_W": F(1, 10), "r_S": F(1, 10), "f_W": F(1, 5), "f_S": F(1, 10), "h": 1}
    (only,) = turns().at(**point).equilibria()
    assert only.share("W", W_FIRST) == F(54, 95)


def test_the_threshold():
    """r_W/r_S = (1 - 2 f_S)/(1 - 2 f_W) = 4/3 at f = (.2, .1); there W gets exactly half."""
    rest = {"r_S": F(1, 20), "f_W": F(1, 5), "f_S": F(1, 10), "h": F(1, 2)}
    assert solved().region("half").substitute(**rest).solve_for("r_W").value == F(1, 15)
    (only,) = lots().at(**rest, r_W=F(1, 15)).equilibria()
    assert only.value("W") == F(1, 2)


def test_no_patience_helps_against_half_or_more():
    for flow in (F(1, 2), F(3, 5)):
        (only,) = lots().at(r_W=F(1, 10**6), r_S=F(1, 2), f_W=F(1, 5), f_S=flow, h=1).equilibria()
        assert only.value("W") < F(1, 2)


def backwards(point, states, periods=3000):
    """Play the game backwards in floats; `states` says who proposes where, and where a refusal leads."""
    d = {i: float(1 - point[f"r_{i}"] * point["h"]) for i in "WS"}
    flow = {i: (1 - d[i]) * float(point[f"f_{i}"]) for i in "WS"}
    value = {s: {"W": 0.0, "S": 0.0} for s in states}
    for _ in range(periods):
        new = {}
        for s, (odds, after) in states.items():
            wait = {i: flow[i] + d[i] * value[after][i] for i in "WS"}
            gain = max(0.0, 1 - wait["W"] - wait["S"])
            new[s] = {i: wait[i] + odds[i] * gain for i in "WS"}
        value = new
    return value


@pytest.mark.parametrize("point", POINTS)
def test_the_games_played_backwards(point):
    even = {"W": 0.5, "S": 0.5}
    (only,) = lots().at(**point).equilibria()
    (by_lot,) = backwards(point, {"talks": (even, "talks")}).values()
    assert np.isclose(float(only.value("W")), by_lot["W"], rtol=0, atol=1e-12)
    alone = {"W": {"W": 1, "S": 0}, "S": {"W": 0, "S": 1}}
    in_turn = backwards(point, {W_FIRST: (alone["W"], S_FIRST), S_FIRST: (alone["S"], W_FIRST)})
    (only,) = turns().at(**point).equilibria()
    for s in (W_FIRST, S_FIRST):
        assert np.isclose(float(only.value("W", s)), in_turn[s]["W"], rtol=0, atol=1e-12)


def test_the_figure_shows_the_closed_form():
    data = MODEL.data(quick=True)
    for name, edge in data.impatience.items():
        assert np.allclose(edge, (1 - 2 * data.power) / (1 - 2 * float(F(name))), rtol=0, atol=1e-12)
