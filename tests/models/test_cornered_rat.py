"""The cornered rat: cited thresholds, S's best pressure, and the game played backwards on a grid of offers."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.cornered_rat import MODEL

F = Fraction

CITED = {"p": F(3, 10), "k": F(1, 10), "d": F(9, 10)}
OTHER = {"p": F(1, 5), "k": F(1, 5), "d": F(19, 20)}


@cache
def solved():
    return MODEL.solve()


@pytest.mark.parametrize(
    ("point", "question", "star"),
    [
        (CITED, "war", F(127, 810)),  # powell_shift_threshold: .15679012
        (OTHER, "war", F(26, 95)),  # .27368421
        (CITED, "war, S offers", F(37, 810)),  # .0457
    ],
)
def test_the_cited_thresholds(point, question, star):
    region = solved().region(question).substitute(**point, q=0)
    assert region.solve_for("X").value == star
    p, k, d = point["p"], point["k"], point["d"]
    kept = k / (1 - k)
    assert star == ((kept + p * (1 - d)) / d if question == "war" else (1 - d) * (kept + p) / d)


def test_the_best_pressure_is_at_the_edge_of_war():
    """At X* S gets 37/100 in peace; by war, without pressure, and beyond X* it gets 27/100."""
    game = MODEL.games["W offers"]().at(**CITED, q=0)
    at = {e.agrees("now"): e.value("S") for e in game.at(X=F(127, 810)).equilibria()}
    assert at[True] == F(37, 100)
    values = [max(e.value("S") for e in game.at(X=F(i, 100)).equilibria()) for i in range(0, 40)]
    assert max(values) < F(37, 100) and values[0] == F(27, 100) and values[16:] == [F(27, 100)] * 24


def backwards(point, offers_w, offers=4001, periods=300):
    """Play the game period by period in floats, with offers on a grid; return both values, and whether there is peace."""
    p, k, d, shift = (float(point[name]) for name in ("p", "k", "d", "X"))
    share = np.linspace(0, 1, offers)
    value, peace = (0.0, 0.0), False
    for period in reversed(range(periods)):
        power = p if period == 0 else p + shift
        war = (1 - power) * (1 - k), power * (1 - k)
        to_w, to_s = (1 - d) * (1 - share) + d * value[0], (1 - d) * share + d * value[1]
        own, others, fight = (to_w, to_s, war) if offers_w else (to_s, to_w, war[::-1])
        kept = np.where(others >= fight[1] - 1e-12, own, -np.inf)
        best = int(kept.argmax())
        peace = bool(kept[best] >= fight[0] - 1e-12)
        value = (float(to_w[best]), float(to_s[best])) if peace else war
    return value, peace


@pytest.mark.parametrize("protocol", ["W offers", "S offers"])
@pytest.mark.parametrize("shift", [F(0), F(1, 50), F(1, 25), F(1, 20), F(3, 20), F(4, 25), F(2, 5), F(3, 5)])
@pytest.mark.parametrize("point", [CITED, OTHER])
def test_the_game_played_backwards_period_by_period(point, shift, protocol):
    point = point | {"X": shift}
    (only,) = MODEL.games[protocol]().at(**point, q=0).equilibria()
    value, peace = backwards(point, protocol == "W offers")
    assert peace == only.agrees("now")
    assert np.allclose(value, [float(only.value("W")), float(only.value("S"))], rtol=0, atol=1 / 1000)


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert np.allclose(data.largest["W offers"], (1 / 3 + 0.2 * data.power) / 0.8, rtol=0, atol=1e-12)
    assert np.allclose(data.largest["S offers"], 0.2 * (1 / 3 + data.power) / 0.8, rtol=0, atol=1e-12)
    paying, peaceful = np.maximum(0.225, 0.6 * (0.3 + data.shift)), data.shift < (1 / 3 + 0.06) / 0.8
    assert np.allclose(data.value["W offers"], np.where(peaceful, paying, 0.225), rtol=0, atol=1e-12)
    peaceful = data.shift < 0.2 * (1 / 3 + 0.3) / 0.8
    assert np.allclose(data.value["S offers"], np.where(peaceful, 0.475, 0.225), rtol=0, atol=1e-12)
