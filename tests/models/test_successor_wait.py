"""Waiting out the incumbent: the cited value, the mirror region, and the game played backwards from a far horizon."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.successor_wait import MODEL, NOW, talks

F = Fraction

CITED = {"f_W": F(1, 10), "f_H": F(2, 10), "kap": F(1, 2), "x": F(3, 5), "l": F(1, 2)}
OTHER = {"f_W": F(15, 100), "f_H": F(1, 10), "kap": F(45, 100), "x": F(4, 5), "l": F(3, 10)}


@cache
def solved():
    return MODEL.solve()


@pytest.mark.parametrize(("point", "ratio"), [(CITED, F(2, 3)), (OTHER, F(30, 31))])
@pytest.mark.parametrize("d", [F(9, 10), F(99, 100)])
def test_the_cited_turnover_for_every_length_of_the_period(point, ratio, d):
    """rho* = 1/15 at r = 1/10 is rho*/r = 2/3; the second point is rho* = .0967742."""
    threshold = solved().region("delay because of turnover").substitute(**point, d=d).solve_for("p")
    assert threshold.value == ratio * (1 - d) / d
    closed = (1 - point["f_W"] - point["f_H"] - point["kap"]) / (
        point["kap"] - (1 - point["x"]) * (1 - point["l"])
    )
    assert closed == ratio


def test_the_waiting_value():
    """(r f + rho x)/(r + rho) = .475 at r = .1, rho = .3, f = .1, x = .6."""
    game = talks().at(**CITED, d=F(9, 10), p=F(1, 3))
    (only,) = game.equilibria()
    assert only.value("W", NOW) == F(19, 40)


def test_the_mirror_region():
    """S = 2/5 < kap = 1/2 < (1 - x)(1 - l) = 4/5: delay iff rho/r < 1/3."""
    point = {"f_W": F(3, 10), "f_H": F(3, 10), "kap": F(1, 2), "x": F(1, 5), "l": 0, "d": F(9, 10)}
    deal = solved().region("deal because of turnover").substitute(**point)
    assert deal.solve_for("p").value == F(1, 3) * F(1, 9)
    assert {"p": F(1, 27)} in deal and {"p": F(1, 28)} not in deal


def backwards(point, proposer, periods=4000):
    """Play the game backwards in floats: at each date the total decides whether there is a deal."""
    d, p = float(point["d"]), float(point["p"])
    flow = {"W": (1 - d) * float(point["f_W"]), "H": (1 - d) * float(point["f_H"])}
    after = {"W": float(point["x"]), "H": float(point["l"] * (1 - point["x"]))}
    now = {"W": 0.0, "H": 0.0}
    agreed = False
    for _ in range(periods):
        wait = {i: flow[i] + d * (p * after[i] + (1 - p) * now[i]) for i in now}
        responder = "W" if proposer == "H" else "H"
        keeps = 1 - float(point["kap"]) - wait[responder]
        agreed = keeps >= wait[proposer]
        now = {responder: wait[responder], proposer: keeps if agreed else wait[proposer]}
    return agreed, now


def test_backward_induction_agrees_at_random_points():
    draw = np.random.default_rng(0)
    seen = set()
    for _ in range(60):
        cut = sorted(int(i) for i in draw.integers(1, 100, 2))
        p, kap, x, l = (F(int(i), 100) for i in draw.integers(1, 100, 4))
        point = {"d": F(95, 100), "p": p / 4, "f_W": F(cut[0], 100), "f_H": F(max(cut[1] - cut[0], 1), 200)}
        point |= {"kap": kap, "x": x, "l": l}
        for name, proposer in (("game", "H"), ("W offers", "W")):
            delay = point in solved().region("delay" if name == "game" else "delay if W offers")
            (exact,) = talks(proposer).at(**point).equilibria()
            agreed, values = backwards(point, proposer)
            assert agreed == exact.agrees(NOW) == (not delay)
            assert all(abs(values[i] - float(exact.value(i, NOW))) < 1e-9 for i in "WH")
            seen.add(agreed)
    assert seen == {True, False}


def test_the_figure_shows_the_mean_of_the_two_ends():
    data = MODEL.data(quick=True)
    weight = data.ratio / (1 + data.ratio)
    for panel in data.panels:
        mean = (1 - weight) * panel.without + weight * panel.with_certainty
        assert np.allclose(panel.cost, mean, rtol=0, atol=1e-12)
    assert data.panels[0].with_certainty < data.panels[0].without
    assert data.panels[1].with_certainty > data.panels[1].without
