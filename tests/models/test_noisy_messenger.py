"""The noisy messenger: published values, the lottery and the intervals put to grids, finite versions solved as programs, the figure."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil, sqrt

import numpy as np
import pytest

import gametheory as gt
from models.essays import noisy_messenger as model


@cache
def solved():
    return model.MODEL.solve()


def at(expression, **values):
    return Fraction(str(expression.subs({getattr(model, n): Fraction(v) for n, v in values.items()})))


# -- published values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("bias", "number"), [("1/20", 3), ("1/10", 2), ("3/10", 1)])
def test_the_number_of_intervals(bias, number):
    """Crawford and Sobel (1982): the integer above -1/2 + sqrt(1 + 2/b)/2."""
    ends = model.intervals(bias)
    assert len(ends) - 1 == number == ceil(-0.5 + 0.5 * sqrt(1 + 2 / float(Fraction(bias))))
    assert ends[0] == 0 and ends[-1] == 1 and ends == sorted(ends)


def test_ends_of_intervals():
    assert model.intervals("1/20")[1] == Fraction(2, 15) and model.intervals("1/10")[1] == Fraction(3, 10)


@pytest.mark.parametrize(
    ("bias", "number", "value"),
    [("1/20", 3, -0.015925926), ("1/10", 2, -0.030833333), ("1/5", 2, -0.060833333)],
)
def test_what_direct_talks_are_worth(bias, number, value):
    exact = at(model.DIRECT, b=bias, N=number)
    ends = model.intervals(bias)
    assert exact == -sum((v - u) ** 3 for u, v in pairwise(ends)) / 12
    assert float(exact) == pytest.approx(value, abs=5e-10)


@pytest.mark.parametrize(
    ("bias", "value"),
    [
        ("1/8", -0.036458333),
        ("1/5", -0.053333333),
        ("3/10", -0.07),
        ("3/100", -0.0097),
        ("3/50", -0.0188),
        ("1/10", -0.03),
    ],
)
def test_what_a_go_between_is_worth(bias, value):
    assert float(at(model.MEDIATED, b=bias)) == pytest.approx(value, abs=5e-10)


def test_two_cells():
    """For 1/8 <= b <= 1/2: x = (1 - 2b)/3, (8b - 1)/(8(1 + b)) are drowned, and the upper action is (2 - b)/3."""
    for bias in (Fraction(1, 8), Fraction(1, 5), Fraction(3, 10), Fraction(9, 20)):
        x, drowned, ends = model.lottery(bias)
        assert x == (1 - 2 * bias) / 3 and drowned == (8 * bias - 1) / (8 * (1 + bias))
        assert sum(ends) / 2 == (2 - bias) / 3


def test_at_a_quarter_the_gain_is_a_forty_eighth():
    assert at(model.MEDIATED - model.DIRECT, b="1/4", N=1) == Fraction(1, 48)
    threshold = solved().threshold("pays where talk is empty")
    assert str(threshold) == "f < (1 - 2*b)**2/12"
    worthless = solved().region("worthless")
    assert {"b": Fraction(1, 8), "N": 2} in worthless and {"b": Fraction(1, 5), "N": 2} not in worthless


# -- other means ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bias", ["3/100", "3/50", "1/10", "1/8", "1/5", "3/10", "2/5"])
def test_nobody_gains_from_the_lottery(bias):
    """Types on a grid try every message, W every action on a grid at every recommendation; exact."""
    bias = Fraction(bias)
    x, drowned, ends = model.lottery(bias)
    assert 0 <= x <= 2 * bias and 0 <= drowned <= 1 and ends[-1] == 1
    middles = [(u + v) / 2 for u, v in pairwise(ends)]
    messages = [[(1, bias)]] + [[(drowned, bias), (1 - drowned, m)] for m in middles]

    def own(t):
        return 0 if t < x else 1 + max(j for j, u in enumerate(ends[:-1]) if t >= u)

    for t in (Fraction(n, 120) for n in range(120)):
        losses = [sum(p * (y - t - bias) ** 2 for p, y in m) for m in messages]
        assert losses[own(t)] == min(losses)
    # Told b: the density of the state is 1 on [0, x] and `drowned` on [x, 1].
    mass, mean = x + drowned * (1 - x), (x**2 + drowned * (1 - x**2)) / 2
    assert mean == bias * mass
    square = (x**3 + drowned * (1 - x**3)) / 3
    loss = square - 2 * bias * mean + bias**2 * mass
    loss += (1 - drowned) * sum((v - u) ** 3 for u, v in pairwise(ends)) / 12
    assert -loss == -bias * (1 - bias) / 3


@pytest.mark.parametrize("bias", ["1/5", "3/10"])
def test_finite_versions_tend_to_the_bound(bias):
    """Equally likely states in the middles of n cells, actions twice as fine; extrapolated from n = 10 and 20 (errors of order 1/n)."""
    bias = Fraction(bias)

    def program(n, exact):
        states = [Fraction(2 * i + 1, 2 * n) for i in range(n)]
        actions = [Fraction(j, 2 * n) for j in range(2 * n + 1)]
        tables = [{s: {a: -((a - s - shift) ** 2) for a in actions} for s in states} for shift in (bias, 0)]
        found = gt.mediated_talk({s: Fraction(1, n) for s in states}, *tables, exact=exact)
        assert found.certificate
        return float(found.value) - 1 / (12 * n**2)

    coarse, fine = program(10, False), program(20, False)
    limit = float(-bias * (1 - bias) / 3)
    assert coarse > fine > limit
    assert 2 * fine - coarse == pytest.approx(limit, abs=2e-3)
    assert program(6, True) > coarse


@pytest.mark.parametrize(("bias", "value"), [("1/10", -0.0086666667), ("3/10", -0.054)])
def test_arbitration_is_better_still(bias, value):
    """If W could bind itself to what the go-between says: -b^2 (1 - 4b/3) (Goltsman and others 2009), again extrapolated."""
    bias = Fraction(bias)
    assert float(-(bias**2) * (1 - 4 * bias / 3)) == pytest.approx(value, abs=5e-10)

    def program(n):
        states = [Fraction(2 * i + 1, 2 * n) for i in range(n)]
        game = gt.BayesianGame(
            types={"S": states, "W": ("",)},
            actions={"S": ("",), "W": [Fraction(j, 2 * n) for j in range(2 * n + 1)]},
            prior={(s, ""): Fraction(1, n) for s in states},
            payoffs=lambda t, a: (-((a[1] - t[0] - bias) ** 2), -((a[1] - t[0]) ** 2)),
        )
        judged = gt.arbitration(game, "W", exact=False)
        told = gt.communication_equilibrium(game, "W", exact=False)
        assert judged.certificate and judged.value >= told.value - 1e-9
        return judged.value - 1 / (12 * n**2)

    coarse, fine = program(10), program(20)
    assert 2 * fine - coarse == pytest.approx(value, abs=3e-3)


def test_the_figure_shows_the_saw_tooth():
    d = model.MODEL.data(quick=True)
    assert d.gain.max() == pytest.approx(1 / 48, abs=2e-4) and d.gain.min() > -1e-12
    beyond = d.grid >= 0.25
    assert np.allclose(d.gain[beyond], (1 - 2 * d.grid[beyond]) ** 2 / 12)
    for zero in d.worthless[1:3]:
        assert d.gain[np.argmin(abs(d.grid - zero))] < 1e-4
    assert d.intervals == model.intervals("1/5") and d.lottery == model.lottery("1/5")
