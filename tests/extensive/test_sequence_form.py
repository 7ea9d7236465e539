"""Sequence form: plans and behaviour, sizes, what is refused."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import examples
from gametheory.errors import ImperfectRecallError, InvalidGameError, InvalidProfileError, ParameterError
from gametheory.extensive import _check
from tests.strategies import trees

KUHN = examples.kuhn()


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


def test_sparse_constraints():
    """The sparse matrix is the dense one; a player without moves has one sequence."""
    for own in gt.sequence_form(KUHN).own:
        rows, _ = own.constraints()
        assert (own.matrix().toarray() == np.array(rows)).all()
    alone = gt.Game(gt.move("a", actions={"l": gt.end(a=1, b=0), "r": gt.end(a=0, b=0)}), players=("a", "b"))
    assert gt.sequence_form(alone).own[1].matrix().toarray().tolist() == [[1.0]]


def test_leduc_with_suits_is_the_game_of_openspiel():
    """9,457 nodes with 5,520 ends and 157 moves of chance, 468 information sets and 1,093 sequences a side (OpenSpiel's `leduc_poker`)."""
    game = examples.leduc(suits=True)
    kinds = [v.kind for v in game.nodes]
    assert (len(kinds), kinds.count("end"), kinds.count("chance")) == (9457, 5520, 157)
    form = gt.sequence_form(game)
    assert [(len(own.sets), own.size) for own in form.own] == [(468, 1093)] * 2 and len(form.payoffs) == 5520


@settings(max_examples=30, deadline=None)
@given(trees(), st.integers(0, 2**32))
def test_best_replies_in_the_tree_and_by_sequences(game, seed):
    """The checker's recursion over the tree, best replies by sequences, and the best pure strategy of the normal form agree."""
    form = gt.sequence_form(game)
    draw = np.random.default_rng(seed)
    plans, mixtures = [], [()] * len(game.information_sets)
    for own in form.own:
        behaviour = [[Fraction(int(k), 12) for k in draw.multinomial(12, [1 / n] * n)] for n in own.count]
        plans.append(own.plan(behaviour))
        for h, mixture in zip(own.sets, behaviour, strict=True):
            mixtures[h] = mixture
    profile = form.profile(plans)
    for k, player in enumerate(game.players):
        by_tree = _check.best_reply(game, mixtures, k)
        assert by_tree == gt.extensive.sequence_form.best_reply(form, k, plans[1 - k])
        own = [s for s in game.information_sets if s.player_index == k]
        pure = []
        for strategy in game.strategies(player):
            chosen = {s.knows: a or s.actions[0] for s, a in zip(own, strategy, strict=True)}
            pure.append(game.payoffs({**profile, player: chosen})[player])
        assert by_tree == max(pure)


def test_exact_forms_multiply_chance_out_anew():
    """0.7 x 0.1 is 0.07 in the exact game, and not the rounded product."""
    odds = {"u": 0.7, "v": 0.3}
    game = gt.Game(
        gt.chance(odds, {"u": gt.end(a=0.1, b=0.0), "v": gt.end(a=0.0, b=0.0)}), players=("a", "b")
    )
    form = gt.sequence_form(game)
    assert form.payoffs[0][2] == 0.7 * 0.1 != 0.07
    assert form.exact().payoffs[0][2] == Fraction(7, 100) and form.exact().exact() == form.exact()


def test_bad_input():
    """Each with one sentence."""
    with pytest.raises(InvalidGameError, match="two players"):
        gt.sequence_form(examples.selten_horse())
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
