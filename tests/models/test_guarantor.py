"""The guarantor: discounted sums move by move, the equilibria that mix, and what the figure shows."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest

import gametheory as gt
from models.essays.guarantor import MODEL, P, R, T, d, g
from proofs.guarantor import repeated

F = Fraction
POINT = {"T": 4, "R": F(5, 2), "P": 1, "S": 0}


@cache
def solved():
    return MODEL.solve()


def test_the_threshold_is_the_trigger_strategies_with_the_bond_taken_off_the_temptation():
    found = solved().region("kept").solve_for(d)
    values = {b.value.equals((T - g - R) / (T - g - P)) for b, _ in found.boundaries}
    assert values == {True}
    assert solved().region("kept").substitute(**POINT, g=1).solve_for(d).value == F(1, 4)
    assert solved().region("kept").equivalent(repeated()) is gt.algebra.decide.Answer.YES


@pytest.mark.parametrize("bond", [F(0), F(1, 2), F(1), F(7, 5)])
def test_sums_over_many_rounds_agree(bond):
    """Keeping for ever against breaking once and P afterwards, summed term by term in floats."""
    here = solved().region("kept").substitute(**POINT)
    for patience in (0.05, 0.2, 0.3, 0.45, 0.55, 0.9):
        weights = patience ** np.arange(2000)
        keeps = 2.5 * weights.sum()
        breaks = 4 - float(bond) + weights[1:].sum()
        if bond > 0:
            assert ({"g": bond, "d": F(str(patience))} in here) == (keeps >= breaks)
        else:
            assert (patience >= 0.5) == (keeps >= breaks)


def test_a_bond_as_large_as_the_temptation_needs_no_patience():
    here = solved().region("kept").substitute(**POINT)
    assert {"g": F(3, 2), "d": F(1, 1000)} in here
    assert {"g": F(149, 100), "d": F(1, 1000)} not in here


def test_an_unwilling_guarantor_is_no_guarantor():
    here = solved().region("guaranteed").substitute(**POINT, g=2)
    assert {"h": 1, "k": 1, "d": F(1, 10)} in here
    assert {"h": 1, "k": F(11, 10), "d": F(1, 10)} not in here
    assert here.substitute(h=1, k=2).solve_for(d).value == F(1, 2)


def test_mixed_equilibria_remain_above_the_threshold():
    """At g = 21/20, d = 3/10 > d* the sides can also mix: the roots of 9p^2/10 - 163p/200 + 1/20 lie in (0, 1)."""
    roots = np.roots([0.9, -0.815, 0.05])
    assert ((roots > 0) & (roots < 1)).all()
    point = {**POINT, "g": F(21, 20), "d": F(3, 10)}
    assert {"g": F(21, 20), "d": F(3, 10)} in solved().region("kept").substitute(**POINT)
    for p in roots:
        broken, clash = 0.7 * (4 - 1.05) + 0.3, 0.7 * (1 - 1.05) + 0.3
        value = F(str(round(float(p * broken + (1 - p) * clash), 12)))
        mixed = [
            e
            for e in solved().equilibria["round"].at(**point, V_A=value, V_B=value)
            if 0 < e.strategy["A"]["nothing"]["keep"] < 1
        ]
        assert [float(e.strategy["A"]["nothing"]["keep"]) for e in mixed] == [pytest.approx(p, abs=1e-9)]
        assert [float(e.payoffs["A"]) for e in mixed] == [pytest.approx(float(value), abs=1e-9)]


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    assert (data.alone, data.against_breaking, data.no_patience) == (0.5, 1.0, 1.5)
    assert np.allclose(data.patience, np.maximum(0, (1.5 - data.bond) / (3 - data.bond)), rtol=0, atol=1e-12)
