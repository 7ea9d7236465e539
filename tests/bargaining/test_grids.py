"""The compiled sweep agrees with the exact solver, and refuses what it cannot do."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.bargaining import Bargaining, BaronFerejohn, MerloWilson, Rubinstein, sweep
from gametheory.errors import GameTheoryError, ParameterError

beta, pi, c_L, c_M, d, d1, d2 = gt.parameters("beta pi c_L c_M d d1 d2")


def growing():
    """Three states; the surplus moves up and down before it reaches 1."""
    return MerloWilson(
        {"low": c_L, "middle": c_M, "high": 1},
        beta,
        {"low": {"low": 1 - pi, "middle": pi}, "middle": {"low": pi / 2, "middle": 1 - pi, "high": pi / 2}},
        {"low": {"1": Fraction(1, 3), "2": Fraction(2, 3)}, "middle": "1", "high": "2"},
        assuming=[0 < beta, beta < 1, 0 < pi, pi < 1, c_L > 0, c_M > 0],
    )


grid_points = st.integers(1, 19).map(lambda i: Fraction(i, 20))


@settings(max_examples=15)
@given(
    grid_points,
    grid_points,
    st.lists(grid_points, min_size=1, max_size=4),
    st.lists(grid_points, min_size=1, max_size=4),
)
def test_a_sweep_agrees_with_the_exact_solver_at_every_point(patience, arrival, lows, middles):
    """Values and agreement at each point are those of the exact game there."""
    game = growing()
    found = sweep(
        game,
        beta=float(patience),
        pi=float(arrival),
        c_L=np.array([float(x) for x in lows])[None, :],
        c_M=np.array([float(x) for x in middles])[:, None],
    )
    assert found.settled.all()
    for i, middle in enumerate(middles):
        for j, low in enumerate(lows):
            (e,) = game.at(beta=patience, pi=arrival, c_L=low, c_M=middle).equilibria()
            for s, state in enumerate(game.states):
                for k, player in enumerate(game.players):
                    assert found.values[i, j, s, k] == pytest.approx(float(e.value(player, state)), abs=1e-9)


def test_own_discount_factors_and_majority():
    """Rubinstein's share and a legislator's value on a grid, against their closed forms."""
    x = np.linspace(0.05, 0.95, 7)
    shares = sweep(
        Rubinstein(d1, d2, assuming=[0 < d1, d1 < 1, 0 < d2, d2 < 1]), d1=x[:, None], d2=x[None, :]
    )
    expected = (1 - x[None, :]) / (1 - x[:, None] * x[None, :])
    np.testing.assert_allclose(shares.values[:, :, 0, 0], expected, atol=1e-12)
    values = sweep(BaronFerejohn(5, 3, d, assuming=[0 < d, d < 1]), d=x).values
    np.testing.assert_allclose(values[:, 0, 0], 0.2, atol=1e-12)


def test_breakdown_and_flows():
    """A breakdown risk with payoffs, and flows while talks last, are in the kernel."""
    risk = gt.parameters("risk")
    game = Bargaining(
        surplus={"talks": 1},
        discount={"1": Fraction(9, 10), "2": Fraction(4, 5)},
        proposer={"talks": {"1": Fraction(1, 2), "2": Fraction(1, 2)}},
        flow={"1": Fraction(1, 50)},
        breakdown=risk,
        breakdown_payoff={"2": Fraction(1, 10)},
        assuming=[0 <= risk, risk <= 1],
    )
    found = sweep(game, risk=np.array([0.0, 0.25, 1.0]))
    for value, at in zip(found.values, (0, Fraction(1, 4), 1), strict=True):
        (e,) = game.at(risk=at).equilibria()
        assert value[0] == pytest.approx([float(e.value("1")), float(e.value("2"))], abs=1e-12)


def test_refusals():
    """A missing or unknown parameter, a point outside what is assumed, and what the kernel lacks."""
    game = Rubinstein(d, d, assuming=[0 < d, d < 1])
    with pytest.raises(ParameterError, match="parameter `d` has no value"):
        sweep(game)
    with pytest.raises(ParameterError, match="`e` is not a parameter"):
        sweep(game, d=0.5, e=1.0)
    with pytest.raises(ParameterError, match="the grid leaves what is assumed"):
        sweep(game, d=np.array([0.5, 1.5]))
    with pytest.raises(GameTheoryError, match="outside options and floors are not in the compiled kernel"):
        sweep(Rubinstein(d, d, option={"1": 0, "2": Fraction(1, 2)}, assuming=[0 < d, d < 1]), d=0.5)
