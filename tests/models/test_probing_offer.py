"""The probing offer: cited values, what the figure shows, and the game solved on a grid of offers."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from sympy import Rational

from models.essays.probing_offer import MODEL, SKIM, d, h, l, pi, x, y

F = Fraction


@cache
def solved():
    return MODEL.solve()


@pytest.mark.parametrize(("patience", "table"), [(F(9, 10), F(11, 20)), (F(3, 5), F(7, 10))])
def test_the_cited_thresholds(patience, table):
    """.5 and .55 at h = 2, l = 1, d = .9; .7 at d = .6."""
    point = {"h": 2, "l": 1, "d": patience}
    assert solved().region("probe").substitute(**point).solve_for(pi).value == F(1, 2)
    assert solved().region("hold out").substitute(**point).solve_for(pi).value == table
    closed = ((1 - patience) * 2 + patience) / (patience * 2 + (1 - patience) * 2)
    assert closed == table


def test_the_first_threshold_does_not_depend_on_patience():
    assert solved().threshold("probe").value == l / h
    assert {n: str(s) for n, s in solved().threshold("probe").statics().items()} == {
        "l": "+",
        "h": "-",
        "d": "0",
    }
    assert {n: str(s) for n, s in solved().threshold("hold out").statics().items()} == {
        "l": "+",
        "h": "-",
        "d": "-",
    }


@pytest.mark.parametrize(
    ("belief", "patience", "table"),
    [(F(3, 5), F(9, 10), F(28, 25)), (F(9, 10), F(3, 5), F(43, 25)), (F(11, 20), F(3, 5), F(26, 25))],
)
def test_the_value_to_w_at_its_best_offer(belief, patience, table):
    """1.12 and 1.72 by holding out; 1.04 by probing, at h = 2, l = 1 (the solver's payoffs at the limit offers)."""
    (skims,) = solved().equilibria["probe"]
    (mixes,) = (e for e in solved().equilibria["hold out"].generic if not e.is_pure)
    point = {h: 2, l: 1, d: Rational(str(patience)), pi: Rational(str(belief))}
    values = [e.payoffs["W"].subs({x: SKIM, y: h}).subs(point) for e in (skims, mixes)]
    assert max(values) == Rational(str(table))


def test_backward_induction_over_a_grid_of_offers_finds_the_same_regime():
    """For every first offer on a grid, the soft type's acceptance is found by bisection and W's reply by comparing."""
    top, low = 2.0, 1.0

    def continuation(offer, belief, patience):
        def asks_low(accepts):
            return low * (1 - belief * accepts) - top * belief * (1 - accepts)

        def waits(share):
            return (top - offer) - share * patience * (top - low)

        if waits(1.0) >= 0:
            return belief * offer + (1 - belief) * patience * low, 1.0
        if asks_low(0.0) > 0:
            return patience * low, 0.0
        below, above = 0.0, 1.0
        for _ in range(60):
            middle = (below + above) / 2
            below, above = (middle, above) if asks_low(middle) < 0 else (below, middle)
        return belief * above * offer + patience * low * (1 - belief * above), above

    for patience in (0.3, 0.6, 0.9):
        point = {"h": 2, "l": 1, "d": F(str(patience))}
        probes, holds = (solved().region(q).substitute(**point) for q in ("probe", "hold out"))
        for belief in (0.2, 0.45, 0.52, 0.6, 0.68, 0.75, 0.9):
            offers = np.linspace(low, top, 1001)[1:]
            values, accepts = zip(*(continuation(o, belief, patience) for o in offers), strict=True)
            best = int(np.argmax(values))
            q = {"pi": F(str(belief))}
            assert (values[best] > low + 1e-9) == (q in probes)
            if q in probes:
                assert (0 < accepts[best] < 1) == (q in holds)
                assert offers[best] == pytest.approx(
                    top if q in holds else top - patience * (top - low), abs=2e-3
                )


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert data.settle == 0.5 and data.thresholds == (0.5, 0.7)
    assert np.allclose(data.hold, (2 - data.patience) / 2, rtol=0, atol=1e-12)
    probing, holding = (data.belief > 0.5) & (data.belief <= 0.7), data.belief > 0.7
    assert np.allclose(data.delay[probing], 1 - data.belief[probing]) and not data.breakdown[probing].any()
    assert np.allclose(data.delay[holding], 1 - data.belief[holding])
    assert np.allclose(data.breakdown[holding], 1 - data.belief[holding])
