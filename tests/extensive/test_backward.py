"""Backward induction: all subgame-perfect equilibria in pure strategies, ties included; large trees in arrays."""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import examples
from gametheory.errors import InvalidGameError, ParameterError


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3), st.integers(1, 2))
def test_backward_induction_by_brute_force(seed, players, most):
    """With small payoffs ties are common: the payoffs and actions are those of all pure profiles that are subgame perfect."""
    game = examples.random_tree(seed, players=players, depth=3, hidden=0, most=most)
    found = gt.backward_induction(game)
    sets = game.information_sets
    payoffs, taken = set(), {s.index: set() for s in sets}
    for plan in product(*(range(len(s.actions)) for s in sets)):
        values = [()] * len(game.nodes)
        perfect = True
        for v in reversed(game.nodes):
            if v.kind == "end":
                values[v.index] = tuple(map(game.field.present, v.payoffs))
                continue
            s = sets[v.information_set]
            values[v.index] = values[v.children[plan[s.index]]]
            best = max(values[c][s.player_index] for c in v.children)
            perfect &= values[v.index][s.player_index] == best
        if perfect:
            payoffs.add(values[0])
            for s in sets:
                taken[s.index].add(s.actions[plan[s.index]])
    assert set(found.payoffs) == payoffs and found.complete == "all"
    for s in sets:
        assert set(found.optimal[s.player][s.knows]) == taken[s.index]
    assert tuple(game.payoffs(found.strategy).values()) in payoffs


def test_classics_of_backward_induction():
    """The centipede stops at once; the chain store shares with everybody (Selten 1978)."""
    assert gt.backward_induction(examples.centipede(6)).payoffs == ((2, 0),)
    store = gt.backward_induction(examples.entry_deterrence(3))
    assert store.payoffs == ((6, 2, 2, 2),) and store.is_unique


def test_chance_multiplies_ties():
    """Ties behind chance combine; a budget on the combinations ends with an honest `some`."""

    def tie():
        return gt.move("b", actions={"x": gt.end(a=0, b=0), "y": gt.end(a=1, b=0)})

    odds = {str(k): Fraction(1 + k, 15) for k in range(5)}
    game = gt.Game(gt.chance(odds, {k: tie() for k in odds}), players=("a", "b"))
    found = gt.backward_induction(game)
    assert [u[0] for u in found.payoffs] == [Fraction(k, 15) for k in range(16)] and not found.is_unique
    assert gt.backward_induction(game, budget=gt.Budget(cases=3)).complete == "some"


def test_arrays_agree_with_trees():
    """The compiled pass finds the values of a random tree without ties."""
    game = examples.random_tree(5, players=3, depth=5, hidden=0, most=10**6)
    parent = np.array([v.parent for v in game.nodes])
    owner = np.array(
        [game.information_sets[v.information_set].player_index if v.children else -1 for v in game.nodes]
    )
    paid = np.array([[float(u) for u in v.payoffs] or [0.0] * 3 for v in game.nodes])
    values, choice, tied = gt.backward_induction_arrays(parent, owner, paid)
    assert tuple(values[0]) == tuple(map(float, gt.backward_induction(game).payoffs[0])) and not tied.any()
    assert choice[0] in game.nodes[0].children
    odds = np.array([1.0, 0.25, 0.75])
    values, _, _ = gt.backward_induction_arrays([-1, 0, 0], [-1, 0, 0], [[0.0], [4.0], [8.0]], odds)
    assert values[0] == [7.0]
    _, choice, tied = gt.backward_induction_arrays([-1, 0, 0], [0, 0, 0], [[0.0], [1.0], [1.0]])
    assert choice[0] == 1 and tied[0]


def test_a_budget_is_kept_behind_chance():
    """Twenty ties behind one move of chance have a million combinations; the time and the cases given are kept."""

    def tie():
        return gt.move("b", actions={"x": gt.end(a=0, b=0), "y": gt.end(a=1, b=0)})

    odds = {str(k): Fraction(2**k, 2**20 - 1) for k in range(20)}
    game = gt.Game(gt.chance(odds, {k: tie() for k in odds}), players=("a", "b"))
    started = time.perf_counter()
    found = gt.backward_induction(game, budget=gt.Budget(cases=1000))
    assert time.perf_counter() - started < 1 and found.complete == "some" and "budget" in found.reason
    # What is listed is an equilibrium all the same.
    assert tuple(game.payoffs(found.strategy).values()) in found.payoffs


def test_ties_of_floats_are_ties():
    """0.1 + 0.2 and 0.3 pay the same, as they are written."""
    lottery = gt.chance({"u": 0.1, "v": 0.2, "w": 0.7}, lambda k: gt.end(a=0.0 if k == "w" else 1.0))
    game = gt.Game(gt.move("a", actions={"safe": gt.end(a=0.3), "risk": lottery}))
    assert 0.1 + 0.2 != 0.3
    found = gt.backward_induction(game)
    assert found.optimal == {"a": {"start": ("safe", "risk")}} and found.payoffs == ((0.3,),)


def test_deep_trees():
    """No recursion: two thousand moves one after the other."""
    assert gt.backward_induction(examples.centipede(2000)).payoffs == ((2, 0),)
    count = 200_000
    parent = np.arange(-1, count - 1)
    values, choice, _ = gt.backward_induction_arrays(parent, np.zeros(count, int), np.ones((count, 1)))
    assert values[0] == [1.0] and choice[0] == 1


def test_bad_input():
    """Each with one sentence."""
    with pytest.raises(InvalidGameError, match="does not see everything"):
        gt.backward_induction(examples.selten_horse())
    with pytest.raises(ParameterError, match="set the parameters"):
        d = gt.parameters("d")
        gt.backward_induction(
            gt.Game(gt.move("a", actions={"x": gt.end(a=d), "y": gt.end(a=0)}), assuming=[d > 0])
        )
    with pytest.raises(InvalidGameError, match="parent that comes before"):
        gt.backward_induction_arrays([-1, 2, 0], [0, 0, 0], np.zeros((3, 1)))
    with pytest.raises(InvalidGameError, match="finite"):
        gt.backward_induction_arrays([-1, 0], [0, 0], [[0.0], [np.nan]])
    with pytest.raises(InvalidGameError, match="sum to 1"):
        gt.backward_induction_arrays([-1, 0, 0], [-1, 0, 0], np.zeros((3, 1)))
    with pytest.raises(InvalidGameError, match="no player"):
        gt.backward_induction_arrays([-1, 0], [3, 0], np.zeros((2, 1)))
