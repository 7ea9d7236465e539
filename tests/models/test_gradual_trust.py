"""Gradual trust: cited values, a two-player oracle, a counterexample with imitation, and what the figure shows."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest

from models.essays.gradual_trust import AT, MILD, MODEL, th, x

F = Fraction


@cache
def solved():
    return MODEL.solve()


def interval(question, point):
    (piece, *_) = (p for p in solved().region(question).substitute(**point).solve_for(x).pieces if p.lower)
    return max(b.value for b in piece.lower), [b.value for b in piece.upper]


@pytest.mark.parametrize(
    ("trust", "T_b", "low", "high"),
    [(F(1, 2), F(3, 2), F(1, 2), F(2, 3)), (F(3, 10), 2, F(3, 8), F(6, 17))],
)
def test_the_cited_window(trust, T_b, low, high):
    """x_min = .5, x_max = .66667 at th = .5; .375 and .35294 at th = .3, T_b = 2, where there is no window."""
    here = solved().region("separates").substitute(**{**AT, "T_b": T_b}, th=trust)
    assert ({"x": low} in here) == (low <= high)
    if low < high:
        assert interval("separates", {**AT, "T_b": T_b, "th": trust}) == (low, [high])
    else:
        assert not any({"x": F(i, 200)} in here for i in range(1, 200))


def test_the_cited_least_trust():
    """th_min = 2/7, and a treaty needs 2/3."""
    assert solved().region("some step").substitute(**AT).solve_for(th).value == F(2, 7)
    assert solved().region("treaty").substitute(**AT).solve_for(th).value == F(2, 3)


def payoffs(table, stake, trust, plan):
    """Return what either type gets against a population that follows a plan, by its own first step and later one.

    A plan is (good steps, good goes on, chance that bad steps); everything is summed over the other side's cases.
    """
    R, P, S, T_b, T_g = (float(table[k]) for k in ("R", "P", "S", "T_b", "T_g"))
    good_steps, good_goes_on, bad_steps = plan

    def stage(own, other, kind):
        if own and other:
            return R
        if own:
            return S
        return (T_b if kind == "bad" else T_g) if other else P

    def value(kind, step, later):
        total = 0.0
        for other, chance in (("good", trust), ("bad", 1 - trust)):
            for their, odds in ((1, good_steps if other == "good" else bad_steps), (0, None)):
                odds = odds if their else 1 - (good_steps if other == "good" else bad_steps)
                now = stake * stage(step, their, kind)
                if step and their:
                    going = good_goes_on if other == "good" else 0
                    now += (1 - stake) * stage(later, going, kind)
                else:
                    now += (1 - stake) * P
                total += chance * odds * now
        return total

    return value


def holds(table, stake, trust, imitation):
    """Whether good faith stepping twice and bad faith imitating with a chance is a symmetric equilibrium."""
    value = payoffs(table, float(stake), float(trust), (1, 1, float(imitation)))
    good = max(value("good", a, b) for a, b in product((0, 1), repeat=2))
    imitates, takes = value("bad", 1, 0), value("bad", 0, 0)
    bad = {0: imitates <= takes + 1e-12, 1: takes <= imitates + 1e-12}.get(
        imitation, abs(imitates - takes) < 1e-12
    )
    return value("good", 1, 1) >= good - 1e-12 and bad


def test_the_sum_over_the_other_side_s_cases_agrees():
    generator = np.random.default_rng(33)
    for _ in range(60):
        table = {
            "R": 1,
            "P": 0,
            "S": -F(int(generator.integers(1, 40)), 20),
            "T_b": 1 + F(int(generator.integers(1, 40)), 20),
            "T_g": 1 - F(int(generator.integers(1, 40)), 20),
        }
        stake, trust = (F(int(k), 23) for k in generator.integers(1, 23, 2))
        for question, imitation in (("separates", 0), ("imitated", 1)):
            region = solved().region(question)
            assert region.contains(**table, x=stake, th=trust) == holds(table, stake, trust, imitation)


def test_imitation_can_do_with_less_trust_than_separation():
    """At th = 1/50 < th_min = 1/31, m = 1/10 and x = 200/1231 both types do what is assumed of the other side's."""
    assert solved().region("some step").substitute(**MILD).solve_for(th).value == F(1, 31)
    stake = F(200, 1231)
    assert holds(MILD, stake, F(1, 50), F(1, 10))
    assert not any(holds(MILD, F(i, 400), F(1, 50), 0) for i in range(1, 400))
    assert {"th": F(1, 50), "m": F(1, 10)} in solved().region("partly imitated")
    point = {**MILD, "th": F(1, 50), "m": F(1, 10), "x": stake}
    found = [
        e
        for e in solved().equilibria["mixed"].at(**point)
        if e.free or e.strategy["side"]["bad"]["step"] == F(1, 10)
    ]
    assert found


def test_the_more_trust_the_larger_the_first_step():
    lows = [interval("separates", {**AT, "th": t})[0] for t in (F(3, 10), F(1, 2), F(3, 5))]
    assert lows == sorted(lows) and lows[1] == F(1, 2)


def test_the_figure_shows_the_closed_forms():
    data = MODEL.data(quick=True)
    t = data.trust
    assert np.allclose(data.least, 1.5 * t / (1.5 * t + 0.5 * t + 1 - t), rtol=0, atol=1e-12)
    net = 1 - 1.5 * t
    closed = np.where(t / (net + t) < 0, 1, np.minimum(1, t / (net + t)))
    assert np.allclose(data.largest, closed, rtol=0, atol=1e-12)
    assert (data.some_step, data.treaty) == (2 / 7, 2 / 3)
    assert (data.needed_without, data.treaty_mild) == (1 / 31, 1 / 11)
    assert data.needed.min() < 1 / 100 < data.needed[0] < 1 / 31
