"""A pause at the brink: cited values, what the figure shows, and the contest solved by other means."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import gametheory as gt
from models.essays._war_of_attrition import concedes, h, some
from models.essays.brink_pause import CONTEST, MODEL, c_0, c_1, e_0, e_1

F = Fraction


@cache
def solved():
    return MODEL.solve()


@cache
def risk():
    """The solver's probability `h` that an accident ever happens in the contested crisis."""
    ever = gt.probability("accident") == h * (1 - gt.probability("stalemate"))
    return some(solved().equilibria["crisis"], CONTEST & ever).eliminate("e_1", "c_1")


def closed(e, c, v, D):
    return e * v / (e * v + 2 * c + 2 * e * D)


@pytest.mark.parametrize(("cost", "table"), [(F(1, 10), F(1, 6)), (F(0), F(1, 5))])
def test_the_cited_probability_of_an_accident(cost, table):
    """1/6 and 1/5 at eta = 1/5, c = 1/10 or 0, v = 1, D = 2, in periods of one tenth."""
    period = F(1, 10)
    here = risk().substitute(e_0=F(1, 5) * period, c_0=cost * period, v=1, D=2)
    assert here.solve_for(h).value == table == closed(F(1, 5), cost, 1, 2)


def test_without_a_cost_of_waiting_the_accident_rate_cancels():
    for e in (F(1, 100), F(1, 20), F(1, 10)):
        assert {"h": F(1, 5)} in risk().substitute(e_0=e, c_0=0, v=1, D=2)


def test_the_threshold_and_its_statics():
    assert solved().threshold("risk falls").value == c_0 * e_1 / e_0
    signs = {n: str(s) for n, s in solved().threshold("risk falls").statics().items()}
    assert (signs["c_0"], signs["e_1"], signs["e_0"], signs["v"], signs["D"]) == ("+", "+", "-", "0", "0")


def test_a_pause_that_relieves_more_than_it_protects_raises_the_risk():
    """Half the accidents and a quarter of the cost: the probability rises from 1/6 to 2/11."""
    point = {"e_0": F(1, 50), "e_1": F(1, 100), "c_0": F(1, 100), "v": 1, "D": 2}
    falls = solved().region("risk falls").substitute(**point)
    assert {"c_1": F(1, 400)} not in falls and {"c_1": F(1, 200)} not in falls and {"c_1": F(1, 199)} in falls
    assert closed(F(1, 50), F(1, 100), 1, 2) == F(1, 6)
    assert closed(F(1, 100), F(1, 400), 1, 2) == F(2, 11)


def test_no_profile_on_a_grid_is_an_equilibrium_but_the_listed_ones():
    cost, prize, loss, accident = F(3, 100), F(1), F(2), F(1, 10)
    turn = (1 - accident) / 2
    chances = [F(i, 45) for i in range(46)]

    def value(own, other):
        return (-cost - accident * loss + turn * other * prize) / (1 - turn * (1 - own) - turn * (1 - other))

    found = {
        (one, two)
        for one in chances
        for two in chances
        if all(
            (x == 0 or u <= 0) and (x == 1 or u >= 0)
            for x, u in ((one, value(one, two)), (two, value(two, one)))
        )
    }
    mixing = 2 * (cost + accident * loss) / ((1 - accident) * prize)
    assert mixing in chances
    assert found == {(mixing, mixing), (0, 1), (1, 0)}
    listed = some(solved().equilibria["crisis"], CONTEST & (concedes("W") == h)).eliminate("e_1", "c_1")
    assert listed.substitute(e_0=accident, c_0=cost, v=1, D=2).solve_for(h).value == mixing


def test_simultaneous_moves_in_short_periods_end_in_an_accident_as_often():
    prize, loss, period = 1.0, 2.0, 1e-5
    for accident, cost in ((0.2, 0.1), (0.2, 0.0), (0.05, 0.1), (0.7, 0.3)):
        below, above = 0.0, 0.5
        for _ in range(200):
            p = (below + above) / 2
            wait = p * prize - (1 - p) * period * (cost + accident * loss)
            below, above = (p, above) if wait < 0 else (below, p)
        struck = (1 - p) ** 2 * accident * period
        ends = 1 - (1 - p) ** 2 * (1 - accident * period)
        assert struck / ends == pytest.approx(closed(accident, cost, prize, loss), abs=1e-4)


def test_simulated_contests_end_in_an_accident_as_often():
    generator = np.random.default_rng(30)
    accident, cost, prize, loss = 0.02, 0.01, 1.0, 2.0
    hazard = (cost + accident * loss) / prize
    struck = generator.exponential(1 / accident, 200_000)
    conceded = generator.exponential(1 / (2 * hazard), 200_000)
    assert (struck < conceded).mean() == pytest.approx(closed(accident, cost, prize, loss), abs=0.004)


def test_the_figure_shows_the_closed_forms():
    d = MODEL.data(quick=True)
    assert np.allclose(d.risk["0"], d.plain, rtol=0, atol=1e-12)
    for cost, curve in d.risk.items():
        assert np.allclose(curve, closed(d.accident, float(F(cost)), 1, 2), rtol=0, atol=1e-12)
    assert np.allclose(d.remaining_cost, d.remaining_accident, rtol=0, atol=1e-12)
    assert solved().threshold("risk falls").value.has(c_0) and not solved().threshold("risk falls").value.has(
        c_1
    )
