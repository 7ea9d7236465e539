"""Logit quantal response equilibria, their branch, and one equilibrium of games of several players."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import ParameterError
from gametheory.strategic._check import regret
from gametheory.strategic._logit import LogitSystem, uniform

PENNIES = gt.NormalForm([[9, 0], [0, 1]], [[0, 1], [1, 0]])
MEET = gt.NormalForm([[1, 0], [0, 1]], [[1, 0], [0, 1]])


def _logit(p):
    return log(p / (1 - p))


# -- hand-derived -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rationality", [0.1, 1.0, 5.0, 30.0])
def test_asymmetric_matching_pennies(rationality):
    """McKelvey and Palfrey (1995, section 5): logit p = x (10 q - 1), logit q = x (1 - 2 p); Nash is p = 1/2, q = 1/10."""
    (e,) = gt.logit_branch(PENNIES, until=40).at(rationality)
    (p, _), (q, _) = e.mixtures
    assert _logit(p) == pytest.approx(rationality * (10 * q - 1), abs=1e-9)
    assert _logit(q) == pytest.approx(rationality * (1 - 2 * p), abs=1e-9)
    assert p > 0.5 and q > 0.1 and e.residual < 1e-12  # the own prize matters, as it does not in equilibrium


def test_the_end_is_near_the_equilibrium():
    """The branch ends near the only equilibrium, and says how near."""
    branch = gt.logit_branch(PENNIES)
    assert branch.complete == "some" and branch.regret <= 1e-4 * 9 * 1.0001
    (p, _), (q, _) = branch.limit.mixtures
    assert abs(p - 0.5) < 0.02 and abs(q - 0.1) < 0.02 and "0.5" in str(branch.limit)


@pytest.mark.parametrize(
    ("rationality", "count", "complete"),
    [(0.5, 1, "all"), (1.99, 1, "all"), (2.5, 3, "some"), (8, 3, "some")],
)
def test_meeting_has_a_pitchfork_at_two(rationality, count, complete):
    """With p = q = 1/2 + d, logit p = 2 x d: beside d = 0 there are solutions iff the slope 2 x exceeds 4, that is x > 2."""
    found = gt.quantal_response(MEET, rationality)
    assert len(found) == count and found.complete == complete
    for e in found:
        (p, _), (q, _) = e.mixtures
        assert _logit(p) == pytest.approx(rationality * (2 * q - 1), abs=1e-8)


def test_a_branch_that_turns_back():
    """This game's branch turns back near 4.19 and forth near 0.83: between there are three points on it, outside one.

    Close to a turn the two points that meet there are both found, on its inner side, and neither on the outer one.
    """
    game = gt.NormalForm([[7, 0, 6], [7, 8, 3], [5, 9, 3]], [[1, 1, 6], [7, 8, 1], [6, 7, 9]])
    branch = gt.logit_branch(game, until=50)
    high, low = branch.turns
    assert 4 < high < 4.5 and 0.5 < low < 1
    for x, count in (
        (low * (1 - 1e-6), 1),
        (low * (1 + 1e-6), 3),
        (2, 3),
        (high * (1 - 1e-6), 3),
        (high * (1 + 1e-6), 1),
        (20, 1),
    ):
        found = branch.at(x)
        assert len(found) == count and all(e.residual < 1e-9 for e in found)


def test_probabilities_may_vanish_in_floats():
    """Cooperation's logit at rationality 1500 is below the least float, and the point is found all the same."""
    branch = gt.logit_branch(gt.examples.prisoners_dilemma(), until=2000)
    (e,) = branch.at(1500)
    assert e.strategy["row"] == {"cooperate": 0.0, "defect": 1.0} and e.residual == 0


# -- properties -------------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([(2, 2), (3, 4), (2, 2, 2), (3, 2, 3)]), st.floats(0, 20))
def test_every_response_is_a_fixed_point(seed, shape, rationality):
    """What is returned is the logit response to itself; if it is said to be alone, random starts find no other."""
    game = gt.NormalForm(*np.random.default_rng(seed).random((len(shape), *shape)))
    found = gt.quantal_response(game, rationality, starts=10)
    assert found.complete in ("all", "some") and len(found) >= 1
    for e in found:
        assert e.residual < 1e-9 and all(abs(m.sum() - 1) < 1e-9 for m in e.mixtures)
        for k, own in enumerate(e.mixtures):
            paid = [
                game.payoffs([*e.mixtures[:k], np.eye(shape[k])[a], *e.mixtures[k + 1 :]])[game.players[k]]
                for a in range(shape[k])
            ]
            weights = np.exp(rationality * (np.array(paid) - max(paid)))
            assert np.allclose(own, weights / weights.sum(), atol=1e-8)
    if found.complete == "all":
        assert len(found) == 1


