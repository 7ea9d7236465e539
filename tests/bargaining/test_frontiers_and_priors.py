"""Alternating offers over payoff frontiers, and with priors that are not common."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, log

import pytest
import sympy

import gametheory as gt
from gametheory.bargaining import Bargaining, Rubinstein, sweep
from gametheory.errors import GameTheoryError, InvalidGameError, ParameterError

a, d, y = gt.parameters("a d y")
HALF = Fraction(1, 2)
TURNS = {"1 proposes": "1", "2 proposes": "2"}


def package(a, d, **more):
    """Two issues that are worth a and 1 to player 1, 1 and a to player 2: the frontier has one kink, at (a, a)."""
    edges = [({"1": 1, "2": a}, a * (1 + a)), ({"1": a, "2": 1}, a * (1 + a))]
    return Bargaining(
        surplus=dict.fromkeys(TURNS, edges),
        discount={"1": d, "2": d},
        proposer=TURNS,
        transition={"1 proposes": "2 proposes", "2 proposes": "1 proposes"},
        **more,
    )


def test_a_package_of_two_issues():
    """The proposer gets a (1 + a)/(a + d) on a frontier with a kink, for all parameters."""
    found = package(a, d, assuming=[0 < d, d < 1, a > 1]).equilibria()
    (e,) = found
    assert found.covers()
    assert sympy.simplify(e.value("1", "1 proposes") - a * (1 + a) / (a + d)) == 0
    assert e.certificate.status == "proved"


@pytest.mark.parametrize(("a", "d", "value"), [("2", "9/10", 2.0689655), ("3/2", "4/5", 1.6304348)])
def test_a_package_at_numbers(a, d, value):
    """Known values; and independently, the fixed point of the two offers on the frontier."""
    a, d = Fraction(a), Fraction(d)
    (e,) = package(a, d).equilibria()
    assert float(e.value("1", "1 proposes")) == pytest.approx(value, abs=5e-8)

    def best(other):
        return min(a * (1 + a) - a * other, (a * (1 + a) - other) / a)

    mine = float(a)
    for _ in range(400):
        mine = float(best(d * Fraction(mine)))
    assert float(e.value("1", "1 proposes")) == pytest.approx(mine, abs=1e-9)


def test_a_transferable_surplus_is_one_edge():
    """Weights of 1 give Rubinstein's game back."""
    edges = [({"1": 1, "2": 1}, 1)]
    game = Bargaining(
        surplus=dict.fromkeys(TURNS, edges),
        discount={"1": "9/10", "2": "4/5"},
        proposer=TURNS,
        transition={"1 proposes": "2 proposes", "2 proposes": "1 proposes"},
    )
    assert (
        game.equilibria()[0].share("1")
        == Rubinstein("9/10", "4/5").equilibria()[0].share("1")
        == Fraction(5, 7)
    )


def test_what_frontiers_lack_is_refused():
    """Negative weights, empty frontiers, losses of payoffs that do not add up, and sweeps."""
    with pytest.raises(InvalidGameError, match="weight of `1` in the frontier"):
        Bargaining(surplus={"s": [({"1": -1}, 1)]}, discount={"1": HALF, "2": HALF}, proposer={"s": "1"})
    with pytest.raises(InvalidGameError, match="has no edge"):
        Bargaining(surplus={"s": []}, discount={"1": HALF, "2": HALF}, proposer={"s": "1"})
    with pytest.raises(ParameterError, match="not transferable"):
        package(Fraction(2), HALF).equilibria()[0].loss()
    with pytest.raises(GameTheoryError, match="payoff frontiers are not in the compiled kernel"):
        sweep(package(2, d, assuming=[0 < d, d < 1]), d=0.5)


def optimists(d, y, **more):
    """Both believe that they propose with probability (1 + y)/2."""
    high, low = (1 + y) / 2, (1 - y) / 2
    views = {"1": {"talks": {"1": high, "2": low}}, "2": {"talks": {"2": high, "1": low}}}
    return Bargaining(
        surplus={"talks": 1},
        discount={"1": d, "2": d},
        proposer={"talks": {"1": HALF, "2": HALF}},
        beliefs=views,
        **more,
    )


def test_constant_optimism_does_not_delay():
    """Yildiz (2003): agreement at once, and the perceived surplus is (1 + y)/(1 + d y)."""
    found = optimists(d, y, assuming=[0 < d, d < 1, 0 < y, y < 1]).equilibria()
    assert found.covers()
    assert all(e.agrees("talks") for e in found)
    (e,) = found
    perceived = e.value("1") + e.value("2")
    assert sympy.simplify(perceived - (1 + y) / (1 + d * y)) == 0


@pytest.mark.parametrize(("d", "y", "dates"), [("9/10", "1", 6), ("9/10", "1/5", 1), ("19/20", "1/2", 7)])
def test_optimists_disagree_near_a_deadline(d, y, dates):
    """Yildiz (2003): max(0, ceil(ln(1 + y)/ln(1/d)) - 1) dates of disagreement just before the last."""
    d, y = Fraction(d), Fraction(y)
    assert dates == max(0, ceil(log(1 + y) / log(1 / d)) - 1)
    (e,) = optimists(d, y).with_horizon(dates + 5).equilibria()
    agreed = [e.agrees(f"talks, t={t}") for t in range(1, dates + 6)]
    assert agreed == [True] * 4 + [False] * dates + [True]
    assert e.certificate.status == "proved"


def test_an_option_that_is_not_named_is_none():
    """An option of player 2 in one state only: there it binds, elsewhere nobody can leave."""
    nine = Fraction(9, 10)
    game = Rubinstein(nine, nine, option={"1 proposes": {"2": Fraction(3, 5)}})
    (e,) = game.equilibria()
    assert e.share("1", "1 proposes") == Fraction(2, 5)
    (harmless,) = Rubinstein(nine, nine, option={"1 proposes": {"2": Fraction(2, 5)}}).equilibria()
    assert harmless.share("1", "1 proposes") == Fraction(10, 19)


def test_beliefs_are_checked():
    """Unknown players and states, and probabilities that do not sum to 1."""
    with pytest.raises(InvalidGameError, match="there is no `zed`"):
        Rubinstein(HALF, HALF, beliefs={"zed": {}})
    with pytest.raises(InvalidGameError, match="sum to 1/2"):
        Rubinstein(HALF, HALF, beliefs={"1": {"1 proposes": {"1": HALF}}})
