"""Linkage and delay: cited thresholds, and offers played backwards from a fixed date at which the other issue comes up."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.linkage_delay import MODEL, linked

F = Fraction


@cache
def solved():
    return MODEL.solve()


@pytest.mark.parametrize(("a", "star"), [(2, F(4, 7)), (3, F(3, 7)), (F(3, 2), F(12, 17)), (5, F(5, 17))])
def test_the_cited_thresholds(a, star):
    """linkage_delay_beta_star: .57143, .42857, and .70588, .29412 of the table."""
    threshold = solved().region("delay").substitute(a=a, m=F(1, 3)).solve_for("beta")
    assert threshold.value == star == 2 * F(a) / (F(a) ** 2 + 2 * F(a) - 1)


def test_delay_can_hurt_the_side_to_which_the_open_issue_matters_more():
    """At a = 2, beta = 3/5: 4/7 < beta < 2/3, W gets 3/5 of a unit of X, against 13/20 apart; S 6/5 against 11/10."""
    point = {"a": 2, "beta": F(3, 5), "m": F(1, 4)}
    (together,), (apart,) = (MODEL.games[game]().at(**point).equilibria() for game in ("linked", "separate"))
    assert not together.agrees("X open")
    assert (together.value("W"), apart.value("W")) == (F(3, 5), F(13, 20))
    assert (together.value("S"), apart.value("S")) == (F(6, 5), F(11, 10))


@pytest.mark.parametrize("m", [F(1, 100), F(1, 2), 1])
def test_the_speed_does_not_matter(m):
    (only,) = linked().at(a=3, beta=F(2, 5), m=m).equilibria()
    assert only.agrees("X open")
    assert only.value("W") == (1 - F(2, 5) * 4 / 6) / 2 + F(2, 5) / 6


def package(a, d, periods=4000):
    """Play alternating offers over both issues backwards, in floats; return what a proposer and a responder get.

    It starts from a far date at which the package is settled at the corner: a longer game would end there too.
    """
    proposer = a
    for _ in range(periods):
        due = d * proposer
        # The cheapest way to give the other side `due`: first its own issue, worth a to it and 1 to me, then mine.
        proposer = a + (1 - due / a) if due <= a else a * (1 - (due - a))
    return proposer, d * proposer


def at_a_fixed_date(a, beta, offers=2000):
    """Play `offers` offers by lot over X before Y comes up, backwards; return W's and S's payoffs (W's divided by a)."""
    d = beta ** (1 / offers)
    mean = sum(package(a, d)) / 2
    value, agreed = (mean / a, mean), False
    for date in reversed(range(offers)):
        left = beta / d**date
        refused = d * value[0], d * value[1]
        gain = 1 + left * (1 / (2 * a) + a / 2) - sum(refused)
        agreed = gain >= 0
        value = tuple(r + max(gain, 0.0) / 2 for r in refused)
    return value, agreed


@pytest.mark.parametrize("a", [1.5, 2.0, 4.0])
def test_offers_played_backwards_from_a_fixed_date(a):
    star = 2 * a / (a * a + 2 * a - 1)
    for beta in (star - 0.02, star + 0.02, 0.95):
        value, agreed = at_a_fixed_date(a, beta)
        assert agreed == (beta < star)
        exact = {"a": F(a), "beta": F(beta), "m": 1}
        (only,) = linked().at(**exact).equilibria()
        assert only.agrees("X open") == agreed
        if not agreed:
            assert np.allclose(value, [float(only.value("W")), float(only.value("S"))], rtol=0, atol=2e-3)


def test_at_a_fixed_date_the_sides_that_agree_split_the_gain_over_waiting_too():
    """Not only for a random date: with many offers W's share of X is (1 - beta (a - 1)^2/(2 a))/2."""
    value, agreed = at_a_fixed_date(2.0, 0.4)
    assert agreed and np.isclose(value[0] - 0.4 / 4, (1 - 0.4 / 4) / 2, rtol=0, atol=2e-3)


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    a = data.asymmetry
    assert np.allclose(data.delay, 2 * a / (a**2 + 2 * a - 1), rtol=0, atol=1e-12)
    assert np.allclose(data.gain, a / (2 * a - 1), rtol=0, atol=1e-12)
