"""The value of a hotline: cited values, what the figure shows, and the crisis played in short periods."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.hotline_value import MODEL, k

F = Fraction


@cache
def solved():
    return MODEL.solve()


@pytest.mark.parametrize(
    ("r", "m", "e0", "e1", "V", "D", "table"),
    [
        (F(1, 10), F(2, 5), F(1, 5), F(1, 10), 1, 5, F(29, 70)),
        (F(1, 20), F(1, 5), F(1, 10), F(1, 50), 2, 4, F(8, 25)),
    ],
)
def test_the_cited_cost_of_talks(r, m, e0, e1, V, D, table):
    """k* = 29/70 = .4143 and .32, for an S that is restrained either way (p small)."""
    point = {"R": r + m, "G": m * V + (r + m) * D, "e": e0, "E": 2 * e0, "t": e1 / e0, "p": F(1, 1000)}
    threshold = solved().region("talks with restraint").substitute(**point).solve_for(k)
    assert threshold.value == table == (e0 - e1) * (m * V + (r + m) * D) / (r + m + e0)


def test_talks_can_cause_accidents_and_are_then_not_opened():
    """At R = 1/2, G = 29/10, e = 1/5, E = t = 1/2, p = 1: silence has the rate 1/5, talks would have 1/4."""
    point = {"R": F(1, 2), "G": F(29, 10), "e": F(1, 5), "E": F(1, 2), "t": F(1, 2), "p": F(1)}
    assert {"k": F(1, 1000)} in solved().region("backfires").substitute(**point)
    (only,) = solved().equilibria["game"].at(**point, k=F(1, 1000))
    assert only.strategy["W"]["start"]["talk"] == 0
    assert only.strategy["S"]["talks"]["press"] == 1 and only.strategy["S"]["silence"]["press"] == 0


def test_strong_protection_pays_although_it_emboldens():
    point = {"R": F(1, 2), "G": F(29, 10), "e": F(1, 5), "E": F(1, 2), "t": F(1, 5), "p": F(1)}
    threshold = solved().region("talks anyhow").substitute(**point).solve_for(k)
    assert threshold.value == (F(1, 5) - F(1, 10)) * F(29, 10) / F(7, 10)
    assert {} not in solved().region("backfires").substitute(**point, k=F(1, 10))


def test_statics():
    signs = {n: str(s) for n, s in solved().threshold("talks with restraint").statics().items()}
    assert (signs["G"], signs["e"], signs["t"], signs["R"], signs["p"]) == ("+", "+", "-", "-", "0")


def test_value_iteration_in_short_periods_finds_the_same_answers():
    """S may change its conduct in every period; W compares the values that this leaves it."""
    generator = np.random.default_rng(31)
    period = 1e-3
    for _ in range(12):
        r, m, V, D = generator.uniform((0.3, 0.3, 0.2, 0.5), (0.6, 0.8, 2, 5))
        low, share = generator.uniform((0.1, 0.2), (0.4, 0.9))
        high, gain, cost = low + generator.uniform(0.1, 0.5), generator.uniform(0, 2), generator.uniform(0, 1)
        point = {"R": r + m, "G": m * V + (r + m) * D, "e": low, "E": high, "t": share, "p": gain, "k": cost}

        def step(value, rate, flow, r=r, m=m, V=V, D=D):
            deal, accident = m * period, rate * period
            rest = 1 - deal - accident
            return (flow * period + deal * V - accident * D + rest * value) * (1 - r * period)

        worth, bold = {}, {}
        for name, protection in (("talks", share), ("silence", 1.0)):
            rates = np.array([protection * low, protection * high])
            of_S = of_W = 0.0
            for _ in range(12_000):
                options = step(of_S, rates, np.array([0.0, gain]))
                choice = int(np.argmax(options))
                of_W = step(of_W, rates[choice], -cost if name == "talks" else 0.0)
                of_S = options[choice]
            worth[name], bold[name] = of_W, choice
        if abs(worth["talks"] - worth["silence"]) < 0.02:
            continue
        (only,) = solved().equilibria["game"].at(**{n: F(str(round(v, 9))) for n, v in point.items()})
        chosen = {name: int(only.strategy["S"][name]["press"]) for name in ("talks", "silence")}
        assert chosen == bold
        assert only.strategy["W"]["start"]["talk"] == (worth["talks"] > worth["silence"])


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert data.embolden == pytest.approx((2.9 * 0.15 / 0.6, 2.9 * 0.3 / 0.7))
    assert data.costs == pytest.approx((29 / 70, 0.725))
    assert data.rates["talks"][1] > data.rates["silence"][0]
