"""Regret minimisation in large zero-sum trees."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import examples
from gametheory.errors import InvalidGameError, ParameterError

KUHN = examples.kuhn()
LEDUC_VALUE = -0.0856064  # Southey et al. (2005); OpenSpiel


@pytest.mark.parametrize("method", ["CFR+", "DCFR", "PCFR+"])
def test_regret_minimisation_of_kuhn(method):
    """Bounds enclose the value, tighten, and are what best replies in the tree say."""
    found = gt.regret_minimization(KUHN, method=method, until=1e-3)
    assert found.complete == "some" and found.lower <= -1 / 18 <= found.upper and found.exploitability <= 1e-3
    better = gt.regret_minimization(found, until=2e-5)
    assert better.iterations > found.iterations and better.exploitability <= 2e-5 and better.method == method
    checked = gt.verify(KUHN.float(), better.strategy)
    assert sum(checked.gains.values()) / 2 == pytest.approx(better.exploitability, abs=1e-9)


def test_leduc_and_going_on():
    """Leduc to an exploitability of 1e-3, pickled, and on to 2e-4: the same as in one run."""
    form = gt.sequence_form(examples.leduc())
    first = gt.regret_minimization(form, method="CFR+", until=0, iterations=256)
    whole = gt.regret_minimization(form, method="CFR+", until=0, iterations=512)
    on = gt.regret_minimization(pickle.loads(pickle.dumps(first)), until=0, iterations=256)
    assert on.iterations == whole.iterations == 512 and on.exploitability == pytest.approx(
        whole.exploitability
    )
    assert first.complete == "unknown" and "used up" in first.reason
    found = gt.regret_minimization(form, until=1e-3)
    assert found.lower <= LEDUC_VALUE <= found.upper and found.exploitability <= 1e-3


def test_regret_minimisation_refuses():
    """General-sum trees, unknown methods, another method than before."""
    with pytest.raises(InvalidGameError, match="constant sum"):
        gt.regret_minimization(examples.centipede(2))
    with pytest.raises(ParameterError, match="method is 'CFR'"):
        gt.regret_minimization(KUHN, method="CFR")
    found = gt.regret_minimization(KUHN, method="DCFR", iterations=10, until=0)
    with pytest.raises(ParameterError, match="earlier result"):
        gt.regret_minimization(found, method="CFR+")


def plain_cfr_plus(form, iterations):
    """CFR+ over dictionaries and in turns, written down from Tammelin (2014): no arrays, no sequences of the kernel."""
    regrets = [{h: [0.0] * n for h, n in enumerate(own.count)} for own in form.own]
    sums = [np.zeros(own.size) for own in form.own]

    def matched(k):
        own, plan = form.own[k], np.ones(form.own[k].size)
        for h, (before, first, count) in enumerate(zip(own.before, own.first, own.count, strict=True)):
            total = sum(regrets[k][h])
            for a in range(count):
                plan[first + a] = plan[before] * (regrets[k][h][a] / total if total else 1 / count)
        return plan

    plans = [matched(0), matched(1)]
    for t in range(1, iterations + 1):
        for k in (0, 1):
            own = form.own[k]
            earned = np.zeros(own.size)
            for entry in form.payoffs:
                earned[entry[k]] += float(entry[2 + k]) * plans[1 - k][entry[1 - k]]
            for h in range(len(own.sets) - 1, -1, -1):
                first, total = own.first[h], sum(regrets[k][h])
                mixture = [r / total for r in regrets[k][h]] if total else [1 / own.count[h]] * own.count[h]
                values = earned[first : first + own.count[h]]
                mean = float(np.dot(mixture, values))
                regrets[k][h] = [max(0.0, r + u - mean) for r, u in zip(regrets[k][h], values, strict=True)]
                earned[own.before[h]] += mean
            plans[k] = matched(k)
            sums[k] += t * plans[k]
    return [s / s[0] for s in sums]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_the_kernel_is_cfr_plus(seed):
    """The compiled passes and a plain program take the same averages."""
    form = gt.sequence_form(examples.random_tree(seed, depth=4, lottery=0.3, zero_sum=True))
    found = gt.regret_minimization(form, method="CFR+", until=0, iterations=30)
    if found.iterations == 30:
        for plan, expected in zip(found.plans, plain_cfr_plus(form, 30), strict=True):
            assert plan == pytest.approx(expected, abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["CFR+", "DCFR", "PCFR+"]))
def test_proved_bounds_hold_the_value(seed, method):
    """Bounds without rounding enclose the exact value, and are those in floats."""
    game = examples.random_tree(seed, depth=5, lottery=0.3, zero_sum=True)
    found = gt.regret_minimization(game, method=method, until=1e-3, iterations=20_000)
    lower, upper = found.proved_bounds()
    assert isinstance(lower, Fraction) and lower <= gt.zero_sum_tree(game).value <= upper
    assert float(lower) == pytest.approx(found.lower) and float(upper) == pytest.approx(found.upper)


def test_history():
    """Looks are recorded in order; the last one is the result."""
    found = gt.regret_minimization(KUHN, method="PCFR+", until=1e-5)
    counts = [n for n, _ in found.history]
    assert counts == sorted(set(counts)) and found.history[-1] == (found.iterations, found.exploitability)
    assert found.iterations < 1000  # predictions pay in Kuhn's poker (Farina, Kroer and Sandholm 2021)


def test_a_spent_budget():
    """Nothing is run, and the result says so."""
    found = gt.regret_minimization(KUHN, budget=gt.Budget(seconds=1e-9))
    assert found.complete == "unknown" and "budget" in found.reason and found.iterations == 0
