"""Bayesian persuasion."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory.errors import ParameterError, Undecided

CONVICT = {"innocent": {"acquit": 0, "convict": 1}, "guilty": {"acquit": 0, "convict": 1}}
RIGHT = {"innocent": {"acquit": 1, "convict": 0}, "guilty": {"acquit": 0, "convict": 1}}


@pytest.mark.parametrize("guilty", [Fraction(1, 10), Fraction(3, 10), Fraction(1, 2), Fraction(4, 5)])
def test_the_prosecutor(guilty):
    """Kamenica and Gentzkow (2011): conviction with probability min(2 p, 1); the closure is a line through the origin up to 1/2."""
    found = gt.persuasion({"innocent": 1 - guilty, "guilty": guilty}, CONVICT, RIGHT)
    assert found.value == min(2 * guilty, 1) and found.disclosure == guilty
    assert found.silence == int(guilty >= Fraction(1, 2))
    assert found.signals["guilty"]["convict"] == 1


def test_the_picture():
    """The concave closure passes through the value at the prior."""
    found = gt.persuasion({"innocent": 0.7, "guilty": 0.3}, CONVICT, RIGHT)
    axes = found.draw().axes[0]
    assert axes.get_xlabel() == "belief in guilty (prior 3/10)"
    at_the_prior = [line for line in axes.lines if list(line.get_xdata()) == [0.3]]
    assert [list(line.get_ydata()) for line in at_the_prior] == [[0.6]]
    assert found.gain == Fraction(3, 5) and found.over_disclosure == Fraction(3, 10)


@st.composite
def _problems(draw):
    states, actions = ("x", "y", "z")[: draw(st.integers(2, 3))], ("a", "b", "c")[: draw(st.integers(2, 3))]
    weights = draw(st.lists(st.integers(1, 4), min_size=len(states), max_size=len(states)))
    prior = {s: Fraction(w, sum(weights)) for s, w in zip(states, weights, strict=True)}
    sender, receiver = ({s: {a: draw(st.integers(-2, 3)) for a in actions} for s in states} for _ in range(2))
    return prior, sender, receiver


@settings(max_examples=60, deadline=None)
@given(_problems())
def test_commitment_never_hurts(problem):
    """It is worth at least silence and disclosure; the receiver at least what he earns in silence; beliefs average to the prior."""
    prior, _, receiver = problem
    found = gt.persuasion(*problem)
    assert found.value >= max(found.silence, found.disclosure)
    ignorant = max(sum(prior[s] * receiver[s][a] for s in prior) for a in receiver["x"])
    assert found.receiver >= ignorant
    for s, p in prior.items():
        assert sum(b[""] * b[s] for b in found.posteriors.values()) == p


@settings(max_examples=40, deadline=None)
@given(_problems(), st.integers(0, 4))
def test_garbled_states_are_worth_less(problem, share):
    """If the sender herself sees the states through noise she cannot do better (the receiver's payoffs averaged accordingly)."""
    prior, sender, receiver = problem
    states = list(prior)
    noise = Fraction(share, 8)
    # The sender sees a state, which is the true one with probability 1 - noise, and otherwise drawn from the prior: the prior stays.
    seen = {
        s: {t: (1 - noise) * (s == t) + noise * prior[t] for t in states} for s in states
    }  # belief in the true state t after seeing s

    def averaged(table):
        return {s: {a: sum(seen[s][t] * table[t][a] for t in states) for a in table[s]} for s in states}

    assert gt.persuasion(prior, averaged(sender), averaged(receiver)).value <= gt.persuasion(*problem).value


def test_bad_input():
    """Each with one sentence."""
    with pytest.raises(ParameterError, match="sum to 1"):
        gt.persuasion({"innocent": 1, "guilty": 1}, CONVICT, RIGHT)
    with pytest.raises(ParameterError, match="the states are"):
        gt.persuasion({"innocent": 1}, CONVICT, RIGHT)
    with pytest.raises(ParameterError, match="has actions"):
        gt.persuasion({"innocent": 0.5, "guilty": 0.5}, CONVICT, {**RIGHT, "guilty": {"acquit": 1}})
    with pytest.raises(ParameterError, match="not a number"):
        gt.persuasion({"innocent": "half", "guilty": 0.5}, CONVICT, RIGHT)
    with pytest.raises(Undecided):
        gt.persuasion({"innocent": 0.5, "guilty": 0.5}, CONVICT, RIGHT, budget=gt.Budget(seconds=0))
    three = gt.persuasion(
        {s: Fraction(1, 3) for s in "abc"}, {s: {"x": 1} for s in "abc"}, {s: {"x": 1} for s in "abc"}
    )
    with pytest.raises(ParameterError, match="two states"):
        three.draw()


def test_many_states():
    """Twelve states and twelve actions: worth more than silence and disclosure, the same as a Bayes correlated equilibrium."""
    generator = np.random.default_rng(5)
    states, actions = [f"s{k}" for k in range(12)], [f"a{k}" for k in range(12)]
    prior = {s: Fraction(1, 12) for s in states}
    sender, receiver = (
        {s: {a: int(generator.integers(0, 100)) for a in actions} for s in states} for _ in range(2)
    )
    found = gt.persuasion(prior, sender, receiver)
    assert found.value > max(found.silence, found.disclosure)
    game = gt.BayesianGame(
        types={"sender": states, "receiver": ("",)},
        actions={"sender": ("",), "receiver": actions},
        prior={(s, ""): p for s, p in prior.items()},
        payoffs=lambda t, a: (sender[t[0]][a[1]], receiver[t[0]][a[1]]),
    )
    assert gt.bayes_correlated(game, "sender").value == found.value
