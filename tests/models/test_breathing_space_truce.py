"""A truce as breathing space: cited values, the region that the old formula gets wrong, and play on a grid of offers."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.breathing_space_truce import MODEL

F = Fraction

CITED = {"p1": F(3, 10), "p2": F(33, 100), "c": F(1, 2), "d": F(9, 10)}


@cache
def solved():
    return MODEL.solve()


def the(game, **point):
    (only,) = solved().model.games[game]().at(**point).equilibria()
    return only


def test_the_cited_price():
    """x_S = .92 at p1 = .3, p2 = .33, c = .5, d = .9."""
    d = CITED["d"]
    x = (the("now", **CITED).value("S") - d * the("later", **CITED).value("S")) / (1 - d)
    assert x == F(23, 25) == 1 + (d * CITED["p2"] - CITED["p1"]) / (1 - d) - CITED["c"] * (1 - d)


@pytest.mark.parametrize(
    ("p1", "c", "d", "star"), [(F(3, 10), F(1, 2), F(9, 10), F(61, 180)), (F(1, 2), F(1), F(4, 5), F(27, 40))]
)
def test_the_cited_thresholds(p1, c, d, star):
    """preventive_war_p2: .33888889 and .675."""
    truce = solved().region("truce")
    assert truce.substitute(p1=p1, c=c, d=d).solve_for("p2").value == star
    assert {"p1": p1, "c": c, "d": d, "p2": star} in truce
    assert {"p1": p1, "c": c, "d": d, "p2": star + F(1, 1000)} not in truce


COUNTEREXAMPLE = {"p1": F(3, 10), "p2": F(9, 10), "c": F(4, 5), "d": F(3, 5)}


def test_a_rise_beyond_s_threat_no_longer_matters():
    p1, p2, c, d = (COUNTEREXAMPLE[name] for name in ("p1", "p2", "c", "d"))
    assert d * p2 - p1 > c * (1 - d) ** 2, "the formula alone would say war"
    assert COUNTEREXAMPLE in solved().region("truce")
    assert the("now, no threat later", **COUNTEREXAMPLE).agrees("now")


def backwards(point, proposer, offers=2001, periods=300):
    """Play the game period by period in floats, with offers on a grid; return both values, and whether there is peace."""
    p1, p2, c, d = (float(point[name]) for name in ("p1", "p2", "c", "d"))
    share = np.linspace(0, 1, offers)
    value, peace = (0.0, 0.0), False
    for period in reversed(range(periods)):
        power = p1 if period == 0 else p2
        war = power, 1 - power - c * (1 - d)
        to_w, to_s = (1 - d) * (1 - share) + d * value[0], (1 - d) * share + d * value[1]
        own, others, fight = (to_w, to_s, war) if proposer == "W" else (to_s, to_w, war[::-1])
        kept = np.where(others >= fight[1] - 1e-12, own, -np.inf)
        best = int(kept.argmax())
        peace = bool(kept[best] >= fight[0] - 1e-12)
        value = (float(to_w[best]), float(to_s[best])) if peace else war
    return value, peace


@pytest.mark.parametrize("proposer", ["W", "S"])
@pytest.mark.parametrize(
    "point",
    [
        CITED,
        CITED | {"p2": F(1, 2)},
        CITED | {"p2": F(7, 20)},
        COUNTEREXAMPLE,
        COUNTEREXAMPLE | {"c": F(7, 10)},
        COUNTEREXAMPLE | {"c": F(2)},
        {"p1": F(2, 5), "p2": F(1, 2), "c": F(3, 10), "d": F(1, 2)},
    ],
)
def test_the_game_played_backwards_period_by_period(point, proposer):
    threat = point["c"] * (1 - point["d"]) <= 1 - point["p2"]
    game = "S proposes" if proposer == "S" else "now" if threat else "now, no threat later"
    only = the(game, **point)
    value, peace = backwards(point, proposer)
    assert peace == only.agrees("now")
    # The grid costs at most a step, and that in every period.
    assert np.allclose(value, [float(only.value("W")), float(only.value("S"))], rtol=0, atol=1 / 1000)
    question = "truce, S proposes" if proposer == "S" else "truce"
    assert peace == (point in solved().region(question))


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert np.allclose(data.threat, (1 - data.power) / 0.4, rtol=0, atol=1e-12)
    assert np.allclose(data.truce, np.minimum((0.6 * data.power - 0.3) / 0.16, 0.75), rtol=0, atol=1e-12)
    assert np.allclose(data.poor, np.minimum(0.6 * (data.power - 0.3) / 0.16, 1.05), rtol=0, atol=1e-12)
