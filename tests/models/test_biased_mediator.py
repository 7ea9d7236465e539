"""The biased mediator: cited values, demands on a grid, and what the figure shows."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from models.essays.biased_mediator import MODEL, b

F = Fraction


@cache
def solved():
    return MODEL.solve()


def signs(prior, accuracy):
    """Return s, eps and mu for a sign that is right with one probability."""
    weak = prior * (1 - accuracy) + (1 - prior) * accuracy
    return {"s": weak, "eps": prior * (1 - accuracy) / weak, "mu": prior * accuracy / (1 - weak)}


CITED = [
    ({"prior": F(1, 2), "accuracy": F(4, 5)}, (F(1, 20), F(3, 10), F(1, 10)), F(4, 19), 0.21052632),
    ({"prior": F(2, 5), "accuracy": F(9, 10)}, (F(1, 20), F(3, 10), F(1, 10)), F(8, 133), 0.060150376),
]


@pytest.mark.parametrize(("sign", "costs", "exact", "table"), CITED)
def test_the_cited_lower_bounds(sign, costs, exact, table):
    c_L, c_H, c_A = costs
    here = solved().region("believed").substitute(**signs(**sign), c_L=c_L, c_H=c_H, c_A=c_A, c_M=F(1, 5))
    (piece,) = here.solve_for(b).pieces
    assert max(x.value for x in piece.lower) == exact and float(exact) == pytest.approx(table, abs=5e-9)


def test_the_cited_upper_bound():
    """1.6 at q = 1/2, al = 4/5, c_L = .02, c_H = .6, c_M = .2, c_A = .3."""
    here = (
        solved()
        .region("believed")
        .substitute(**signs(F(1, 2), F(4, 5)), c_L=F(1, 50), c_H=F(3, 5), c_A=F(3, 10), c_M=F(1, 5))
    )
    (piece,) = here.solve_for(b).pieces
    assert [x.value for x in piece.upper] == [F(8, 5)]


def test_a_mediator_who_gains_nothing_by_pressing_after_weakness_is_not_believed():
    point = {
        "s": F(1, 2),
        "eps": F(1, 5),
        "mu": F(1, 2),
        "c_L": F(1, 20),
        "c_H": F(3, 10),
        "c_A": F(2, 5),
        "c_M": F(1, 5),
    }
    here = solved().region("any influence").substitute(**point)
    assert {"b": F(4, 19)} in here and {"b": F(4, 19) - F(1, 1000)} not in here
    assert {"b": 1} in here and {"b": F(1001, 1000)} not in here
    for bias in (0, F(-1, 2), -5):
        assert {"b": bias} not in here
        equilibria = solved().equilibria["advised"].at(**point, b=bias)
        outcomes = {frozenset(e.sample().outcomes.items()) for e in equilibria}
        assert len(outcomes) == 1, "A does the same in all equilibria, whatever the sign"


def test_demands_on_a_grid_give_the_same_window():
    """A chooses among 601 demands against each belief; the mediator prefers his words if and only if b is in the window."""
    point = {"eps": 0.2, "mu": 0.5, "c_L": 0.05, "c_H": 0.3, "c_A": 0.4, "c_M": 0.2}
    demands = np.arange(601) / 1000

    def outcome(belief):
        """Return A's best demand, by the belief that B is tough (a demand is accepted if it is at most B's cost)."""
        accepted = np.where(demands <= 0.05, 1, np.where(demands <= 0.3, 1 - belief, 0))
        return demands[np.argmax(accepted * demands - (1 - accepted) * 0.4)]

    def worth(demand, belief, bias):
        accepted = 1 if demand <= 0.05 else 1 - belief if demand <= 0.3 else 0
        return accepted * bias * demand - (1 - accepted) * 0.2

    after = {"weak": outcome(0.2), "tough": outcome(0.5)}
    assert after == {"weak": 0.3, "tough": 0.05}
    exact = {name: F(str(value)) for name, value in point.items()}
    here = solved().region("believed").substitute(**exact, s=F(1, 2))
    for bias in (-1, 0, 0.1, 0.2, 0.22, 0.5, 0.99, 1.01, 3):
        honest = worth(after["weak"], 0.2, bias) >= worth(after["tough"], 0.2, bias) and worth(
            after["tough"], 0.5, bias
        ) >= worth(after["weak"], 0.5, bias)
        assert ({"b": F(str(bias))} in here) == honest


def test_advice_prevents_war_below_the_switch_and_causes_it_above():
    window = {
        "eps": F(1, 5),
        "mu": F(1, 2),
        "c_L": F(1, 20),
        "c_H": F(3, 10),
        "c_A": F(2, 5),
        "c_M": F(1, 5),
        "b": F(1, 2),
    }
    less, more = (solved().region(name).substitute(**window) for name in ("less war", "more war"))
    switch = F(10, 21)  # q* = 5/14 = s/5 + (1 - s)/2
    for share in (F(1, 10), F(9, 10)):
        assert ({"s": share} in less) == (share >= switch)
        assert ({"s": share} in more) == (share <= switch)


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert np.allclose(data.low, data.cost * 0.2 / (0.8 * 0.3 - 0.05), rtol=0, atol=1e-12)
    assert np.allclose(data.high, data.cost * 0.5 / (0.5 * 0.3 - 0.05), rtol=0, atol=1e-12)
    share = (0.5 - data.prior) / 0.3
    assert np.allclose(data.war, 0.2 * share, rtol=0, atol=1e-12)
    assert np.allclose(data.war_alone, np.where(data.prior < 5 / 14, data.prior, 0), rtol=0, atol=1e-12)
    assert data.switch == pytest.approx(5 / 14)
