"""Phased relief: cited values, what the figure shows, and plans summed move by move."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from sympy import Rational, simplify, sqrt

from models.essays.phased_relief import MODEL, a, b, c, e, q, r

F = Fraction


@cache
def solved():
    return MODEL.solve()


def test_the_threshold_is_the_root_of_costs_over_benefits():
    value = solved().threshold("relief").value
    assert simplify(value**2 - b * c / (a * e)) == 0
    assert value.subs({a: 2, b: 1, c: 1, e: 2}) == Rational(1, 2)
    assert value.subs({a: 2, b: 1, c: 1, e: 1}).equals(sqrt(2) / 2)
    assert {n: str(s) for n, s in solved().threshold("relief").statics().items()} == {
        "a": "-",
        "b": "+",
        "c": "+",
        "e": "-",
    }


def test_nothing_is_exchanged_at_the_threshold_itself():
    region = solved().region("relief").substitute(a=2, b=1, c=1, e=2)
    assert {"d": F(1, 2)} not in region and {"d": F(501, 1000)} in region


def test_the_share_left_at_four_fifths():
    """bc/(ae d^2) = 25/32 at bc/(ae) = 1/2, d = 4/5."""
    here = solved().region("share left").substitute(a=1, e=1, b=1, c=F(1, 2), d=F(4, 5))
    assert here.solve_for(q).value == F(25, 32)


def test_given_terms_can_rule_out_what_other_terms_allow():
    """One for one with b = 3, c = 1, a = e = 2: d = 9/10 is above sqrt(3)/2, but W's step costs more than it returns."""
    point = {"a": 2, "b": 3, "c": 1, "e": 2, "d": F(9, 10)}
    assert {} in solved().region("relief").substitute(**point)
    terms = solved().region("terms").substitute(**point)
    assert {"r": 1} not in terms and {"r": F(5, 3)} in terms and {"r": F(9, 5)} not in terms
    assert terms.solve_for(r).pieces[0].lower[0].value == Rational(5, 3)


def _gains(x, y, d, costs, worth):
    """Return what keeping a plan is worth at each turn of W and of S, summed backwards (the tail is left out)."""
    (b, c), (a, e) = costs, worth
    of_W, of_S, later_W, later_S = [], [], 0.0, 0.0
    following = np.append(x[1:], 0.0)
    for concession, relief, next_one in zip(x[::-1], y[::-1], following[::-1], strict=True):
        later_W = -b * concession + d * e * relief + d**2 * later_W
        later_S = -c * relief + d * a * next_one + d**2 * later_S
        of_W.append(later_W)
        of_S.append(later_S)
    return np.array(of_W[::-1]), np.array(of_S[::-1])


@pytest.mark.parametrize(("d", "costs", "worth"), [(0.8, (1, 0.5), (1, 1)), (0.95, (0.7, 1.1), (1.3, 0.9))])
def test_move_by_move_the_fastest_plan_is_kept_and_a_faster_one_is_not(d, costs, worth):
    share = costs[0] * costs[1] / (worth[0] * worth[1] * d**2)
    terms = costs[0] / (d * worth[1])
    rounds = np.arange(600)
    for left, kept in ((share + 1e-3, True), (share - 1e-3, False)):
        x = (1 - left) * left**rounds
        of_W, of_S = _gains(x, terms * x, d, costs, worth)
        early = slice(0, 20)
        assert (of_W[early] >= -1e-12).all()
        assert (of_S[early] > 0).all() == kept


def test_random_plans_are_broken_below_the_threshold_and_at_any_patience_if_they_end():
    generator = np.random.default_rng(40)
    for _ in range(300):
        costs, worth = generator.uniform(0.2, 2, 2), generator.uniform(0.2, 2, 2)
        ratio = costs.prod() / worth.prod()
        x, y = generator.exponential(size=(2, 40)) * np.exp(-generator.uniform(0, 0.5) * np.arange(40))
        terms = generator.uniform(0.1, 10)
        patience = (
            min(0.999, np.sqrt(ratio) * generator.uniform(0.5, 1)) if generator.random() < 0.5 else 0.999
        )
        of_W, of_S = _gains(x, terms * y, patience, costs, worth)
        assert (of_W < 0).any() or (of_S < 0).any()


def test_the_equilibria_at_a_point_have_the_values_of_the_sums():
    """At a = e = 2, b = c = 1, d = 4/5, q = 3/4, r = 1: V_W and V_S are those of the infinite sums."""
    point = {"a": 2, "b": 1, "c": 1, "e": 2, "d": F(4, 5), "q": F(3, 4), "r": 1}
    value_W = F(1, 4) * (F(8, 5) - 1) / (1 - F(12, 25))
    value_S = F(1, 4) * (2 - F(4, 5)) / (1 - F(12, 25))
    x = 0.25 * 0.75 ** np.arange(300)
    of_W, of_S = _gains(x, x, 0.8, (1, 1), (2, 2))
    assert of_W[0] == pytest.approx(float(value_W))
    assert 2 * x[0] + 0.8 * of_S[0] == pytest.approx(float(value_S))
    found = solved().equilibria["game"].at(**point, V_W=value_W, V_S=value_S)
    kept = [e for e in found if e.outcomes["next round"] == 1]
    assert [(e.payoffs["W"], e.payoffs["S"]) for e in kept] == [(value_W, value_S)]


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    for patience, left in data.left.items():
        assert np.allclose(left, (0.5 / float(F(patience)) ** 2) ** data.rounds)
    for costs, share in data.share.items():
        ratio = float(F(costs))
        assert data.threshold[costs] == pytest.approx(np.sqrt(ratio))
        inside = data.patience > np.sqrt(ratio)
        assert (
            np.allclose(share[inside], ratio / data.patience[inside] ** 2) and np.isnan(share[~inside]).all()
        )