def test_derivatives_are_right():
    """Slopes agree with differences."""
    rng = np.random.default_rng(1)
    system = LogitSystem(tuple(rng.random((3, 2, 3, 2))), uniform((2, 3, 2)))
    x = np.append(np.log(np.concatenate([rng.dirichlet(np.ones(m)) for m in (2, 3, 2)])), 1.7)
    slopes = system.slopes(x)
    for c in range(len(x)):
        step = np.zeros(len(x))
        step[c] = 1e-6
        assert np.allclose(
            (system.values(x + step) - system.values(x - step)) / 2e-6, slopes[:, c], atol=1e-7
        )


def test_a_peer_finds_the_same_branch():
    """pygambit's points at given rationalities are ours."""
    pygambit = pytest.importorskip("pygambit")
    game = gt.NormalForm(*np.random.default_rng(4).integers(0, 10, (3, 2, 2, 2)).tolist())
    other = pygambit.Game.from_arrays(*(t.astype(int) for t in game.arrays()))
    branch = gt.logit_branch(game, until=3)
    for x, theirs in zip((0.2, 1.0), pygambit.qre.logit_solve_lambda(other, [0.2, 1.0]), strict=True):
        point = np.array([float(theirs.profile[s]) for p in other.players for s in p.strategies])
        assert min(np.abs(np.concatenate(e.mixtures) - point).max() for e in branch.at(x)) < 1e-5


# -- one equilibrium --------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([(2, 2, 2), (3, 3, 3), (2, 3, 2, 2), (4, 4, 4)]))
def test_one_equilibrium_is_proved(seed, shape):
    """Exact games get an exact equilibrium, float games one whose regret is bounded."""
    tables = np.random.default_rng(seed).integers(0, 10**6, (len(shape), *shape))
    game = gt.NormalForm(*tables.tolist())
    found = gt.nash_one(game)
    assert found.complete == "some" and found.regret == 0
    floats = gt.nash_one(*(tables / 7.0))
    assert floats.complete == "some" and floats.regret < 1e-9 * 10**6
    own = [[float(p) for p in m] for m in found.mixtures]
    assert regret(game, tuple(own)) < 1e-6


def test_one_equilibrium_without_pure_ones():
    """Three players who each want to mismatch the next one: no pure equilibrium; all mix evenly."""
    size = np.arange(2)
    i, j, k = np.meshgrid(size, size, size, indexing="ij")
    game = gt.NormalForm(*((a != b).astype(int).tolist() for a, b in ((i, j), (j, k), (k, i))))
    found = gt.nash_one(game)
    assert found.regret == 0 and found.method.startswith("the path") and "player 3" in str(found)
    assert all(p == 0.5 for m in found.mixtures for p in m)


def test_a_large_game_of_floats():
    """Ten actions each: a regret bound in floats, or an honest failure."""
    tables = np.random.default_rng(5).random((3, 10, 10, 10))
    found = gt.nash_one(*tables)
    assert found.complete == "some" and 0 <= found.regret < 1e-9


# -- bad input --------------------------------------------------------------------------------------------------


def test_bad_input():
    """Parameters, priors that are no mixtures, rationalities that are no numbers."""
    c = gt.parameters("c")
    symbolic = gt.NormalForm([[c, 0], [0, 1]], [[1, 0], [0, 1]])
    with pytest.raises(ParameterError, match="numbers"):
        gt.logit_branch(symbolic)
    with pytest.raises(ParameterError, match="set them first"):
        gt.nash_one(symbolic)
    with pytest.raises(ParameterError, match="one mixture for each player"):
        gt.logit_branch(MEET, prior=[[0.5, 0.5], [1.0, 0.0]])
    with pytest.raises(ParameterError, match="finite"):
        gt.quantal_response(MEET, float("nan"))
    with pytest.raises(ParameterError, match="followed from 0"):
        gt.logit_branch(PENNIES, until=2).at(50)
    assert gt.logit_branch(PENNIES, until=1e12, budget=gt.Budget(seconds=0)).complete == "unknown"
