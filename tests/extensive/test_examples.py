"""The classic games: what is known of them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gametheory as gt
from gametheory import examples
from gametheory.errors import ParameterError


def test_two_by_two():
    """The dilemma has one equilibrium, in dominant actions; matching pennies one, which mixes evenly."""
    (only,) = gt.pure_equilibria(examples.prisoners_dilemma())
    assert only.profile == {"row": "defect", "column": "defect"} and only.strict
    found = gt.zero_sum(examples.matching_pennies())
    assert found.value == 0 and set(found.row) == set(found.column) == {Fraction(1, 2)}


def test_seltens_horse():
    """Kreps and Wilson (1982, section 5): the equilibrium (D, c, L) is Nash, and not sequential; (C, c, R) is both."""
    game = examples.selten_horse()
    deviant = gt.verify(game, {"1": "D", "2": "c", "3": "L"})
    assert deviant.is_nash and gt.verify(game, {"1": "C", "2": "c", "3": "R"}).is_nash
    assert deviant.payoffs == {"1": 3, "2": 3, "3": 2}


def test_beer_and_quiche():
    """Cho and Kreps (1987): both types pool, on either breakfast, and there is no duel."""
    found = gt.sequential(examples.beer_quiche())
    pooling = {"beer": False, "quiche": False}
    for breakfast in pooling:
        for e in found:
            pooling[breakfast] |= all(e.strategy["sender"][t][breakfast] == 1 for t in ("strong", "weak"))
    assert all(pooling.values())
    assert all(e.outcomes["duel"] == 0 for e in found)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 3),
    st.integers(1, 5),
    st.floats(0, 1),
    st.sampled_from([0.0, 0.3, 1.0]),
)
def test_random_trees_remember(seed, players, depth, hidden, lottery):
    """Perfect recall always; nothing hidden is perfect information; a seed fixes the game."""
    game = examples.random_tree(seed, players=players, depth=depth, hidden=hidden, lottery=lottery)
    assert game.perfect_recall() and game == examples.random_tree(
        seed, players=players, depth=depth, hidden=hidden, lottery=lottery
    )
    seen = examples.random_tree(seed, players=players, depth=depth, hidden=0, lottery=lottery)
    assert all(len(s.nodes) == 1 for s in seen.information_sets)


def test_refusals():
    """Numbers out of range."""
    with pytest.raises(ParameterError, match="at least one"):
        examples.random_tree(depth=0)
    with pytest.raises(ParameterError, match="only two players"):
        examples.random_tree(players=3, zero_sum=True)
    with pytest.raises(ParameterError, match="one letter for each"):
        examples.leduc("JJ")
