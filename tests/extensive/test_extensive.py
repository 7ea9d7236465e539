"""Sequence form, zero-sum trees, Lemke's path on trees, regret minimisation, backward induction."""

from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import examples
from gametheory.errors import (
    ImperfectRecallError,
    InvalidGameError,
    InvalidProfileError,
    ParameterError,
    Undecided,
)
from tests.strategies import trees

KUHN = examples.kuhn()
LEDUC_VALUE = -0.0856064  # Southey et al. (2005); OpenSpiel


def zero_sum(game):
    """The same tree with payoffs of `a`, and their negatives."""

    def turned(node):
        if isinstance(node, gt.games.tree.End):
            paid = dict(node.payoffs)
            return gt.end(a=paid["a"], b=-paid["a"])
        children = tuple(map(turned, node.children))
        return type(node)(*(getattr(node, f) for f in node.__dataclass_fields__ if f != "children"), children)

    return gt.Game(turned(game.root), players=("a", "b"))


# -- sequence form ----------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(trees(), st.integers(0, 2**32))
def test_plans_earn_what_their_behaviour_earns(game, seed):
    """Payoffs of realization plans are those of the behaviour strategies, and turning one into the other loses nothing."""
    form = gt.sequence_form(game)
    draw = np.random.default_rng(seed)
    behaviours, plans = [], []
    for own in form.own:
        behaviour = [[Fraction(int(k), 12) for k in draw.multinomial(12, [1 / n] * n)] for n in own.count]
        behaviours.append(behaviour)
        plans.append(own.plan(behaviour))
        rows, right = own.constraints()
        assert [sum(c * x for c, x in zip(row, plans[-1], strict=True)) for row in rows] == right
        again = own.plan(own.behaviour(plans[-1]))
        assert again == plans[-1]
    paid = game.payoffs(form.profile(plans))
    for k, player in enumerate(game.players):
        earned = sum(
            (entry[2 + k] * plans[0][entry[0]] * plans[1][entry[1]] for entry in form.payoffs), Fraction(0)
        )
        assert earned == paid[player]


def test_sizes():
    """Kuhn's poker has 13 sequences a side, Leduc 337."""
    assert [own.size for own in gt.sequence_form(KUHN).own] == [13, 13]
    form = gt.sequence_form(examples.leduc())
    assert [own.size for own in form.own] == [337, 337] and form.is_zero_sum
    assert pickle.loads(pickle.dumps(form)) == form


# -- zero-sum ---------------------------------------------------------------------------------------------------


def test_kuhn_exactly():
    """Kuhn (1950): the value is -1/18; the second player's strategy is unique, the first bets a king thrice as often as a jack."""
    found = gt.zero_sum_tree(KUHN)
    assert found.value == Fraction(-1, 18) and found.gap == 0
    second = found.strategy["second"]
    assert second["Qb"] == {"fold": Fraction(2, 3), "call": Fraction(1, 3)}
    assert second["Jk"] == {"check": Fraction(2, 3), "bet": Fraction(1, 3)}
    first = found.strategy["first"]
    assert first["K"]["bet"] == 3 * first["J"]["bet"] and first["Q"]["check"] == 1
    assert gt.verify(KUHN, found.strategy).is_nash
    assert "value -1/18 (proved)" in str(found)


def test_leduc_in_floats():
    """The value of Leduc poker, with the gap recomputed by best replies."""
    found = gt.zero_sum_tree(examples.leduc())
    assert abs(found.value - LEDUC_VALUE) < 1e-7 and 0 <= found.gap < 1e-9


@settings(max_examples=20, deadline=None)
@given(trees())
def test_values_of_trees_and_of_their_normal_forms(game):
    """The value is that of the reduced normal form; floats agree; the strategies are equilibria."""
    game = zero_sum(game)
    found = gt.zero_sum_tree(game, exact=True)
    assert found.value == gt.zero_sum(game.normal_form()).value
    assert gt.verify(game, found.strategy).is_nash
    floats = gt.zero_sum_tree(game, exact=False)
    assert abs(float(found.value) - floats.value) < 1e-8 and floats.gap < 1e-8


# -- Lemke ------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(trees())
def test_one_equilibrium_of_a_tree(game):
    """Lemke's path on the sequence form ends at an equilibrium, also of degenerate games."""
    strategy, found = gt.one_equilibrium_of_tree(game)
    assert found.is_nash and gt.verify(game, strategy).payoffs == found.payoffs


def test_lemke_keeps_its_budget():
    """A path may be cut, and says so."""
    with pytest.raises(Undecided, match="after 1 pivots"):
        gt.one_equilibrium_of_tree(KUHN, budget=gt.Budget(cases=1))
    strategy, _ = gt.one_equilibrium_of_tree(examples.beer_quiche().float())
    assert all(
        isinstance(p, Fraction) for known in strategy.values() for m in known.values() for p in m.values()
    )


# -- regret minimisation ----------------------------------------------------------------------------------------


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
    with pytest.raises(InvalidGameError, match="sum to zero"):
        gt.regret_minimization(examples.centipede(2))
    with pytest.raises(ParameterError, match="method is 'CFR'"):
        gt.regret_minimization(KUHN, method="CFR")
    found = gt.regret_minimization(KUHN, method="DCFR", iterations=10, until=0)
    with pytest.raises(ParameterError, match="earlier result"):
        gt.regret_minimization(found, method="CFR+")


# -- backward induction -----------------------------------------------------------------------------------------


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


def test_bad_input():
    """Each with one sentence."""
    with pytest.raises(InvalidGameError, match="does not see everything"):
        gt.backward_induction(examples.selten_horse())
    with pytest.raises(InvalidGameError, match="two players"):
        gt.sequence_form(examples.selten_horse())
    with pytest.raises(InvalidGameError, match="parent that comes before"):
        gt.backward_induction_arrays([-1, 2, 0], [0, 0, 0], np.zeros((3, 1)))
    with pytest.raises(InvalidGameError, match="finite"):
        gt.backward_induction_arrays([-1, 0], [0, 0], [[0.0], [np.nan]])
    d = gt.parameters("d")
    with pytest.raises(ParameterError, match="set the parameters"):
        gt.sequence_form(examples.beer_quiche(duel=d, assuming=[d > 0]))
    forgetful = gt.Game(
        gt.move("a", actions={k: gt.move("a", knows="?", actions={"x": gt.end(a=0, b=0)}) for k in "lr"})
    )
    with pytest.raises(ImperfectRecallError):
        gt.sequence_form(forgetful)
    with pytest.raises(InvalidProfileError, match="13 sequences"):
        gt.sequence_form(KUHN).profile([[1], [1]])
    with pytest.raises(ParameterError, match="at least one"):
        examples.random_tree(depth=0)
